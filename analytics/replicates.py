"""Replicate weights: jackknife, bootstrap, or delivered with the answers by whoever drew the sample."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analytics.design import Codes, Design, Floats, Positions
from analytics.errors import WeightError
from analytics.grouped import Grouped
from analytics.margins import Margin

_RANK = 1e-5
"""Singular values below this part of the largest add no degree of freedom, as in R."""


@dataclass(frozen=True)
class Replicates:
    """Weights of the families, and how they would be had the sample been drawn a little otherwise.

    A variance is ``scale * sum(rscales * (replicate - centre)^2)``; the centre is the mean of the
    replicates, or with ``around_full`` the estimate from all families (R: ``mse=TRUE``).
    """

    #: Shape (families,), >= 0.
    weights: Floats
    #: Shape (families, replicates), >= 0; final weights, not factors.
    replicates: Floats
    scale: float
    #: Shape (replicates,).
    rscales: Floats
    around_full: bool = False

    def __post_init__(self) -> None:
        """Refuse replicates that do not fit the weights.

        Raises
        ------
        WeightError
            Naming the two shapes.
        """
        wanted = (len(self.weights), len(self.rscales))
        if self.replicates.shape != wanted:
            message = f"replicate weights have shape {self.replicates.shape}, not {wanted}"
            raise WeightError(message)

    @cached_property
    def plain(self) -> Design:
        """Return the weights as a design without strata."""
        return Design(self.weights)

    def covariance(self, of_replicates: Floats, of_all: Floats) -> Floats:
        """Return the covariance matrix of m estimates.

        Parameters
        ----------
        of_replicates
            Shape (replicates, m); the estimates with each column of ``replicates``.
        of_all
            Shape (m,); the estimates with ``weights``.

        Returns
        -------
        Floats
            Shape (m, m); replicates that have no value are left out.

        References
        ----------
        R ``survey::svrVar``; Wolter (2007), chapters 4 and 5.
        """
        known = np.isfinite(of_replicates).all(axis=1)
        apart = self._apart(of_replicates[known], of_all, self.rscales[known])
        result: Floats = apart.T @ apart
        return result

    def variances(self, of_replicates: Floats, of_all: Floats) -> Floats:
        """Return the variances of m estimates, shape (m,); see ``covariance``."""
        known = np.isfinite(of_replicates)
        if known.all():
            result: Floats = (self._apart(of_replicates, of_all, self.rscales) ** 2).sum(axis=0)
            return result
        return np.array(
            [
                (self._apart(column[here], all_, self.rscales[here]) ** 2).sum()
                for column, here, all_ in zip(of_replicates.T, known.T, of_all, strict=True)
            ]
        )

    def _apart(self, of_replicates: Floats, of_all: Floats, rscales: Floats) -> Floats:
        counting = of_replicates[rscales > 0]
        centre = of_all if self.around_full or not len(counting) else counting.mean(axis=0)
        scale = np.sqrt(self.scale * rscales).reshape(-1, *[1] * (of_replicates.ndim - 1))
        apart: Floats = (of_replicates - centre) * scale
        return apart

    def freedom(self, families: Codes) -> int:
        """Return the degrees of freedom of some families: the rank of their weights less one."""
        rows = np.unique(self.replicates[families] / self._base[families, None], axis=0)
        if not rows.size:
            return 0
        sizes = np.linalg.svd(rows, compute_uv=False)
        return int((sizes > _RANK * sizes[0]).sum()) - 1

    @cached_property
    def _base(self) -> Floats:
        # Rows of one sampling unit then are equal and drop out before the rank is taken.
        return np.where(self.weights > 0, self.weights, 1.0)


def jackknife(design: Design, *, around_full: bool = False) -> Replicates:
    """Leave out one sampling unit after the other.

    Parameters
    ----------
    design
        With one stratum this is JK1, else JKn; a second stage is not seen.
    around_full
        Take variances around the estimate from all families.

    Returns
    -------
    Replicates
        One for each sampling unit. Where the design names a population, ``rscales`` hold the finite
        population correction. Fit them again with ``recalibrated`` if the weights were fitted. A lonely unit
        that the design does not refuse adds nothing.

    References
    ----------
    Equals R ``survey::as.svrepdesign(type = "JK1")`` and ``"JKn"``; Wolter (2007), section 4.5.
    """
    level = design.levels[0]
    n = level.size[level.stratum]
    rest = np.where(n > 1, n / np.maximum(n - 1, 1), 1.0)
    same = level.stratum[:, None] == level.stratum
    factors = np.where(same, rest, 1.0)
    np.fill_diagonal(factors, 0.0)
    # The scale of a level is (1 - f) n / (n - 1), that of a replicate (1 - f) (n - 1) / n.
    rscales = np.where(n > 1, level.scale / rest**2, 0.0)
    replicates = factors[level.unit] * design.weights[:, None]
    return Replicates(design.weights, replicates, 1.0, rscales, around_full)


def bootstrap(
    design: Design, replicates: int, chance: np.random.Generator, *, around_full: bool = False
) -> Replicates:
    """Draw ``n - 1`` of the ``n`` sampling units of each stratum with replacement, many times.

    Parameters
    ----------
    design
        Its finite populations are not seen, so errors are on the wide side where much was surveyed.
    replicates
        How many; 200 and more for standard errors, 1,000 and more for intervals of quantiles.
    chance
        Source of randomness; the same seed gives the same weights.
    around_full
        Take variances around the estimate from all families.

    Returns
    -------
    Replicates
        A unit drawn m times weighs ``m n / (n - 1)``; ``scale`` is ``1 / (replicates - 1)``. A
        lonely unit that the design does not refuse keeps its weight and adds nothing.

    Raises
    ------
    WeightError
        If there are fewer than two replicates.

    References
    ----------
    Rao and Wu (1988); R ``survey::subbootweights``.
    """
    level = design.levels[0]
    size = level.size.astype(np.intp)
    if replicates < 2:
        message = f"{replicates} replicates say nothing of an error; draw 200 or more"
        raise WeightError(message)
    factors = np.ones((len(level.stratum), replicates))
    for stratum in np.flatnonzero(size > 1):
        n = size[stratum]
        drawn = chance.multinomial(n - 1, np.full(n, 1 / n), size=replicates).T
        factors[level.stratum == stratum] = drawn * (n / (n - 1))
    weights = factors[level.unit] * design.weights[:, None]
    scale = 1 / (replicates - 1)
    return Replicates(design.weights, weights, scale, np.ones(replicates), around_full)


def recalibrated(
    replicates: Replicates,
    margins: Sequence[Margin],
    fit: Callable[[Floats, Sequence[Margin]], Floats],
) -> Replicates:
    """Fit the weights and each of their replicates to the register.

    Parameters
    ----------
    replicates
        Before fitting.
    margins
        Register totals.
    fit
        ``weights.rake`` or ``weights.calibrate``; gets weights above 0 and margins of those families.

    Returns
    -------
    Replicates
        Their variances hold what fitting gains, without a formula for it.

    References
    ----------
    Equals R ``survey::rake`` and ``postStratify`` of a replicate design.
    """

    def fitted(weights: Floats) -> Floats:
        counting = weights > 0
        result = np.zeros_like(weights)
        parts = [replace(margin, holds=margin.holds[counting]) for margin in margins]
        result[counting] = fit(weights[counting], parts)
        return result

    columns = np.column_stack([fitted(column) for column in replicates.replicates.T])
    return replace(replicates, weights=fitted(replicates.weights), replicates=columns)


def replicated_ratios(
    design: Replicates, grouped: Grouped, parts: Floats, known: Floats, base: Codes
) -> tuple[Floats, Positions]:
    """Return standard errors of ratios, shape (groups, m), and degrees of freedom, (groups, b)."""
    above = grouped.products(design.replicates, parts)
    below = grouped.products(design.replicates, known)[:, :, base]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = above / below
        full = grouped.sums(parts) / grouped.sums(known)[:, base]
    se = [np.sqrt(design.variances(r, f)) for r, f in zip(ratios, full, strict=True)]
    return np.array(se), _freedom(design, grouped, known > 0)


def replicated_totals(
    design: Replicates, grouped: Grouped, parts: Floats, known: Floats
) -> tuple[Floats, Positions]:
    """Return standard errors of totals, shape (groups, 1), and degrees of freedom, (groups,)."""
    totals = grouped.products(design.replicates, parts)
    full = grouped.sums(parts)
    se = [np.sqrt(design.variances(t, f)) for t, f in zip(totals, full, strict=True)]
    return np.array(se), _freedom(design, grouped, known > 0)[:, 0]


def _freedom(design: Replicates, grouped: Grouped, known: NDArray[np.bool_]) -> Positions:
    blocks = [slice(start, end) for start, end in pairwise(grouped.ends)]
    return np.array(
        [[design.freedom(grouped.owner[at][column[at]]) for column in known.T] for at in blocks],
        dtype=np.intp,
    )
