"""Rows in an order that rests on their content alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FAMILY = "family"
"""Column of the tables of children and adults: position of the family in the families' table."""

Columns = dict[str, NDArray[np.generic]]
"""A table as its columns, each of shape (rows,)."""

_MIX = np.uint64(0x9E3779B97F4A7C15)


def sorted_by_content(tables: Sequence[Columns], rows: int) -> list[Columns]:
    """Sort families by their answers and those of their people, and people by family and answers.

    Every row gets a number worked out from its values, and that number orders them: one pass over
    each column and no second copy of the table, where comparing rows would need both.

    Parameters
    ----------
    tables
        Families first; then tables of people with a column ``family``.
    rows
        Number of families: a table may have no column.

    Returns
    -------
    list of Columns
        The same tables, their columns sorted; ``family`` holds the families' new positions.
    """
    families, *people = tables
    marks = _marks(families, rows)
    own = []
    for place, table in enumerate(people, start=1):
        owner = table[FAMILY].astype(np.intp)
        rest = {name: values for name, values in table.items() if name != FAMILY}
        own.append((owner, _marks(rest, len(owner))))
        together = np.zeros(rows, dtype=np.uint64)
        # A sum does not hang on the order of the people it adds up.
        np.add.at(together, owner, _stirred(own[-1][1] + np.uint64(place)))
        marks = _stirred(marks ^ together)
    order = np.argsort(marks, kind="stable")
    place_of = np.empty(rows, dtype=np.int32)
    place_of[order] = np.arange(rows, dtype=np.int32)
    orders = [order]
    for table, (owner, own_marks) in zip(people, own, strict=True):
        table[FAMILY] = place_of[owner]
        orders.append(np.lexsort((own_marks, table[FAMILY])))
    for table, rearranged in zip(tables, orders, strict=True):
        for name in table:  # one column at a time, so that no table is held twice
            table[name] = table[name][rearranged]
    return list(tables)


def _marks(columns: Columns, rows: int) -> NDArray[np.uint64]:
    """Return a number for each row: the same for equal rows, whatever type holds the values.

    Unequal rows share one of 2**64 numbers about once in thirty million tables of a million rows;
    then the order of these two is that in which they came.
    """
    marks = np.zeros(rows, dtype=np.uint64)
    for values in columns.values():
        bits = (values.astype(np.float64) + 0.0).view(np.uint64)  # minus zero is zero
        marks = _stirred(marks ^ bits)
    return marks


def _stirred(marks: NDArray[np.uint64]) -> NDArray[np.uint64]:
    stirred = (marks ^ (marks >> np.uint64(32))) * _MIX
    return stirred ^ (stirred >> np.uint64(29))
