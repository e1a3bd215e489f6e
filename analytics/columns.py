"""Tables by columns, in memory or on disk: what nobody asks for is not read."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from analytics.row_order import FAMILY, Columns

Column = NDArray[np.generic]

ROWS_TOGETHER = 131_072
"""Rows of a file that are packed together; they are what a writer holds twice."""


class Table(Protocol):
    """The columns of one kind of units."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all columns."""

    def __len__(self) -> int:
        """Return the number of rows."""

    def column(self, name: str) -> Column:
        """Return one column, shape (rows,)."""

    def frame(self) -> pd.DataFrame:
        """Return all columns at once."""


class Held:
    """A table in memory."""

    def __init__(self, columns: Columns, rows: int) -> None:
        """Take the columns as they are; a table may have rows and no column."""
        self.columns = columns
        self._rows = rows

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Held:
        """Return a frame as a table."""
        return cls({name: frame[name].to_numpy() for name in frame}, len(frame))

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all columns."""
        return tuple(self.columns)

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._rows

    def column(self, name: str) -> Column:
        """Return one column, shape (rows,)."""
        return self.columns[name]

    def frame(self) -> pd.DataFrame:
        """Return all columns at once."""
        return pd.DataFrame(self.columns, index=pd.RangeIndex(self._rows))


class Filed:
    """A table in a Parquet file, read one column at a time."""

    def __init__(self, path: Path) -> None:
        """Take the file's path; only its footer is read now."""
        self._path = path
        self._metadata = pq.read_metadata(path)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all columns."""
        return tuple(self._metadata.schema.to_arrow_schema().names)

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self._metadata.num_rows)

    def column(self, name: str) -> Column:
        """Return one column, shape (rows,); it is read anew every time and kept by nobody."""
        with pq.ParquetFile(self._path, metadata=self._metadata) as file:
            found: Column = file.read(columns=[name], use_threads=False).column(0).to_numpy()
        return found

    def frame(self) -> pd.DataFrame:
        """Return all columns at once; they are kept."""
        return self._whole

    @cached_property
    def _whole(self) -> pd.DataFrame:
        return pq.read_table(self._path).to_pandas()


def write_table(table: Table, path: Path) -> None:
    """Write a table as a Parquet file, a part of its rows after the other.

    Parameters
    ----------
    table
        What to write; whole numbers are stored in the smallest signed type.
    path
        The file; one that stands there is replaced.
    """
    found = {name: table.column(name) for name in table.names}
    columns = {name: each if name == FAMILY else narrow(each) for name, each in found.items()}
    # Without metadata the file carries no trace of the program that made it.
    schema = pa.schema([(name, pa.from_numpy_dtype(each.dtype)) for name, each in columns.items()])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for start in range(0, max(len(table), 1), ROWS_TOGETHER):
            part = [pa.array(each[start : start + ROWS_TOGETHER]) for each in columns.values()]
            writer.write_table(pa.Table.from_arrays(part, schema=schema))


def narrow(values: Column) -> Column:
    """Return whole numbers as the smallest signed type that holds them, others unchanged.

    Parameters
    ----------
    values
        Shape (rows,).

    Returns
    -------
    Column
        The same values; some engines that read such files refuse unsigned types.

    Examples
    --------
    >>> narrow(np.array([1.0, -9.0])).dtype.name, narrow(np.array([0.5])).dtype.name
    ('int8', 'float64')
    """
    if not len(values):
        return values.astype(np.int8)
    low, high = values.min(), values.max()
    for kind in (np.int8, np.int16, np.int32):
        limits = np.iinfo(kind)
        if limits.min <= low and high <= limits.max:
            found: Column = values.astype(kind)
            return found if np.array_equal(found, values) else values
    return values
