"""Weights that make the families who answered stand for all families of the county.

One weight for each family reproduces every register total at the same time, of families and of
children: children by age in the county and children by planning area, say. A child carries its
family's weight, so figures for families and for children rest on the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.errors import WeightError
from analytics.fitting import calibrate, post_stratify, rake
from analytics.margins import Floats, Margin
from analytics.small_categories import (
    MINIMUM_CATEGORY,
    Decision,
    Merge,
    UndecidedError,
    decide,
    small_categories,
)

__all__ = ["TRIM", "Weights", "calibrate", "kish", "post_stratify", "rake", "trim", "weigh"]

TRIM = (0.3, 3.0)
"""Smallest and largest weight, in multiples of the median."""

_TRIM_ROUNDS = 1000


def trim(weights: Floats, lower: float, upper: float) -> Floats:
    """Cut weights to an interval and share what was cut among the others.

    Parameters
    ----------
    weights
        Shape (families,).
    lower
        Lower end of the interval.
    upper
        Upper end of the interval, above ``lower``.

    Returns
    -------
    Floats
        Shape (families,), the same sum, all within the interval.

    Raises
    ------
    WeightError
        If the interval is so narrow that the sum cannot be kept.

    References
    ----------
    Equals R ``survey::trimWeights(strict=TRUE)``, cases strat.rake4_trim and strat.trim_both_ends.
    """
    total = float(weights.sum())
    if lower * len(weights) <= total <= upper * len(weights):
        for _ in range(_TRIM_ROUNDS):
            outside = (weights < lower) | (weights > upper)
            if not outside.any():
                return weights
            weights = _cut(weights, outside, lower, upper)
    message = f"weights cannot be trimmed to [{lower:g}, {upper:g}] without changing their sum"
    raise WeightError(message)


def _cut(weights: Floats, outside: NDArray[np.bool_], lower: float, upper: float) -> Floats:
    """Cut once, and share what was cut among those who were inside and still have room."""
    cut = np.clip(weights, lower, upper)
    rest = float((weights - cut).sum())
    has_room = cut < upper if rest > 0 else cut > lower
    takers = has_room & ~outside
    if not takers.any():
        takers = has_room
    cut[takers] += rest / max(int(takers.sum()), 1)
    return cut


def kish(weights: Floats) -> tuple[float, float]:
    """Return the design effect of unequal weights and the effective number of families.

    Parameters
    ----------
    weights
        Shape (families,), > 0.

    Returns
    -------
    tuple of float
        ``deff = n sum(w^2) / sum(w)^2`` (1 or more) and ``n / deff``.

    References
    ----------
    Kish (1992); case strat.rake4_kish.

    Examples
    --------
    >>> kish(np.array([1.0, 1.0, 2.0]))
    (1.125, 2.6666666666666665)
    """
    n = len(weights)
    deff = float(n * (weights**2).sum() / weights.sum() ** 2)
    return deff, n / deff


@dataclass(frozen=True)
class Weights:
    """Finished weights of a wave with what the release has to say about them."""

    #: Shape (families,), > 0.
    values: Floats
    #: Kish's design effect and effective number of families.
    deff: float
    n_eff: float
    #: Margins as they were met, after merging; each with its source and age.
    margins: tuple[Margin, ...]
    merges: tuple[Merge, ...]
    #: Families whose weight was trimmed before the last fit.
    trimmed: int
    #: Shape (families,); weights before the last fit, which weigh the regression of ``Design``.
    fit: Floats | None = None
    #: Names of the margins that were left out.
    dropped: tuple[str, ...] = ()

    @property
    def auxiliaries(self) -> Floats | None:
        """Return what the weights were fitted to, for ``Design``; None where to nothing."""
        if not self.margins:
            return None
        return np.hstack([margin.amounts / margin.totals for margin in self.margins])


def weigh(
    base: Floats,
    margins: Sequence[Margin],
    decisions: Sequence[Decision] = (),
    minimum: int = MINIMUM_CATEGORY,
) -> Weights:
    """Make the weights of a wave: merge as decided, fit, trim, fit once more.

    Parameters
    ----------
    base
        Shape (families,), > 0; families each one stands for by design, or ones.
    margins
        Register totals of families and children.
    decisions
        What becomes of categories that are too small; ``small_categories.accept`` follows all
        proposals.
    minimum
        Fewest families a category needs.

    Returns
    -------
    Weights
        They meet all totals; after the last fit single weights may again lie a little outside the
        trimming interval of 0.3 to 3 medians. Without a margin they are the base weights.

    Raises
    ------
    UndecidedError
        If a category is too small and not decided.
    """
    kept, merges, dropped = decide(margins, decisions)
    small = small_categories(kept, minimum)
    if small:
        raise UndecidedError(small)
    if not kept:
        return Weights(base, *kish(base), (), merges, 0, base, dropped)
    start, fitted = base, calibrate(base, kept)
    lower, upper = (factor * float(np.median(fitted)) for factor in TRIM)
    outside = int(((fitted < lower) | (fitted > upper)).sum())
    if outside:
        start = trim(fitted, lower, upper)
        fitted = calibrate(start, kept)
    return Weights(fitted, *kish(fitted), kept, merges, outside, start, dropped)
