"""From when on a figure is plain, called unsure, or not shown at all: one row of limits for a measure.

The decision is made from what is published anyway, the rounded number of families and the interval,
so it tells nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.released import Flag, Measure

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Flags = NDArray[np.object_]

FAR_END = 0.10
""""Under 3 %" may be said where the interval ends here or before, "over 97 %" likewise."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Limits of one measure; widths of intervals are parts of the scale, in [0, 1]."""

    #: A figure is plain from this number of families on …
    n: int
    #: … up to this width of its interval …
    plain: float
    #: … and not shown from more than this width on.
    widest: float
    #: A share with an interval as narrow as this is plain, however small it is …
    narrow: float = 1.0
    #: … and one with a wider interval up to this multiple of the share.
    relative: float = np.inf

    def of_shares(self, n: Codes, value: Floats, width: Floats, edge: float) -> Flags:
        """Judge the shares of the categories of one question.

        Parameters
        ----------
        n
            Shape (G,), rounded numbers of families.
        value
            Shape (G, K), published shares.
        width
            Shape (G, K), widths of their intervals.
        edge
            Shares up to this one are "under 3 %", from its complement on "over 97 %".

        Returns
        -------
        Flags
            Shape (G, K). A group is not shown when any of its shares says nothing: the other shares
            would give that one away, and a picture of the rest would be a picture of nothing.
        """
        is_small = (width <= self.narrow) | (width <= self.relative * value + 1e-9)
        flags = self.of(n, width, is_small=is_small)
        is_edge_sure = width <= FAR_END + 1e-9
        flags[(value <= edge) & is_edge_sure] = Flag.BELOW
        flags[(value >= 1 - edge) & is_edge_sure] = Flag.ABOVE
        flags[(width > self.widest + 1e-9).any(axis=1)] = Flag.UNRELIABLE
        return flags

    def of(self, n: Codes, width: Floats, *, is_small: NDArray[np.bool_] | bool = True) -> Flags:
        """Judge figures by their number of families and the width of their interval.

        Parameters
        ----------
        n
            Shape (G,), rounded numbers of families.
        width
            Shape (G, K), widths of intervals as parts of the scale.
        is_small
            Shape (G, K); whether the width is small beside the figure itself.

        Returns
        -------
        Flags
            Shape (G, K): plain, uncertain or unreliable.
        """
        is_plain = (n[:, None] >= self.n) & (width <= self.plain + 1e-9) & is_small
        # np.full would turn the flags into plain strings.
        flags = np.empty(width.shape, dtype=object)
        flags[:] = Flag.UNCERTAIN
        flags[is_plain] = Flag.PLAIN
        flags[width > self.widest + 1e-9] = Flag.UNRELIABLE
        return flags


GATES: Mapping[Measure, Gate] = {
    Measure.SHARE: Gate(n=30, plain=0.30, widest=0.50, narrow=0.05, relative=1.30),
    Measure.MEAN: Gate(n=30, plain=0.30, widest=0.50),
    Measure.QUANTILE: Gate(n=30, plain=0.30, widest=0.50),
}
"""The NCHS standard for proportions (Parker and others 2017), with one outcome more.

It hides every interval wider than 30 points. Here those up to 50 points are shown as unsure: the
measurement that set 50, and the limits of means and quantiles, stands in ``docs/methods.md``.
"""
