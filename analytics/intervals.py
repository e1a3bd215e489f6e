"""Intervals of shares and means."""

from __future__ import annotations

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
        Units the shares rest on.
    df
        Degrees of freedom of the design; ``n - 1`` where there is none.
    cap
        Never take the effective number of units to be larger than ``n``.

    Returns
    -------
    tuple of Floats
        Lower and upper ends in [0, 1] at ``LEVEL``. A share of 0 or 1, or one without variance,
        counts as if its ``n`` units were a simple random sample.

    References
    ----------
    Korn and Graubard (1998), Survey Methodology 24; without ``cap`` it equals R
    ``survey::svyciprop(method="beta")``, which has no value at 0 and 1.
    """
    p, error, size = np.broadcast_arrays(*map(np.asarray, (share, se, np.asarray(n, dtype=float))))
    known = (p > 0) & (p < 1) & (error > 0)
    effective = np.where(known, p * (1 - p) / np.where(known, error, 1.0) ** 2, size)
    tail = (1 - LEVEL) / 2
    correction = stdtrit(np.maximum(size - 1, 1), tail) / stdtrit(np.asarray(df, dtype=float), tail)
    effective = effective * correction**2
    if cap:
        effective = np.minimum(effective, size)
    yes = np.clip(effective * p, 0, effective)
    no = effective - yes
    low = np.where(yes > 0, betaincinv(np.maximum(yes, 1e-300), no + 1, tail), 0.0)
    high = np.where(no > 0, betaincinv(yes + 1, np.maximum(no, 1e-300), 1 - tail), 1.0)
    return low, high
