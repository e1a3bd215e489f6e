"""A strong attacker, written apart from the audit: knows who took part, all traits and all weights.

Answers are normal with the county's share as mean; published shares are weighted means plus noise of
known size. For each family that can be told apart the likelihood of all figures under "yes" and under
"no" is compared, all other families integrated out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from analytics.noise import Noise
from analytics.protect import Policy
from analytics.release import safe_cells
from analytics.released import Measure, ReleasedTable
from analytics.views import View, build_views
from benchmarks.disclosure.bed import COUNTY, Bed

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

ROUNDING = 0.01**2 / 12
SURE = 0.95
RARE = 20


@dataclass(frozen=True)
class Figures:
    """Published shares as the attacker writes them down: ``shares = parts @ answers + noise``."""

    parts: Floats
    shares: Floats
    #: Standard deviation of the noise of each share, and which draw it came from.
    noise: Floats
    names: tuple[str, ...]

    def to_families(self, families: int, at: Codes) -> Figures:
        """Return the same figures over a larger list of families, ``at`` their places in it."""
        parts = np.zeros((len(self.parts), families))
        parts[:, at] = self.parts
        return Figures(parts, self.shares, self.noise, self.names)


def views_of(bed: Bed, area_of: dict[str, str]) -> tuple[View, ...]:
    """Return the views of a release."""
    return build_views(bed.dataset, COUNTY, area_of)


def published(
    bed: Bed,
    views: Sequence[View],
    key: bytes,
    topic: str = "need.secret",
    policy: Policy | None = None,
) -> Figures:
    """Release the survey and write down every share of one question."""
    policy = policy or Policy()
    safe = safe_cells(bed.dataset, bed.weights, views, policy, key, only={topic})
    return of_table(bed, views, ReleasedTable(safe.cells, policy.minimum), topic, policy.tau)


def of_table(
    bed: Bed, views: Sequence[View], table: ReleasedTable, topic: str, tau: float
) -> Figures:
    """Write down the shares of a table."""
    parts, shares, noise, names = [], [], [], []
    for view in views:
        for place, group in enumerate(view.groups):
            cell = table.get(Measure.SHARE, topic, view.name, group, "1")
            if cell is not None and cell.value is not None:
                inside = np.where(view.codes["family"] == place, bed.weights, 0.0)
                parts.append(inside / inside.sum())
                shares.append(cell.value)
                noise.append(tau * inside.max() / inside.sum())
                names.append(f"{view.name}|{group}")
    return Figures(np.array(parts), np.array(shares), np.array(noise), tuple(names))


def exact(bed: Bed, views: Sequence[View], key: bytes, tau: float, minimum: int) -> Figures:
    """Release the survey as a plain program would: its own limits, the key of names alone.

    With ``tau`` 0 the figures are exact; the noise depends on the secret and the figure's name and
    not on what goes in, as it once did here.
    """
    parts, shares, noise, names = [], [], [], []
    for view in views:
        normal = Noise(key).normal((Measure.SHARE, "need.secret", view.name), view.groups, ["1"])
        for place, group in enumerate(view.groups):
            inside = np.where(view.codes["family"] == place, bed.weights, 0.0)
            if (inside > 0).sum() >= minimum:
                part = inside / inside.sum()
                sd = tau * part.max()
                parts.append(part)
                shares.append(
                    round(float(np.clip(part @ bed.secret + sd * normal[place, 0], 0, 1)), 2)
                )
                noise.append(sd)
                names.append(f"{view.name}|{group}")
    return Figures(np.array(parts), np.array(shares), np.array(noise), tuple(names))


def posterior(
    seen: Sequence[Figures], targets: Codes, mean: float, *, same_noise: bool = False
) -> Floats:
    """Return how sure the attacker is of the "yes" of each target, shape (targets,).

    ``same_noise`` says that a figure of the same name carries the same standard normal number in every
    release, scaled by the heaviest family: what once was so.
    """
    parts = np.vstack([each.parts for each in seen])
    shares = np.concatenate([each.shares for each in seen])
    sd = np.concatenate([each.noise for each in seen])
    names = [name for each in seen for name in each.names]
    alike = np.equal.outer(names, names) if same_noise else np.eye(len(names), dtype=bool)
    spread = np.where(alike, np.outer(sd, sd), 0.0) + ROUNDING * np.eye(len(names))
    variance = mean * (1 - mean)
    whole = variance * (parts @ parts.T) + spread
    inverse = np.linalg.inv(whole)
    own = parts[:, targets]
    pushed = own.T @ (inverse @ (shares - parts.sum(axis=1) * mean))
    pull = ((inverse @ own) * own).sum(axis=0)
    # "Yes" against "no", each target's own variance taken out again (Sherman and Morrison).
    evidence = (pushed + (mean - 0.5) * pull) / np.maximum(1 - variance * pull, 1e-12)
    odds = np.log(mean / (1 - mean)) + np.clip(evidence, -600, 600)
    return np.asarray(1 / (1 + np.exp(-odds)))


def auc(sure: Floats, truth: NDArray[np.bool_]) -> float:
    """Return how often somebody who said yes looks surer than somebody who said no."""
    yes, no = truth.sum(), (~truth).sum()
    ranks = rankdata(sure)
    return float((ranks[truth].sum() - yes * (yes + 1) / 2) / (yes * no))
