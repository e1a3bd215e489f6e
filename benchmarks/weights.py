"""How fast a million families are weighed, and how often intervals of cluster samples hold the truth.

Run: ``PYTHONPATH=. python benchmarks/weights.py``.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from analytics.design import Design
from analytics.design_effects import clustering
from analytics.fitting import calibrate, rake
from analytics.intervals import korn_graubard
from analytics.margins import Margin, by_family, categorical
from analytics.weights import kish
from tests.analytics.test_design_effects import answered, population

FAMILIES, REPEATS = 1_000_000, 2_000


def main() -> None:
    """Print seconds and shares."""
    base, margins, of_children = _million()
    _timed("rake four margins", lambda: rake(base, margins))
    _timed("calibrate to four margins", lambda: calibrate(base, margins))
    _timed("calibrate to children by age and area", lambda: calibrate(base, of_children))
    _coverage()


def _timed(what: str, work) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    start = time.perf_counter()
    work()
    sys.stdout.write(f"{what}: {time.perf_counter() - start:.2f} s\n")


def _million() -> tuple[np.ndarray, list[Margin], list[Margin]]:
    chance = np.random.default_rng(1)
    hidden = chance.uniform(2, 8, FAMILIES)

    def margin(size: int, codes: np.ndarray, weights: np.ndarray) -> Margin:
        names = [str(number) for number in range(size)]
        return categorical(str(size), names, codes, list(np.bincount(codes, weights, size)))

    margins = [margin(k, chance.integers(0, k, FAMILIES), hidden) for k in (12, 5, 4, 2)]
    family = np.repeat(np.arange(FAMILIES), chance.integers(1, 4, FAMILIES))
    of_children = [
        by_family(margin(k, codes, hidden[family]), family, FAMILIES)
        for k, codes in (
            (5, chance.integers(0, 5, len(family))),
            (12, chance.integers(0, 12, FAMILIES)[family]),
        )
    ]
    return np.full(FAMILIES, 5.0), margins, of_children


def _coverage() -> None:
    chance = np.random.default_rng(2)
    held = {"Kish alone": 0, "with clusters": 0}
    for _ in range(REPEATS):
        yes, facility = population(chance)
        rows, weights = answered(chance, facility)
        n, share = len(rows), float(weights @ yes[rows] / weights.sum())
        factor = clustering(Design(weights, units=facility[rows]), yes[rows][:, None]).item()
        simple = kish(weights)[0] * share * (1 - share) / (n - 1)
        for name, times in (("Kish alone", 1.0), ("with clusters", factor)):
            error = np.array(np.sqrt(times * simple))
            low, high = korn_graubard(np.array(share), error, np.array(n), np.array(n - 1))
            held[name] += bool(low <= yes.mean() <= high)
    for name, number in held.items():
        sys.stdout.write(f"{name}: holds the truth in {number / REPEATS:.3f}\n")


if __name__ == "__main__":
    main()
