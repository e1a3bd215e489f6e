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
from analytics.grouped import Grouped
from analytics.replicates import Replicates, replicated_ratios, replicated_totals

Counts = NDArray[np.intp]


@dataclass(frozen=True)
class Estimates:
    """Estimates for G groups and m quantities; NaN where a group is empty."""

    #: Shape (G, m).
    value: Floats
    #: Shape (G, m); linearised, or from replicate weights.
    se: Floats
    #: Shape (G,), or (G, m) where each quantity has a base of its own; units with an answer and a
    #: weight above 0, not weighted.
    n: Counts
    #: Shape of ``n``; families among them.
    respondents: Counts
    #: Shape of ``n``; degrees of freedom of the group.
    df: Counts


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


def shares(
    design: Design | Replicates, answers: Codes, categories: int, domain: Domain
) -> Estimates:
    """Estimate the share of each category in each group.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
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


def means(design: Design | Replicates, values: Floats, domain: Domain) -> Estimates:
    """Estimate the mean in each group.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
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


def ratios(
    design: Design | Replicates, numerators: Floats, denominator: Floats, domain: Domain
) -> Estimates:
    """Estimate ratios of two totals in each group; shares and means are special cases.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
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
    found = ratios_of_bases(
        design, numerators, denominator[:, None], np.zeros(numerators.shape[1], np.intp), domain
    )
    if not found.n.any():
        raise EmptyBaseError("nobody in the base has an answer; no share or mean can be estimated")
    return Estimates(found.value, found.se, found.n[:, 0], found.respondents[:, 0], found.df[:, 0])


def ratios_of_bases(
    design: Design | Replicates,
    numerators: Floats,
    denominators: Floats,
    base: Codes,
    domain: Domain,
) -> Estimates:
    """Estimate many ratios with different denominators in each group, in one pass.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
    numerators
        Shape (units, m).
    denominators
        Shape (units, b), >= 0; 0 for units that do not count.
    base
        Shape (m,); which denominator each numerator has.
    domain
        Groups.

    Returns
    -------
    Estimates
        Values of shape (G, m), counts of shape (G, b); NaN where a denominator is 0.
    """
    grouped = Grouped.of(_linear(design), domain.groups, owner_of(design, domain), domain.size)
    known = denominators[grouped.rows]
    parts = np.where((known > 0)[:, base], numerators[grouped.rows], 0.0)
    below = grouped.sums(known)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where((below > 0)[:, base], grouped.sums(parts) / below[:, base], np.nan)
    # Sums in another order round differently; a share of all is 1, and has no error.
    value = np.where(np.abs(value - 1) < 1e-12, 1.0, value)
    counts = grouped.counts(known)
    if isinstance(design, Replicates):
        se, df = replicated_ratios(design, grouped, parts, known, base)
        return Estimates(value, np.where(np.isnan(value), np.nan, se), counts[0], counts[1], df)
    inverse = np.where(below > 0, 1 / np.where(below > 0, below, 1), 0.0)
    scores = parts - np.nan_to_num(value)[grouped.group] * known[:, base]
    scores *= inverse[grouped.group][:, base]
    se = np.sqrt(grouped.variances(scores))
    return Estimates(value, np.where(np.isnan(value), np.nan, se), *counts)


def totals(design: Design | Replicates, values: Floats, domain: Domain) -> Estimates:
    """Estimate the total in each group.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
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
    grouped = Grouped.of(_linear(design), domain.groups, owner_of(design, domain), domain.size)
    known = np.isfinite(values[grouped.rows])[:, None]
    parts = np.where(known, values[grouped.rows][:, None], 0.0)
    n, respondents, df = (count[:, 0] for count in grouped.counts(known.astype(float)))
    if isinstance(design, Replicates):
        se, df = replicated_totals(design, grouped, parts, known)
    else:
        se = np.sqrt(grouped.variances(parts))
    return Estimates(grouped.sums(parts), se, n, respondents, df)


def ratio_scores(
    design: Design, numerator: Floats, denominator: Floats, domain: Domain
) -> tuple[Floats, Floats]:
    """Return the ratio of each group with its scores, for contrasts between groups.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
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
    owner = owner_of(design, domain)
    inside = (denominator > 0) & (domain.groups >= 0) & (design.weights[owner] > 0)
    group, family = domain.groups[inside], owner[inside]
    parts = np.column_stack([numerator, denominator])[inside]
    above, below = sum_by(group, parts * design.weights[family, None], domain.size).T
    if not below.all():
        message = f"group {int(np.argmin(below))} has no answers; leave it out of the contrast"
        raise EmptyBaseError(message)
    value: Floats = above / below
    rest = (parts[:, 0] - value[group] * parts[:, 1]) / below[group]
    cell = family * np.intp(domain.size) + group
    scores = sum_by(cell, rest[:, None], len(design.weights) * domain.size)
    return value, scores.reshape(-1, domain.size)


def ratio_covariance(
    design: Design | Replicates, numerator: Floats, denominator: Floats, domain: Domain
) -> tuple[Floats, Floats]:
    """Return the ratio of each group with the covariances between groups.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
    numerator
        Shape (units,).
    denominator
        Shape (units,), >= 0.
    domain
        Groups, none of them empty; they may hold the same families.

    Returns
    -------
    tuple of Floats
        Ratios, shape (G,), and their covariance matrix, shape (G, G).

    Raises
    ------
    EmptyBaseError
        If a group is empty.

    References
    ----------
    Equals R ``survey::svyby(covmat = TRUE)``.
    """
    if isinstance(design, Design):
        value, scores = ratio_scores(design, numerator, denominator, domain)
        return value, design.covariance(scores)
    value, _ = ratio_scores(design.plain, numerator, denominator, domain)
    grouped = Grouped.of(design.plain, domain.groups, owner_of(design, domain), domain.size)
    known = denominator[grouped.rows, None]
    parts = np.where(known > 0, numerator[grouped.rows, None], 0.0)
    above, below = (grouped.products(design.replicates, part)[:, :, 0] for part in (parts, known))
    with np.errstate(divide="ignore", invalid="ignore"):
        return value, design.covariance((above / below).T, value)


def owner_of(design: Design | Replicates, domain: Domain) -> Codes:
    """Return the family of each unit, shape (units,)."""
    if domain.owner is not None:
        return domain.owner
    if len(domain.groups) != len(design.weights):
        message = (
            f"{len(domain.groups)} units, but {len(design.weights)} families; name their owner"
        )
        raise AnalyticsError(message)
    return np.arange(len(design.weights))


def _linear(design: Design | Replicates) -> Design:
    return design.plain if isinstance(design, Replicates) else design
