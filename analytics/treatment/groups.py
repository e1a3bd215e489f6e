"""Families that share the same values: which group each is in, and how large it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analytics.treatment.model import Codes

Places = NDArray[np.intp]


def group_of(columns: Sequence[Codes], rows: int) -> Places:
    """Return the group of each family: those that share a value in every column.

    Parameters
    ----------
    columns
        Each of shape (rows,); none puts everybody in one group.
    rows
        Number of families.

    Returns
    -------
    NDArray
        Shape (rows,); from 0, without gaps.

    Examples
    --------
    >>> group_of([np.array([1, 1, 2]), np.array([0, 5, 0])], 3).tolist()
    [0, 1, 2]
    """
    found = np.zeros(rows, dtype=np.intp)
    for column in columns:
        _, codes = np.unique(column, return_inverse=True)
        _, found = np.unique(found * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)
    return found


def sizes(groups: Places) -> Places:
    """Return for each family how many are in its group, shape (rows,)."""
    found: Places = np.bincount(groups)[groups] if len(groups) else groups
    return found


def small(columns: Sequence[Codes], rows: int, k: int) -> NDArray[np.bool_]:
    """Say of each family whether fewer than ``k`` share its values, shape (rows,)."""
    found: NDArray[np.bool_] = sizes(group_of(columns, rows)) < k
    return found
