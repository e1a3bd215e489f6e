"""The design of a survey: weights, margins and owners, and the variances that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from scipy import sparse

from analytics.errors import AnalyticsError
from analytics.stages import (
    Codes,
    Floats,
    Level,
    Lonely,
    Positions,
    SecondStage,
    first_level,
    second_level,
)

_RAKING_ROUNDS = 10


@dataclass(frozen=True)
class Form:
    """What strata and fitting explain at one stage: a unit's distance is ``t - E b``, ``b = F'z``."""

    #: Shape (families, 2 p); F beside ``w c E`` of the family's unit.
    rows: Floats
    #: Shape (p, p); ``E'cE``.
    crossed: Floats


@dataclass(frozen=True)
class Design:
    """How families came to answer; all arrays have one entry for each family.

    ``population`` has one entry for each stratum: sampling units in the population, infinite where
    no correction for a finite population is wanted. ``second`` says what was drawn inside the
    sampling units, ``lonely`` what to do where a stratum has only one of them. What the weights were
    fitted to lowers the standard errors: after ``rake`` give ``raked``, the category codes of each
    margin (-1: not in this margin); after ``calibrate``, linear calibration or post-stratification
    give ``auxiliaries`` of shape (families, totals) and ``fit``, the weights before fitting, which
    weigh the regression in the linearisation (None takes the final weights). A family of weight 0 was
    drawn, so it counts in its stratum, but it is in no base and no margin.
    """

    weights: Floats
    strata: Codes | None = None
    units: Codes | None = None
    population: Floats | None = None
    raked: tuple[Codes, ...] = ()
    auxiliaries: Floats | None = None
    fit: Floats | None = None
    second: SecondStage | None = None
    lonely: Lonely = Lonely.FAIL

    def __post_init__(self) -> None:
        """Refuse weights that are negative or missing, and strata without their population.

        Raises
        ------
        AnalyticsError
            Naming the first such family, or what is missing.
        """
        wrong = ~(np.isfinite(self.weights) & (self.weights >= 0))
        if wrong.any():
            place = int(np.argmax(wrong))
            message = f"family {place} has the weight {self.weights[place]}; it must be 0 or more"
            raise AnalyticsError(message)
        strata = 1 if self.strata is None else int(self.strata.max(initial=-1)) + 1
        if self.population is not None and len(self.population) < strata:
            message = f"{strata} strata, but {len(self.population)} populations; give one for each"
            raise AnalyticsError(message)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """Return the stages of the sample, the first one first."""
        first, fraction = first_level(
            self.strata, self.units, len(self.weights), self.population, self.lonely
        )
        if self.second is None:
            return (first,)
        return first, second_level(first, fraction, self.second, self.lonely)

    @cached_property
    def projection(self) -> tuple[Floats, Floats]:
        """Return D and F, shape (families, totals): what fitting explains of scores z is ``D F'z``."""
        basis, taken = self._margins
        if self.auxiliaries is None:
            return basis, taken
        left = self._auxiliary_basis
        safe = np.where(self._root > 0, self._root, 1.0)[:, None]
        right = left * self._root[:, None]
        left = left / safe
        return np.hstack([basis, left]), np.hstack([taken, right - taken @ (basis.T @ right)])

    @cached_property
    def _margins(self) -> tuple[Floats, Floats]:
        """Indicators of all margins, and the same after R's rounds of taking off plain means.

        R takes ten rounds, converged or not. The limit would be the unweighted least squares fit;
        with strongly related margins it differs by about 1 %, and R is the witness.
        """
        inside = self.weights > 0
        blocks = [indicators(np.where(inside, codes, -1)) for codes in self.raked]
        basis = np.hstack([np.zeros((len(self.weights), 0)), *blocks])
        crossed = basis.T @ basis
        size = np.maximum(np.diag(crossed), 1)
        left, taken = np.eye(len(size)), np.zeros_like(crossed)
        ends = np.cumsum([0, *(block.shape[1] for block in blocks)])
        for _ in range(_RAKING_ROUNDS if blocks else 0):
            for start, end in pairwise(ends):
                means = left[start:end] / size[start:end, None]
                taken[start:end] += means
                left = left - crossed[:, start:end] @ means
        return basis, basis @ taken.T

    @cached_property
    def _auxiliary_basis(self) -> Floats:
        """Orthonormal basis of the auxiliaries, each row times the root of its fit weight."""
        assert self.auxiliaries is not None
        rooted = self.auxiliaries * self._root[:, None]
        largest = np.abs(rooted).max(axis=0)
        left, sizes, _ = np.linalg.svd(
            rooted / np.where(largest > 0, largest, 1), full_matrices=False
        )
        basis: Floats = left[:, sizes > sizes.max(initial=0) * 1e-10]
        return basis

    @cached_property
    def _root(self) -> Floats:
        return np.sqrt(
            np.where(self.weights > 0, self.weights if self.fit is None else self.fit, 0)
        )

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Return what strata and fitting explain, as a quadratic form for each stage."""
        return tuple(_form(self, level) for level in self.levels)

    def covariance(self, scores: Floats) -> Floats:
        """Return the covariance matrix of weighted sums.

        Parameters
        ----------
        scores
            Shape (families, m); linearised values without the weight.

        Returns
        -------
        Floats
            Shape (m, m).

        Raises
        ------
        LonelyUnitError
            If a stratum holds a single sampling unit.

        References
        ----------
        Lumley (2010), section 2.2 and 7.3; R ``survey::svyrecvar``.
        """
        spread = self._spread(scores)
        result: Floats = spread.T @ spread
        return result

    def standard_errors(self, scores: Floats) -> Floats:
        """Return the standard errors of weighted sums, shape (m,); see ``covariance``."""
        errors: Floats = np.sqrt((self._spread(scores) ** 2).sum(axis=0))
        return errors

    def _spread(self, scores: Floats) -> Floats:
        """Totals of sampling units around their stratum's mean, scaled to variance, stage by stage."""
        basis, taken = self.projection
        rest = (scores - basis @ (taken.T @ scores)) * self.weights[:, None]
        return np.vstack([_around_means(level, rest) for level in self.levels])

    def freedom(self, families: Codes) -> int:
        """Return the degrees of freedom of some families: their sampling units less strata."""
        first = self.levels[0]
        units = np.unique(first.unit[families])
        return len(units) - len(np.unique(first.stratum[units]))


def _form(design: Design, level: Level) -> Form:
    weights = design.weights[:, None]
    basis, taken = design.projection
    fitted = sum_by(level.unit, basis * weights, len(level.stratum))
    strata = np.flatnonzero((level.size > 1) & (level.centred > 0))
    member = (level.stratum[:, None] == strata).astype(float)
    explained = np.hstack([member, fitted])
    scaled = explained * level.scale[:, None]
    means = (member[level.unit] * weights - taken @ (fitted.T @ member)) / level.size[strata]
    return Form(np.hstack([means, taken, scaled[level.unit] * weights]), explained.T @ scaled)


def _around_means(level: Level, weighted: Floats) -> Floats:
    totals = sum_by(level.unit, weighted, len(level.stratum))
    size = level.size
    means = sum_by(level.stratum, totals, len(size)) / np.maximum(size, 1)[:, None]
    means *= level.centred[:, None]
    spread: Floats = (totals - means[level.stratum]) * np.sqrt(level.scale)[:, None]
    return spread


def indicators(codes: Codes) -> Floats:
    """Return one column of 0 and 1 for each category.

    Parameters
    ----------
    codes
        Shape (rows,); category of each row, 0 and up, or -1 for none.

    Returns
    -------
    Floats
        Shape (rows, categories); the auxiliaries of a post-stratification, for example.

    Examples
    --------
    >>> indicators(np.array([1, 0, -1])).tolist()
    [[0.0, 1.0], [1.0, 0.0], [0.0, 0.0]]
    """
    columns: Floats = (codes[:, None] == np.arange(codes.max(initial=-1) + 1)).astype(float)
    return columns


def sum_by(codes: Codes, values: Floats, groups: int) -> Floats:
    """Return the column sums of each group, shape (groups, columns).

    Parameters
    ----------
    codes
        Shape (rows,); group of each row, 0 to ``groups - 1``.
    values
        Shape (rows, columns).
    groups
        Number of groups.

    Returns
    -------
    Floats
        Sums; 0 for groups without rows.

    Examples
    --------
    >>> sum_by(np.array([0, 0, 2]), np.array([[1.0], [2.0], [4.0]]), 3).ravel().tolist()
    [3.0, 0.0, 4.0]
    """
    rows = np.arange(len(codes))
    pick = sparse.csr_matrix((np.ones(len(codes)), (codes, rows)), shape=(groups, len(codes)))
    sums: Floats = pick @ values
    return sums


__all__ = [
    "Codes",
    "Design",
    "Floats",
    "Form",
    "Lonely",
    "Positions",
    "SecondStage",
    "indicators",
    "sum_by",
]
