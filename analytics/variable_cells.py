"""All cells of one variable: its shares, means, quantiles and numbers of people, protected, audited."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from analytics import audit
from analytics.bins import GRID, Bins, bins_from, on_grid
from analytics.codebook import NOT_APPLICABLE, Variable
from analytics.dataset import Dataset
from analytics.noise import Noise
from analytics.protect import EDGE, Cut, Policy, Protected, protect_shares
from analytics.released import HIDDEN, Cell, Flag, Measure, ReleasedTable
from analytics.scales import (
    QUARTERS,
    Inverse,
    Scale,
    protect_means,
    protect_quantiles,
    steps,
    within_bins,
)
from analytics.views import AREA, MUNICIPALITY, View, recode

Floats = NDArray[np.float64]

Codes = NDArray[np.intp]

YES = "1"
"""Category of a variable that holds yes or no."""

POINTS_FOR_QUARTERS = 5
"""A scale with fewer points has no quantiles: they would jump over half of it."""

Populations = Mapping[tuple[str, str, str], float]
"""Register counts: (kind of unit or name of an indicator; view; group) to units."""

Pair = tuple[str, str]
"""Names of a variable and of a view."""


@dataclass(frozen=True)
class Earlier:
    """Figures of the wave that were released before: they cannot be taken back."""

    table: ReleasedTable
    views: Sequence[View]
    #: View to the mark of the noise its figures carry.
    marks: Mapping[str, str]
    policy: Policy


@dataclass(frozen=True)
class Units:
    """Units of one kind in a wave, with every view prepared."""

    weights: Floats
    views: tuple[tuple[View, Cut], ...]
    #: Views of earlier releases.
    earlier: tuple[tuple[Earlier, View, Cut], ...]
    crowd: audit.Crowd


@dataclass(frozen=True)
class Job:
    """Everything a release of one wave needs."""

    dataset: Dataset
    units: Mapping[str, Units]
    policy: Policy
    #: Noise of each view.
    noise: Mapping[str, Noise]
    populations: Populations
    #: Pairs of variable and view that are left out.
    without: AbstractSet[Pair]
    place: str
    #: Factor of a variable on the design effect of the weights, where families came in clusters.
    design_effect: Callable[[str], float] = field(default=lambda _name: 1.0)


def is_shown(job: Job, variable: Variable, view: View) -> bool:
    """Say whether a release shows a variable in a view.

    Areas by an axis are shown for needs, which planning is about, and for nothing else: every
    further figure of small groups costs privacy and says little. A sensitive question is not shown
    where its groups are small.
    """
    if (variable.name, view.name) in job.without or variable.name in view.name.split("*"):
        return False
    if variable.sensitive and (view.is_crossed or _has_small_places(view)):
        return False
    return variable.kind == "indicator" or not (view.is_crossed and _has_small_places(view))


def _has_small_places(view: View) -> bool:
    """Say whether a view has many groups that are small in every county."""
    return view.name == MUNICIPALITY or (view.is_crossed and AREA in view.name.split("*"))


@dataclass(frozen=True)
class Figures:
    """One view of one variable, with its protected shares."""

    view: View
    cut: Cut
    shares: Protected


@dataclass(frozen=True)
class Answers:
    """What was answered, as positions among the categories that are shown."""

    #: Shape (units,), 0 to K - 1, -1 where there is no answer.
    places: Codes
    names: tuple[str, ...]
    #: First position that is shown; a yes-or-no variable shows its second alone.
    first: int = 0
    bins: Bins | None = None

    @property
    def size(self) -> int:
        """Return the number of positions."""
        return self.first + len(self.names)


class Asked:
    """One variable at work."""

    def __init__(self, job: Job, variable: Variable) -> None:
        self.job, self.variable = job, variable
        self.unit = job.dataset.unit_of(variable.name)
        self.units = job.units[self.unit]
        self.values = job.dataset.column(variable.name)
        self.tau = job.policy.noise(is_sensitive=variable.sensitive)
        self.effect = job.design_effect(variable.name)
        self.answers = self._answers()

    def _answers(self) -> Answers:
        if self.variable.is_yes_no:
            return Answers(recode(self.values, {0: 0, 1: 1}), (YES,), 1)
        if self.variable.kind == "number":
            bins = self._bins()
            places = np.full(len(self.values), -1) if bins is None else bins.places(self.values)
            return Answers(places, bins.names if bins else (), bins=bins)
        categories = self.variable.categories
        places = recode(self.values, {each.code: at for at, each in enumerate(categories)})
        return Answers(places, tuple(each.name for each in categories))

    def _bins(self) -> Bins | None:
        """Choose bins from noised shares of everybody."""
        view, cut = self.units.views[0]
        counted = cut.tally(on_grid(self.values), len(GRID))
        if counted.n[0] < self.job.policy.minimum:
            return None
        noise = self.tau * float(counted.heaviest[0])
        normal = self.noise("bins", view, [f"{edge:.0f}" for edge in GRID])
        return bins_from(counted.shares[0] + noise * normal[0], noise)

    def noise(self, measure: str, view: View, categories: Sequence[str]) -> Floats:
        """Return the noise of a measure in one view, a standard normal number for each figure."""
        parts = (measure, self.variable.name, view.name)
        return self.job.noise[view.name].normal(parts, view.groups, categories)

    def shares(self, view: View, cut: Cut) -> Protected:
        """Return the protected shares of every answer in one view."""
        answers = self.answers
        counted = cut.tally(answers.places, answers.size)
        shown = counted.shares[:, answers.first :]
        counted = replace(counted, shares=shown, deff=counted.deff * self.effect)
        noise = self.noise(Measure.SHARE, view, answers.names)
        return protect_shares(counted, noise, self.tau, self.job.policy)

    def scale_cells(self, view: View, cut: Cut, shares: Protected) -> Iterator[Cell]:
        """Mean and quarters of a scale, or quarters of a number, made from its shares."""
        points, inverse = self._points()
        if points is None:
            return
        place = {old: new for new, old in enumerate(points)}
        counted = cut.tally(recode(self.answers.places, place), len(points))
        counted = replace(counted, deff=counted.deff * self.effect)
        scale = Scale.of(np.array(list(points.values())), list(points), shares, counted.n)
        if self.answers.bins is None:
            means = protect_means(counted, scale, self.job.policy)
            yield from self.cells(Measure.MEAN, view, [""], means, shares)
        if inverse is not None:
            quarters = protect_quantiles(counted, scale, inverse, self.job.policy)
            names = [f"{100 * share:.0f}" for share in QUARTERS]
            yield from self.cells(Measure.QUANTILE, view, names, quarters, shares)

    def _points(self) -> tuple[dict[int, float] | None, Inverse | None]:
        """Return the numbers that answers stand for, and how to read quantiles off them."""
        bins = self.answers.bins
        if bins is not None:
            return dict(enumerate(bins.middles)), within_bins(bins.edges)
        valued = enumerate(self.variable.categories)
        points = {at: each.value for at, each in valued if each.value is not None}
        numbers = np.unique(list(points.values()))
        if self.variable.kind == "axis" or len(numbers) < 2:
            return None, None
        is_fine = POINTS_FOR_QUARTERS <= len(numbers) == len(points)
        return points, steps(numbers) if is_fine else None

    def person_cells(self, view: View, cut: Cut, shares: Protected) -> Iterator[Cell]:
        """Units in the population that have the need an indicator counts."""
        if self.variable.kind != "indicator":
            return
        base = self._base(view, cut)
        share = np.where(np.isin(shares.value[:, 0], (EDGE, 1 - EDGE)), shares.value, shares.exact)
        for place, group in enumerate(view.groups):
            population = self._population(view, group, base, place)
            if population is None:
                continue
            flag = shares.flag[place, 0] if shares.is_shown[place] else Flag.TOO_FEW
            if flag in HIDDEN:
                yield from self._hidden(Measure.PERSONS, view, group, YES, flag)
                continue
            value = round(float(share[place, 0]) * population[1], -1)
            low = math.floor(float(shares.low[place, 0]) * population[0] / 10) * 10.0
            high = math.ceil(float(shares.high[place, 0]) * population[2] / 10) * 10.0
            yield Cell(
                Measure.PERSONS, self.variable.name, view.name, group, YES,
                value, min(low, value), max(high, value), int(shares.n[place]),
                Flag.PLAIN if flag is Flag.PLAIN else Flag.UNCERTAIN,
            )  # fmt: skip

    def _base(self, view: View, cut: Cut) -> Protected:
        """Share of units that belong to the indicator's base."""
        in_base = np.where(
            self.values == NOT_APPLICABLE, 0, np.where(self.answers.places >= 0, 1, -1)
        )
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
        self,
        measure: Measure,
        view: View,
        categories: Sequence[str],
        figures: Protected,
        shares: Protected,
    ) -> Iterator[Cell]:
        """Yield the cells of protected figures; hidden ones where too few answered."""
        for place, group in enumerate(view.groups):
            is_few = not (figures.is_shown[place] and shares.is_shown[place])
            for column, category in enumerate(categories):
                flag = Flag.TOO_FEW if is_few else figures.flag[place, column]
                if flag in HIDDEN:
                    yield from self._hidden(measure, view, group, category, flag)
                    continue
                yield Cell(
                    measure, self.variable.name, view.name, group, category,
                    float(figures.value[place, column]), float(figures.low[place, column]),
                    float(figures.high[place, column]), int(figures.n[place]), flag,
                )  # fmt: skip

    def _hidden(
        self, measure: Measure, view: View, group: str, category: str, flag: Flag
    ) -> Iterator[Cell]:
        # There are so many small groups in these that naming them would double the release.
        if _has_small_places(view):
            return
        key = (measure, self.variable.name, view.name, group, category)
        yield Cell(*key, None, None, None, None, flag)

    def shown_views(self) -> tuple[list[Figures], set[str]]:
        """Return the views with their shares that pass the audit, and names of those that fail."""
        if not self.answers.names:
            return [], set()
        figures = [
            Figures(view, cut, self.shares(view, cut))
            for view, cut in self.units.views
            if is_shown(self.job, self.variable, view)
        ]
        dropped: set[str] = set()
        while found := self._revealing(figures) - dropped:
            dropped |= found
            figures = [each for each in figures if each.view.name not in dropped]
        return figures, dropped

    def all_cells(self, figures: Sequence[Figures]) -> Iterator[Cell]:
        """Yield every cell of the views that passed the audit."""
        for each in figures:
            view, cut, shares = each.view, each.cut, each.shares
            yield from self.cells(Measure.SHARE, view, self.answers.names, shares, shares)
            yield from self.scale_cells(view, cut, shares)
            yield from self.person_cells(view, cut, shares)

    def _revealing(self, figures: Sequence[Figures]) -> AbstractSet[str]:
        """Return the views to leave out because the finished figures reveal somebody."""
        weights = np.where(self.answers.places >= 0, self.units.weights, 0.0)
        shown = np.arange(self.answers.first, self.answers.size)
        yes = self.answers.places[:, None] == shown
        asked = np.flatnonzero(yes.any(axis=0) & ~yes[weights > 0].all(axis=0))
        if not len(asked):
            return set()
        seen = [*self._now(figures, asked), *self._before(figures, asked)]
        attack = audit.Attack(self.units.crowd, weights, self.job.policy.minimum)
        prior = attack.expected(yes[:, asked], seen, is_sensitive=self.variable.sensitive)
        return attack.views_to_drop(prior, seen)

    def _now(self, figures: Sequence[Figures], asked: Codes) -> Iterator[audit.Published | None]:
        by_name = {each.view.name: each.shares for each in figures}
        for view, _ in self.units.views:
            yield _published(by_name.get(view.name), asked)

    def _before(self, figures: Sequence[Figures], asked: Codes) -> Iterator[audit.Published | None]:
        """Yield what was released before, each draw once: those of views left out now are known too."""
        known = {(each.view.name, self.job.noise[each.view.name].mark) for each in figures}
        for earlier, view, cut in self.units.earlier:
            draw = view.name, earlier.marks.get(view.name, "")
            found = None if draw in known else self._earlier(earlier, view, cut, asked)
            if found is not None and draw[1]:
                known.add(draw)
            yield found

    def _earlier(
        self, earlier: Earlier, view: View, cut: Cut, asked: Codes
    ) -> audit.Published | None:
        """Return the shares of an earlier release in one view, as today's crowd explains them."""
        shares = np.full((len(view.groups), len(asked)), np.nan)
        for row, group in enumerate(view.groups):
            for column, at in enumerate(asked):
                key = (Measure.SHARE, self.variable.name, view.name, group)
                cell = earlier.table.get(*key, self.answers.names[at])
                if cell is not None and cell.value is not None:
                    shares[row, column] = cell.value
        if np.isnan(shares).all():
            return None
        counted = cut.tally(self.answers.places, self.answers.size)
        tau = earlier.policy.noise(is_sensitive=self.variable.sensitive)
        return audit.Published(shares, tau * counted.heaviest)


def _published(shares: Protected | None, asked: Codes) -> audit.Published | None:
    if shares is None:
        return None
    flag = shares.flag[:, asked]
    is_hidden = (flag == Flag.TOO_FEW) | (flag == Flag.UNRELIABLE) | ~shares.is_shown[:, None]
    return audit.Published(np.where(is_hidden, np.nan, shares.value[:, asked]), shares.noise[:, 0])
