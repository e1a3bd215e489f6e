"""Differences: between groups, between two questions to the same persons, between waves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from analytics.design import Codes, Design, Floats, Lonely
from analytics.errors import AnalyticsError
from analytics.estimate import (
    Counts,
    Domain,
    Estimates,
    owner_of,
    ratio_covariance,
    ratios_of_bases,
)
from analytics.intervals import t_interval
from analytics.replicates import Replicates


@dataclass(frozen=True)
class Differences:
    """Differences of ratios, k of them; each field but ``covariance`` of shape (k,)."""

    value: Floats
    se: Floats
    #: Shape (k, k).
    covariance: Floats
    #: Degrees of freedom of all who are compared, less the number of their groups less one.
    df: Counts
    #: Student's interval.
    low: Floats
    high: Floats
    #: Two-sided p value of the statement that there is no difference; not adjusted.
    p: Floats


def differences(
    design: Design | Replicates,
    numerator: Floats,
    denominator: Floats,
    domain: Domain,
    contrasts: Floats,
) -> Differences:
    """Estimate differences between groups, with the covariance of groups that belong together.

    Parameters
    ----------
    design
        Design of the families, or replicate weights. For two waves, the design that ``stack`` makes.
    numerator
        Shape (units,).
    denominator
        Shape (units,), >= 0; ones for differences of means.
    domain
        Groups, none of them empty.
    contrasts
        Shape (k, groups); one row for each difference, ``[-1, 1]`` for the second less the first.

    Returns
    -------
    Differences
        In the unit of the ratio. Adjust the p values of one family of statements by ``adjust.holm``.

    Raises
    ------
    EmptyBaseError
        If a group is empty.

    References
    ----------
    Equals R ``survey::svycontrast(svyby(covmat = TRUE))``; for two groups also ``svyttest``.

    Examples
    --------
    >>> values, groups = np.array([1.0, 2, 3, 6]), Domain(np.array([0, 0, 1, 1]), 2)
    >>> found = differences(Design(np.ones(4)), values, np.ones(4), groups, np.array([[-1.0, 1.0]]))
    >>> found.value.item(), found.df.item()
    (3.0, 2)
    """
    values, between = ratio_covariance(design, numerator, denominator, domain)
    covariance = contrasts @ between @ contrasts.T
    value, se = contrasts @ values, np.sqrt(np.diag(covariance))
    owner = owner_of(design, domain)
    counting = (denominator > 0) & (domain.groups >= 0) & (design.weights[owner] > 0)
    owner, groups = owner[counting], domain.groups[counting]
    df = np.array([_freedom(design, owner, groups, contrast) for contrast in contrasts])
    low, high = t_interval(value, se, df)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * stdtr(df.astype(float), -np.abs(value / se))
    return Differences(value, se, covariance, df, low, high, p)


def _freedom(design: Design | Replicates, owner: Codes, groups: Codes, contrast: Floats) -> int:
    compared = np.flatnonzero(contrast)
    families = np.unique(owner[np.isin(groups, compared)])
    return design.freedom(families) - (len(compared) - 1)


@dataclass(frozen=True)
class Gaps:
    """Importance less satisfaction of T topics in G groups."""

    #: Mean difference within persons, values and counts of shape (G, T).
    gap: Estimates
    #: Means of the same persons, those who rated both.
    importance: Estimates
    satisfaction: Estimates
    #: Shape (G, T); all who rated the importance, and all who rated their satisfaction.
    importance_raters: Counts
    satisfaction_raters: Counts


def paired_gaps(
    design: Design | Replicates, importance: Floats, satisfaction: Floats, domain: Domain
) -> Gaps:
    """Estimate by how much importance exceeds satisfaction among those who rated both.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
    importance
        Shape (units, T); on one scale with ``satisfaction``, NaN where there is no answer.
    satisfaction
        Shape (units, T); NaN for those who never used it.
    domain
        Groups.

    Returns
    -------
    Gaps
        The error of a gap holds the covariance of the two answers of one person.

    References
    ----------
    Equals R ``svycontrast(svymean(~a + b, d, na.rm = TRUE), c(a = 1, b = -1))``.
    """
    rated = np.isfinite(importance), np.isfinite(satisfaction)
    both = (rated[0] & rated[1]).astype(float)
    base = np.arange(both.shape[1])

    def mean(values: Floats, known: Floats) -> Estimates:
        return ratios_of_bases(design, np.where(known > 0, values, 0.0), known, base, domain)

    alone = [part.astype(float) for part in rated]
    return Gaps(
        mean(importance - satisfaction, both),
        mean(importance, both),
        mean(satisfaction, both),
        mean(importance, alone[0]).n,
        mean(satisfaction, alone[1]).n,
    )


def stack(waves: Sequence[Design], *, shared: bool = False) -> Design:
    """Make one design of several waves, families of the first wave first.

    Parameters
    ----------
    waves
        Their designs, without a second stage.
    shared
        False for samples drawn anew: nothing links the waves. True for a panel: strata and units
        have the same numbers in all waves, so that answers of one family in two waves, or of families
        of one day-care centre, are known to go together. Name the ``units`` then.

    Returns
    -------
    Design
        Give ``Domain`` a group for each wave, and owners of later waves moved by the families before
        them. For the change in each of G groups: groups ``2 * group + wave`` and contrasts
        ``np.kron(np.eye(G), [-1, 1])``. Fitted margins stay those of each wave.

    Raises
    ------
    AnalyticsError
        If a wave has a second stage, or a panel does not name its units.

    References
    ----------
    Equals R ``svydesign`` of the stacked rows with ``strata = ~interaction(wave, stratum)``, for a
    panel with ``ids = ~unit, strata = ~stratum``.
    """
    if any(wave.second is not None for wave in waves):
        message = (
            "waves with a second stage cannot be stacked; compare them as independent estimates"
        )
        raise AnalyticsError(message)
    if shared and any(wave.units is None for wave in waves):
        message = "a panel needs the units of each wave, with the same number for the same family"
        raise AnalyticsError(message)
    strata = [_codes_or(wave.strata, np.zeros(len(wave.weights), np.intp)) for wave in waves]
    units = [_codes_or(wave.units, np.arange(len(wave.weights))) for wave in waves]
    ask_alike = {wave.lonely for wave in waves}
    return Design(
        weights=np.concatenate([wave.weights for wave in waves]),
        strata=np.concatenate(strata) if shared else _apart(strata),
        units=np.concatenate(units),
        population=waves[0].population if shared else _populations(waves, strata),
        raked=_margins(waves),
        auxiliaries=_auxiliaries(waves),
        fit=np.concatenate([wave.weights if wave.fit is None else wave.fit for wave in waves]),
        lonely=ask_alike.pop() if len(ask_alike) == 1 else Lonely.FAIL,
    )


def _codes_or(codes: Codes | None, otherwise: Codes) -> Codes:
    return otherwise if codes is None else codes


def _apart(parts: Sequence[Codes]) -> Codes:
    """Give each part numbers of its own; -1 stays what it is."""
    result, start = [], 0
    for codes in parts:
        result.append(np.where(codes >= 0, codes + start, -1))
        start += int(codes.max(initial=-1)) + 1
    return np.concatenate(result)


def _populations(waves: Sequence[Design], strata: Sequence[Codes]) -> Floats:
    sizes = [int(codes.max(initial=-1)) + 1 for codes in strata]
    return np.concatenate(
        [
            np.full(size, np.inf) if wave.population is None else wave.population[:size]
            for wave, size in zip(waves, sizes, strict=True)
        ]
    )


def _margins(waves: Sequence[Design]) -> tuple[Codes, ...]:
    """Lay the margins of all waves side by side; a wave with fewer of them is outside the rest."""
    count = max(len(wave.raked) for wave in waves)
    outside = [np.full(len(wave.weights), -1) for wave in waves]
    return tuple(
        _apart(
            [
                wave.raked[place] if place < len(wave.raked) else none
                for wave, none in zip(waves, outside, strict=True)
            ]
        )
        for place in range(count)
    )


def _auxiliaries(waves: Sequence[Design]) -> Floats | None:
    if all(wave.auxiliaries is None for wave in waves):
        return None
    blocks = [
        np.zeros((len(wave.weights), 0)) if wave.auxiliaries is None else wave.auxiliaries
        for wave in waves
    ]
    columns = np.cumsum([0, *(block.shape[1] for block in blocks)])
    rows = np.cumsum([0, *(len(block) for block in blocks)])
    result = np.zeros((rows[-1], columns[-1]))
    for place, block in enumerate(blocks):
        result[rows[place] : rows[place + 1], columns[place] : columns[place + 1]] = block
    return result
