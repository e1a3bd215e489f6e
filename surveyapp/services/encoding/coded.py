"""Columns of few distinct values: a function is worked out once for each combination of values.

This is how many documents are encoded at once without a second set of rules: whatever the engine does
for one family is done for every combination of values that occurs, and looked up for each family.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int32]

Mask = NDArray[np.bool_]

_DENSE = 1 << 16
"""Combinations below which a table of all is quicker than sorting those that occur."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column: for each row the place of its value among the distinct ones."""

    places: Places
    values: tuple[Any, ...]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.places)

    def at(self, rows: NDArray[np.intp] | Mask) -> Coded:
        """Return the values of some rows."""
        return Coded(self.places[rows], self.values)

    def where(self, is_wanted: Callable[[Any], bool]) -> Mask:
        """Say of each row whether its value is wanted."""
        return np.array([is_wanted(value) for value in self.values], dtype=bool)[self.places]


def constant(value: object, rows: int) -> Coded:
    """Return a column that holds the same everywhere."""
    return Coded(np.broadcast_to(np.int32(0), (rows,)), (value,))


def applied(function: Callable[..., Hashable], *columns: Coded) -> Coded:
    """Return the results of a pure function of one or more columns of the same length."""
    places, combinations = combined(columns)
    results = [function(*values) for values in combinations]
    return distinct(places, results)


def distinct(places: Places, results: Sequence[Any]) -> Coded:
    """Return a column whose values differ from each other; 1, 1.0 and true are three values."""
    kinds: dict[tuple[type, Any], int] = {}
    again = [kinds.setdefault((type(each), each), len(kinds)) for each in results]
    values = tuple(value for _, value in kinds)
    if len(values) == len(results):
        return Coded(places, values)
    if len(values) == 1:
        return constant(values[0], len(places))
    return Coded(np.array(again, dtype=np.int32)[places], values)


def combined(columns: Sequence[Coded]) -> tuple[Places, list[tuple[Any, ...]]]:
    """Return for each row the place of its combination of values, and the combinations."""
    first, *rest = columns
    places: Places = first.places
    found: list[tuple[Any, ...]] = [(value,) for value in first.values]
    for column in rest:
        values = column.values
        if len(values) == 1:
            found = [(*each, values[0]) for each in found]
            continue
        codes = places.astype(np.int64) * len(values) + column.places
        places, there = compressed(codes, len(found) * len(values))
        found = [(*found[code // len(values)], values[code % len(values)]) for code in there]
    # Of columns that come from longer ones some values may occur in no row.
    if len(found) > 1:
        places, there = compressed(places, len(found))
        found = [found[code] for code in there]
    return places, found


def compressed(codes: NDArray[Any], size: int) -> tuple[Places, list[int]]:
    """Return codes as places among those that occur, and these; ``size`` is above every code."""
    if size > max(_DENSE, 4 * len(codes)):
        there, places = np.unique(codes, return_inverse=True)
        return places.astype(np.int32), there.tolist()
    is_there = np.zeros(size, dtype=bool)
    is_there[codes] = True
    occurring = np.flatnonzero(is_there)
    if len(occurring) == size:
        return codes.astype(np.int32, copy=False), list(range(size))
    place_of = np.empty(size, dtype=np.int32)
    place_of[occurring] = np.arange(len(occurring), dtype=np.int32)
    return place_of[codes], occurring.tolist()


def chained(column: Coded, starts: NDArray[np.intp], lengths: NDArray[np.intp]) -> Coded:
    """Return for each row the tuple of values in a run of a longer column."""
    places = np.zeros(len(starts), dtype=np.int32)
    chains: list[tuple[Any, ...]] = [()]
    size = len(column.values) + 1
    for step in range(int(lengths.max(initial=0))):
        rows = np.flatnonzero(lengths > step)
        codes = places.astype(np.int64) * size
        codes[rows] += column.places[starts[rows] + step] + 1
        places, there = compressed(codes, len(chains) * size)
        chains = [
            chains[code // size] + ((column.values[code % size - 1],) if code % size else ())
            for code in there
        ]
    return Coded(places, tuple(chains))
