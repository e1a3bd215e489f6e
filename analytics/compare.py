"""Wave against wave, area against area: all made from released figures.

Nothing here sees an answer, so everything it returns may be published.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from analytics.adjust import holm
from analytics.errors import EmptyBaseError
from analytics.intervals import LEVEL
from analytics.released import Cell, demand_comparable

Floats = NDArray[np.float64]

DRAWS = 20_000
"""Draws from the posterior of a ranking; they give probabilities to about 0.003."""


class ChangeVerdict(StrEnum):
    """What may be said about two waves."""

    ROSE = "rose"
    FELL = "fell"
    #: "Keine belastbare Änderung".
    UNCLEAR = "unclear"
    #: One of the two figures was not released.
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of one figure between two waves; NaN where one was not released."""

    #: The figure, as it is in the later wave.
    cell: Cell
    #: Later minus earlier, in the unit of the figure.
    difference: float
    #: Standard error, with the noise of both releases.
    se: float
    #: Two-sided, adjusted for all groups that are compared together.
    p: float
    verdict: ChangeVerdict


def changes(
    before: Sequence[Cell], after: Sequence[Cell], samplings: tuple[str, str]
) -> tuple[Change, ...]:
    """Compare two waves in all groups of one view of one figure.

    Parameters
    ----------
    before
        Cells of the earlier wave.
    after
        Cells of the same figure and view in the later wave, released with a secret of its own. The
        wording of the question must not have changed; the caller knows.
    samplings
        How the families of both waves were found: all, random or open.

    Returns
    -------
    tuple of Change
        One for each cell of ``after`` that ``before`` has too. The waves are independent samples,
        so variances, read off the released intervals, add up; p values are adjusted by Holm.

    Raises
    ------
    IncomparableError
        If one of the waves was open to anybody.
    """
    demand_comparable(*samplings)
    earlier = {cell.key: cell for cell in before}
    pairs = [(earlier[cell.key], cell) for cell in after if cell.key in earlier]
    differences = np.array([_number(b.value) - _number(a.value) for a, b in pairs])
    errors = np.array([math.hypot(_error(a), _error(b)) for a, b in pairs])
    with np.errstate(divide="ignore", invalid="ignore"):
        p = holm((2 * ndtr(-np.abs(differences / errors))).tolist())
    return tuple(
        Change(cell, float(d), float(se), float(value), _change_verdict(d, value))
        for (_, cell), d, se, value in zip(pairs, differences, errors, p, strict=True)
    )


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _error(cell: Cell) -> float:
    return (_number(cell.high) - _number(cell.low)) / (2 * float(ndtri((1 + LEVEL) / 2)))


def _change_verdict(difference: float, p: float) -> ChangeVerdict:
    if math.isnan(p):
        return ChangeVerdict.TOO_FEW
    if p > 1 - LEVEL:
        return ChangeVerdict.UNCLEAR
    return ChangeVerdict.ROSE if difference > 0 else ChangeVerdict.FELL


@dataclass(frozen=True)
class Ranking:
    """Areas seen together, so that small ones are not first or last by chance; shape (areas,)."""

    #: Probability to be among the k highest.
    among_top: Floats
    #: Posterior mean and standard deviation.
    pooled: Floats
    spread: Floats


def rank(
    values: Floats,
    errors: Floats,
    top: int,
    chance: np.random.Generator,
    *,
    between: float = 0.10,
) -> Ranking:
    """Return how likely each area is among the highest.

    Parameters
    ----------
    values
        Shape (areas,); released shares.
    errors
        Shape (areas,), > 0; their standard errors, with noise.
    top
        How many count as highest.
    chance
        Source of randomness; the same seed gives the same ranking.
    between
        Scale of the half-normal prior of the spread between areas.

    Returns
    -------
    Ranking
        Show ``among_top`` instead of ranks: raw ranks over-state small areas.

    Raises
    ------
    EmptyBaseError
        If there are fewer than two areas.

    References
    ----------
    Normal hierarchical model ``y ~ N(theta, se^2)``, ``theta ~ N(mu, tau^2)``, flat in ``mu``;
    Gelman and others (2013), section 5.4.
    """
    if len(values) < 2:
        raise EmptyBaseError("a ranking needs at least two areas")
    tau = np.linspace(0.0, 4 * between, 401)[1:]
    precision = 1 / (tau[:, None] ** 2 + errors**2)
    certainty = precision.sum(axis=1)
    centre = (precision * values).sum(axis=1) / certainty
    misfit = (precision * (values - centre[:, None]) ** 2).sum(axis=1)
    log = 0.5 * (np.log(precision).sum(axis=1) - np.log(certainty) - misfit - (tau / between) ** 2)
    weight = np.exp(log - log.max())
    pick = chance.choice(len(tau), size=DRAWS, p=weight / weight.sum())
    mean = chance.normal(centre[pick], certainty[pick] ** -0.5)
    shrink = (tau[pick, None] ** 2) * precision[pick]
    middle = mean[:, None] + shrink * (values - mean[:, None])
    theta = chance.normal(middle, np.sqrt(shrink) * errors)
    place = (-theta).argsort(axis=1).argsort(axis=1)
    return Ranking((place < top).mean(axis=0), theta.mean(axis=0), theta.std(axis=0))
