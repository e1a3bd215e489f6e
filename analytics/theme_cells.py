"""Themes that people gave free texts, as released figures of the whole county.

A text has no link to any other answer of its family: it has no weight, no area and no other trait. So
there is one view, the county, and a share speaks of those who wrote something, and of nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from analytics.noise import Noise
from analytics.protect import Cut, Policy, Protected, protect_shares, round_n
from analytics.released import HIDDEN, Cell, Flag, Measure
from analytics.views import COUNTY

Flags = NDArray[np.bool_]

YES = "1"
"""Category of a theme that was given."""

REPEATED = 3
"""Texts taken as those of one family where a question is asked for each child: few families have more
children of the ages such questions are asked for."""


def theme_cells(
    topics: Sequence[str],
    given: Flags,
    county: str,
    policy: Policy,
    noise: Noise,
    *,
    is_sensitive: bool = False,
    is_repeated: bool = False,
    doubtful: AbstractSet[str] = frozenset(),
) -> tuple[Cell, ...]:
    """Protect the shares of all themes of one question.

    Parameters
    ----------
    topics
        Names of the themes, K of them.
    given
        Shape (texts, K); the themes of each text.
    county
        Code of the county, five digits.
    policy
        Limits.
    noise
        Of this release.
    is_sensitive
        Whether the question is, so that its figures need more noise.
    is_repeated
        Whether a family may write several texts, one for each child. Nobody can tell which are of one
        family, so ``REPEATED`` texts are protected, and counted, as one family that said the same.
    doubtful
        Topics two people did not agree on well enough: shown as uncertain.

    Returns
    -------
    tuple of Cell
        A ``share`` with the category ``1`` for each theme, hidden with fewer texts than the minimum.

    Examples
    --------
    >>> given = np.array([[True]] * 30 + [[False]] * 70)
    >>> theme_cells(["wish.bus"], given, "16065", Policy(), Noise(b"0" * 16))[0].n
    100
    """
    texts, each = len(given), REPEATED if is_repeated else 1
    cut = Cut(np.zeros(texts, dtype=np.intp), 1, np.ones(texts), np.arange(texts))
    tau = policy.noise(is_sensitive=is_sensitive) * each
    n = int(round_n(np.array([texts]), policy)[0])
    return tuple(
        cell
        for column, topic in enumerate(topics)
        for cell in _cells(
            topic,
            county,
            n,
            _share(topic, county, cut, given[:, column], (tau, each), policy, noise),
            is_doubtful=topic in doubtful,
        )
    )


def _share(
    topic: str,
    county: str,
    cut: Cut,
    given: Flags,
    strength: tuple[float, int],
    policy: Policy,
    noise: Noise,
) -> Protected:
    """Protect one share; ``strength`` is the noise, and the texts that count as one family."""
    tau, each = strength
    counted = cut.tally(given.astype(np.intp), 2)
    counted = replace(counted, n=counted.n // each, shares=counted.shares[:, 1:])
    normal = noise.normal((Measure.SHARE, topic, COUNTY), [county], [YES])
    return protect_shares(counted, normal, tau, policy)


def _cells(
    topic: str, county: str, n: int, share: Protected, *, is_doubtful: bool
) -> Iterator[Cell]:
    key = (Measure.SHARE, topic, COUNTY, county, YES)
    flag = Flag(share.flag[0, 0]) if share.is_shown[0] else Flag.TOO_FEW
    if flag in HIDDEN:
        yield Cell(*key, None, None, None, None, flag)
        return
    if is_doubtful and flag is Flag.PLAIN:
        flag = Flag.UNCERTAIN
    value, low, high = (float(each[0, 0]) for each in (share.value, share.low, share.high))
    yield Cell(*key, value, low, high, n, flag)
