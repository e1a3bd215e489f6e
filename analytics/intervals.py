"""Intervals of shares and means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, stdtrit

Floats = NDArray[np.float64]

LEVEL = 0.95
"""Confidence level of every interval."""


def t_interval(
    value: Floats, se: Floats, df: Floats | NDArray[np.intp], level: float = LEVEL
) -> tuple[Floats, Floats]:
    """Return the ends of Student's interval.

    Parameters
    ----------
    value
        Estimates, any shape.
    se
        Their standard errors, the same shape.
    df
        Degrees of freedom, > 0.
    level
        Confidence level in (0, 1).

    Returns
    -------
    tuple of Floats
        Lower and upper ends.
    """
    half = stdtrit(np.asarray(df, dtype=float), (1 + level) / 2) * se
    return value - half, value + half


def korn_graubard(
    share: Floats,
    se: Floats,
    n: Floats | NDArray[np.intp],
    df: Floats | NDArray[np.intp],
    *,
    cap: bool = True,
) -> tuple[Floats, Floats]:
    """Return the interval of Korn and Graubard for shares, which also works at 0 and 1.

    Parameters
    ----------
    share
        Shares in [0, 1], any shape.
    se
        Their standard errors.
    n
        Units the shares rest on; of children, give their families.
    df
        Degrees of freedom of the group, its sampling units less their strata.
    cap
        Never take the effective number of units to be larger than ``n``.

    Returns
    -------
    tuple of Floats
        Lower and upper ends in [0, 1] at ``LEVEL``. A share of 0 or 1, or one without variance,
        counts as if its ``n`` units were a simple random sample. With no degree of freedom nothing
        can be said: from 0 to 1. NaN where the share is NaN.

    References
    ----------
    Korn and Graubard (1998), Survey Methodology 24; without ``cap`` it equals R
    ``survey::svyciprop(method="beta")``, which has no value at 0 and 1.
    """
    p, error, size, freedom = np.broadcast_arrays(
        *(np.asarray(part, dtype=float) for part in (share, se, n, df))
    )
    known = (p > 0) & (p < 1) & (error > 0)
    effective = np.where(known, p * (1 - p) / np.where(known, error, 1.0) ** 2, size)
    tail = (1 - LEVEL) / 2
    correction = stdtrit(np.maximum(size - 1, 1), tail) / stdtrit(np.maximum(freedom, 1), tail)
    effective = np.where(freedom > 0, effective * correction**2, 0.0)
    if cap:
        effective = np.minimum(effective, size)
    yes = np.clip(effective * p, 0, effective)
    no = effective - yes
    low = np.where(yes > 0, betaincinv(np.maximum(yes, 1e-300), no + 1, tail), 0.0)
    high = np.where(no > 0, betaincinv(yes + 1, np.maximum(no, 1e-300), 1 - tail), 1.0)
    return np.where(np.isnan(p), np.nan, low), np.where(np.isnan(p), np.nan, high)


Amounts = Floats | NDArray[np.intp]
Ends = tuple[Floats, Floats]
Interval = Callable[[Floats, Floats, Amounts, Amounts], Ends]


def _beta(share: Floats, se: Floats, n: Amounts, df: Amounts) -> Ends:
    return korn_graubard(share, se, n, df, cap=False)


def _mean(share: Floats, se: Floats, n: Amounts, df: Amounts) -> Ends:  # noqa: ARG001 - one signature
    return t_interval(share, se, df)


def _logit(share: Floats, se: Floats, n: Amounts, df: Amounts) -> Ends:  # noqa: ARG001 - one signature
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = t_interval(np.log(share / (1 - share)), se / (share * (1 - share)), df)
    return 1 / (1 + np.exp(-low)), 1 / (1 + np.exp(-high))


def _asin(share: Floats, se: Floats, n: Amounts, df: Amounts) -> Ends:  # noqa: ARG001 - one signature
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = t_interval(
            np.arcsin(np.sqrt(share)), se / (2 * np.sqrt(share * (1 - share))), df
        )
    return np.sin(low) ** 2, np.sin(high) ** 2


SHARE_INTERVALS: Mapping[str, Interval] = MappingProxyType(
    {
        "korn_graubard": korn_graubard,
        "beta": _beta,
        "mean": _mean,
        "logit": _logit,
        "asin": _asin,
    }
)
"""Intervals of shares by name. ``korn_graubard`` is the one the product shows; the others are those
of R ``survey::svyciprop`` (its ``logit`` and ``xlogit`` are the same) and have no value at 0 and 1."""
