"""Documents in, columns out: in parts, so that memory grows with the columns and not with the documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveyapp.questionnaire.codebook import codebook
from surveyapp.questionnaire.encoding import Encoded, Numbers, encode
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Questionnaire, Unit
from surveyapp.questionnaire.types.kind import MISSING_CODES
from surveyapp.questionnaire.values import Missing
from surveyapp.services.encoding.asking import Column, small
from surveyapp.services.encoding.coded import Mask
from surveyapp.services.encoding.reading import read_documents, without_collecting
from surveyapp.services.encoding.walking import Units, Walker, is_walked_together

TOGETHER = 10_000
"""Documents walked at once: enough to look each answer up once, few enough for small memory."""

_NOT_APPLICABLE = np.int8(MISSING_CODES[Missing.NOT_APPLICABLE])


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of one kind of units."""

    #: Family of each row.
    family: NDArray[np.int32]
    columns: dict[str, Column]


class Encoder:
    """Encodes the documents of one wave; ``add`` them in parts, then take the ``tables``."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        """Prepare a questionnaire as the wave's families were asked it."""
        self.questionnaire = questionnaire
        self._answered_alone: set[str] = set()
        #: Strata by their number, as they came.
        self.strata: list[str] = []
        #: Families whose documents were walked one by one.
        self.one_by_one = 0
        self.families = 0
        self._walker = Walker(questionnaire) if is_walked_together(questionnaire) else None
        self._parts: list[dict[Unit, Units]] = []
        self._strata: list[NDArray[np.int16]] = []
        index = index_of(questionnaire)
        has_adults = index.adult_list() is not None
        self._names: dict[Unit, list[str]] = {
            unit: [] for unit in Unit if unit is not Unit.ADULT or has_adults
        }
        for variable in codebook(questionnaire)["variables"]:
            self._names[index.stands_in(Unit(variable["unit"]))].append(variable["name"])

    def add(self, texts: Sequence[str | bytes], strata: Sequence[str] = ()) -> None:
        """Encode some documents, given as JSON, and the stratum of each where there are strata.

        Raises
        ------
        UnknownAnswerError
            If one holds an answer that this version, in this county, cannot have given.
        """
        for start in range(0, len(texts), TOGETHER):
            part = slice(start, start + TOGETHER)
            with without_collecting():
                self._add(texts[part], self._numbered(strata[part]))

    def _numbered(self, strata: Sequence[str]) -> NDArray[np.int16]:
        self.strata += sorted(set(strata) - set(self.strata))
        place_of = {stratum: place for place, stratum in enumerate(self.strata)}
        return np.fromiter(map(place_of.__getitem__, strata), np.int16, len(strata))

    def _add(self, texts: Sequence[str | bytes], strata: NDArray[np.int16]) -> None:
        is_odd: Mask = np.ones(len(texts), dtype=bool)
        if self._walker is not None:
            units, is_odd = self._walker.walk(texts)
            self._keep(units, ~is_odd)
        odd = read_documents(texts[place] for place in np.flatnonzero(is_odd).tolist())
        self.one_by_one += len(odd)
        self._answered_alone.update(*odd)
        if odd:
            rows = [encode(self.questionnaire, document) for document in odd]
            self._keep(_in_columns(rows), np.ones(len(rows), dtype=bool))
        self._strata += [strata[~is_odd], strata[is_odd]] if len(strata) else []

    def _keep(self, units: Mapping[Unit, Units], is_kept: Mask) -> None:
        """Keep the rows of some families of a part, numbered on from those before."""
        number = np.cumsum(is_kept) - 1 + self.families
        kept = {}
        for unit, each in units.items():
            rows = is_kept[each.family]
            columns = each.columns
            if not rows.all():
                columns = {name: column[rows] for name, column in columns.items()}
            kept[unit] = Units(number[each.family[rows]].astype(np.int32), columns)
        self._parts.append(kept)
        self.families += int(is_kept.sum())

    @property
    def answered(self) -> set[str]:
        """Return the questions that any document answers."""
        return self._answered_alone | (set() if self._walker is None else self._walker.answered)

    def tables(self) -> dict[Unit, Table]:
        """Return the columns of families, of children, and of adults where they are listed.

        The parts are given up column by column as they are put together.
        """
        return {unit: self._table(unit, names) for unit, names in self._names.items()}

    def stratum_of_family(self) -> NDArray[np.int16]:
        """Return the place of each family's stratum in ``strata``, shape (families,) or none."""
        return np.concatenate([np.empty(0, dtype=np.int16), *self._strata])

    def _table(self, unit: Unit, names: Sequence[str]) -> Table:
        parts = [part[unit] for part in self._parts if unit in part]
        families = [np.empty(0, dtype=np.int32)]
        families += [each.family.astype(np.int32) for each in parts]
        columns: dict[str, Column] = {}
        for name in names:
            pieces = [_taken(each, name) for each in parts]
            columns[name] = np.concatenate([np.empty(0, dtype=np.int8), *pieces])
        return Table(np.concatenate(families), columns)


def _taken(units: Units, name: str) -> Column:
    """Take a column out of a part; what nobody was asked does not apply."""
    found = units.columns.pop(name, None)
    return np.full(len(units.family), _NOT_APPLICABLE) if found is None else found


def _in_columns(rows: Sequence[Encoded]) -> dict[Unit, Units]:
    """Return rows that were encoded one by one as columns."""
    numbers: dict[Unit, list[tuple[Numbers, ...]]] = {
        Unit.FAMILY: [(each.family,) for each in rows],
        Unit.CHILD: [each.children for each in rows],
        Unit.ADULT: [each.adults for each in rows],
    }
    return {unit: _units(found) for unit, found in numbers.items()}


def _units(found: Sequence[tuple[Numbers, ...]]) -> Units:
    every = [row for rows in found for row in rows]
    columns = {
        name: small(np.array([row[name] for row in every], dtype=np.float64))
        for name in (every[0] if every else ())
    }
    return Units(np.repeat(np.arange(len(found)), [len(rows) for rows in found]), columns)
