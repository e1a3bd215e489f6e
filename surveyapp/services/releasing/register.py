"""What the population register knows: who answered beside it, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from analytics.margins import UNKNOWN
from analytics.release import response_cells
from analytics.released import Cell
from analytics.views import AREA, COUNTY
from surveyapp.questionnaire.model import Unit
from surveyapp.region.population import children_by_area, children_of_county
from surveyapp.services.releasing.setting import Setting
from surveyapp.services.releasing.weighting import register_margins
from surveyapp.services.weighting.traits import CHILDREN_AGE

if TYPE_CHECKING:
    from analytics.dataset import Dataset
    from analytics.noise import Noise
    from analytics.protect import Policy

__all__ = ["CHILDREN_AGE", "LIFE_STAGE_AGES", "populations", "response_beside_register"]

LIFE_STAGE_AGES: Mapping[str, tuple[int, int]] = {
    "L1": (0, 2),
    "L2": (3, 5),
    "L3": (6, 9),
    "L4": (10, 14),
    "L5": (15, 17),
}
"""Life stages that are ages of children in the register."""


def response_beside_register(
    dataset: Dataset, setting: Setting, policy: Policy, noise: Noise
) -> Iterator[Cell]:
    """Yield the children's ages and areas, as answered and as registered."""
    for margin in register_margins(dataset, setting):
        if margin.name not in {CHILDREN_AGE, AREA}:
            continue
        counted = zip(margin.labels, margin.amounts.sum(axis=0), margin.totals, strict=True)
        categories = {
            label: (round(answered), float(registered))
            for label, answered, registered in counted
            if label != UNKNOWN
        }
        most = round(float(margin.amounts.sum(axis=1).max()))
        yield from response_cells(margin.name, setting.county, categories, policy, noise, most)


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
