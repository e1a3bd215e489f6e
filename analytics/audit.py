"""The audit of a release: what a strong attacker would learn from the finished figures.

The attacker knows who took part, their weight and all their traits, and reads every figure of one
variable. Everything is treated as normal, so the best guess has a closed form. This does not prove
safety against every attacker; it stops a release that this one would break.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Bools = NDArray[np.bool_]

THRESHOLD = 0.95
"""An answer counts as revealed when the attacker is this sure of it."""

GAIN = 3.0
"""Least factor by which the figures must raise the odds of an answer to count as their doing."""

_ROUNDING = 0.01**2 / 12
"""Variance of rounding to whole percent."""


@dataclass(frozen=True)
class Published:
    """The shares of one answer in one view, as published.

    Both have shape (G,): the share, NaN where it was not published, and the standard deviation of
    its noise.
    """

    shares: Floats
    noise: Floats


class Attack:
    """The attacker on one variable; serves all its answers."""

    def __init__(
        self,
        weights: Floats,
        traits: Codes,
        views: Sequence[tuple[str, Codes, int]],
        minimum: int,
    ) -> None:
        """Take what the attacker knows beforehand.

        Parameters
        ----------
        weights
            Shape (units,); 0 for units without an answer.
        traits
            Shape (units,); number of the kind of unit, equal for units whose traits are all alike.
        views
            Name, groups of the units (shape (units,), -1 outside) and number of groups.
        minimum
            Only units that share all their traits with fewer answering units than this can be told
            apart from others.
        """
        self.views = [name for name, _, _ in views]
        self._weights = weights
        self._parts = [_parts(weights, groups, size) for _, groups, size in views]
        alike = np.bincount(traits, weights > 0)[traits]
        self._rare = np.flatnonzero((weights > 0) & (alike < minimum))
        self._large = _large_groups(self._parts, self.views, minimum)

    def expected(self, yes: Bools, *, is_sensitive: bool) -> Floats:
        """Return what the attacker expects of each unit before looking at small groups.

        Parameters
        ----------
        yes
            Shape (units,); who gave the answer.
        is_sensitive
            Expect the county's share of everybody, so that what a large group gives away about its
            members counts as revealed too. Otherwise that is ordinary statistics: the least squares
            fit on the large groups of all single views, which follows from their shares.

        Returns
        -------
        Floats
            Shape (units,), in [0.01, 0.99].
        """
        mean = float(self._weights @ yes / self._weights.sum())
        prior = np.full(len(yes), mean)
        if not is_sensitive and self._large.shape[1]:
            weighted = self._large.T.multiply(self._weights).tocsr()
            normal = (weighted @ self._large).toarray()
            fit = np.linalg.lstsq(normal, weighted @ (yes - mean), rcond=1e-10)[0]
            prior += self._large @ fit
        return np.asarray(np.clip(prior, 0.01, 0.99), dtype=np.float64)

    def posterior(self, prior: Floats, published: Sequence[Published | None]) -> Floats:
        """Return how sure the attacker is of the "yes" of each unit that can be told apart.

        Parameters
        ----------
        prior
            Shape (units,), in (0, 1); from ``expected``.
        published
            One for each view; None for views left out.

        Returns
        -------
        Floats
            Shape (units that can be told apart,), in [0, 1].
        """
        blocks, seen, noise = [], [np.zeros(0)], [np.zeros(0)]
        for part, shown in zip(self._parts, published, strict=True):
            if shown is not None:
                known = np.flatnonzero(np.isfinite(shown.shares))
                blocks.append(part[known])
                seen.append(shown.shares[known])
                noise.append(shown.noise[known])
        mine = prior[self._rare]
        if not len(np.concatenate(seen)):
            return mine
        parts = sparse.vstack(blocks, format="csr")
        spread = np.diag(np.concatenate(noise) ** 2 + _ROUNDING)
        inverse = np.linalg.inv((parts.multiply(prior * (1 - prior)) @ parts.T).toarray() + spread)
        surprise = inverse @ (np.concatenate(seen) - parts @ prior)
        own = parts[:, self._rare].T.tocsr()
        pull = own.multiply(own @ inverse).sum(axis=1)
        # Each unit's own part in the covariance is taken out again (Sherman and Morrison).
        rest = np.maximum(1 - mine * (1 - mine) * pull, 1e-12)
        evidence = (own @ surprise + (mine - 0.5) * pull) / rest
        odds = np.clip(np.log(mine / (1 - mine)) + evidence, -700, 700)
        sure: Floats = 1 / (1 + np.exp(-odds))
        return sure

    def revealed(self, prior: Floats, published: Sequence[Published | None]) -> int:
        """Count the units whose answer the figures reveal.

        Looks for the rarer answer: that somebody gave the common one is no news. It counts when the
        attacker is sure of it, was not before, and the figures made it at least three times as
        likely; less than that is not worth a mention (Jeffreys 1961).
        """
        if not len(self._rare):
            return 0
        before, after = prior[self._rare], self.posterior(prior, published)
        if self._weights @ prior > self._weights.sum() / 2:
            before, after = 1 - before, 1 - after
        gained = after * (1 - before) >= GAIN * before * (1 - after)
        return int(((after >= THRESHOLD) & (before < THRESHOLD) & gained).sum())

    def views_to_drop(self, prior: Floats, published: Sequence[Published]) -> tuple[str, ...]:
        """Return the views that must not be released; empty when all may.

        Takes away, one after the other, the view without which the fewest answers are revealed.

        Parameters
        ----------
        prior
            As in ``posterior``.
        published
            As in ``posterior``.

        Returns
        -------
        tuple of str
            Names of views.
        """
        left: list[Published | None] = list(published)
        while self.revealed(prior, left):
            harm = {
                place: self.revealed(prior, [*left[:place], None, *left[place + 1 :]])
                for place, shown in enumerate(left)
                if shown is not None
            }
            left[min(harm, key=harm.__getitem__)] = None
        return tuple(name for name, shown in zip(self.views, left, strict=True) if shown is None)


def _large_groups(
    parts: Sequence[sparse.csr_array], views: Sequence[str], minimum: int
) -> sparse.csr_array:
    """Membership in the large groups of single views, shape (units, groups)."""
    rows = [
        part[np.flatnonzero(np.diff(part.indptr) >= minimum)]
        for part, view in zip(parts, views, strict=True)
        if "*" not in view
    ]
    if not rows:
        return sparse.csr_array((parts[0].shape[1] if parts else 0, 0))
    members = sparse.vstack(rows, format="csr")
    members.data[:] = 1.0
    return members.T.tocsr()


def _parts(weights: Floats, groups: Codes, size: int) -> sparse.csr_array:
    """Each published share as a weighted mean of the units' answers, shape (G, units)."""
    inside = np.flatnonzero((groups >= 0) & (weights > 0))
    total = np.bincount(groups[inside], weights[inside], size)
    share = weights[inside] / total[groups[inside]]
    return sparse.csr_array((share, (groups[inside], inside)), shape=(size, len(weights)))
