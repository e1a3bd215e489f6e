"""Tables of two questions: shares with errors, and whether the two have to do with each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, fdtrc

from analytics.design import Codes, Design, Floats, sum_by
from analytics.errors import AnalyticsError, EmptyBaseError
from analytics.estimate import Domain, Estimates, owner_of, shares
from analytics.replicates import Replicates


@dataclass(frozen=True)
class Crosstab:
    """A table of R rows and C columns; each field has values of shape (R, C)."""

    #: Shares of all, of each row and of each column.
    cells: Estimates
    rows: Estimates
    columns: Estimates
    #: Weighted counts.
    counts: Floats


@dataclass(frozen=True, slots=True)
class Association:
    """A test of the statement that two questions have nothing to do with each other."""

    #: F or chi-squared, as the name of the test says.
    statistic: float
    #: Degrees of freedom of the numerator; those of the denominator are infinite for chi-squared.
    df: float
    df_below: float
    #: Probability of a value as large if the statement holds, in [0, 1].
    p: float


@dataclass(frozen=True)
class Associations:
    """The tests of one table."""

    #: Pearson's statistic of the weighted shares and the units who answered, before any correction.
    pearson: float
    #: Pearson's statistic divided by its mean, F with Satterthwaite's degrees (second order).
    rao_scott: Association
    #: Pearson's statistic divided by its mean, chi-squared (first order).
    first_order: Association
    #: Wald's test of the same statement, and the same with degrees of freedom taken off.
    wald: Association
    adjusted_wald: Association


def crosstab(
    design: Design | Replicates, first: Codes, second: Codes, sizes: tuple[int, int], domain: Domain
) -> Crosstab:
    """Estimate the table of two questions in one group.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
    first
        Shape (units,); position of the answer that says the row, -1 where there is none.
    second
        Shape (units,); the same for the column.
    sizes
        Number of rows and of columns.
    domain
        One group; others are not looked at. Who left out one of the two answers is in no base.

    Returns
    -------
    Crosstab
        A row or column nobody is in has NaN in the shares of its own.

    Raises
    ------
    EmptyBaseError
        If nobody answered both.

    References
    ----------
    Equals R ``svymean(~interaction(a, b))``, ``svyby(~b, ~a, d, svymean)`` and ``svytable``.
    """
    both, inside = _both(first, second, domain)
    cell = np.where(both, first * sizes[1] + second, -1)
    cells = shares(design, cell, sizes[0] * sizes[1], Domain(inside, 1, domain.owner))
    by_row = Domain(np.where(both, first, -1), sizes[0], domain.owner)
    by_column = Domain(np.where(both, second, -1), sizes[1], domain.owner)
    rows = shares(design, np.where(both, second, -1), sizes[1], by_row)
    columns = shares(design, np.where(both, first, -1), sizes[0], by_column)
    weights = design.weights if domain.owner is None else design.weights[domain.owner]
    counts = sum_by(cell[both], weights[both, None], sizes[0] * sizes[1])
    return Crosstab(_shaped(cells, sizes), rows, _turned(columns), counts.reshape(sizes))


def _both(first: Codes, second: Codes, domain: Domain) -> tuple[Codes, Codes]:
    both = (first >= 0) & (second >= 0) & (domain.groups == 0)
    return both, np.where(both, 0, -1)


def _shaped(found: Estimates, sizes: tuple[int, int]) -> Estimates:
    value, se = (part.reshape(sizes) for part in (found.value, found.se))
    return Estimates(value, se, found.n, found.respondents, found.df)


def _turned(found: Estimates) -> Estimates:
    return Estimates(found.value.T, found.se.T, found.n, found.respondents, found.df)


def associations(design: Design, first: Codes, second: Codes, domain: Domain) -> Associations:
    """Test whether two questions have to do with each other.

    Parameters
    ----------
    design
        Design of the families.
    first
        Shape (units,); position of the answer, -1 where there is none.
    second
        Shape (units,); the same for the other question.
    domain
        One group. Answers nobody in it gave, or only families of weight 0, are left out.

    Returns
    -------
    Associations
        Rao and Scott's second order test is the one to report. Wald's are NaN where the table has
        more independent cells than there are degrees of freedom.

    Raises
    ------
    EmptyBaseError
        If nobody answered both.
    AnalyticsError
        If one of the two has a single answer, so that there is nothing to compare.

    References
    ----------
    Rao and Scott (1984), sections 3 and 4; Thomas and Rao (1987); equals R ``survey::svychisq`` with
    ``statistic`` "F", "Chisq", "Wald" and "adjWald".
    """
    both, _ = _both(first, second, domain)
    weighty = design.weights[owner_of(design, domain)] > 0
    for codes in (first, second):
        both = both & np.isin(codes, codes[both & weighty])
    if not both.any():
        raise EmptyBaseError("nobody answered both questions; there is no table to test")
    rows, columns = (np.unique(codes[both], return_inverse=True) for codes in (first, second))
    shape = (len(rows[0]), len(columns[0]))
    if min(shape) < 2:
        message = f"the table has {shape[0]} rows and {shape[1]} columns; two of each are needed"
        raise AnalyticsError(message)
    owner = owner_of(design, domain)[both]
    scores = np.zeros((len(design.weights), shape[0] * shape[1]))
    np.add.at(scores, (owner, rows[1] * shape[1] + columns[1]), 1.0)
    table = _Table(design.weights @ scores, design.covariance(scores), shape)
    freedom = design.freedom(np.unique(owner))
    pearson = int(both.sum()) * table.pearson
    return Associations(pearson, *_rao_scott(table, freedom), *_walds(table, freedom))


class _Table:
    """Weighted counts of cells, row after row, with their covariance."""

    def __init__(self, counts: Floats, covariance: Floats, shape: tuple[int, int]) -> None:
        self.counts, self.covariance, self.shape = counts, covariance, shape
        self.share = counts / counts.sum()
        square = self.share.reshape(shape)
        self.of_rows, self.of_columns = square.sum(axis=1), square.sum(axis=0)

    @property
    def pearson(self) -> float:
        """Pearson's statistic of the shares, as if a single unit had been asked."""
        expected = np.outer(self.of_rows, self.of_columns).ravel()
        return float(((self.share - expected) ** 2 / expected).sum())

    @property
    def effects(self) -> Floats:
        """Matrix whose eigenvalues are the generalised design effects, for a single unit asked."""
        taken = np.eye(len(self.share)) - self.share[:, None]
        covariance = taken @ self.covariance @ taken.T / self.counts.sum() ** 2
        contrasts = np.kron(*(_contrasts(size) for size in self.shape))
        inverse = np.where(self.share > 0, 1 / np.where(self.share > 0, self.share, 1), 0.0)
        scaled = contrasts * inverse[:, None]
        effects: Floats = np.linalg.solve(contrasts.T @ scaled, scaled.T @ covariance @ scaled)
        return effects

    @property
    def wald(self) -> float:
        """Wald's statistic of counts less those expected, without the first row and column."""
        by_row = np.eye(self.shape[0]) - self.of_rows[:, None]
        by_column = np.eye(self.shape[1]) - self.of_columns[:, None]
        apart = np.kron(by_row, by_column)
        use = np.arange(len(self.share)).reshape(self.shape)[1:, 1:].ravel()
        rest = (apart @ self.counts)[use]
        covariance = (apart @ self.covariance @ apart.T)[np.ix_(use, use)]
        return float(rest @ np.linalg.solve(covariance, rest))


def _contrasts(size: int) -> Floats:
    """Return columns that span everything with the sum 0, shape (size, size - 1)."""
    return np.eye(size)[:, 1:] - 1 / size


def _rao_scott(table: _Table, freedom: int) -> tuple[Association, Association]:
    effects = table.effects
    mean = float(np.trace(effects))
    second = mean**2 / float(np.trace(effects @ effects))
    statistic = table.pearson / mean
    first = statistic * len(effects)
    return (
        Association(
            statistic, second, second * freedom, float(fdtrc(second, second * freedom, statistic))
        ),
        Association(first, len(effects), np.inf, float(chdtrc(len(effects), first))),
    )


def _walds(table: _Table, freedom: int) -> tuple[Association, Association]:
    count = (table.shape[0] - 1) * (table.shape[1] - 1)
    below = freedom - count + 1
    statistic = table.wald / count if below > 0 else np.nan
    adjusted = statistic * below / freedom
    return (
        Association(statistic, count, freedom, float(fdtrc(count, freedom, statistic))),
        Association(adjusted, count, below, float(fdtrc(count, below, adjusted))),
    )
