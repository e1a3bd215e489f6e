"""Weights that make the families who answered stand for all families of the county.

One weight for each family reproduces every register total at the same time, of families and of
children: children by age in the county and children by planning area, say. A child carries its
family's weight, so figures for families and for children rest on the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.errors import ConvergenceError, WeightError
from analytics.margins import (
    MINIMUM_CATEGORY,
    Floats,
    Margin,
    Merge,
    category_codes,
    largest_gap,
    merge_small,
    why_unmet,
)

TRIM = (0.3, 3.0)
"""Smallest and largest weight, in multiples of the median."""


def rake(
    base: Floats, margins: Sequence[Margin], *, tolerance: float = 1e-12, rounds: int = 500
) -> Floats:
    """Fit weights to margins of families by iterative proportional fitting.

    Parameters
    ----------
    base
        Shape (families,), > 0; families each one stands for by design.
    margins
        Each family in exactly one category of each.
    tolerance
        Largest change of any cross-classified total in one round, as a share of all families.
    rounds
        Most rounds over all margins.

    Returns
    -------
    Floats
        Shape (families,), > 0; the weights closest to ``base`` in Kullback-Leibler distance.

    Raises
    ------
    WeightError
        If a category has no family, or a family is in no category.
    ConvergenceError
        If the totals contradict each other.

    References
    ----------
    Deming and Stephan (1940); equals R ``survey::rake`` with ``control=list(epsilon=tolerance)``,
    case strat.rake4 in tests/references.
    """
    _check(base, margins)
    codes = np.column_stack([category_codes(margin) for margin in margins])
    cells, cell_of = np.unique(codes, axis=0, return_inverse=True)
    start = np.bincount(cell_of, base, len(cells))
    fitted = start.copy()
    for _ in range(rounds):
        before = fitted.copy()
        for column, margin in zip(cells.T, margins, strict=True):
            reached = np.bincount(column, fitted, len(margin.labels))
            fitted *= (margin.totals / reached)[column]
        if np.abs(fitted - before).max() < tolerance * base.sum():
            break
    weights: Floats = base * (fitted / start)[cell_of]
    # Contradicting totals can stand still as well, each round undoing the last.
    if largest_gap(weights, margins) < max(1e-9, 100 * tolerance):
        return weights
    raise ConvergenceError(why_unmet(weights, margins, f"{rounds} rounds of raking"))


def calibrate(
    base: Floats, margins: Sequence[Margin], *, tolerance: float = 1e-10, steps: int = 100
) -> Floats:
    """Fit weights to any margins, of families and of children, with the raking distance.

    The weights are ``base * exp(amounts @ lambda)``, so they stay positive. For margins of families
    they are those of ``rake``.

    Parameters
    ----------
    base
        Shape (families,), > 0; families each one stands for by design.
    margins
        All totals to be met at once.
    tolerance
        Largest relative distance from a total.
    steps
        Most Newton steps.

    Returns
    -------
    Floats
        Shape (families,), > 0; one weight for each family and all its children.

    Raises
    ------
    WeightError
        If no family adds to a category.
    ConvergenceError
        If the totals contradict each other or lie beyond what these families can add up to.

    References
    ----------
    Deville and Särndal (1992), case 2; Lemaître and Dufour (1987) on one weight for households
    and persons; R ``survey::calibrate(calfun="raking")``.
    """
    _check(base, margins)
    scaled = np.hstack([margin.amounts / margin.totals for margin in margins])
    multiplier = np.zeros(scaled.shape[1])
    weights = base.copy()
    for _ in range(steps):
        gap = 1 - scaled.T @ weights
        if np.abs(gap).max() < tolerance:
            return weights
        # Margins share their grand total, so the matrix is singular: least squares, not solve.
        hessian = scaled.T @ (weights[:, None] * scaled)
        step = np.asarray(np.linalg.lstsq(hessian, gap, rcond=1e-12)[0], dtype=np.float64)
        moved = _downhill(base, scaled, multiplier, step)
        if moved is None:
            break
        multiplier, weights = moved
    raise ConvergenceError(why_unmet(weights, margins, "Newton's method"))


def _downhill(
    base: Floats, scaled: Floats, multiplier: Floats, step: Floats
) -> tuple[Floats, Floats] | None:
    """Halve the step until the dual objective falls; None when no step does."""

    def weights_at(point: Floats) -> Floats:
        with np.errstate(over="ignore"):
            moved: Floats = base * np.exp(scaled @ point)
        return moved

    # A step so small that only rounding is left may not fall any more.
    now = weights_at(multiplier).sum() - multiplier.sum()
    for _ in range(60):
        trial = multiplier + step
        weights = weights_at(trial)
        if weights.sum() - trial.sum() <= now + 1e-14 * abs(now):
            return trial, weights
        step = step / 2
    return None


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
    Equals R ``survey::trimWeights(strict=TRUE)``, case strat.rake4_trim.
    """
    for _ in range(len(weights) + 1):
        outside = (weights < lower) | (weights > upper)
        if not outside.any():
            return weights
        cut = np.clip(weights, lower, upper)
        free = ~outside & (cut > lower) & (cut < upper)
        if not free.any():
            break
        cut[free] += (weights - cut).sum() / free.sum()
        weights = cut
    message = f"weights cannot be trimmed to [{lower:g}, {upper:g}] without changing their sum"
    raise WeightError(message)


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
    #: Margins as they were met, after merging.
    margins: tuple[Margin, ...]
    merges: tuple[Merge, ...]
    #: Families whose weight was trimmed before the last fit.
    trimmed: int


def weigh(base: Floats, margins: Sequence[Margin], minimum: int = MINIMUM_CATEGORY) -> Weights:
    """Make the weights of a wave: merge small categories, fit, trim, fit once more.

    Parameters
    ----------
    base
        Shape (families,), > 0; families each one stands for by design, or ones.
    margins
        Register totals of families and children.
    minimum
        Fewest families a category needs.

    Returns
    -------
    Weights
        They meet all totals; after the last fit single weights may again lie a little outside the
        trimming interval of 0.3 to 3 medians.
    """
    kept: list[Margin] = []
    merges: list[Merge] = []
    for margin in margins:
        merged, steps = merge_small(margin, minimum)
        kept.append(merged)
        merges.extend(steps)
    fitted = calibrate(base, kept)
    lower, upper = (factor * float(np.median(fitted)) for factor in TRIM)
    outside = int(((fitted < lower) | (fitted > upper)).sum())
    if outside:
        fitted = calibrate(trim(fitted, lower, upper), kept)
    return Weights(fitted, *kish(fitted), tuple(kept), tuple(merges), outside)


def _check(base: Floats, margins: Sequence[Margin]) -> None:
    if not len(base) or not np.isfinite(base).all() or not (base > 0).all():
        raise WeightError("base weights must be positive numbers, one for each family")
    if not margins:
        raise WeightError("there is no margin to fit to; use the base weights as they are")
    for margin in margins:
        if len(margin.amounts) != len(base):
            message = (
                f"margin {margin.name} has {len(margin.amounts)} rows for {len(base)} families"
            )
            raise WeightError(message)
        if not margin.respondents.all():
            empty = margin.labels[int(np.argmin(margin.respondents))]
            message = f"margin {margin.name}: nobody is in {empty}; merge it with merge_small first"
            raise WeightError(message)
