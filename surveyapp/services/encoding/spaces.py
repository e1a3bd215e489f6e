"""Items of lists as rows, and where an expression looks: at families, or at combinations of items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from surveyapp.services.encoding.coded import Coded, Mask

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Frame:
    """All items of a list, those of one row of the outer list (or family) next to each other."""

    #: Row of the outer list, or family, of each item.
    parent: Rows
    #: Family of each item.
    family: Rows
    #: Place among its neighbours, from 0.
    place: Rows
    #: Own code of each item: "1", or that of a row or option.
    code: Coded
    #: Whole key of each item as documents write it: "2-1".
    key: Coded
    #: First item and number of items of each outer row.
    start: Rows
    length: Rows
    #: Whether it is known which items an outer row has.
    known: Mask

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self.parent)


@dataclass(frozen=True, slots=True)
class Space:
    """What is looked at, one row each: a family, with the items that are bound."""

    family: Rows
    #: List to the row of its frame; the one bound last stands last.
    bound: Mapping[str, Rows] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.family)


@dataclass(frozen=True, slots=True)
class Run:
    """For each row of a space its items of one list, a run of rows of the frame."""

    start: Rows
    length: Rows
    #: False where nobody knows the items.
    known: Mask


def nothing(rows: int) -> Run:
    """Return that no row has items, which is known."""
    zeros = np.zeros(rows, dtype=np.intp)
    return Run(zeros, zeros, np.ones(rows, dtype=bool))


def repeated(lengths: Rows) -> tuple[Rows, Rows]:
    """Return for each of all items its outer row and its place there."""
    outer = np.repeat(np.arange(len(lengths)), lengths)
    first = np.cumsum(lengths) - lengths
    return outer, np.arange(len(outer)) - first[outer]


def starts_of(lengths: Rows) -> Rows:
    """Return where the run of each row begins."""
    return np.cumsum(lengths) - lengths
