"""The design of a survey: weights, margins and owners, and the variances that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.errors import LonelyUnitError

Floats = NDArray[np.float64]

Codes = NDArray[np.integer]

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
