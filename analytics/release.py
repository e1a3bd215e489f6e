"""A release: every variable of a wave in every view, protected, audited, as cells.

This is the only way from answers to figures. What it returns goes into a ``ReleasedTable``, which
checks the rule of release once more.
"""

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
from analytics.errors import DisclosureError, WeightError
from analytics.noise import Noise
from analytics.protect import (
    EDGE,
    Cut,
    Policy,
    Protected,
    Scale,
    protect_means,
    protect_shares,
    round_n,
)
from analytics.released import Cell, Flag, Measure
from analytics.views import COUNTY, View, recode, traits

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

YES = "1"
"""Category of a variable that holds yes or no."""

Populations = Mapping[tuple[str, str, str], float]
"""Register counts: (``family``, ``child`` or the name of an indicator; view; group) to units."""


@dataclass(frozen=True)
class _Units:
    """Families or children of a wave, with every view prepared."""

    weights: Floats
    traits: Codes
    views: tuple[tuple[View, Cut], ...]


@dataclass(frozen=True)
class _Job:
    """Everything a release of one wave needs."""

    dataset: Dataset
    units: Mapping[str, _Units]
    policy: Policy
    noise: Noise
    populations: Populations
    #: Pairs of variable and view that are left out.
    without: AbstractSet[tuple[str, str]]
    place: str


@dataclass(frozen=True)
class Safe:
    """Figures that passed the audit, and what had to be left out for it."""

    cells: tuple[Cell, ...]
    #: Pairs of variable and view without figures: those asked for and those the audit added.
    left_out: frozenset[tuple[str, str]]


def release_cells(
    dataset: Dataset,
    weights: Floats,
    views: Sequence[View],
    policy: Policy,
    secret: bytes,
    *,
    populations: Populations | None = None,
    without: AbstractSet[tuple[str, str]] = frozenset(),
    place: str = "municipality",
) -> tuple[Cell, ...]:
    """Make all figures of a wave that may be published.

    Parameters
    ----------
    dataset
        The answers.
    weights
        Shape (families,), > 0.
    views
        From ``build_views``.
    policy
        Limits.
    secret
        Secret of this wave, 16 bytes or more, kept with the wave and never shown.
    populations
        Register counts, for numbers of units expected in the population (indicators only).
        Counts by ``family`` or ``child`` are those of a group; a count by the name of an
        indicator is that of its base in the group.
    without
        Pairs of variable and view to leave out, such as ``("debt", "area")`` after an audit.
    place
        Variable that says where a family lives; it is shown by views, not as an answer.

    Returns
    -------
    tuple of Cell
        Measures ``share``, ``mean`` and ``persons``. A yes-or-no variable has the category ``1``;
        a mean has none. Numbers and texts have no figures of their own. A group with too few
        families has cells flagged ``too_few``; in views of areas by an axis it has no cells.

    Raises
    ------
    DisclosureError
        If the audit finds that one family's answer could be worked out; ``without`` of the error,
        added to the argument of that name, makes the release safe.
    WeightError
        If there is not one positive weight for each family.
    """
    safe = safe_cells(
        dataset,
        weights,
        views,
        policy,
        secret,
        populations=populations,
        without=without,
        place=place,
    )
    if safe.left_out > frozenset(without):
        raise DisclosureError(safe.left_out - frozenset(without))
    return safe.cells


def safe_cells(
    dataset: Dataset,
    weights: Floats,
    views: Sequence[View],
    policy: Policy,
    secret: bytes,
    *,
    populations: Populations | None = None,
    without: AbstractSet[tuple[str, str]] = frozenset(),
    place: str = "municipality",
) -> Safe:
    """Make all figures of a wave that may be published, leaving out what the audit names.

    Parameters
    ----------
    dataset
        The answers.
    weights
        Shape (families,), > 0.
    views
        From ``build_views``.
    policy
        Limits.
    secret
        As in ``release_cells``.
    populations
        As in ``release_cells``.
    without
        Pairs of variable and view to leave out from the start.
    place
        Variable that says where a family lives.

    Returns
    -------
    Safe
        The figures of ``release_cells`` without the views that reveal an answer. A variable is
        audited again until what is left of it reveals nobody.

    Raises
    ------
    WeightError
        If there is not one positive weight for each family.
    """
    if weights.shape != (len(dataset.families),) or not (weights > 0).all():
        message = f"{len(dataset.families)} families need as many positive weights"
        raise WeightError(message)
    owner = {"family": np.arange(len(weights)), "child": dataset.family_of_child}
    units = {unit: _units(unit, weights[owner[unit]], owner[unit], views) for unit in owner}
    job = _Job(dataset, units, policy, Noise(secret), populations or {}, frozenset(without), place)
    cells: list[Cell] = []
    left_out = set(without)
    for variable in dataset.codebook.variables:
        if variable.kind == "number" or variable.name == place:
            continue
        asked = _Asked(job, variable)
        shown, dropped = asked.shown_views()
        left_out.update((variable.name, view) for view in dropped)
        cells.extend(asked.all_cells(shown))
    return Safe(tuple(cells), frozenset(left_out))


def _units(unit: str, weights: Floats, owner: Codes, views: Sequence[View]) -> _Units:
    cuts = []
    for view in views:
        codes = view.of(unit)
        if codes is not None:
            cuts.append((view, Cut(codes, len(view.groups), weights, owner)))
    return _Units(weights, traits(views, unit), tuple(cuts))


def _is_shown(job: _Job, variable: Variable, view: View) -> bool:
    if (variable.name, view.name) in job.without or variable.name in view.name.split("*"):
        return False
    return not (variable.sensitive and view.is_crossed)


_Figures = tuple[View, Cut, Protected]
"""One view of one variable, with its protected shares."""


class _Asked:
    """One variable at work."""

    def __init__(self, job: _Job, variable: Variable) -> None:
        self.job, self.variable = job, variable
        self.unit = job.dataset.unit_of(variable.name)
        self.units = job.units[self.unit]
        self.values = job.dataset.frame_of(variable.name)[variable.name].to_numpy()
        codes = [0, 1] if variable.is_yes_no else [c.code for c in variable.categories]
        self.answers = recode(self.values, {code: place for place, code in enumerate(codes)})
        self.size = len(codes)
        self.shown = [YES] if variable.is_yes_no else [c.name for c in variable.categories]
        self.tau = job.policy.noise(is_sensitive=variable.sensitive)

    def noise(self, measure: Measure, view: View, categories: Sequence[str]) -> Floats:
        parts = (measure, self.variable.name, view.name)
        return self.job.noise.normal(parts, view.groups, categories)

    def shares(self, view: View, cut: Cut) -> Protected:
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


def response_cells(
    topic: str,
    county: str,
    categories: Mapping[str, tuple[int, float]],
    policy: Policy,
    secret: bytes,
) -> tuple[Cell, ...]:
    """Set the composition of the response beside the register.

    Parameters
    ----------
    topic
        What is compared, such as ``area`` or an axis.
    county
        Code of the county.
    categories
        Category to number of units that answered, not weighted, and number in the register.
    policy
        Limits.
    secret
        Secret of the wave.

    Returns
    -------
    tuple of Cell
        For each category a ``response`` and a ``population`` share in whole percent. The interval
        of the response holds the noise only: it says who answered, not who might have.
    """
    answered = sum(count for count, _ in categories.values())
    registered = sum(count for _, count in categories.values())
    if answered < policy.minimum:
        return ()
    normal = Noise(secret).normal((Measure.RESPONSE, topic, COUNTY), [county], list(categories))
    noise, n = policy.tau / answered, int(round_n(np.array([answered]), policy)[0])
    cells = []
    for place, (category, (count, register)) in enumerate(categories.items()):
        share = min(max(count / answered + noise * float(normal[0, place]), 0.0), 1.0)
        value, low, high = round(share, 2), share - 2 * noise, share + 2 * noise
        low, high = math.floor(max(low, 0) * 100) / 100, math.ceil(min(high, 1) * 100) / 100
        key = (topic, COUNTY, county, category)
        cells.append(Cell(Measure.RESPONSE, *key, value, low, high, n, Flag.PLAIN))
        share = round(register / registered, 2)
        cells.append(Cell(Measure.POPULATION, *key, share, None, None, None, Flag.PLAIN))
    return tuple(cells)
