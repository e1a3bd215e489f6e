"""Bins for questions that ask for a number, made from protected shares of a fixed fine grid.

The grid is the same for every survey, so it says nothing. Which of its edges are kept is read off
noised shares of the whole county, and nothing else of the answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_SHARE = 0.10
"""A bin holds about this share of the county's answers or more."""

_FEWEST = 2

GRID: Floats = np.array(
    [
        *range(11), 12, *range(15, 50, 5), *range(50, 100, 10), *range(100, 240, 20),
        *range(240, 480, 60), *range(500, 1000, 100), *range(1000, 1900, 100),
        *range(1900, 2050, 5), *range(2050, 3000, 50), *range(3000, 10_000, 1000),
        *(first * 10**power for power in range(4, 12) for first in (1, 2, 5)),
    ],
    dtype=np.float64,
)  # fmt: skip
"""Lower edges of the fine grid: round numbers, ever coarser, and years in fives."""


@dataclass(frozen=True)
class Bins:
    """Bins of whole numbers; ``edges`` has shape (K + 1,), a bin holds its lower edge only."""

    edges: Floats

    @property
    def names(self) -> tuple[str, ...]:
        """Return a name for each bin: ``0-9``, a single number, or ``40+`` for the last."""
        *inner, last = self.edges[:-1]
        ends = self.edges[1:-1] - 1
        pairs = zip(inner, ends, strict=True)
        return (*(f"{a:.0f}" if a == b else f"{a:.0f}-{b:.0f}" for a, b in pairs), f"{last:.0f}+")

    @property
    def middles(self) -> Floats:
        """Return the middle of each bin."""
        return np.asarray((self.edges[:-1] + self.edges[1:]) / 2)

    def places(self, values: NDArray[np.generic]) -> NDArray[np.intp]:
        """Return the bin of each answer, -1 where there is none; shape as ``values``."""
        numbers = np.asarray(values, dtype=np.float64)
        place = np.clip(np.searchsorted(self.edges, numbers, side="right") - 1, 0, None)
        return np.where(numbers < 0, -1, np.minimum(place, len(self.edges) - 2)).astype(np.intp)


def on_grid(values: NDArray[np.generic]) -> NDArray[np.intp]:
    """Return the cell of the fine grid of each answer.

    Parameters
    ----------
    values
        Shape (units,); negative codes stand for no answer.

    Returns
    -------
    NDArray
        Shape (units,), -1 where there is no answer.
    """
    numbers = np.asarray(values, dtype=np.float64)
    place = np.searchsorted(GRID, numbers, side="right") - 1
    return np.where(numbers < 0, -1, place).astype(np.intp)


def bins_from(noised: Floats, noise: float) -> Bins | None:
    """Choose bins that hold at least a tenth of the answers each.

    Parameters
    ----------
    noised
        Shape (cells of the grid,), noised shares of the county; they may be negative.
    noise
        Standard deviation of their noise; what is below two of them counts as nothing.

    Returns
    -------
    Bins or None
        None where not even two bins hold enough.

    Examples
    --------
    >>> shares = np.zeros(len(GRID))
    >>> shares[[3, 15, 16, 20]] = 0.4, 0.05, 0.05, 0.5
    >>> bins_from(shares, 0.001).names
    ('0-3', '4-39', '40+')
    """
    seen = np.where(noised > 2 * noise, noised, 0.0)
    held, rest, starts = 0.0, float(seen.sum()), [0]
    for place, share in enumerate(seen[:-1]):
        held += float(share)
        rest -= float(share)
        if held >= LEAST_SHARE and rest >= LEAST_SHARE:
            starts.append(place + 1)
            held = 0.0
    if len(starts) < _FEWEST:
        return None
    filled = int(np.flatnonzero(seen)[-1]) + 1
    top = GRID[filled] if filled < len(GRID) else 2 * GRID[-1]
    return Bins(np.array([*GRID[starts], top]))
