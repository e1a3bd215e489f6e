"""Differences between released figures, with intervals; light enough for the web process."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.adjust import holm
from analytics.released import Cell

Z95 = 1.959963984540054
"""Normal quantile of a 95 % interval."""

LEVEL = 0.05
"""Risk of claiming a difference that does not exist, over all claims made together."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """A difference of two figures in their own unit."""

    difference: float
    low: float
    high: float
    #: Two-sided p value, from the interval's side that faces zero.
    p: float

    @property
    def stands(self) -> bool:
        """Say whether the interval excludes zero."""
        return self.low > 0 or self.high < 0


def contrast(first: Cell, second: Cell) -> Contrast | None:
    """Compare two figures of the same measure.

    The variances are added (method of variance estimates recovery), so intervals that are not
    symmetric stay so. Figures whose respondents overlap, such as an area and its county, are
    correlated positively; adding then errs on the side of saying "no difference".

    Parameters
    ----------
    first
        A cell; without an interval it counts as known exactly.
    second
        A cell in the same unit.

    Returns
    -------
    Contrast | None
        ``first`` minus ``second``; None where one of them has no value.

    References
    ----------
    Zou and Donner (2008), Statistics in Medicine 27, 1693-1702.
    """
    if first.value is None or second.value is None:
        return None
    difference = first.value - second.value
    below = math.hypot(_below(first), _above(second))
    above = math.hypot(_above(first), _below(second))
    toward_zero = below if difference > 0 else above
    return Contrast(difference, difference - below, difference + above, _p(difference, toward_zero))


def _below(cell: Cell) -> float:
    return 0.0 if cell.low is None or cell.value is None else cell.value - cell.low


def _above(cell: Cell) -> float:
    return 0.0 if cell.high is None or cell.value is None else cell.high - cell.value


def _p(difference: float, half_width: float) -> float:
    if difference == 0:
        return 1.0
    if half_width == 0:
        return 0.0
    return math.erfc(abs(difference) / (half_width / Z95) / math.sqrt(2))


def standing(contrasts: Sequence[Contrast | None]) -> tuple[int, ...]:
    """Say which of several differences stand when all are claimed together.

    Parameters
    ----------
    contrasts
        Shape (k,); None where a figure is missing.

    Returns
    -------
    tuple
        Shape (k,); 1 for belastbar higher, -1 for lower, 0 for neither.
    """
    known = [c for c in contrasts if c is not None]
    adjusted = iter(holm([c.p for c in known]))
    return tuple(
        0 if c is None or next(adjusted) > LEVEL else (1 if c.difference > 0 else -1)
        for c in contrasts
    )
