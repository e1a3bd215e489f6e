"""All cells of one variable: its shares, means and numbers of people, protected and audited."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analytics import audit
from analytics.codebook import NOT_APPLICABLE, Variable
from analytics.dataset import Dataset
from analytics.noise import Noise
from analytics.protect import (
    EDGE,
    Cut,
    Policy,
    Protected,
    Scale,
    protect_means,
    protect_shares,
)
from analytics.released import Cell, Flag, Measure
from analytics.views import View, recode

Floats = NDArray[np.float64]

Codes = NDArray[np.intp]

YES = "1"
"""Category of a variable that holds yes or no."""

Populations = Mapping[tuple[str, str, str], float]
"""Register counts: (``family``, ``child`` or the name of an indicator; view; group) to units."""


@dataclass(frozen=True)
class Units:
    """Families or children of a wave, with every view prepared."""

    weights: Floats
    traits: Codes
    views: tuple[tuple[View, Cut], ...]


@dataclass(frozen=True)
class Job:
    """Everything a release of one wave needs."""

    dataset: Dataset
    units: Mapping[str, Units]
    policy: Policy
    noise: Noise
    populations: Populations
    #: Pairs of variable and view that are left out.
    without: AbstractSet[tuple[str, str]]
    place: str


def _is_shown(job: Job, variable: Variable, view: View) -> bool:
    if (variable.name, view.name) in job.without or variable.name in view.name.split("*"):
        return False
    return not (variable.sensitive and view.is_crossed)


_Figures = tuple[View, Cut, Protected]
"""One view of one variable, with its protected shares."""


class Asked:
    """One variable at work."""

    def __init__(self, job: Job, variable: Variable) -> None:
        self.job, self.variable = job, variable
        self.unit = job.dataset.unit_of(variable.name)
        self.units = job.units[self.unit]
        self.values = job.dataset.column(variable.name)
        codes = [0, 1] if variable.is_yes_no else [c.code for c in variable.categories]
        self.answers = recode(self.values, {code: place for place, code in enumerate(codes)})
        self.size = len(codes)
        self.shown = [YES] if variable.is_yes_no else [c.name for c in variable.categories]
        self.tau = job.policy.noise(is_sensitive=variable.sensitive)

    def noise(self, measure: Measure, view: View, categories: Sequence[str]) -> Floats:
        """Return the noise of a measure in one view, a standard normal number for each figure."""
        parts = (measure, self.variable.name, view.name)
        return self.job.noise.normal(parts, view.groups, categories)

    def shares(self, view: View, cut: Cut) -> Protected:
        """Return the protected shares of every answer in one view."""
        counted = cut.tally(self.answers, self.size)
        counted = replace(counted, shares=counted.shares[:, -len(self.shown) :])
        noise = self.noise(Measure.SHARE, view, self.shown)
        return protect_shares(counted, noise, self.tau, self.job.policy)

    def mean_cells(self, view: View, cut: Cut, shares: Protected) -> Iterator[Cell]:
        """Mean of a scale among those whose answer stands for a number."""
        points = {
            place: category.value
            for place, category in enumerate(self.variable.categories)
            if category.value is not None
        }
        if self.variable.kind == "axis" or len(set(points.values())) < 2:
            return
        place = {old: new for new, old in enumerate(points)}
        counted = cut.tally(recode(self.answers, place), len(points))
        scale = Scale(np.array(list(points.values())), shares.exact[:, list(points)])
        noise = self.noise(Measure.MEAN, view, [""])
        means = protect_means(counted, scale, noise, self.tau, self.job.policy)
        yield from self.cells(Measure.MEAN, view, [""], means)

    def person_cells(self, view: View, cut: Cut, shares: Protected) -> Iterator[Cell]:
        """Units in the population that have the need an indicator counts."""
        if self.variable.kind != "indicator":
            return
        base = self._base(view, cut)
        is_unsure = shares.flag[:, 0] != Flag.PLAIN
        share = np.where(np.isin(shares.value[:, 0], (EDGE, 1 - EDGE)), shares.value, shares.exact)
        for place, group in enumerate(view.groups):
            population = self._population(view, group, base, place)
            if population is None:
                continue
            if not shares.is_shown[place]:
                yield from self._hidden(Measure.PERSONS, view, group, YES)
                continue
            value = round(float(share[place, 0]) * population[1], -1)
            low = math.floor(float(shares.low[place, 0]) * population[0] / 10) * 10.0
            high = math.ceil(float(shares.high[place, 0]) * population[2] / 10) * 10.0
            yield Cell(
                Measure.PERSONS, self.variable.name, view.name, group, YES,
                value, min(low, value), max(high, value), int(shares.n[place]),
                Flag.UNCERTAIN if is_unsure[place] else Flag.PLAIN,
            )  # fmt: skip

    def _base(self, view: View, cut: Cut) -> Protected:
        """Share of units that belong to the indicator's base."""
        in_base = np.where(self.values == NOT_APPLICABLE, 0, np.where(self.answers >= 0, 1, -1))
        counted = cut.tally(in_base.astype(np.intp), 2)
        counted = replace(counted, shares=counted.shares[:, 1:])
        noise = self.noise(Measure.PERSONS, view, ["base"])
        return protect_shares(counted, noise, self.tau, self.job.policy)

    def _population(
        self, view: View, group: str, base: Protected, place: int
    ) -> tuple[float, float, float] | None:
        """Lower end, value and upper end of the units in the base; None where not known."""
        known = self.job.populations
        own = known.get((self.variable.name, view.name, group))
        if own is not None:
            return own, own, own
        everybody = known.get((self.unit, view.name, group))
        if everybody is None:
            return None
        low, high = float(base.low[place, 0]), float(base.high[place, 0])
        return everybody * low, everybody * float(base.exact[place, 0]), everybody * high

    def cells(
        self, measure: Measure, view: View, categories: Sequence[str], figures: Protected
    ) -> Iterator[Cell]:
        """Yield the cells of protected figures; hidden ones where too few answered."""
        for place, group in enumerate(view.groups):
            for column, category in enumerate(categories):
                if not figures.is_shown[place]:
                    yield from self._hidden(measure, view, group, category)
                    continue
                yield Cell(
                    measure, self.variable.name, view.name, group, category,
                    float(figures.value[place, column]), float(figures.low[place, column]),
                    float(figures.high[place, column]), int(figures.n[place]),
                    figures.flag[place, column],
                )  # fmt: skip

    def _hidden(self, measure: Measure, view: View, group: str, category: str) -> Iterator[Cell]:
        # Areas by an axis have so many small groups that naming them would double the release.
        if view.is_crossed:
            return
        key = (measure, self.variable.name, view.name, group, category)
        yield Cell(*key, None, None, None, None, Flag.TOO_FEW)

    def shown_views(self) -> tuple[list[_Figures], set[str]]:
        """Return the views with their shares that pass the audit, and names of those that fail."""
        figures = [
            (view, cut, self.shares(view, cut))
            for view, cut in self.units.views
            if _is_shown(self.job, self.variable, view)
        ]
        dropped: set[str] = set()
        while found := self._revealing(figures):
            dropped |= found
            figures = [each for each in figures if each[0].name not in dropped]
        return figures, dropped

    def all_cells(self, figures: Sequence[_Figures]) -> Iterator[Cell]:
        """Yield every cell of the views that passed the audit."""
        for view, cut, shares in figures:
            yield from self.cells(Measure.SHARE, view, self.shown, shares)
            yield from self.mean_cells(view, cut, shares)
            yield from self.person_cells(view, cut, shares)

    def _revealing(self, figures: Sequence[_Figures]) -> set[str]:
        """Return the views to leave out because the finished figures reveal somebody."""
        weights = np.where(self.answers >= 0, self.units.weights, 0.0)
        known = [(view.name, cut.groups, cut.size) for view, cut, _ in figures]
        attack = audit.Attack(weights, self.units.traits, known, self.job.policy.minimum)
        found: set[str] = set()
        for column in range(len(self.shown)):
            yes = self.answers == self.size - len(self.shown) + column
            if not yes.any() or yes[weights > 0].all():
                continue
            prior = attack.expected(yes, is_sensitive=self.variable.sensitive)
            shown = [
                audit.Published(np.where(s.is_shown, s.value[:, column], np.nan), s.noise[:, 0])
                for *_, s in figures
            ]
            found.update(attack.views_to_drop(prior, shown))
        return found
