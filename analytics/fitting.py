"""Weights fitted to margins: post-stratification, raking, calibration by any distance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from analytics.errors import ConvergenceError, WeightError
from analytics.margins import Floats, Margin, category_codes, largest_gap, why_unmet

MOST_CELLS = 1_000_000
"""Up to so many combinations of categories all have a place in the table, seen or not."""


def post_stratify(base: Floats, margin: Margin) -> Floats:
    """Give the families of each category together the total of the register.

    Parameters
    ----------
    base
        Shape (families,), > 0; families each one stands for by design.
    margin
        Each family in exactly one category; a table of several traits is one margin of their
        combinations.

    Returns
    -------
    Floats
        Shape (families,), > 0.

    Raises
    ------
    WeightError
        If a category has no family, or a family is in no category.

    References
    ----------
    Holt and Smith (1979); equals R ``survey::postStratify``, case strat.post_stratify.

    Examples
    --------
    >>> from analytics.margins import categorical
    >>> margin = categorical("form", ["single", "couple"], np.array([0, 1, 1]), [30, 80])
    >>> post_stratify(np.ones(3), margin).tolist()
    [30.0, 40.0, 40.0]
    """
    _check(base, [margin])
    codes = category_codes(margin)
    factors = margin.totals / np.bincount(codes, base, len(margin.labels))
    weights: Floats = base * factors[codes]
    return weights


def rake(
    base: Floats, margins: Sequence[Margin], *, tolerance: float = 1e-12, rounds: int = 500
) -> Floats:
    """Fit weights to margins of families by iterative proportional fitting.

    The work is done on the table of all combinations of categories, so its time hardly depends on
    the number of families.

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
    columns, cell_of, start = _cell_table(base, margins)
    fitted = start.copy()
    for _ in range(rounds):
        before = fitted.copy()
        for column, margin in zip(columns, margins, strict=True):
            reached = np.bincount(column, fitted, len(margin.labels))
            fitted *= (margin.totals / reached)[column]
        if np.abs(fitted - before).max() < tolerance * start.sum():
            break
    # Contradicting totals can stand still as well, each round undoing the last.
    cells = [
        Margin(margin.name, margin.labels, column, margin.totals)
        for column, margin in zip(columns, margins, strict=True)
    ]
    if largest_gap(fitted, cells) < max(1e-9, 100 * tolerance):
        weights: Floats = base * np.divide(fitted, start)[cell_of]
        return weights
    raise ConvergenceError(why_unmet(fitted, cells, f"{rounds} rounds of raking"))


def _cell_table(
    base: Floats, margins: Sequence[Margin]
) -> tuple[list[NDArray[np.intp]], NDArray[np.intp], Floats]:
    """Return the categories of each combination that occurs, its place for each family, its sum."""
    sizes = [len(margin.labels) for margin in margins]
    cell = np.zeros(len(base), dtype=np.intp)
    columns: list[NDArray[np.intp]] = []
    for size, margin in zip(sizes, margins, strict=True):
        cell = cell * size + category_codes(margin)
    if prod(sizes) <= MOST_CELLS:
        sums = np.bincount(cell, base, prod(sizes))
        seen = np.flatnonzero(sums)
        place = np.zeros(prod(sizes), dtype=np.intp)
        place[seen] = np.arange(len(seen))
        cell_of, start = place[cell], sums[seen].astype(np.float64)
    else:
        seen, cell_of = np.unique(cell, return_inverse=True)
        start = np.bincount(cell_of, base, len(seen)).astype(np.float64)
    for size in reversed(sizes):
        seen, column = np.divmod(seen, size)
        columns.append(column)
    return columns[::-1], cell_of, start


@dataclass(frozen=True, slots=True)
class Distance:
    """How far weights may move from their base: weights are ``base * factor(u)``.

    ``u`` is what the margins ask of a family. ``slope`` is the derivative of ``factor`` and
    ``potential`` an antiderivative of it, so that fitting is the search for the lowest point of a
    convex function.
    """

    factor: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]
    potential: Callable[[Floats], Floats]


def bounded(lower: float, upper: float) -> Distance:
    """Return the linear distance whose factors stay within bounds.

    Parameters
    ----------
    lower
        Smallest factor, below 1; above 0 all weights stay positive.
    upper
        Largest factor, above 1.

    Returns
    -------
    Distance
        For ``calibrate``.

    Raises
    ------
    WeightError
        If 1 does not lie between the bounds.

    References
    ----------
    Deville and Särndal (1992), case 7; R ``survey::calibrate(calfun="linear", bounds=)``.
    """
    if not lower < 1 < upper:
        message = (
            f"weights cannot be kept between {lower:g} and {upper:g} times their base; give 1 room"
        )
        raise WeightError(message)

    def potential(u: Floats) -> Floats:
        inside = np.clip(u, lower - 1, upper - 1)
        total: Floats = inside + inside**2 / 2 + (1 + inside) * (u - inside)
        return total

    return Distance(
        factor=lambda u: np.clip(1 + u, lower, upper),
        slope=lambda u: ((u > lower - 1) & (u < upper - 1)).astype(np.float64),
        potential=potential,
    )


DISTANCES: Mapping[str, Distance] = {
    "raking": Distance(np.exp, np.exp, np.exp),
    "linear": Distance(lambda u: 1 + u, np.ones_like, lambda u: u + u**2 / 2),
}
"""Raking keeps weights positive; linear is the generalised regression estimator."""


def calibrate(
    base: Floats,
    margins: Sequence[Margin],
    *,
    distance: Distance = DISTANCES["raking"],
    tolerance: float = 1e-10,
    steps: int = 100,
) -> Floats:
    """Fit weights to any margins, of families and of children, by a distance.

    With the raking distance the weights are ``base * exp(amounts @ lambda)``, so they stay positive;
    for margins of families they are those of ``rake``.

    Parameters
    ----------
    base
        Shape (families,), > 0; families each one stands for by design.
    margins
        All totals to be met at once.
    distance
        One of ``DISTANCES``, or ``bounded``.
    tolerance
        Largest relative distance from a total.
    steps
        Most Newton steps.

    Returns
    -------
    Floats
        Shape (families,); one weight for each family and all its children.

    Raises
    ------
    WeightError
        If no family adds to a category.
    ConvergenceError
        If the totals contradict each other or lie beyond what these families can add up to.

    References
    ----------
    Deville and Särndal (1992), cases 1, 2 and 7; Lemaître and Dufour (1987) on one weight for
    households and persons; R ``survey::calibrate(calfun="raking")`` and ``"linear"``.
    """
    _check(base, margins)
    rows, pattern_of = _patterns(margins)
    factors = _factors(
        np.bincount(pattern_of, base, len(rows)).astype(np.float64),
        [_at(margin, rows) for margin in margins],
        distance,
        tolerance,
        steps,
    )
    weights: Floats = base * factors[pattern_of]
    return weights


def _patterns(margins: Sequence[Margin]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return one family of each kind that adds the same to all categories, and the kind of each.

    Equal families get equal factors, so a million of them are fitted as some thousand kinds.
    """
    code, span = np.zeros(margins[0].families, dtype=np.int64), 1
    for column in (each for margin in margins for each in _whole_columns(margin)):
        size = int(column.max()) + 1
        if span * size >= 2**62:
            kinds, code = np.unique(code, return_inverse=True)
            span = len(kinds)
        code, span = code * size + column, span * size
    _, rows, pattern_of = np.unique(code, return_index=True, return_inverse=True)
    return rows, pattern_of


def _whole_columns(margin: Margin) -> Iterator[NDArray[np.int64]]:
    """Yield what families add as whole numbers; ranks stand for amounts that are none."""
    columns = [margin.holds] if margin.holds.ndim == 1 else list(margin.holds.T)
    for column in columns:
        whole = column.astype(np.int64)
        is_whole = whole.min() >= 0 and (whole == column).all()
        yield whole if is_whole else np.unique(column, return_inverse=True)[1].astype(np.int64)


def _at(margin: Margin, rows: NDArray[np.intp]) -> Margin:
    return replace(margin, holds=margin.holds[rows])


def _factors(
    base: Floats, margins: Sequence[Margin], distance: Distance, tolerance: float, steps: int
) -> Floats:
    """Return by what the base weights of kinds of families are multiplied."""
    scaled = np.hstack([margin.amounts / margin.totals for margin in margins])
    multiplier = np.zeros(scaled.shape[1])
    wish = scaled @ multiplier
    for _ in range(steps):
        factors = distance.factor(wish)
        gap = 1 - scaled.T @ (base * factors)
        if np.abs(gap).max() < tolerance:
            return factors
        # Margins share their grand total, so the matrix is singular: least squares, not solve.
        hessian = scaled.T @ ((base * distance.slope(wish))[:, None] * scaled)
        step = np.asarray(np.linalg.lstsq(hessian, gap, rcond=1e-12)[0], dtype=np.float64)
        moved = _downhill(base, scaled, distance, multiplier, step)
        if moved is None:
            break
        multiplier, wish = moved
    raise ConvergenceError(why_unmet(base * factors, margins, "Newton's method"))


def _downhill(
    base: Floats, scaled: Floats, distance: Distance, multiplier: Floats, step: Floats
) -> tuple[Floats, Floats] | None:
    """Halve the step until the dual objective falls; None when no step does."""

    def height(point: Floats) -> tuple[float, Floats]:
        wish = scaled @ point
        with np.errstate(over="ignore"):
            return float(base @ distance.potential(wish)) - float(point.sum()), wish

    # A step so small that only rounding is left may not fall any more.
    now, _ = height(multiplier)
    for _ in range(60):
        reached, wish = height(multiplier + step)
        if reached <= now + 1e-14 * abs(now):
            return multiplier + step, wish
        step = step / 2
    return None


def _check(base: Floats, margins: Sequence[Margin]) -> None:
    if not len(base) or not np.isfinite(base).all() or not (base > 0).all():
        raise WeightError("base weights must be positive numbers, one for each family")
    if not margins:
        raise WeightError("there is no margin to fit to; use the base weights as they are")
    for margin in margins:
        if margin.families != len(base):
            message = f"margin {margin.name} has {margin.families} rows for {len(base)} families"
            raise WeightError(message)
        if not margin.respondents.all():
            empty = margin.labels[int(np.argmin(margin.respondents))]
            message = f"margin {margin.name}: nobody is in {empty}; merge it with a neighbour first"
            raise WeightError(message)
