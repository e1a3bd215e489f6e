"""Means and quantiles made from protected shares alone.

They carry the noise of the shares and no other, so whoever reads them learns nothing that the shares
do not say, and the audit of the shares is the audit of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.intervals import korn_graubard, t_interval
from analytics.protect import Policy, Protected, Tally, round_n
from analytics.released import Measure

Floats = NDArray[np.float64]

QUARTERS = (0.25, 0.5, 0.75)
"""Quantiles that are released."""

_LEAST_PART = 0.5
"""Smallest part of its expected size that a noised sum of shares is taken for."""


@dataclass(frozen=True)
class Scale:
    """Categories that stand for numbers, with their protected shares.

    ``points`` has shape (K,), rising; ``shares`` and ``noised`` shape (G, K), the protected shares
    of these categories among all answers; ``noise`` shape (G, 1); ``part`` shape (G, 1), the part of
    the families whose answer stands for a number, from rounded numbers.
    """

    points: Floats
    shares: Floats
    noised: Floats
    noise: Floats
    part: Floats

    @classmethod
    def of(
        cls, points: Floats, places: list[int], figures: Protected, n: NDArray[np.intp]
    ) -> Scale:
        """Take the categories at ``places`` of protected shares; ``n`` families gave one of them."""
        order = [places[at] for at in np.argsort(points, kind="stable")]
        part = np.minimum(n / np.maximum(figures.n, 1), 1.0)[:, None]
        chosen = figures.exact[:, order], figures.noised[:, order]
        return cls(np.sort(points), *chosen, figures.noise, part)

    @property
    def width(self) -> float:
        """Return the distance from the lowest to the highest point."""
        return float(self.points[-1] - self.points[0])

    @property
    def total(self) -> Floats:
        """Return the sum of the noised shares, shape (G, 1), held away from zero."""
        total = self.noised.sum(axis=1, keepdims=True)
        held = np.maximum(total, _LEAST_PART * self.part)
        return np.where(held > 0, held, 1.0)  # nobody is there, and nothing is shown

    def mean(self) -> Floats:
        """Return the mean of each group, shape (G, 1)."""
        middle = (self.points[0] + self.points[-1]) / 2
        above = (self.noised @ (self.points - middle))[:, None] / self.total
        return np.asarray(np.clip(middle + above, self.points[0], self.points[-1]))

    def mean_noise(self, mean: Floats) -> Floats:
        """Return the standard deviation of the noise in the mean, shape (G, 1)."""
        spread = np.sqrt(((self.points - mean) ** 2).sum(axis=1, keepdims=True))
        return np.asarray(self.noise * spread / self.total)

    def variance(self, mean: Floats) -> Floats:
        """Return the variance of the answers, shape (G, 1)."""
        total = self.shares.sum(axis=1, keepdims=True)
        shares = self.shares / np.where(total > 0, total, 1.0)
        middle = (shares @ self.points)[:, None]
        seen = (shares @ self.points**2)[:, None] - middle**2
        # No spread around a mean is larger than this one (Bhatia and Davis 2000).
        largest = (mean - self.points[0]) * (self.points[-1] - mean)
        return np.where(total > 0, np.maximum(seen, 0.0), largest)

    def cumulated(self) -> Floats:
        """Return the share of answers up to each point, shape (G, K), rising to 1."""
        total = self.shares.sum(axis=1, keepdims=True)
        even = np.full_like(self.shares, 1 / len(self.points))
        shares = np.where(total > 0, self.shares / np.where(total > 0, total, 1.0), even)
        return np.asarray(np.minimum(np.cumsum(shares, axis=1), 1.0))


def protect_means(counted: Tally, scale: Scale, policy: Policy) -> Protected:
    """Make the mean of a scale from its protected shares.

    Parameters
    ----------
    counted
        Tally of the categories that stand for a number; its shares are not looked at.
    scale
        Those numbers and the protected shares.
    policy
        Limits.

    Returns
    -------
    Protected
        Shape (G, 1); means to one decimal, in the unit of the scale.
    """
    exact = scale.mean()
    n = np.maximum(counted.n, 2)[:, None]
    sd = scale.mean_noise(exact)
    error = np.sqrt(counted.deff[:, None] * scale.variance(exact) / (n - 1) + sd**2)
    low, high = t_interval(exact, error, n - 1)
    value = np.round(exact, 1)
    least, most = scale.points[0], scale.points[-1]
    low = np.minimum(np.floor(np.maximum(low, least) * 100 + 1e-9) / 100, value)
    high = np.maximum(np.ceil(np.minimum(high, most) * 100 - 1e-9) / 100, value)
    n_shown, is_shown = round_n(counted.n, policy), counted.n >= policy.minimum
    flag = policy.gates[Measure.MEAN].of(n_shown, (high - low) / scale.width)
    return Protected(value, low, high, sd, n_shown, is_shown, flag, exact, exact)


Inverse = Callable[[Floats, Floats, int], Floats]
"""From cumulated shares, shape (G, K), and a share for each group, shape (G,), to answers (G,).

The number says what is wanted: -1 the least answer it may be, 1 the largest, 0 the best guess.
"""


def steps(points: Floats) -> Inverse:
    """Return the inverse of the distribution of answers that are one of some points.

    Parameters
    ----------
    points
        Shape (K,), rising.

    Returns
    -------
    Inverse
        Gives the first point up to which at least a share of the answers lies.

    Examples
    --------
    >>> steps(np.array([1.0, 2.0, 3.0]))(np.array([[0.2, 0.5, 1.0]]), np.array([0.5]), 0).tolist()
    [2.0]
    """

    def inverse(cumulated: Floats, share: Floats, _side: int) -> Floats:
        place = (cumulated < share[:, None] - 1e-9).sum(axis=1)
        return np.asarray(points[np.minimum(place, len(points) - 1)])

    return inverse


def within_bins(edges: Floats) -> Inverse:
    """Return the inverse of the distribution of numbers that are known by their bin.

    Parameters
    ----------
    edges
        Shape (K + 1,), rising; a bin holds its lower edge and not its upper one.

    Returns
    -------
    Inverse
        Guesses that the answers of a bin spread evenly over its whole numbers; they may be any.

    Examples
    --------
    >>> inverse = within_bins(np.array([0.0, 10.0, 11.0]))
    >>> [inverse(np.array([[0.8, 1.0]]), np.array([0.4]), side).item() for side in (-1, 0, 1)]
    [0.0, 5.0, 9.0]
    """

    def inverse(cumulated: Floats, share: Floats, side: int) -> Floats:
        bins = len(edges) - 1
        place = np.minimum((cumulated < share[:, None] - 1e-9).sum(axis=1), bins - 1)
        low, high = edges[place], edges[place + 1]
        if side:
            return np.asarray(low if side < 0 else high - 1)
        row = np.arange(len(cumulated))
        before = np.where(place > 0, cumulated[row, np.maximum(place - 1, 0)], 0.0)
        inside = cumulated[row, place] - before
        part = np.where(inside > 0, (share - before) / np.where(inside > 0, inside, 1.0), 0.0)
        number = np.floor(low + np.clip(part, 0, 1) * (high - low) + 1e-9)
        return np.asarray(np.minimum(number, high - 1))

    return inverse


def protect_quantiles(counted: Tally, scale: Scale, inverse: Inverse, policy: Policy) -> Protected:
    """Make the quarters of a distribution from its protected shares.

    Parameters
    ----------
    counted
        Tally of the categories that stand for a number; its shares are not looked at.
    scale
        Those numbers and the protected shares.
    inverse
        ``steps`` of the points, or ``within_bins``.
    policy
        Limits.

    Returns
    -------
    Protected
        Shape (G, 3): quarter, median and three quarters. The interval is that of the share of
        answers up to the quantile, read off the same distribution.

    References
    ----------
    Woodruff (1952), JASA 47; the share's interval is that of Korn and Graubard.
    """
    cumulated = scale.cumulated()
    n = np.maximum(counted.n, 2)
    noise = (scale.noise / scale.total)[:, 0]
    size = cumulated.shape[1]
    columns, width = [], []
    for share in QUARTERS:
        whole = np.full(len(n), share)
        below = np.minimum((cumulated < share - 1e-9).sum(axis=1) + 1, size)
        # A cumulated share is A / (A + B), with the noise of its own and of all other categories.
        spread = noise**2 * (below * (1 - share) ** 2 + (size - below) * share**2)
        error = np.sqrt(counted.deff * share * (1 - share) / (n - 1) + spread)
        low, high = korn_graubard(whole, error, n, n - 1)
        ends = ((whole, 0), (low, -1), (high, 1))
        columns.append([inverse(cumulated, end, side) for end, side in ends])
        width.append(high - low)
    value, low, high = (np.column_stack(each) for each in zip(*columns, strict=True))
    n_shown, is_shown = round_n(counted.n, policy), counted.n >= policy.minimum
    flag = policy.gates[Measure.QUANTILE].of(n_shown, np.column_stack(width))
    return Protected(value, low, high, scale.noise, n_shown, is_shown, flag, value, value)
