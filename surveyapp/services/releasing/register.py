"""What the population register knows: margins for the weights, and who answered beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from analytics.margins import Margin, by_family, categorical
from analytics.release import response_cells
from analytics.released import Cell
from analytics.views import AREA, COUNTY, recode
from analytics.weights import Weights, kish, weigh
from surveyapp.questionnaire.model import Unit
from surveyapp.region.population import LAST_CHILD_AGE, children_by_area, children_of_county
from surveyapp.services.releasing.setting import Setting

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.dataset import Dataset
    from analytics.noise import Noise
    from analytics.protect import Policy

CHILDREN_AGE = "children_age"

LIFE_STAGE_AGES: Mapping[str, tuple[int, int]] = {
    "L1": (0, 2),
    "L2": (3, 5),
    "L3": (6, 9),
    "L4": (10, 14),
    "L5": (15, 17),
}
"""Life stages that are ages of children in the register."""


def child_margins(dataset: Dataset, setting: Setting) -> tuple[Margin, ...]:
    """Return the children by age and by planning area, as numbers for each family.

    Both margins are children, so that one weight for each family brings families and children to
    the register at once. Without a question on the children's ages there is no margin.
    """
    question = setting.questionnaire.child_age_question
    if question is None or not len(dataset.children):
        return ()
    family, families = dataset.family_of_child, len(dataset.families)
    ages = _ages(setting)
    age_codes = _positions(dataset, question, {band: i for i, band in enumerate(ages)})
    areas = children_by_area(setting.county, setting.areas, 0, LAST_CHILD_AGE)
    living = {code: place for place, code in enumerate(areas) if areas[code]}
    by_ags = {ags: living.get(code, -1) for ags, code in setting.area_of.items()}
    place = setting.questionnaire.area_question or ""
    area_codes = _positions(dataset, place, by_ags)[family]
    total = float(sum(areas.values()))
    register_ages = np.array(list(ages.values()), dtype=float)
    margins = (
        categorical(
            CHILDREN_AGE, list(ages), age_codes, register_ages * total / register_ages.sum()
        ),
        categorical(AREA, list(living), area_codes, [float(areas[code]) for code in living]),
    )
    return tuple(by_family(margin, family, families) for margin in margins)


def family_weights(dataset: Dataset, margins: tuple[Margin, ...]) -> Weights:
    """Return one weight for each family, fitted to the margins; all one without margins."""
    families = len(dataset.families)
    if not margins:
        ones = np.ones(families)
        return Weights(ones, *kish(ones), (), (), 0)
    children = margins[0].amounts.sum()
    return weigh(np.full(families, margins[0].totals.sum() / children), margins)


def response_beside_register(
    dataset: Dataset, setting: Setting, policy: Policy, noise: Noise
) -> Iterator[Cell]:
    """Yield the children's ages and areas, as answered and as registered."""
    for margin in child_margins(dataset, setting):
        counted = zip(margin.labels, margin.amounts.sum(axis=0), margin.totals, strict=True)
        categories = {
            label: (round(answered), float(registered))
            for label, answered, registered in counted
            if label != "unknown"
        }
        yield from response_cells(margin.name, setting.county, categories, policy, noise)


def populations(setting: Setting) -> dict[tuple[str, str, str], float]:
    """Return register counts of children for the numbers of children an indicator speaks of.

    An indicator on children counts those of its life stages; families are not in the register.
    """
    found: dict[tuple[str, str, str], float] = {}
    for indicator in setting.questionnaire.indicators:
        ages = [LIFE_STAGE_AGES[s] for s in indicator.planning.life_stages if s in LIFE_STAGE_AGES]
        if indicator.planning.unit is not Unit.CHILD or not ages:
            continue
        name, span = f"need.{indicator.id}", (min(a for a, _ in ages), max(b for _, b in ages))
        found[name, COUNTY, setting.county] = float(children_of_county(setting.county, *span))
        for code, children in children_by_area(setting.county, setting.areas, *span).items():
            found[name, AREA, code] = float(children)
    return found


def _ages(setting: Setting) -> dict[str, int]:
    """Return the children of the county in each age band of the questionnaire."""
    bands = setting.questionnaire.child_ages
    return {band: children_of_county(setting.county, *ages) for band, ages in bands.items()}


def _positions(dataset: Dataset, name: str, positions: Mapping[str, int]) -> NDArray[np.intp]:
    """Return the position of each unit's category, -1 where it is missing or unknown."""
    lookup = {
        category.code: positions[category.name]
        for category in dataset.codebook[name].categories
        if category.name in positions
    }
    return recode(dataset.frame_of(name)[name].to_numpy(), lookup)
