"""The audit of a release: what a strong attacker would learn from the finished figures.

The attacker knows who took part, their weight and all their traits, and reads every figure of one
variable that was ever released of the wave. Everything is treated as normal, so the best guess has a
closed form. This does not prove safety against every attacker; it stops a release that this one
would break.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Bools = NDArray[np.bool_]

THRESHOLD = 0.95
"""An answer counts as revealed when the attacker is this sure of it."""

GAIN = 3.0
"""Least factor by which the figures must raise the odds of an answer to count as their doing."""

_ROUNDING = 0.01**2 / 12
"""Variance of rounding to whole percent."""

_UNKNOWN = 1e3
"""Standard deviation of a figure that was not published: it says nothing."""


@dataclass(frozen=True)
class Published:
    """The shares of C answers in one view, as published.

    ``shares`` has shape (G, C), NaN where none was published; ``noise`` shape (G,), the standard
    deviation of their noise.
    """

    shares: Floats
    noise: Floats


Seen = Sequence[Published | None]
"""One for each view of the crowd; None for views without figures of a variable."""


class Crowd:
    """What the attacker knows of all units beforehand: their group in every view.

    Units that lie in the same group of every view form a cell; all figures are sums over cells.
    """

    def __init__(self, views: Sequence[tuple[str, Codes, int]], fixed: int = 0) -> None:
        """Take the views.

        Parameters
        ----------
        views
            Name, groups of the units (shape (units,), -1 outside) and number of groups.
        fixed
            The last views are of earlier releases: they cannot be taken back.
        """
        self.names = [name for name, _, _ in views]
        self.sizes = [size for _, _, size in views]
        self.open = len(views) - fixed
        table = np.column_stack([codes for _, codes, _ in views])
        self.groups, cell = np.unique(table, axis=0, return_inverse=True)
        self.cell: Codes = cell.ravel()
        single = [at for at, name in enumerate(self.names) if "*" not in name]
        self.trait: Codes = np.unique(self.groups[:, single], axis=0, return_inverse=True)[
            1
        ].ravel()

    def members(self, view: int) -> Floats:
        """Return which cells lie in each group of a view, shape (G, cells), 1 or 0."""
        return (self.groups[:, view] == np.arange(self.sizes[view])[:, None]).astype(np.float64)


class Attack:
    """The attacker on one variable; serves all its answers at once."""

    def __init__(self, crowd: Crowd, weights: Floats, minimum: int) -> None:
        """Take who answered.

        Parameters
        ----------
        crowd
            The units.
        weights
            Shape (units,); 0 for units without an answer.
        minimum
            Only units that share all their traits with fewer answering units than this can be told
            apart from others.
        """
        self._crowd, self._weights, self._minimum = crowd, weights, minimum
        cells = len(crowd.groups)
        self._n = np.bincount(crowd.cell, weights > 0, cells)
        self._sum = np.bincount(crowd.cell, weights, cells)
        self._squares = np.bincount(crowd.cell, weights**2, cells)
        alike = np.bincount(crowd.trait, self._n)[crowd.trait]
        self._rare = np.flatnonzero((weights > 0) & (alike[crowd.cell] < minimum))

    def expected(self, yes: Bools, seen: Seen, *, is_sensitive: bool) -> Floats:
        """Return what the attacker expects of each unit before looking at small groups.

        Parameters
        ----------
        yes
            Shape (units, C); who gave which answer.
        seen
            The published figures; only views with figures say something of large groups.
        is_sensitive
            Expect the county's share of everybody, so that what a large group gives away about its
            members counts as revealed too. Otherwise that is ordinary statistics: the least squares
            fit on the large groups of all single views, which follows from their shares.

        Returns
        -------
        Floats
            Shape (C, cells), in [0.01, 0.99].
        """
        said = self._by_cell(yes)
        mean = said.sum(axis=1, keepdims=True) / self._weights.sum()
        prior = np.repeat(mean, said.shape[1], axis=1)
        large = self._large(seen)
        if not is_sensitive and len(large):
            weighted = large * self._sum
            right = (
                weighted @ np.where(self._sum > 0, said / np.maximum(self._sum, 1e-300) - mean, 0).T
            )
            prior = prior + (large.T @ np.linalg.lstsq(weighted @ large.T, right, rcond=1e-10)[0]).T
        return np.asarray(np.clip(prior, 0.01, 0.99), dtype=np.float64)

    def _by_cell(self, yes: Bools) -> Floats:
        """Add up the weights of those who gave each answer, shape (C, cells)."""
        cells = len(self._sum)
        weighted = [np.bincount(self._crowd.cell, self._weights * one, cells) for one in yes.T]
        return np.asarray(weighted, dtype=np.float64)

    def _large(self, seen: Seen) -> Floats:
        """Membership in the large groups of single views, shape (groups, cells)."""
        found = [np.zeros((0, len(self._sum)))]
        for at, name in enumerate(self._crowd.names):
            if seen[at] is not None and "*" not in name:
                members = self._crowd.members(at)
                found.append(members[members @ self._n >= self._minimum])
        return np.vstack(found)

    def posterior(self, prior: Floats, seen: Seen) -> Floats:
        """Return how sure the attacker is of the "yes" of each unit that can be told apart.

        Parameters
        ----------
        prior
            Shape (C, cells), in (0, 1); from ``expected``.
        seen
            The published figures.

        Returns
        -------
        Floats
            Shape (C, units that can be told apart), in [0, 1].
        """
        at, weight = self._crowd.cell[self._rare], self._weights[self._rare]
        mine = prior[:, at]
        parts, shares, noise = self._published(seen)
        if not len(parts):
            return mine
        spread = np.where(np.isfinite(shares), noise[:, None] ** 2 + _ROUNDING, _UNKNOWN**2)
        expected = (prior * self._sum) @ parts.T
        surprise = np.where(np.isfinite(shares), shares - expected.T, 0.0).T
        inside = prior * (1 - prior) * self._squares
        covariance = (parts * inside[:, None, :]) @ parts.T
        covariance[:, range(len(parts)), range(len(parts))] += spread.T
        inverse = np.linalg.inv(covariance)
        pushed = (surprise[:, None, :] @ inverse)[:, 0] @ parts
        pulled = ((inverse @ parts) * parts).sum(axis=1)
        pull = pulled[:, at] * weight**2
        # Each unit's own part in the covariance is taken out again (Sherman and Morrison).
        rest = np.maximum(1 - mine * (1 - mine) * pull, 1e-12)
        evidence = (pushed[:, at] * weight + (mine - 0.5) * pull) / rest
        odds = np.clip(np.log(mine / (1 - mine)) + evidence, -700, 700)
        return np.asarray(1 / (1 + np.exp(-odds)))

    def _published(self, seen: Seen) -> tuple[Floats, Floats, Floats]:
        """Each published share as a sum over cells (G, cells), its value (G, C) and noise (G,)."""
        parts, shares, noise = [], [], []
        for at, shown in enumerate(seen):
            if shown is not None:
                known = np.isfinite(shown.shares).any(axis=1)
                members = self._crowd.members(at)[known]
                total = members @ self._sum
                parts.append(members / np.where(total > 0, total, 1.0)[:, None])
                shares.append(shown.shares[known])
                noise.append(shown.noise[known])
        if not parts:
            return np.zeros((0, len(self._sum))), np.zeros((0, 1)), np.zeros(0)
        return np.vstack(parts), np.vstack(shares), np.concatenate(noise)

    def revealed(self, prior: Floats, seen: Seen) -> NDArray[np.intp]:
        """Count for each answer the units whose answer the figures reveal.

        Looks for the rarer answer: that somebody gave the common one is no news. It counts when the
        attacker is sure of it, was not before, and the figures made it at least three times as
        likely; less than that is not worth a mention (Jeffreys 1961).

        Parameters
        ----------
        prior
            As in ``posterior``.
        seen
            As in ``posterior``.

        Returns
        -------
        NDArray
            Shape (C,).
        """
        if not len(self._rare):
            return np.zeros(len(prior), dtype=np.intp)
        before, after = prior[:, self._crowd.cell[self._rare]], self.posterior(prior, seen)
        is_common = prior @ self._sum > self._sum.sum() / 2
        before = np.where(is_common[:, None], 1 - before, before)
        after = np.where(is_common[:, None], 1 - after, after)
        gained = after * (1 - before) >= GAIN * before * (1 - after)
        return ((after >= THRESHOLD) & (before < THRESHOLD) & gained).sum(axis=1)

    def views_to_drop(self, prior: Floats, seen: Seen) -> frozenset[str]:
        """Return the views that must not be released; empty when all may.

        Takes away for each revealed answer, one after the other, the view without which the fewest
        units are revealed. Views of earlier releases stay.

        Parameters
        ----------
        prior
            As in ``posterior``.
        seen
            As in ``posterior``.

        Returns
        -------
        frozenset of str
            Names of views.
        """
        found: set[str] = set()
        for column in np.flatnonzero(self.revealed(prior, seen)):
            found |= self._drop(prior[[column]], [_only(each, int(column)) for each in seen])
        return frozenset(found)

    def _drop(self, prior: Floats, left: list[Published | None]) -> set[str]:
        dropped = set()
        while self.revealed(prior, left)[0]:
            harm = {
                at: self.revealed(prior, [*left[:at], None, *left[at + 1 :]])[0]
                for at in range(self._crowd.open)
                if left[at] is not None
            }
            if not harm:
                break
            worst = min(harm, key=harm.__getitem__)
            left[worst] = None
            dropped.add(self._crowd.names[worst])
        return dropped


def _only(published: Published | None, column: int) -> Published | None:
    if published is None:
        return None
    return replace(published, shares=published.shares[:, [column]])
