"""How easily a family could be found by its key variables, and what protecting it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.treatment.groups import group_of, sizes
from analytics.treatment.model import Coded, Codes
from analytics.treatment.recode import entropy


@dataclass(frozen=True, slots=True)
class Risk:
    """What somebody who knows all key variables of a family could find."""

    #: Families nobody shares the combination with.
    unique: int
    #: Families in groups below k.
    below_k: int
    #: Smallest group.
    smallest: int
    #: Different combinations.
    groups: int
    #: Mean probability to pick the right family among those that share the combination.
    mean: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """What became of the weights."""

    different_before: int
    different_after: int
    #: Design effect of unequal weights.
    effect_before: float
    effect_after: float


def measured(columns: Sequence[Codes], rows: int, k: int) -> Risk:
    """Measure the risk of key variables.

    Parameters
    ----------
    columns
        Key variables, each of shape (rows,).
    rows
        Number of families.
    k
        Group size that is called safe.

    Returns
    -------
    Risk
        Counted in the file itself, as if everybody knew who answered: an upper bound.

    Examples
    --------
    >>> measured([np.array([1, 1, 2])], 3, 2)
    Risk(unique=1, below_k=1, smallest=1, groups=2, mean=0.6667)
    """
    groups = group_of(columns, rows)
    many = sizes(groups)
    number = int(groups.max(initial=-1)) + 1
    return Risk(
        unique=int((many == 1).sum()),
        below_k=int((many < k).sum()),
        smallest=int(many.min(initial=rows)),
        groups=number,
        mean=round(number / rows, 4) if rows else 0.0,
    )


def lost(before: Coded, after: Coded, kept: NDArray[np.bool_]) -> float:
    """Return which share of what a column said is gone.

    Parameters
    ----------
    before
        The column of all families.
    after
        The column of those that are in the file.
    kept
        Shape (families before,); who is in the file.

    Returns
    -------
    float
        In [0, 1]: 1 minus the entropy of the column as it leaves over that before, where values
        withheld say nothing; rounded to 2 decimals.
    """
    old = entropy(before.with_values(before.values[kept]))
    told = after.values != -6
    share = float(told.mean()) if len(told) else 0.0
    new = entropy(after.with_values(after.values[told])) * share if told.any() else 0.0
    return round(float(np.clip(1 - new / old, 0, 1)), 2) if old else 0.0
