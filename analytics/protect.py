"""Protection of figures: a minimum of families, noise once, intervals that contain the noise.

All functions work on one variable in one view, all groups and categories at once. The rules and the
attacks they stand against are in docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from analytics.errors import PolicyError
from analytics.intervals import korn_graubard
from analytics.released import FLOOR_GROUP, MINIMUM_GROUP, ROUND_N, Measure
from analytics.reliability import GATES, Gate

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

EDGE = 0.02
"""Shares of 2 % or less are shown as "under 3 %", those of 98 % or more as "over 97 %"."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How strictly figures are protected; settings can only be made stricter."""

    #: Fewest families in a group.
    minimum: int = MINIMUM_GROUP
    #: Noise, in answers of the heaviest family of the group.
    tau: float = 1.5
    tau_sensitive: float = 2.0
    #: From when on a figure is plain, and from when on it is not shown, by measure.
    gates: Mapping[Measure, Gate] = field(default_factory=lambda: GATES)

    def __post_init__(self) -> None:
        """Refuse a policy that protects less than was tried against attacks.

        Raises
        ------
        PolicyError
            Naming the setting and its limit.
        """
        limits = (("minimum", FLOOR_GROUP), ("tau", 1.5), ("tau_sensitive", 2.0))
        for name, least in limits:
            if getattr(self, name) < least:
                message = f"{name} is {getattr(self, name)}; it may not be below {least}"
                raise PolicyError(message)

    def noise(self, *, is_sensitive: bool) -> float:
        """Return the noise for a variable."""
        return self.tau_sensitive if is_sensitive else self.tau


@dataclass(frozen=True)
class Tally:
    """What the answers of one variable come to in G groups, before protection.

    A family counts once, with the weights of all its children in the group: it is families that are
    protected, and two children of one family are not two independent answers.
    """

    #: Shape (G,); families with an answer.
    n: Codes
    #: Shape (G,); Kish's design effect.
    deff: Floats
    #: Shape (G,); share of the heaviest family in the sum of weights, in (0, 1].
    heaviest: Floats
    #: Shape (G,); sum of weights.
    weight: Floats
    #: Shape (G, K); weighted shares of the categories.
    shares: Floats


class Cut:
    """One view of the units of a wave, prepared to tally many variables."""

    def __init__(self, groups: Codes, size: int, weights: Floats, owner: Codes) -> None:
        """Prepare the view.

        Parameters
        ----------
        groups
            Shape (units,); 0 to ``size - 1``, or -1 for units that are in no group.
        size
            Number of groups G.
        weights
            Shape (units,), > 0.
        owner
            Shape (units,); family of each unit.
        """
        self.size = size
        self.groups = groups
        self._rows = np.flatnonzero(groups >= 0)
        self._group = groups[self._rows]
        self._weight = weights[self._rows]
        keys = owner[self._rows] * size + self._group
        pairs, self._pair = np.unique(keys, return_inverse=True)
        self._group_of_pair = pairs % size

    def tally(self, answers: Codes, categories: int) -> Tally:
        """Add up one variable.

        Parameters
        ----------
        answers
            Shape (units,); 0 to K - 1, or -1 where there is no answer.
        categories
            Number of categories K.

        Returns
        -------
        Tally
            For all groups; an empty group has ``n`` 0 and zeros elsewhere.
        """
        given = answers[self._rows]
        weight = np.where(given >= 0, self._weight, 0.0)
        of_family = _sums(self._pair, weight, len(self._group_of_pair))
        n = self._by_group(np.asarray(of_family > 0, dtype=float))
        total, squares = self._by_group(of_family), self._by_group(of_family**2)
        largest = np.zeros(self.size)
        np.maximum.at(largest, self._group_of_pair, of_family)
        cell = self._group * categories + np.maximum(given, 0)
        sums = _sums(cell, weight, self.size * categories).reshape(self.size, categories)
        safe = np.where(total > 0, total, 1.0)
        return Tally(
            n=n.astype(np.intp),
            deff=n * squares / safe**2,
            heaviest=largest / safe,
            weight=total,
            shares=sums / safe[:, None],
        )

    def _by_group(self, values: Floats) -> Floats:
        return _sums(self._group_of_pair, values, self.size)


def _sums(codes: Codes, values: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(codes, values, size), dtype=np.float64)


@dataclass(frozen=True)
class Protected:
    """Figures of one variable in one view that may be published, shape (G, K) where not said."""

    value: Floats
    low: Floats
    high: Floats
    #: Standard deviation of the noise, for the audit; shape (G, 1).
    noise: Floats
    #: Shape (G,), rounded.
    n: Codes
    #: Shape (G,); enough families.
    is_shown: NDArray[np.bool_]
    #: Shape (G, K), of ``Flag``.
    flag: NDArray[np.object_]
    #: Noised shares before rounding, for figures made from them.
    exact: Floats
    #: Noised shares before they are held between 0 and 1: their errors cancel in a sum.
    noised: Floats


def protect_shares(counted: Tally, normal: Floats, tau: float, policy: Policy) -> Protected:
    """Protect the shares of all categories of a variable.

    Parameters
    ----------
    counted
        Its tally with K categories; with a single column it is the share of "yes".
    normal
        Shape (G, K), from ``Noise``.
    tau
        Noise in answers of the heaviest family.
    policy
        Limits.

    Returns
    -------
    Protected
        Shares in whole percent. Where a share is 2 % or less, or 98 % or more, value and interval
        are those of 2 % or 98 %, and the interval reaches to 0 or 1: the figure says no more than
        "under 3 %" or "over 97 %". A distribution of which one share says nothing says nothing.
    """
    sd = (tau * counted.heaviest)[:, None]
    noised = counted.shares + sd * normal
    exact = adding_up(noised) if noised.shape[1] > 1 else np.clip(noised, 0.0, 1.0)
    value = np.clip(np.round(exact, 2), EDGE, 1 - EDGE)
    is_edge = (value <= EDGE) | (value >= 1 - EDGE)
    low, high = _share_interval(np.where(is_edge, value, exact), counted, sd)
    low = np.where(value <= EDGE, 0.0, np.minimum(low, value))
    high = np.where(value >= 1 - EDGE, 1.0, np.maximum(high, value))
    n, is_shown = round_n(counted.n, policy), counted.n >= policy.minimum
    flag = policy.gates[Measure.SHARE].of_shares(n, value, high - low, EDGE)
    return Protected(value, low, high, sd, n, is_shown, flag, exact, noised)


def adding_up(noised: Floats) -> Floats:
    """Return the shares nearest to noised ones that lie between 0 and 1 and add up to 1.

    Dividing by the sum instead would push a large share down: of ten answers of which one has 90 %,
    noise above zero in the nine others took away a quarter of it with 22 families.

    Parameters
    ----------
    noised
        Shape (G, K).

    Returns
    -------
    Floats
        Shape (G, K).

    References
    ----------
    Projection onto the simplex, Held, Wolfe and Crowder (1974), Mathematical Programming 6.

    Examples
    --------
    >>> adding_up(np.array([[0.9, 0.3, -0.1]])).tolist()
    [[0.8, 0.2, 0.0]]
    """
    falling = np.sort(noised, axis=1)[:, ::-1]
    above = np.cumsum(falling, axis=1) - 1
    shift = above / np.arange(1, noised.shape[1] + 1)
    kept = (falling > shift).sum(axis=1)
    return np.asarray(np.maximum(noised - shift[np.arange(len(noised)), kept - 1][:, None], 0.0))


def _share_interval(share: Floats, counted: Tally, sd: Floats) -> tuple[Floats, Floats]:
    """Korn-Graubard ends from the noised share, rounded outwards to whole percent."""
    n = np.maximum(counted.n, 2)[:, None]
    held = np.clip(share, 0.5 / n, 1 - 0.5 / n)
    variance = counted.deff[:, None] * held * (1 - held) / (n - 1) + sd**2
    low, high = korn_graubard(held, np.sqrt(variance), n, n - 1)
    return np.floor(low * 100 + 1e-9) / 100, np.ceil(high * 100 - 1e-9) / 100


def round_n(n: Codes, policy: Policy) -> Codes:
    """Round numbers of families to 5, never below the minimum.

    Parameters
    ----------
    n
        Numbers of families, any shape, not negative.
    policy
        Rules of the release; its minimum is rounded up to 5.

    Returns
    -------
    Codes
        Same shape, multiples of 5.

    Examples
    --------
    >>> round_n(np.array([23, 22, 12]), Policy(minimum=12)).tolist()
    [25, 20, 15]
    """
    least = -(-policy.minimum // ROUND_N) * ROUND_N
    rounded = np.floor(n / ROUND_N + 0.5).astype(np.intp) * ROUND_N
    return np.maximum(rounded, least)
