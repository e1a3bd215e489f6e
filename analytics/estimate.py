"""Shares, means and totals of all groups at once, with standard errors from the design.

The design is that of families: strata, sampling units, finite populations and the totals the weights
were fitted to. Children enter through their family, so that two children of one family never count
as two independent answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.design import Codes, Design, Floats, sum_by
from analytics.errors import AnalyticsError, EmptyBaseError

_CHUNK = 20_000_000
"""Numbers held at once while scores are worked through, about 160 MB."""


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
