"""A wave's answers as plain tables, families, children and adults, with their codebook.

The tables hold codes and nothing else: no id, no time, and rows in an order made from their own
content, so that neither a file nor its order says when somebody answered.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.codebook import MISSING_CODES, NOT_APPLICABLE, Codebook, Variable
from analytics.columns import Column, Filed, Held, Table, narrow, write_table
from analytics.errors import DatasetError
from analytics.row_order import FAMILY, Columns, sorted_by_content

Row = Mapping[str, float]
"""One unit's answers: variable name to code or number."""

FILES = {"family": "families", "child": "children", "adult": "adults"}
"""Name of the file of each kind of units, without its ending."""


class Dataset:
    """The answers of one wave.

    There is a table for each kind of units: families and children, and adults where the questionnaire
    lists them one by one. The column ``family`` of children and adults holds row positions in the
    families' table. A table on disk is read column by column, as columns are asked for.
    """

    def __init__(
        self,
        codebook: Codebook,
        families: pd.DataFrame | Table,
        children: pd.DataFrame | Table,
        adults: pd.DataFrame | Table | None = None,
    ) -> None:
        """Refuse tables that do not fit the codebook.

        Parameters
        ----------
        codebook
            What the columns mean.
        families
            Shape (families, family variables).
        children
            Shape (children, child variables + 1).
        adults
            Shape (adults, adult variables + 1); None where adults are not listed: then a variable
            about adults has one value for each family.

        Raises
        ------
        DatasetError
            Naming the table, the column and the cure. Codes of tables in memory are checked at once,
            those of a column on disk when it is read.
        """
        self.codebook = codebook
        given = {"family": families, "child": children, "adult": adults}
        self._tables: dict[str, Table] = {
            unit: Held.of(each) if isinstance(each, pd.DataFrame) else each
            for unit, each in given.items()
            if each is not None
        }
        self._owners: dict[str, NDArray[np.intp]] = {}
        _check_columns(self.codebook_names, self._tables)
        self._unit_of = {name: unit for unit, table in self._tables.items() for name in table.names}
        for unit, table in self._tables.items():
            if isinstance(table, Held):
                self.owner_of(unit)
                for name in table.names:
                    self.column(name)

    @property
    def codebook_names(self) -> tuple[str, ...]:
        """Return the names of all variables, in the order of the codebook."""
        return tuple(variable.name for variable in self.codebook.variables)

    @property
    def units(self) -> tuple[str, ...]:
        """Return the kinds of units the dataset has rows for, families first."""
        return tuple(self._tables)

    def size(self, unit: str = "family") -> int:
        """Return the number of units of a kind; nothing is read for it."""
        return len(self._tables[unit])

    def unit_of(self, name: str) -> str:
        """Return the kind of units a variable has one value for each of."""
        return self._unit_of.get(name, "family")

    def owner_of(self, unit: str) -> NDArray[np.intp]:
        """Return the family of each unit of a kind, shape (units,): the cluster it belongs to."""
        if unit not in self._owners:
            if unit == "family":
                self._owners[unit] = np.arange(self.size())
            else:
                positions = self._tables[unit].column(FAMILY)
                _check_owners(unit, positions, self.size())
                self._owners[unit] = positions.astype(np.intp)
        return self._owners[unit]

    @property
    def family_of_child(self) -> NDArray[np.intp]:
        """Return the family of each child, shape (children,)."""
        return self.owner_of("child")

    def column(self, name: str) -> Column:
        """Return one variable, one value for each unit it is known of.

        Parameters
        ----------
        name
            Name of the variable.

        Returns
        -------
        Column
            Shape (units,), for units of the kind ``unit_of(name)``; codes as whole numbers, numbers
            as floats in the unit of the question. Read from disk anew every time.

        Raises
        ------
        DatasetError
            If there is no such variable, or it holds what is no code of the codebook.
        """
        if name not in self._unit_of:
            message = f"the dataset has no column {name!r}; its codebook names them all"
            raise DatasetError(message)
        values = self._tables[self._unit_of[name]].column(name)
        if name == FAMILY:
            return values
        variable = self.codebook[name]
        _check_codes(variable, values)
        return values.astype(np.float64) if variable.kind == "number" else values

    def values(self, name: str, unit: str = "family") -> Column:
        """Return one variable, one value for each unit of a kind.

        Parameters
        ----------
        name
            Name of the variable.
        unit
            One of ``units``; a family's value is copied to each of its children or adults.

        Returns
        -------
        Column
            Shape (units,); codes, or numbers in the unit of the question.

        Raises
        ------
        DatasetError
            If a child's or an adult's variable is wanted for other units.
        """
        own = self.unit_of(name)
        if own not in {unit, "family"}:
            message = f"{name} is known of each {own}; it has no one value for a {unit}"
            raise DatasetError(message)
        values = self.column(name)
        return values if own == unit else values[self.owner_of(unit)]

    def table(self, unit: str) -> Table:
        """Return the table of a kind of units."""
        return self._tables[unit]

    def frame(self, unit: str) -> pd.DataFrame:
        """Return the whole table of a kind of units, with all its columns in memory."""
        return self._tables[unit].frame()

    @property
    def families(self) -> pd.DataFrame:
        """Return the whole table of families; ``size`` and ``column`` read less."""
        return self.frame("family")

    @property
    def children(self) -> pd.DataFrame:
        """Return the whole table of children; ``size`` and ``column`` read less."""
        return self.frame("child")


def from_records(
    codebook: Codebook,
    family_rows: Sequence[Row],
    child_rows_per_family: Sequence[Sequence[Row]],
    adult_rows_per_family: Sequence[Sequence[Row]] | None = None,
) -> Dataset:
    """Make a dataset from encoded answers, in an order that says nothing.

    Parameters
    ----------
    codebook
        Code plan of the questionnaire version.
    family_rows
        One mapping for each family; a variable left out counts as not applicable.
    child_rows_per_family
        For each family, one mapping for each child.
    adult_rows_per_family
        For each family, one mapping for each adult; None where adults are not listed.

    Returns
    -------
    Dataset
        Rows sorted by content. A variable found in a child's row belongs to the children's table;
        where nobody has children, its unit in the codebook decides.

    Raises
    ------
    DatasetError
        If the sequences differ in length, or a code is not in the codebook.
    """
    people = {"child": child_rows_per_family, "adult": adult_rows_per_family}
    listed = {unit: rows for unit, rows in people.items() if rows is not None}
    for unit, rows in listed.items():
        if len(family_rows) != len(rows):
            message = f"{len(family_rows)} families, but rows ({unit}) of {len(rows)}"
            raise DatasetError(message)
    own: dict[str, Sequence[Row]] = {
        "family": family_rows,
        **{unit: [row for rows in listed[unit] for row in rows] for unit in listed},
    }
    unit_of = _units_of(codebook, own)
    owners = {
        unit: np.repeat(np.arange(len(rows)), [*map(len, rows)]) for unit, rows in listed.items()
    }
    tables = {
        unit: {
            variable.name: np.array([row.get(variable.name, NOT_APPLICABLE) for row in rows], float)
            for variable in codebook.variables
            if unit_of[variable.name] == unit
        }
        for unit, rows in own.items()
    }
    return from_columns(codebook, tables, owners, len(family_rows))


def from_columns(
    codebook: Codebook,
    tables: Mapping[str, Columns],
    owners: Mapping[str, NDArray[np.integer]],
    families: int,
) -> Dataset:
    """Make a dataset from columns, in an order that says nothing.

    Parameters
    ----------
    codebook
        Code plan of the questionnaire version.
    tables
        Kind of units, families first, to its columns; each of shape (units,). They are taken out,
        so that no column is held twice.
    owners
        Kind of units, without families, to the position of each unit's family, shape (units,).
    families
        Number of families.

    Returns
    -------
    Dataset
        In memory, rows sorted by content, codes in the smallest signed type.

    Raises
    ------
    DatasetError
        If a column or a code is not in the codebook.
    """
    plain = [
        {
            **({FAMILY: owners[unit].astype(np.int32)} if unit in owners else {}),
            **{name: narrow(columns.pop(name)) for name in list(columns)},
        }
        for unit, columns in tables.items()
    ]
    sizes = [families, *(len(owners[unit]) for unit in tables if unit in owners)]
    sorted_tables = sorted_by_content(plain, families)
    return Dataset(codebook, *(Held(*each) for each in zip(sorted_tables, sizes, strict=True)))


def write(dataset: Dataset, folder: Path) -> None:
    """Write a dataset as one Parquet file for each kind of units, and ``codebook.json``.

    Parameters
    ----------
    dataset
        What to write, as ``from_columns`` sorted it.
    folder
        Made if it does not exist.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for unit, name in FILES.items():
        path = folder / f"{name}.parquet"
        if unit in dataset.units:
            write_table(dataset.table(unit), path)
        else:
            path.unlink(missing_ok=True)
    text = json.dumps(dataset.codebook.to_json(), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "codebook.json").write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Dataset:
    """Read a dataset that ``write`` wrote; its columns are read when they are asked for.

    Parameters
    ----------
    folder
        Holds the files.

    Returns
    -------
    Dataset
        Each column is checked against the codebook as it is read.

    Raises
    ------
    DatasetError
        If a file is missing or does not fit.
    """
    for name in ("codebook.json", "families.parquet", "children.parquet"):
        if not (folder / name).is_file():
            message = f"{folder} holds no {name}; build the dataset of the wave again"
            raise DatasetError(message)
    codebook = Codebook.from_json(json.loads((folder / "codebook.json").read_text("utf-8")))
    paths = (folder / f"{name}.parquet" for name in FILES.values())
    return Dataset(codebook, *(Filed(path) for path in paths if path.is_file()))


def _units_of(codebook: Codebook, rows: Mapping[str, Sequence[Row]]) -> dict[str, str]:
    """Return in whose rows each variable stands: where it was found, else by its unit."""
    found: dict[str, str] = {}
    for unit, records in rows.items():
        for name in {name for row in records for name in row}:
            if name not in codebook:
                message = f"answers hold {name}, which the codebook does not know"
                raise DatasetError(message)
            if name in found:
                message = f"{name} stands in the rows of {found[name]} and of {unit}"
                raise DatasetError(message)
            found[name] = unit
    by_unit = {each.name: each.unit for each in codebook.variables}
    return {
        name: found.get(name, unit if unit in rows else "family") for name, unit in by_unit.items()
    }


def _check_columns(names: Sequence[str], tables: Mapping[str, Table]) -> None:
    known, found = set(names), [name for table in tables.values() for name in table.names]
    for unit, table in tables.items():
        if unit != "family" and FAMILY not in table.names:
            message = f"the table of units '{unit}' lacks the column 'family'"
            raise DatasetError(message)
    own = Counter(name for name in found if name != FAMILY)
    for wrong, problem in (
        (own.keys() - known, "is not in the codebook; a dataset holds no ids and no times"),
        (known - own.keys(), "is in the codebook, but in no table"),
        ({name for name, times in own.items() if times > 1}, "stands in two tables"),
    ):
        if wrong:
            message = f"column {min(wrong)} {problem}"
            raise DatasetError(message)


def _check_owners(unit: str, positions: Column, families: int) -> None:
    if positions.dtype.kind != "i":
        message = f"the column 'family' of the table of units '{unit}' must hold whole numbers"
        raise DatasetError(message)
    if len(positions) and (positions.min() < 0 or positions.max() >= families):
        message = f"a {unit}'s family is not one of the {families} families"
        raise DatasetError(message)


def _check_codes(variable: Variable, values: Column) -> None:
    if values.dtype.kind not in "if":
        message = f"{variable.name} holds {values.dtype}; it must hold codes or numbers"
        raise DatasetError(message)
    if variable.kind == "number":
        allowed = np.isfinite(values)
    else:
        codes = [0, 1] if variable.is_yes_no else [c.code for c in variable.categories]
        allowed = np.isin(values, [*codes, *MISSING_CODES])
    if not allowed.all():
        wrong = values[~allowed][0]
        message = f"{variable.name} holds {wrong}, which is no code of the codebook"
        raise DatasetError(message)
