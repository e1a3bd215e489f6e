"""Totals a county brings in as a table: one row for each trait and category, all of it or nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.access.roles import Actor
from surveyapp.exchange.cells import safe_text
from surveyapp.inventory.cells import Mistake, day, fold, text, whole_number
from surveyapp.inventory.columns import Column
from surveyapp.inventory.rows import CountyLists, Fault, Sheet
from surveyapp.inventory.tables import ReadRow, header_findings, read_rows
from surveyapp.region import outlines
from surveyapp.services.read_sheets import read_sheets
from surveyapp.services.releasing.setting import Setting, read_setting
from surveyapp.services.weighting.decide import known_letters, may_weigh
from surveyapp.services.weighting.traits import CHILD, FAMILY, STRATUM, Trait, traits_of
from surveyapp.storage import surveys, weighting
from surveyapp.storage.weighting import Given, Stratum

UNKNOWN_WORD = "unbekannt"
"""What stands in place of a number nobody knows: the category keeps its share of the answers."""

LARGEST_GAP = 0.02
"""By how much the sums of two traits may differ that count the same families or children."""

LARGEST_GAP_TO_REGISTER = 0.2
"""By how much a sum may differ from the register; beyond it, somebody counted something else."""

PARTS_LABEL = "Familien in den Teilen der Briefe"

_NOT_GIVEN, _NOT_KNOWN = "not given", "not known"


def _number(cell: str, lists: CountyLists) -> int | str | Mistake:
    return _NOT_KNOWN if fold(cell) == UNKNOWN_WORD else whole_number(cell, lists)


COLUMNS = (
    Column("merkmal", text(120), is_required=True, also=("randzahl",)),
    Column("auspraegung", text(200), is_required=True, also=("kategorie", "gruppe")),
    Column("zahl", _number, empty=_NOT_GIVEN, also=("anzahl",)),
    Column("quelle", text(120), empty=""),
    Column("stand", day, also=("stichtag",)),
)
"""Columns of the table; quelle and stand count for the whole trait and may stand in one row of it."""


_LISTS = CountyLists(
    county_name="", types={}, municipalities={}, areas={}, judge_position=outlines.position_of
)
"""The readers of these columns look at no list of the county."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What was taken over."""

    margins: tuple[Given, ...]
    strata: tuple[Stratum, ...] = ()


@dataclass(frozen=True, slots=True)
class TotalsRefused:
    """Why nothing was taken over: every fault, in German.

    There is none where the wave is not theirs, or was never open.
    """

    rows: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """The filled rows of one trait."""

    trait: Trait
    rows: Mapping[str, ReadRow]

    @property
    def first(self) -> ReadRow:
        return next(iter(self.rows.values()))

    @property
    def numbers(self) -> dict[str, int | None]:
        given = {code: row.values.get("zahl") for code, row in self.rows.items()}
        return {code: n if isinstance(n, int) else None for code, n in given.items()}

    @property
    def sum(self) -> int | None:
        """Return the sum; None where not all numbers are known."""
        known = [number for number in self.numbers.values() if number is not None]
        return sum(known) if len(known) == len(self.trait.categories) else None


def table(session: Session, setting: Setting) -> str:
    """Return the table to fill in: every trait of the wave's questionnaire, as CSV for German Excel.

    What the county brought in before stands in it; traits whose numbers stay empty are not read.
    """
    written = io.StringIO(newline="")
    rows = csv.writer(written, delimiter=";")
    rows.writerow([column.name for column in COLUMNS])
    for trait in _fillable(session, setting):
        for code, label in trait.categories.items():
            number: int | str | None = trait.totals.get(code, "") if trait.is_given else ""
            source = (safe_text(trait.source), trait.as_of) if trait.is_given else ("", "")
            names = (safe_text(trait.label), safe_text(label))
            rows.writerow([*names, UNKNOWN_WORD if number is None else number, *source])
    return "\ufeff" + written.getvalue()


def _fillable(session: Session, setting: Setting) -> tuple[Trait, ...]:
    letters = {
        name: number for name, number in known_letters(session, setting.wave).items() if name
    }
    if not letters:
        return traits_of(setting)
    parts = Trait(STRATUM, PARTS_LABEL, "", {name: name for name in letters}, STRATUM)
    return (*traits_of(setting), parts)


def bring_in(
    session: Session, actor: Actor, wave_id: str, path: Path, today: date
) -> Totals | TotalsRefused:
    """Take the totals of a table over for a wave: all of them, or none with every fault."""
    wave = surveys.wave_by_id(session, wave_id)
    if wave is None or wave.state == "planned" or not may_weigh(actor, wave):
        return TotalsRefused(())
    setting = read_setting(session, wave)
    read = read_totals(path, _fillable(session, setting), today)
    if isinstance(read, TotalsRefused):
        return read
    letters = known_letters(session, wave)
    drawn, faults = _strata(read, letters)
    faults = (*faults, *_contradictions(read, setting))
    if faults:
        return TotalsRefused(faults)
    margins = tuple(_given(block) for block in read if block.trait.name != STRATUM)
    weighting.put_margins(session, wave.id, margins)
    if drawn:
        weighting.replace_strata(session, wave.id, drawn)
    session.commit()
    return Totals(margins, drawn)


def _given(block: _Block) -> Given:
    source, as_of = _said(block, "quelle"), _said(block, "stand")
    return Given(block.trait.name, source, as_of, block.numbers)


def _said(block: _Block, column: str) -> Any:  # noqa: ANN401 - the column decides
    return next(row.values[column] for row in block.rows.values() if row.values.get(column))


# Reading


def read_totals(
    path: Path, traits: Sequence[Trait], today: date
) -> tuple[_Block, ...] | TotalsRefused:
    """Read a table row by row; what its numbers mean together is not looked at yet."""
    sheets = read_sheets(path)
    if isinstance(sheets, Fault):
        return TotalsRefused((sheets,))
    sheet = sheets[0]
    faults, _notes = header_findings(sheet, COLUMNS)
    if faults:
        return TotalsRefused(tuple(faults))
    blocks, found = _blocks(sheet, traits)
    for block in blocks:
        found.extend(_faults_of(block, today))
    if not found and not blocks:
        found.append(Fault(sheet.name, 0, "zahl", "", _EMPTY.reason, _EMPTY.cure))
    return TotalsRefused(tuple(found)) if found else tuple(blocks)


def _blocks(sheet: Sheet, traits: Sequence[Trait]) -> tuple[list[_Block], list[Fault]]:
    """Sort rows by trait and category; traits without any number are left out."""
    found: dict[str, dict[str, ReadRow]] = {}
    faults: list[Fault] = []
    for row, wrong in read_rows(sheet, COLUMNS, _LISTS):
        faults.extend(wrong)
        if {"merkmal", "auspraegung"} & {each.column for each in wrong} or not row.is_aligned:
            continue
        trait = _named(row.values["merkmal"], {each.name: each.label for each in traits})
        if isinstance(trait, Mistake):
            faults.append(row.fault("merkmal", trait))
            continue
        categories = next(each.categories for each in traits if each.name == trait)
        code = _named(row.values["auspraegung"], categories)
        if isinstance(code, Mistake):
            faults.append(row.fault("auspraegung", code))
        elif code in found.setdefault(trait, {}):
            faults.append(row.fault("auspraegung", _twice(found[trait][code])))
        else:
            found[trait][code] = row
    blocks = [_Block(trait, found[trait.name]) for trait in traits if found.get(trait.name)]
    is_filled = [
        any(row.values.get("zahl", 0) != _NOT_GIVEN for row in block.rows.values())
        for block in blocks
    ]
    return [block for block, filled in zip(blocks, is_filled, strict=True) if filled], faults


def _named(cell: str, names: Mapping[str, str]) -> str | Mistake:
    """Return the code of a name or code; else what might have been meant."""
    codes = {fold(form): code for code, label in names.items() for form in (code, label)}
    if fold(cell) in codes:
        return codes[fold(cell)]
    near = get_close_matches(fold(cell), list(codes), n=1, cutoff=0.7)
    if near:
        return Mistake(_NOT_KNOWN_HERE, f"Meinen Sie „{names[codes[near[0]]]}“?")
    allowed = ", ".join(f"„{label}“" for label in list(names.values())[:12])
    return Mistake(_NOT_KNOWN_HERE, f"Schreiben Sie eines von: {allowed}.")


def _faults_of(block: _Block, today: date) -> Iterator[Fault]:
    """Find missing categories, missing numbers, zeros, and a trait without source or day."""
    missing = [label for code, label in block.trait.categories.items() if code not in block.rows]
    if missing:
        yield block.first.fault("auspraegung", _missing(block.trait, missing))
    for row in block.rows.values():
        if row.values.get("zahl") == _NOT_GIVEN:
            yield row.fault("zahl", _NO_NUMBER)
        elif row.values.get("zahl") == 0:
            yield row.fault("zahl", _ZERO)
    if sum(number is not None for number in block.numbers.values()) < 2 and not missing:
        yield block.first.fault("zahl", _TOO_FEW)
    if block.trait.name != STRATUM:
        yield from _faults_of_origin(block, today)


def _faults_of_origin(block: _Block, today: date) -> Iterator[Fault]:
    for column, absent, two in (
        ("quelle", _NO_SOURCE, _TWO_SOURCES),
        ("stand", _NO_DAY, _TWO_DAYS),
    ):
        if any(column not in row.values for row in block.rows.values()):
            continue  # a cell that cannot be read is a fault already
        said = {row.values[column] for row in block.rows.values()} - {"", None}
        if not said:
            yield block.first.fault(column, absent)
        if len(said) > 1:
            yield block.first.fault(column, two)
        if column == "stand" and any(each > today for each in said):
            yield block.first.fault(column, _FUTURE)


# What the numbers mean together


def _contradictions(blocks: Sequence[_Block], setting: Setting) -> Iterator[Fault]:
    """Find sums that differ although they count the same families, or the same children."""
    stored = {each.name: each for each in traits_of(setting) if each.is_given}
    for unit in (CHILD, FAMILY):
        new = [each for each in blocks if each.trait.unit == unit and each.sum is not None]
        replaced = {each.trait.name for each in new}
        known = [
            (trait.label, _sum_of(trait))
            for trait in stored.values()
            if trait.unit == unit and trait.name not in replaced
        ]
        sums = [(label, number) for label, number in known if number is not None]
        for block in new:
            yield from _against(block, sums)
            sums.append((block.trait.label, block.sum or 0))
            yield from _against_register(block)


def _sum_of(trait: Trait) -> int | None:
    numbers = [number for number in trait.totals.values() if number is not None]
    return sum(numbers) if len(numbers) == len(trait.categories) else None


def _against(block: _Block, sums: Sequence[tuple[str, int]]) -> Iterator[Fault]:
    mine = block.sum or 0
    for label, other in sums:
        if abs(mine - other) > LARGEST_GAP * max(mine, other):
            yield block.first.fault("zahl", _two_sums(block.trait.label, mine, label, other))
            return


def _against_register(block: _Block) -> Iterator[Fault]:
    if block.trait.is_given or not block.trait.totals:
        return
    mine, register = block.sum or 0, sum(number or 0 for number in block.trait.totals.values())
    if abs(mine - register) > LARGEST_GAP_TO_REGISTER * register:
        yield block.first.fault("zahl", _far_from_register(mine, register))


def _strata(
    blocks: Sequence[_Block], letters: Mapping[str, int]
) -> tuple[tuple[Stratum, ...], tuple[Fault, ...]]:
    """Return the families of each part letters went to; there cannot be fewer than letters."""
    drawn, faults = [], []
    for block in blocks:
        if block.trait.name != STRATUM:
            continue
        for name, number in block.numbers.items():
            if number is None or number < letters[name]:
                faults.append(block.rows[name].fault("zahl", _fewer_than_letters(letters[name])))
            else:
                drawn.append(Stratum(name, letters[name], number))
    return tuple(drawn), tuple(faults)


# Sentences

_NOT_KNOWN_HERE = "Diese Angabe gibt es hier nicht."
_EMPTY = Mistake(
    "In der Tabelle steht keine Zahl.",
    "Füllen Sie wenigstens ein Merkmal aus; Merkmale ohne Zahlen bleiben unberührt.",
)
_NO_NUMBER = Mistake(
    "Die Zahl fehlt.",
    f"Tragen Sie sie ein. Kennt sie niemand, schreiben Sie „{UNKNOWN_WORD}“.",
)
_ZERO = Mistake(
    "Auf null lässt sich nicht gewichten.",
    f"Schreiben Sie „{UNKNOWN_WORD}“: Dann behält die Gruppe ihren Anteil an den Antworten.",
)
_TOO_FEW = Mistake(
    "Von diesem Merkmal ist weniger als zwei Mal eine Zahl bekannt.",
    "Tragen Sie mindestens zwei Zahlen ein, oder lassen Sie alle leer.",
)
_NO_SOURCE = Mistake(
    "Die Quelle fehlt.", "Schreiben Sie, woher die Zahlen sind, zum Beispiel „Melderegister“."
)
_TWO_SOURCES = Mistake(
    "Die Zeilen dieses Merkmals nennen verschiedene Quellen.", "Schreiben Sie überall dieselbe."
)
_NO_DAY = Mistake(
    "Der Stand fehlt.", "Schreiben Sie den Stichtag der Zahlen, zum Beispiel 31.12.2025."
)
_TWO_DAYS = Mistake(
    "Die Zeilen dieses Merkmals nennen verschiedene Tage.", "Schreiben Sie überall denselben Tag."
)
_FUTURE = Mistake("Der Stand liegt in der Zukunft.", "Prüfen Sie das Jahr.")


def _twice(first: ReadRow) -> Mistake:
    return Mistake(
        f"Diese Ausprägung steht schon in Zeile {first.number}.", "Löschen Sie eine der Zeilen."
    )


def _missing(trait: Trait, labels: Sequence[str]) -> Mistake:
    named = ", ".join(f"„{label}“" for label in labels)
    return Mistake(
        f"Bei „{trait.label}“ fehlt: {named}.",
        f"Ergänzen Sie für jede Ausprägung eine Zeile; wo niemand die Zahl kennt, „{UNKNOWN_WORD}“.",
    )


def _said_number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _two_sums(label: str, mine: int, other_label: str, other: int) -> Mistake:
    return Mistake(
        f"„{label}“ ergibt zusammen {_said_number(mine)}, „{other_label}“ dagegen "
        f"{_said_number(other)}: mehr als 2 % Unterschied.",
        "Beide zählen dasselbe. Prüfen Sie, ob eine Zeile fehlt oder die Stichtage weit auseinander "
        "liegen.",
    )


def _far_from_register(mine: int, register: int) -> Mistake:
    return Mistake(
        f"Die Zahlen ergeben zusammen {_said_number(mine)}, das Melderegister kennt etwa "
        f"{_said_number(register)} Kinder.",
        "Gemeint sind Kinder unter 18 Jahren im ganzen Landkreis, keine Familien. Prüfen Sie das.",
    )


def _fewer_than_letters(letters: int) -> Mistake:
    return Mistake(
        f"Hierhin gingen {letters} Briefe.",
        f"Tragen Sie ein, wie viele Familien es dort gibt: mindestens {letters}.",
    )
