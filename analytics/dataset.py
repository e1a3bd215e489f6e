"""A wave's answers as two plain tables, families and children, with their codebook.

The tables hold codes and nothing else: no id, no time, and rows in an order made from their own
content, so that neither a file nor its order says when somebody answered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from analytics.codebook import MISSING_CODES, NOT_APPLICABLE, Codebook, Variable
from analytics.errors import DatasetError
from analytics.row_order import FAMILY, sorted_by_content

Row = Mapping[str, float]
"""One unit's answers: variable name to code or number."""

Column = NDArray[np.generic]


@dataclass(frozen=True)
class Dataset:
    """The answers of one wave.

    ``families`` has shape (families, family variables), ``children`` shape (children, child
    variables + 1); the column ``family`` of ``children`` holds row positions in ``families``.
    """

    codebook: Codebook
    families: pd.DataFrame
    children: pd.DataFrame

    def __post_init__(self) -> None:
        """Refuse tables that do not fit the codebook.

        Raises
        ------
        DatasetError
            Naming the table, the column and the cure.
        """
        _check_columns(self)
        _check_children(self)
        for name in self.codebook_names:
            _check_codes(self.codebook[name], self.frame_of(name)[name].to_numpy())

    @property
    def codebook_names(self) -> tuple[str, ...]:
        """Return the names of all variables, in the order of the codebook."""
        return tuple(variable.name for variable in self.codebook.variables)

    def frame_of(self, name: str) -> pd.DataFrame:
        """Return the table that holds a variable."""
        return self.children if name in self.children.columns else self.families

    def unit_of(self, name: str) -> str:
        """Return ``child`` where a variable has one value for each child, else ``family``."""
        return "child" if name in self.children.columns else "family"

    def values(self, name: str, unit: str = "family") -> Column:
        """Return one variable, one value for each unit.

        Parameters
        ----------
        name
            Name of the variable.
        unit
            ``family`` or ``child``; a family's value is copied to each of its children.

        Returns
        -------
        Column
            Shape (families,) or (children,); codes, or numbers in the unit of the question.

        Raises
        ------
        DatasetError
            If a child's variable is wanted for families.
        """
        values: Column = self.frame_of(name)[name].to_numpy()
        if self.unit_of(name) == unit:
            return values
        if unit == "family":
            message = f"{name} is known of each child; it has no one value for a family"
            raise DatasetError(message)
        return values[self.family_of_child]

    @property
    def units(self) -> tuple[str, ...]:
        """Return the kinds of units the dataset has a row for."""
        return ("family", "child")

    def owner_of(self, unit: str) -> NDArray[np.intp]:
        """Return the family of each unit of a kind, shape (units,)."""
        return {"family": np.arange(len(self.families)), "child": self.family_of_child}[unit]

    @property
    def family_of_child(self) -> NDArray[np.intp]:
        """Return the family of each child, shape (children,)."""
        positions: NDArray[np.intp] = self.children[FAMILY].to_numpy().astype(np.intp)
        return positions


def from_records(
    codebook: Codebook,
    family_rows: Sequence[Row],
    child_rows_per_family: Sequence[Sequence[Row]],
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

    Returns
    -------
    Dataset
        Rows sorted by content. A variable found in a child's row belongs to the children's table;
        where nobody has children, its unit in the codebook decides.

    Raises
    ------
    DatasetError
        If the two sequences differ in length, or a code is not in the codebook.
    """
    if len(family_rows) != len(child_rows_per_family):
        message = f"{len(family_rows)} families, but children of {len(child_rows_per_family)}"
        raise DatasetError(message)
    child_rows = [row for rows in child_rows_per_family for row in rows]
    of_children = _child_variables(codebook, family_rows, child_rows)
    families = _frame([v for v in codebook.variables if v.name not in of_children], family_rows)
    children = _frame([v for v in codebook.variables if v.name in of_children], child_rows)
    counts = [len(rows) for rows in child_rows_per_family]
    children.insert(0, FAMILY, np.repeat(np.arange(len(counts), dtype=np.int32), counts))
    return Dataset(codebook, *sorted_by_content(families, children))


def write(dataset: Dataset, folder: Path) -> None:
    """Write a dataset as ``families.parquet``, ``children.parquet`` and ``codebook.json``.

    Parameters
    ----------
    dataset
        What to write; its rows are sorted by content first.
    folder
        Made if it does not exist.
    """
    folder.mkdir(parents=True, exist_ok=True)
    families, children = sorted_by_content(dataset.families, dataset.children)
    for name, frame in (("families", families), ("children", children)):
        # Without pandas' metadata the file carries no trace of the program that made it.
        table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    text = json.dumps(dataset.codebook.to_json(), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "codebook.json").write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Dataset:
    """Read a dataset that ``write`` wrote.

    Parameters
    ----------
    folder
        Holds the three files.

    Returns
    -------
    Dataset
        Checked against its codebook.

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
    families = pq.read_table(folder / "families.parquet").to_pandas()
    children = pq.read_table(folder / "children.parquet").to_pandas()
    return Dataset(codebook, families, children)


def _child_variables(
    codebook: Codebook, family_rows: Sequence[Row], child_rows: Sequence[Row]
) -> frozenset[str]:
    in_families = {name for row in family_rows for name in row}
    in_children = {name for row in child_rows for name in row}
    unknown = sorted(name for name in in_families | in_children if name not in codebook)
    if unknown:
        message = f"answers hold {', '.join(unknown)}, which the codebook does not know"
        raise DatasetError(message)
    if in_families & in_children:
        message = f"{min(in_families & in_children)} stands in families and in children"
        raise DatasetError(message)
    by_unit = {v.name for v in codebook.variables if v.unit == "child"} - in_families
    return frozenset(in_children | by_unit)


def _frame(variables: Sequence[Variable], rows: Sequence[Row]) -> pd.DataFrame:
    columns = {
        v.name: _narrow(v, np.array([row.get(v.name, NOT_APPLICABLE) for row in rows], dtype=float))
        for v in variables
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))


def _narrow(variable: Variable, values: NDArray[np.float64]) -> Column:
    """Store codes in the smallest signed type; engines that read such files refuse unsigned ones."""
    if variable.kind == "number":
        return values
    largest = max((category.code for category in variable.categories), default=1)
    kind = np.int8 if largest <= np.iinfo(np.int8).max else np.int16
    with np.errstate(invalid="ignore"):
        narrow: Column = values.astype(kind)
    # A wrong value is left as it is; the check of codes then names the variable and the value.
    return narrow if np.array_equal(narrow, values) else values


def _check_columns(dataset: Dataset) -> None:
    families, children = set(dataset.families.columns), set(dataset.children.columns)
    known = set(dataset.codebook_names)
    if FAMILY not in children:
        message = "the children's table lacks the column 'family'"
        raise DatasetError(message)
    extra = sorted((families | children) - known - {FAMILY})
    lacking = sorted(known - families - children)
    twice = sorted(families & children)
    for names, problem in (
        (extra, "is not in the codebook; a dataset holds no ids and no times"),
        (lacking, "is in the codebook, but in neither table"),
        (twice, "stands in both tables"),
    ):
        if names:
            message = f"column {names[0]} {problem}"
            raise DatasetError(message)


def _check_children(dataset: Dataset) -> None:
    positions = dataset.children[FAMILY].to_numpy()
    if positions.dtype.kind != "i":
        message = "the column 'family' of the children's table must hold whole numbers"
        raise DatasetError(message)
    if len(positions) and (positions.min() < 0 or positions.max() >= len(dataset.families)):
        message = f"a child's family is not one of the {len(dataset.families)} families"
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
