"""How often intervals of 95 % hold the truth, and whether standard errors are as large as the spread.

Draws many samples from one invented population of 24,000 families in 12 areas and 300 day-care
centres, under each design, and prints for a common share, a rare share, a mean, a median and a
difference the coverage, and the mean standard error divided by the spread of the estimates. Run with
``PYTHONPATH=. python benchmarks/coverage.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.design import Design, SecondStage
from analytics.differences import differences
from analytics.estimate import Domain, means, shares
from analytics.intervals import korn_graubard, t_interval
from analytics.margins import categorical
from analytics.quantiles import quantiles
from analytics.weights import rake

FAMILIES, AREAS, CENTRES, FORMS = 24_000, 12, 300, 3
SAMPLES = 1000
FIGURES = ("common share", "rare share", "mean", "median", "difference")

Sample = tuple[Design, np.ndarray]
"""A design and the positions of its families in the population."""


@dataclass(frozen=True)
class Population:
    """Everybody, with what would be answered."""

    frame: pd.DataFrame

    @property
    def truth(self) -> tuple[float, ...]:
        """Return the true values of the figures."""
        frame = self.frame
        groups = frame.groupby(frame["form"] == 0)["minutes"].mean()
        return (
            frame["common"].mean(),
            frame["rare"].mean(),
            frame["minutes"].mean(),
            float(np.sort(frame["minutes"])[FAMILIES // 2 - 1]),
            groups[True] - groups[False],
        )


def population(seed: int = 3) -> Population:
    """Make the population; families of one centre and one area resemble each other."""
    draws = np.random.default_rng(seed)
    centre = np.sort(draws.choice(CENTRES, FAMILIES, p=draws.dirichlet(np.full(CENTRES, 6.0))))
    area = (centre * AREAS) // CENTRES
    form = draws.choice(FORMS, FAMILIES, p=(0.2, 0.7, 0.1))
    leaning = draws.normal(0, 0.4, CENTRES)[centre] + draws.normal(0, 0.3, AREAS)[area]
    leaning += np.array([0.8, 0.0, 0.3])[form]
    frame = pd.DataFrame({"centre": centre, "area": area, "form": form})
    frame["common"] = draws.uniform(size=FAMILIES) < 1 / (1 + np.exp(0.8 - leaning))
    frame["rare"] = draws.uniform(size=FAMILIES) < 1 / (1 + np.exp(4.0 - leaning))
    frame["minutes"] = np.exp(2.5 + 0.3 * leaning + draws.normal(0, 0.5, FAMILIES)).round(1)
    return Population(frame)


def answering(everybody: Population, draws: np.random.Generator) -> Sample:
    """Invite all; a quarter of each area answers."""
    return _by_area(everybody, draws, lambda size: size // 4)


def stratified(everybody: Population, draws: np.random.Generator) -> Sample:
    """Draw 50 families of each area."""
    return _by_area(everybody, draws, lambda _: 50)


def _by_area(
    everybody: Population, draws: np.random.Generator, wanted: Callable[[int], int]
) -> Sample:
    area = everybody.frame["area"].to_numpy()
    size = np.bincount(area)
    drawn = [
        draws.choice(np.flatnonzero(area == place), wanted(int(count)), replace=False)
        for place, count in enumerate(size)
    ]
    rows = np.concatenate(drawn)
    weights = (size / [len(part) for part in drawn])[area[rows]]
    return Design(weights, area[rows], population=size.astype(float)), rows


def clustered(everybody: Population, draws: np.random.Generator) -> Sample:
    """Draw 30 centres and ask all their families."""
    centre = everybody.frame["centre"].to_numpy()
    rows = np.flatnonzero(np.isin(centre, draws.choice(CENTRES, 30, replace=False)))
    weights = np.full(len(rows), CENTRES / 30)
    return Design(weights, units=centre[rows], population=np.array([float(CENTRES)])), rows


def two_stages(everybody: Population, draws: np.random.Generator) -> Sample:
    """Draw 60 centres and 10 families in each."""
    centre = everybody.frame["centre"].to_numpy()
    chosen = draws.choice(CENTRES, 60, replace=False)
    parts = [np.flatnonzero(centre == one) for one in chosen]
    drawn = [draws.choice(part, min(10, len(part)), replace=False) for part in parts]
    rows = np.concatenate(drawn)
    there = np.repeat([float(len(part)) for part in parts], [len(part) for part in drawn])
    asked = np.repeat([len(part) for part in drawn], [len(part) for part in drawn])
    weights = CENTRES / 60 * there / asked
    units = centre[rows]
    return Design(
        weights, units=units, population=np.array([float(CENTRES)]), second=SecondStage(there)
    ), rows


def raked(everybody: Population, draws: np.random.Generator) -> Sample:
    """Draw 100 families of each area, of whom lone parents answer less often; rake the rest."""
    design, rows = _by_area(everybody, draws, lambda _: 100)
    form = everybody.frame["form"].to_numpy()
    stay = draws.uniform(size=len(rows)) < np.array([0.35, 0.6, 0.5])[form[rows]]
    rows = rows[stay]
    assert design.strata is not None
    area = design.strata[stay]
    size = np.bincount(everybody.frame["area"])
    base = (size / np.bincount(area))[area]
    names = [str(place) for place in range(AREAS)]
    margins = [
        categorical("area", names, area, size.tolist()),
        categorical("form", names[:FORMS], form[rows], np.bincount(form).tolist()),
    ]
    weights = rake(base, margins)
    return replace(design, weights=weights, strata=area, raked=(area, form[rows])), rows


DESIGNS = (answering, stratified, clustered, two_stages, raked)


def figures(design: Design, answers: pd.DataFrame) -> list[tuple[float, float, float, float]]:
    """Return value, standard error and both ends of each figure."""
    all_ = Domain.everybody(len(answers))
    found = []
    for name in ("common", "rare"):
        share = shares(design, answers[name].to_numpy().astype(int), 2, all_)
        ends = korn_graubard(share.value[:, 1], share.se[:, 1], share.n, share.df)
        found.append((share.value[0, 1], share.se[0, 1], *(end.item() for end in ends)))
    minutes = answers["minutes"].to_numpy()
    mean = means(design, minutes, all_)
    ends = t_interval(mean.value[:, 0], mean.se[:, 0], mean.df)
    found.append((mean.value[0, 0], mean.se[0, 0], *(end.item() for end in ends)))
    half = quantiles(design, minutes, all_)
    found.append(tuple(part.item() for part in (half.value, half.se, half.low, half.high)))
    single = Domain((answers["form"] == 0).to_numpy().astype(int), 2)
    apart = differences(design, minutes, np.ones(len(minutes)), single, np.array([[-1.0, 1.0]]))
    found.append(tuple(part.item() for part in (apart.value, apart.se, apart.low, apart.high)))
    return found


def main() -> None:
    """Measure and print."""
    everybody = population()
    truth = np.array(everybody.truth)
    sys.stdout.write(f"coverage, and mean error / spread, of {SAMPLES} samples\n")
    for draw in DESIGNS:
        draws = np.random.default_rng(7)
        found = np.empty((SAMPLES, len(FIGURES), 4))
        for place in range(SAMPLES):
            design, rows = draw(everybody, draws)
            found[place] = figures(design, everybody.frame.iloc[rows])
        value, error, low, high = np.moveaxis(found, 2, 0)
        covered = ((low <= truth) & (truth <= high)).mean(axis=0)
        ratio = error.mean(axis=0) / value.std(axis=0)
        parts = zip(FIGURES, covered, ratio, strict=True)
        line = ", ".join(f"{name} {hit:.3f} {size:.2f}" for name, hit, size in parts)
        sys.stdout.write(f"{draw.__name__}: {line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
