"""How likely each area is among those with the strongest need: a ranking that admits chance."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

import numpy as np

from analytics.compare import rank
from analytics.contrast import Z95
from analytics.released import Cell, Flag, Measure

TOP = 3
"""How many areas count as those with the strongest need."""

SPREADS = (0.05, 0.10, 0.20)
"""Scales of the prior of the spread between areas: the middle one is shown, the others its ends."""


def top_cells(shares: Sequence[Cell], top: int = TOP) -> tuple[Cell, ...]:
    """Return the probability of each area to be among the highest, instead of its rank.

    Parameters
    ----------
    shares
        Released shares of all areas of one need; hidden ones are left out of the comparison.
    top
        How many count as highest; becomes the category of the cells.

    Returns
    -------
    tuple of Cell
        One for each area with a share, in [0, 1], whole percent; empty where no more areas are known
        than count as highest. The ends say how far the probability depends on the assumed spread
        between areas. Chance is drawn from the figures themselves, so anybody who holds them
        gets the same probabilities.

    References
    ----------
    See ``analytics.compare.rank``.
    """
    known = [cell for cell in shares if cell.value is not None]
    if len(known) <= top:
        return ()
    values = np.array([_number(cell.value) for cell in known])
    errors = np.array([_error(cell) for cell in known])
    seed = seed_of(known)
    found = np.round(
        [
            rank(values, errors, top, np.random.default_rng(seed), between=spread).among_top
            for spread in SPREADS
        ],
        2,
    )
    return tuple(
        Cell(
            Measure.TOP, cell.topic, cell.view, cell.group, str(top),
            float(p[len(SPREADS) // 2]), float(p.min()), float(p.max()), cell.n,
            Flag.PLAIN if cell.flag is Flag.PLAIN else Flag.UNCERTAIN,
        )
        for cell, p in zip(known, found.T, strict=True)
    )  # fmt: skip


def seed_of(cells: Sequence[Cell]) -> int:
    """Return a seed that follows from the figures themselves, in any order.

    Parameters
    ----------
    cells
        Released figures.

    Returns
    -------
    int
        64 bits of the SHA-256 of their names and numbers.
    """
    words = sorted(f"{'/'.join(cell.key)}={cell.value}:{cell.low}:{cell.high}" for cell in cells)
    return int.from_bytes(hashlib.sha256("\n".join(words).encode()).digest()[:8])


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _error(cell: Cell) -> float:
    """Return the standard error that a released interval implies; half a percent at least."""
    return max((_number(cell.high) - _number(cell.low)) / (2 * Z95), 0.005)
