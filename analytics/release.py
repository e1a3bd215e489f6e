"""A release: every variable of a wave in every view, protected, audited, as cells.

This is the only way from answers to figures. What it returns goes into a ``ReleasedTable``, which
checks the rule of release once more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np

from analytics.audit import Crowd
from analytics.bins import Bins
from analytics.dataset import Dataset
from analytics.errors import WeightError
from analytics.noise import Noise, fingerprint
from analytics.protect import Cut, Policy, round_n
from analytics.released import Cell, Flag, Measure
from analytics.variable_cells import Asked, Earlier, Floats, Job, Pair, Populations, Units
from analytics.views import COUNTY, View

DESIGN = "design"
"""Kind of a variable that says how a family was asked; it is never released."""


@dataclass(frozen=True)
class Safe:
    """Figures that passed the audit, and what had to be left out for it."""

    cells: tuple[Cell, ...]
    #: Pairs of variable and view without figures: those asked for and those the audit added.
    left_out: frozenset[Pair]
    #: Those the audit added: with them somebody would be revealed.
    leaks: frozenset[Pair]
    #: View to the mark of the noise its figures carry: equal marks, equal figures.
    marks: Mapping[str, str]
    #: Bins of the questions that ask for a number.
    bins: Mapping[str, Bins] = field(default_factory=dict)


def safe_cells(  # noqa: PLR0913 - everything that goes into a release, by name
    dataset: Dataset,
    weights: Floats,
    views: Sequence[View],
    policy: Policy,
    secret: bytes,
    *,
    populations: Populations | None = None,
    without: AbstractSet[Pair] = frozenset(),
    place: str = "municipality",
    earlier: Sequence[Earlier] = (),
    only: AbstractSet[str] | None = None,
    design_effect: Callable[[str], float] | None = None,
) -> Safe:
    """Make all figures of a wave that may be published, and name what the audit forbids.

    Parameters
    ----------
    dataset
        The answers.
    weights
        Shape (families,), > 0.
    views
        From ``build_views``; the first is that of everybody.
    policy
        Limits.
    secret
        Secret of this wave, 16 bytes or more, kept with the wave and never shown.
    populations
        Register counts, for numbers of units expected in the population (indicators only).
        Counts by a kind of unit are those of a group; a count by the name of an indicator is that
        of its base in the group.
    without
        Pairs of variable and view to leave out from the start, such as ``("debt", "area")``.
    place
        Variable that says where a family lives; it is shown by views, not as an answer.
    earlier
        Everything else that was released of this wave; the audit attacks all of it together.
    only
        Variables to make figures of; None for all.
    design_effect
        Factor on the design effect of a variable's weights, where families came in clusters.

    Returns
    -------
    Safe
        Shares, means, quarters and persons. A yes-or-no variable has the category ``1``, a question
        for a number those of its bins; a mean has none. A group with too few families has cells
        flagged ``too_few``; in views of municipalities and of areas by an axis it has no cells.
        Views that reveal an answer are left out: a variable is audited again until what is left of
        it reveals nobody.

    Raises
    ------
    WeightError
        If there is not one positive weight for each family.
    """
    if weights.shape != (dataset.size(),) or not (weights > 0).all():
        message = f"{dataset.size()} families need as many positive weights"
        raise WeightError(message)
    noise = _noise(dataset, weights, views, policy, secret)
    marks = {name: each.mark for name, each in noise.items()}
    units = {unit: _units(dataset, unit, weights, views, earlier) for unit in dataset.units}
    job = Job(
        dataset, units, policy, noise, populations or {}, frozenset(without), place,
        design_effect or (lambda _name: 1.0),
    )  # fmt: skip
    cells: list[Cell] = []
    leaks: set[Pair] = set()
    bins: dict[str, Bins] = {}
    for variable in dataset.codebook.variables:
        is_wanted = only is None or variable.name in only
        if variable.kind == DESIGN or variable.name == place or not is_wanted:
            continue
        asked = Asked(job, variable)
        shown, dropped = asked.shown_views()
        leaks.update((variable.name, view) for view in dropped)
        cells.extend(asked.all_cells(shown))
        if asked.answers.bins is not None:
            bins[variable.name] = asked.answers.bins
    return Safe(tuple(cells), frozenset(job.without) | leaks, frozenset(leaks), marks, bins)


def release_noise(dataset: Dataset, weights: Floats, policy: Policy, secret: bytes) -> Noise:
    """Return the noise of a release: that of the wave's secret and of everything that goes in.

    Parameters
    ----------
    dataset
        The answers.
    weights
        Shape (families,).
    policy
        Limits.
    secret
        Secret of the wave.

    Returns
    -------
    Noise
        Equal for equal answers, weights, policy and sensitive variables, else independent.
    """
    columns = [(name, dataset.column(name)) for name in dataset.codebook_names]
    limits = f"{policy.minimum} {policy.tau} {policy.tau_sensitive}"
    owners = [dataset.owner_of(unit) for unit in dataset.units]
    parts = [part for column in columns for part in column]
    # A question that is called sensitive later gets more noise: it must not be more of the same.
    strict = [each.name for each in dataset.codebook.variables if each.sensitive]
    return Noise(secret).of(fingerprint(limits, strict, weights, *owners, *parts))


def _noise(
    dataset: Dataset, weights: Floats, views: Sequence[View], policy: Policy, secret: bytes
) -> dict[str, Noise]:
    """Return the noise of each view: another one as soon as a group holds somebody else."""
    whole = release_noise(dataset, weights, policy, secret)
    found = {}
    for view in views:
        codes = [part for unit in sorted(view.codes) for part in (unit, view.codes[unit])]
        found[view.name] = whole.of(fingerprint(view.name, view.groups, *codes))
    return found


def _units(
    dataset: Dataset,
    unit: str,
    weights: Floats,
    views: Sequence[View],
    earlier: Sequence[Earlier],
) -> Units:
    owner = dataset.owner_of(unit)
    own = weights[owner]

    def cut(view: View) -> Cut:
        return Cut(view.codes[unit], len(view.groups), own, owner)

    now = tuple((view, cut(view)) for view in views if unit in view.codes)
    before = tuple(
        (each, view, cut(view)) for each in earlier for view in each.views if unit in view.codes
    )
    known = [*now, *((view, made) for _, view, made in before)]
    crowd = Crowd([(view.name, made.groups, made.size) for view, made in known], len(before))
    return Units(own, now, before, crowd)


def response_cells(
    topic: str,
    county: str,
    categories: Mapping[str, tuple[int, float]],
    policy: Policy,
    noise: Noise,
    most: int = 1,
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
    noise
        From ``release_noise``.
    most
        Units of the family that has most of them; noise hides all of these.

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
    normal = noise.normal((Measure.RESPONSE, topic, COUNTY), [county], list(categories))
    sd, n = policy.tau * most / answered, int(round_n(np.array([answered]), policy)[0])
    cells = []
    for place, (category, (count, register)) in enumerate(categories.items()):
        share = min(max(count / answered + sd * float(normal[0, place]), 0.0), 1.0)
        value, low, high = round(share, 2), share - 2 * sd, share + 2 * sd
        low, high = math.floor(max(low, 0) * 100) / 100, math.ceil(min(high, 1) * 100) / 100
        key = (topic, COUNTY, county, category)
        cells.append(Cell(Measure.RESPONSE, *key, value, low, high, n, Flag.PLAIN))
        share = round(register / registered, 2)
        cells.append(Cell(Measure.POPULATION, *key, share, None, None, None, Flag.PLAIN))
    return tuple(cells)
