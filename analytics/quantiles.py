"""Medians and other quantiles with Woodruff's intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import stdtrit

from analytics.design import Design, Floats, Positions
from analytics.errors import AnalyticsError, EmptyBaseError
from analytics.estimate import Counts, Domain, owner_of, ratios_of_bases
from analytics.intervals import LEVEL, SHARE_INTERVALS
from analytics.replicates import Replicates

_TIE = 1e-12
"""Parts of the sum of weights closer than this are the same part."""


@dataclass(frozen=True)
class Quantiles:
    """Quantiles of G groups for k parts; NaN where a group is empty or an end lies beyond the values."""

    #: Shape (G, k), in the unit of the values.
    value: Floats
    #: Shape (G, k); ends of the interval, themselves values that somebody gave.
    low: Floats
    high: Floats
    #: Shape (G, k); width of the interval by twice Student's quantile.
    se: Floats
    #: Shape (G,); units with an answer, families among them, degrees of freedom.
    n: Counts
    respondents: Counts
    df: Counts


def quantiles(
    design: Design | Replicates,
    values: Floats,
    domain: Domain,
    parts: Sequence[float] = (0.5,),
    interval: str = "mean",
) -> Quantiles:
    """Estimate quantiles in each group.

    A quantile is the smallest value at which the weights of smaller and equal values reach the part
    wanted. Where they reach it exactly, every number up to the next value would do; the smaller value
    is given. The part below a value counts as reached exactly within 1e-12 of all weights, so that
    rounding in the weights decides nothing.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
    values
        Shape (units,); NaN where there is no answer.
    domain
        Groups.
    parts
        Shape (k,), in (0, 1); 0.5 is the median.
    interval
        How the interval of the share at or below the quantile is made: a name of
        ``intervals.SHARE_INTERVALS``. Its ends are turned back into values (Woodruff).

    Returns
    -------
    Quantiles
        In the unit of ``values``.

    Raises
    ------
    EmptyBaseError
        If nobody answered in any group.
    AnalyticsError
        If a part is not between 0 and 1.

    References
    ----------
    Woodruff (1952); Francisco and Fuller (1991); equals R 4.1 ``survey::svyquantile(qrule="math",
    interval.type="mean")``, which looks for ties without the 1e-12.

    Examples
    --------
    >>> found = quantiles(Design(np.ones(5)), np.array([3.0, 1, 9, 5, 4]), Domain.everybody(5))
    >>> found.value.item()
    4.0
    """
    if not all(0 < part < 1 for part in parts):
        message = f"parts {list(parts)} must lie between 0 and 1; the median is 0.5"
        raise AnalyticsError(message)
    groups = _Sorted(design, values, domain)
    value = groups.at(np.broadcast_to(np.array(parts, dtype=float), (domain.size, len(parts))))
    if np.isnan(value).all():
        raise EmptyBaseError("nobody in the base has an answer; no quantile can be estimated")
    known = np.isfinite(values)
    limit = np.vstack([value, np.full(len(parts), np.nan)])[domain.groups]
    below = (known[:, None] & (np.where(known, values, 0.0)[:, None] <= limit)).astype(float)
    base = np.zeros(len(parts), np.intp)
    share = ratios_of_bases(design, below, known.astype(float)[:, None], base, domain)
    ends = SHARE_INTERVALS[interval](share.value, share.se, share.n, share.df)
    low, high = groups.at(ends[0]), groups.at(ends[1])
    with np.errstate(invalid="ignore"):
        se = (high - low) / (2 * stdtrit(share.df.astype(float), (1 + LEVEL) / 2))
    n, respondents, df = (part[:, 0] for part in (share.n, share.respondents, share.df))
    return Quantiles(value, low, high, se, n, respondents, df)


class _Sorted:
    """The values of each group in order, with the part of all weights up to each."""

    def __init__(self, design: Design | Replicates, values: Floats, domain: Domain) -> None:
        weights = design.weights[owner_of(design, domain)]
        counts = np.isfinite(values) & (domain.groups >= 0) & (weights > 0)
        rows: Positions = np.flatnonzero(counts)
        rows = rows[np.lexsort((values[rows], domain.groups[rows]))]
        ends = np.searchsorted(domain.groups[rows], np.arange(domain.size + 1))
        self.groups = [
            (values[rows[start:end]], np.cumsum(weights[rows[start:end]]))
            for start, end in pairwise(ends)
        ]

    def at(self, parts: Floats) -> Floats:
        """Return the value of each group at its parts, both of shape (groups, k)."""
        return np.array(
            [_value_at(*group, part) for group, part in zip(self.groups, parts, strict=True)]
        )


def _value_at(values: Floats, reached: Floats, parts: Floats) -> Floats:
    if not len(values):
        return np.full(len(parts), np.nan)
    wanted = np.nan_to_num(parts) * reached[-1]
    place = np.searchsorted(reached, wanted - _TIE * reached[-1])
    found: Floats = values[np.minimum(place, len(values) - 1)]
    return np.where((parts >= 0) & (parts <= 1), found, np.nan)
