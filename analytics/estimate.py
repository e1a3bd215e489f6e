"""Shares, means and totals of all groups at once, with standard errors from the design.

The design is that of families: strata, sampling units, finite populations and the totals the weights
were fitted to. Children enter through their family, so that two children of one family never count
as two independent answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.errors import AnalyticsError, EmptyBaseError, LonelyUnitError

Floats = NDArray[np.float64]
Codes = NDArray[np.integer]

_CHUNK = 20_000_000
"""Numbers held at once while scores are worked through, about 160 MB."""


_RAKING_ROUNDS = 10


@dataclass(frozen=True)
class Design:
    """How families came to answer; all arrays have one entry for each family.

    ``population`` has one entry for each stratum: sampling units in the population, infinite where
    no correction for a finite population is wanted. What the weights were fitted to lowers the
    standard errors: after ``rake`` give ``raked``, the category codes of each margin; after
    ``calibrate`` give ``auxiliaries`` of shape (families, totals) and ``fit``, the weights before
    fitting, which weigh the regression in the linearisation (None takes the final weights).
    """

    weights: Floats
    strata: Codes | None = None
    units: Codes | None = None
    population: Floats | None = None
    raked: tuple[Codes, ...] = ()
    auxiliaries: Floats | None = None
    fit: Floats | None = None

    @cached_property
    def _clusters(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Sampling unit of each family, and stratum of each sampling unit."""
        n = len(self.weights)
        strata = np.zeros(n, dtype=np.intp) if self.strata is None else self.strata
        units = np.arange(n) if self.units is None else self.units
        pairs, unit = np.unique(np.column_stack([strata, units]), axis=0, return_inverse=True)
        return unit, pairs[:, 0].astype(np.intp)

    @cached_property
    def _factors(self) -> Floats:
        """``(1 - f) n / (n - 1)`` of each stratum."""
        _, strata = self._clusters
        n = np.bincount(strata).astype(float)
        population = np.full(len(n), np.inf) if self.population is None else self.population
        uncovered = np.where(n > 0, 1 - n / population[: len(n)], 0.0)
        lonely = (n == 1) & (uncovered > 0)
        if lonely.any():
            message = (
                f"stratum {int(np.argmax(lonely))} holds a single sampling unit; "
                "merge it with a neighbouring stratum"
            )
            raise LonelyUnitError(message)
        factors: Floats = uncovered * n / np.maximum(n - 1, 1)
        return factors

    @cached_property
    def _basis(self) -> Floats | None:
        """Orthonormal basis of the auxiliaries, each row times the root of its fit weight."""
        if self.auxiliaries is None:
            return None
        rooted = self.auxiliaries * self._root[:, None]
        left, sizes, _ = np.linalg.svd(rooted / np.abs(rooted).max(axis=0), full_matrices=False)
        basis: Floats = left[:, sizes > sizes.max() * 1e-10]
        return basis

    @cached_property
    def _root(self) -> Floats:
        return np.sqrt(self.weights if self.fit is None else self.fit)

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
        """Totals of sampling units around their stratum's mean, scaled to variance."""
        unit, strata = self._clusters
        rest = self._around_margins(scores)
        if self._basis is not None:
            rooted = rest * self._root[:, None]
            rest = (rooted - self._basis @ (self._basis.T @ rooted)) / self._root[:, None]
        totals = sum_by(unit, rest * self.weights[:, None], len(strata))
        size = np.bincount(strata).astype(float)
        means = sum_by(strata, totals, len(size)) / np.maximum(size, 1)[:, None]
        spread: Floats = (totals - means[strata]) * np.sqrt(self._factors)[strata][:, None]
        return spread

    def _around_margins(self, scores: Floats) -> Floats:
        """Scores less their plain means in the categories of each margin, margin after margin.

        R takes ten rounds, converged or not. The limit would be the unweighted least squares fit;
        with strongly related margins it differs by about 1 %, and R is the witness.
        """
        for _ in range(_RAKING_ROUNDS if self.raked else 0):
            for codes in self.raked:
                size = np.bincount(codes)
                means = sum_by(codes, scores, len(size)) / np.maximum(size, 1)[:, None]
                scores = scores - means[codes]
        return scores

    def freedom(self, families: Codes) -> int:
        """Return the degrees of freedom of some families: their sampling units less strata."""
        unit, strata = self._clusters
        units = np.unique(unit[families])
        return len(units) - len(np.unique(strata[units]))


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


@dataclass(frozen=True)
class Estimates:
    """Estimates for G groups and m quantities; NaN where a group is empty."""

    #: Shape (G, m).
    value: Floats
    #: Shape (G, m); linearised.
    se: Floats
    #: Shape (G,); units with an answer, not weighted.
    n: NDArray[np.intp]
    #: Shape (G,); families among them.
    respondents: NDArray[np.intp]
    #: Shape (G,); degrees of freedom of the group.
    df: NDArray[np.intp]


@dataclass(frozen=True)
class Domain:
    """Which units count, in which group, and to which family they belong.

    ``groups`` has one entry for each unit: 0 to ``size - 1``, or -1 outside. ``owner`` is the
    family of each unit; None when the units are the families.
    """

    groups: Codes
    size: int
    owner: Codes | None = None

    @classmethod
    def everybody(cls, units: int, owner: Codes | None = None) -> Domain:
        """Return one group of all units."""
        return cls(np.zeros(units, dtype=np.intp), 1, owner)


def shares(design: Design, answers: Codes, categories: int, domain: Domain) -> Estimates:
    """Estimate the share of each category in each group.

    Parameters
    ----------
    design
        Design of the families.
    answers
        Shape (units,); position of the answer, 0 to ``categories - 1``, or -1 where there is none.
    categories
        Number of categories m; one that nobody chose gets the share 0.
    domain
        Groups.

    Returns
    -------
    Estimates
        Shares in [0, 1].

    Raises
    ------
    EmptyBaseError
        If nobody answered in any group.

    References
    ----------
    Equals R ``survey::svyby(~factor, ~group, design, svymean)``.
    """
    chosen = (answers[:, None] == np.arange(categories)).astype(float)
    return ratios(design, chosen, (answers >= 0).astype(float), domain)


def means(design: Design, values: Floats, domain: Domain) -> Estimates:
    """Estimate the mean in each group.

    Parameters
    ----------
    design
        Design of the families.
    values
        Shape (units,); NaN where there is no answer.
    domain
        Groups.

    Returns
    -------
    Estimates
        Shape (G, 1), in the unit of ``values``.

    Raises
    ------
    EmptyBaseError
        If nobody answered in any group.

    References
    ----------
    Equals R ``survey::svymean(na.rm=TRUE)``: those without an answer are outside the domain.
    """
    known = np.isfinite(values)
    return ratios(design, np.where(known, values, 0.0)[:, None], known.astype(float), domain)


def ratios(design: Design, numerators: Floats, denominator: Floats, domain: Domain) -> Estimates:
    """Estimate ratios of two totals in each group; shares and means are special cases.

    Parameters
    ----------
    design
        Design of the families.
    numerators
        Shape (units, m).
    denominator
        Shape (units,), >= 0; 0 for units that do not count.
    domain
        Groups.

    Returns
    -------
    Estimates
        Shape (G, m).

    Raises
    ------
    EmptyBaseError
        If the denominator is 0 in every group.

    References
    ----------
    Equals R ``survey::svyratio``; Särndal, Swensson and Wretman (1992), section 5.6.
    """
    ratio = _Ratio(design, numerators, denominator, domain)
    if not ratio.base.any():
        raise EmptyBaseError("nobody in the base has an answer; no share or mean can be estimated")
    se = np.full_like(ratio.value, np.nan)
    for some in _chunks(ratio.base > 0, numerators.shape[1] * len(design.weights)):
        se[some] = design.standard_errors(ratio.scores(some)).reshape(len(some), -1)
    return Estimates(ratio.value, se, *_sizes(design, ratio.groups, ratio.owner, domain.size))


def totals(design: Design, values: Floats, domain: Domain) -> Estimates:
    """Estimate the total in each group.

    Parameters
    ----------
    design
        Design of the families.
    values
        Shape (units,); 0 or NaN for units that do not count.
    domain
        Groups.

    Returns
    -------
    Estimates
        Shape (G, 1), in the unit of ``values``; 0 with standard error 0 for an empty group.

    References
    ----------
    Equals R ``survey::svytotal``.
    """
    owner = _owner(design, domain)
    groups = np.where(np.isfinite(values), domain.groups, -1)
    value, se = np.zeros((domain.size, 1)), np.zeros((domain.size, 1))
    for some in _chunks(np.ones(domain.size, dtype=bool), len(design.weights)):
        chosen = groups[:, None] == some
        scores = sum_by(
            owner, np.where(chosen, np.nan_to_num(values)[:, None], 0.0), len(design.weights)
        )
        value[some, 0] = design.weights @ scores
        se[some, 0] = design.standard_errors(scores)
    return Estimates(value, se, *_sizes(design, groups, owner, domain.size))


def ratio_scores(
    design: Design, numerator: Floats, denominator: Floats, domain: Domain
) -> tuple[Floats, Floats]:
    """Return the ratio of each group with its scores, for contrasts between groups.

    Parameters
    ----------
    design
        Design of the families.
    numerator
        Shape (units,).
    denominator
        Shape (units,).
    domain
        Groups, none of them empty.

    Returns
    -------
    tuple of Floats
        Ratios, shape (G,), and scores, shape (families, G); ``design.covariance(scores)`` is the
        covariance matrix of the ratios.

    Raises
    ------
    EmptyBaseError
        If a group is empty.
    """
    ratio = _Ratio(design, numerator[:, None], denominator, domain)
    if not ratio.base.all():
        message = f"group {int(np.argmin(ratio.base))} has no answers; leave it out of the contrast"
        raise EmptyBaseError(message)
    return ratio.value[:, 0], ratio.scores(np.arange(domain.size))


def _owner(design: Design, domain: Domain) -> Codes:
    if domain.owner is not None:
        return domain.owner
    if len(domain.groups) != len(design.weights):
        message = (
            f"{len(domain.groups)} units, but {len(design.weights)} families; name their owner"
        )
        raise AnalyticsError(message)
    return np.arange(len(design.weights))


def _chunks(wanted: NDArray[np.bool_], numbers: int) -> list[NDArray[np.intp]]:
    groups = np.flatnonzero(wanted)
    at_once = max(1, _CHUNK // max(numbers, 1))
    return [groups[start : start + at_once] for start in range(0, len(groups), at_once)]


class _Ratio:
    """Ratios of weighted totals in all groups, and their scores ``(y - R x) / X``."""

    def __init__(
        self, design: Design, numerators: Floats, denominator: Floats, domain: Domain
    ) -> None:
        self.families = len(design.weights)
        self.owner = _owner(design, domain)
        self.groups = np.where(denominator > 0, domain.groups, -1)
        self.parts = np.column_stack([numerators, denominator])
        inside = self.groups >= 0
        weighted = self.parts[inside] * design.weights[self.owner[inside], None]
        sums = sum_by(self.groups[inside], weighted, domain.size)
        self.base: Floats = sums[:, -1]
        with np.errstate(invalid="ignore"):
            self.value: Floats = sums[:, :-1] / sums[:, -1:]

    def scores(self, some: NDArray[np.intp]) -> Floats:
        """Return the scores of some groups, shape (families, groups * m)."""
        # The last entry serves the group -1, those outside.
        place = np.full(len(self.base) + 1, -1)
        place[some] = np.arange(len(some))
        rows = np.flatnonzero(place[self.groups] >= 0)
        group = self.groups[rows]
        rest = self.parts[rows, :-1] - self.value[group] * self.parts[rows, -1:]
        cell = self.owner[rows] * len(some) + place[group]
        sums = sum_by(cell, rest / self.base[group, None], self.families * len(some))
        return sums.reshape(self.families, -1)


def _sizes(
    design: Design, groups: Codes, owner: Codes, size: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Units, families and degrees of freedom of each group."""
    inside = groups >= 0
    n = np.bincount(groups[inside], minlength=size)
    family, group = np.divmod(np.unique(owner[inside] * np.intp(size) + groups[inside]), size)
    respondents = np.bincount(group, minlength=size)
    freedom = [design.freedom(family[group == place]) for place in range(size)]
    return n, respondents, np.array(freedom, dtype=np.intp)
