"""A release: every variable of a wave in every view, protected, audited, as cells.

This is the only way from answers to figures. What it returns goes into a ``ReleasedTable``, which
checks the rule of release once more.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from analytics.dataset import Dataset
from analytics.errors import WeightError
from analytics.noise import Noise
from analytics.protect import (
    Cut,
    Policy,
    round_n,
)
from analytics.released import Cell, Flag, Measure
from analytics.variable_cells import Asked, Codes, Floats, Job, Populations, Units
from analytics.views import COUNTY, View, traits


@dataclass(frozen=True)
class Safe:
    """Figures that passed the audit, and what had to be left out for it."""

    cells: tuple[Cell, ...]
    #: Pairs of variable and view without figures: those asked for and those the audit added.
    left_out: frozenset[tuple[str, str]]


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
        Secret of this wave, 16 bytes or more, kept with the wave and never shown.
    populations
        Register counts, for numbers of units expected in the population (indicators only).
        Counts by ``family`` or ``child`` are those of a group; a count by the name of an
        indicator is that of its base in the group.
    without
        Pairs of variable and view to leave out from the start, such as ``("debt", "area")``.
    place
        Variable that says where a family lives; it is shown by views, not as an answer.

    Returns
    -------
    Safe
        Measures ``share``, ``mean`` and ``persons``. A yes-or-no variable has the category ``1``;
        a mean has none. Numbers and the design have no figures of their own. A group with too few
        families has cells flagged ``too_few``; in views of areas by an axis it has no cells. Views
        that reveal an answer are left out: a variable is audited again until what is left of it
        reveals nobody.

    Raises
    ------
    WeightError
        If there is not one positive weight for each family.
    """
    if weights.shape != (dataset.size(),) or not (weights > 0).all():
        message = f"{dataset.size()} families need as many positive weights"
        raise WeightError(message)
    owner = {unit: dataset.owner_of(unit) for unit in dataset.units}
    units = {unit: _units(unit, weights[owner[unit]], owner[unit], views) for unit in owner}
    job = Job(dataset, units, policy, Noise(secret), populations or {}, frozenset(without), place)
    cells: list[Cell] = []
    left_out = set(without)
    for variable in dataset.codebook.variables:
        if variable.kind in {"number", "design"} or variable.name == place:
            continue
        asked = Asked(job, variable)
        shown, dropped = asked.shown_views()
        left_out.update((variable.name, view) for view in dropped)
        cells.extend(asked.all_cells(shown))
    return Safe(tuple(cells), frozenset(left_out))


def _units(unit: str, weights: Floats, owner: Codes, views: Sequence[View]) -> Units:
    cuts = []
    for view in views:
        codes = view.of(unit)
        if codes is not None:
            cuts.append((view, Cut(codes, len(view.groups), weights, owner)))
    return Units(weights, traits(views, unit), tuple(cuts))


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
