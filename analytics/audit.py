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

THRESHOLD = 0.95
"""An answer counts as revealed when the attacker is this sure of it."""

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
        self._views = [name for name, _, _ in views]
        self._parts = [_parts(weights, groups, size) for _, groups, size in views]
        alike = np.bincount(traits, weights > 0)[traits]
        self._rare = np.flatnonzero((weights > 0) & (alike < minimum))

    def posterior(self, prior: float, published: Sequence[Published | None]) -> Floats:
        """Return how sure the attacker is of the "yes" of each unit that can be told apart.

        Parameters
        ----------
        prior
            Share of "yes" everybody knows, in (0, 1).
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
        if not len(np.concatenate(seen)):
            return np.full(len(self._rare), prior)
        parts = sparse.vstack(blocks, format="csr")
        variance = prior * (1 - prior)
        spread = np.diag(np.concatenate(noise) ** 2 + _ROUNDING)
        inverse = np.linalg.inv(variance * (parts @ parts.T).toarray() + spread)
        surprise = inverse @ (np.concatenate(seen) - prior * parts.sum(axis=1))
        own = parts[:, self._rare].T.tocsr()
        pull = own.multiply(own @ inverse).sum(axis=1)
        # Each unit's own part in the covariance is taken out again (Sherman and Morrison).
        evidence = (own @ surprise + (prior - 0.5) * pull) / np.maximum(1 - variance * pull, 1e-12)
        odds = np.clip(np.log(prior / (1 - prior)) + evidence, -700, 700)
        sure: Floats = 1 / (1 + np.exp(-odds))
        return sure

    def revealed(self, prior: float, published: Sequence[Published | None]) -> int:
        """Count the units whose answer the attacker would hold for certain.

        Looks for the rarer answer: that somebody gave the common one is no news.
        """
        if not len(self._rare) or not 0 < prior < 1:
            return 0
        sure = self.posterior(prior, published)
        certain = sure >= THRESHOLD if prior <= 0.5 else sure <= 1 - THRESHOLD
        return int(certain.sum())

    def views_to_drop(self, prior: float, published: Sequence[Published]) -> tuple[str, ...]:
        """Return the views that must not be released; empty when all may.

        Takes away, one after the other, the view without which the fewest answers are revealed.

        Parameters
        ----------
        prior, published
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
        return tuple(name for name, shown in zip(self._views, left, strict=True) if shown is None)


def _parts(weights: Floats, groups: Codes, size: int) -> sparse.csr_array:
    """Each published share as a weighted mean of the units' answers, shape (G, units)."""
    inside = np.flatnonzero((groups >= 0) & (weights > 0))
    total = np.bincount(groups[inside], weights[inside], size)
    share = weights[inside] / total[groups[inside]]
    return sparse.csr_array((share, (groups[inside], inside)), shape=(size, len(weights)))
