"""What a figure of a small place is worth, by the width of its interval: where it should not be shown.

A planner reads one place beside the county. For places that truly differ from it by ten points (of a
share), half a scale point of five (of a mean), the table says how often the figure lies on the right
side, and how often it is nearer to the truth than the county's own figure would be.

``python -m benchmarks.disclosure.worth`` prints the figures of ``docs/methods.md``.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from analytics.protect import Cut, Policy, protect_shares
from analytics.scales import Scale, protect_means, protect_quantiles, steps

ROUNDS = 1500
SIZES = (20, 22, 25, 28, 32, 38, 45, 60, 80, 120, 200, 400)
EDGES = (0.0, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 1.01)
FIVE = np.array((0.10, 0.15, 0.25, 0.30, 0.20))
POINTS = np.arange(1.0, 6.0)
LOOSE = Policy()


def shares(chance: np.random.Generator) -> Iterator[tuple[float, bool, bool, bool]]:
    """Yield width, right side, nearer than the county, and truth in the interval."""
    for size in SIZES:
        for _ in range(ROUNDS):
            county = chance.choice((0.1, 0.2, 0.35, 0.5))
            truth = county + chance.choice((-1, 1)) * min(0.10, county * 0.75)
            answers = (chance.random(size) < truth).astype(np.intp)
            cut = _cut(chance, size)
            counted = cut.tally(answers, 2)
            found = protect_shares(
                type(counted)(
                    counted.n, counted.deff, counted.heaviest, counted.weight, counted.shares[:, 1:]
                ),
                chance.normal(size=(1, 1)), LOOSE.tau, LOOSE,
            )  # fmt: skip
            value, low, high = (x.item() for x in (found.value, found.low, found.high))
            yield (
                high - low,
                (value > county) == (truth > county),
                abs(value - truth) < abs(county - truth),
                low <= truth <= high,
            )


def means(chance: np.random.Generator) -> Iterator[tuple[float, bool, bool, bool]]:
    """Yield the same for the mean of five points, its width as a part of the scale."""
    county = float(POINTS @ FIVE)
    for size in SIZES:
        for _ in range(ROUNDS):
            tilt = np.exp(chance.choice((-1, 1)) * 0.33 * (POINTS - 3))
            local = FIVE * tilt / (FIVE * tilt).sum()
            truth = float(POINTS @ local)
            counted = _cut(chance, size).tally(chance.choice(5, size, p=local), 5)
            figures = protect_shares(counted, chance.normal(size=(1, 5)), LOOSE.tau, LOOSE)
            scale = Scale.of(POINTS, list(range(5)), figures, counted.n)
            found = protect_means(counted, scale, LOOSE)
            value, low, high = (x.item() for x in (found.value, found.low, found.high))
            yield (
                (high - low) / 4,
                (value > county) == (truth > county),
                abs(value - truth) < abs(county - truth),
                low <= truth <= high,
            )


def medians(chance: np.random.Generator) -> Iterator[tuple[float, bool, bool, bool]]:
    """Yield the same for the median of eleven points, its width as a part of the scale."""
    points = np.arange(11.0)
    base = np.exp(-0.5 * ((points - 5.3) / 2.4) ** 2)
    base /= base.sum()
    county = float(points[np.cumsum(base) >= 0.5][0])
    for size in SIZES:
        for _ in range(ROUNDS):
            local = base * np.exp(chance.choice((-1, 1)) * 0.25 * (points - 5))
            local /= local.sum()
            truth = float(points[np.cumsum(local) >= 0.5][0])
            counted = _cut(chance, size).tally(chance.choice(11, size, p=local), 11)
            figures = protect_shares(counted, chance.normal(size=(1, 11)), LOOSE.tau, LOOSE)
            scale = Scale.of(points, list(range(11)), figures, counted.n)
            found = protect_quantiles(counted, scale, steps(points), LOOSE)
            value, low, high = (x[0, 1] for x in (found.value, found.low, found.high))
            yield (
                float(high - low) / 10,
                (value > county) == (truth > county),
                abs(value - truth) < abs(county - truth),
                bool(low <= truth <= high),
            )


def _cut(chance: np.random.Generator, size: int) -> Cut:
    weights = np.clip(np.exp(chance.normal(0, 0.35, size)), 0.3, 3)
    return Cut(np.zeros(size, dtype=np.intp), 1, weights, np.arange(size))


def main() -> None:
    """Print one table for shares, means and medians."""
    for name, made in (("shares", shares), ("means", means), ("medians", medians)):
        found = defaultdict(list)
        for width, *rest in made(np.random.default_rng(1)):
            found[int(np.searchsorted(EDGES, width, side="right")) - 1].append(rest)
        for at in sorted(found):
            right, nearer, held = np.mean(found[at], axis=0)
            sys.stdout.write(
                f"{name:8} {EDGES[at]:.2f}-{EDGES[at + 1]:.2f} {len(found[at]):6} "
                f"right {right:.2f} nearer {nearer:.2f} holds {held:.3f}\n"
            )


if __name__ == "__main__":
    main()
