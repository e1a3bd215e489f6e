"""The columns of a wave that may leave as rows, and the plan by which they are treated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analytics.treatment.model import Coded, Plan
from surveyapp.region import territory
from surveyapp.services.microdata.choices import GERMAN, Choices
from surveyapp.services.releasing.setting import Setting

if TYPE_CHECKING:
    from analytics.codebook import Variable
    from analytics.dataset import Dataset

FLAG_WORDS: Mapping[int, str] = {0: "nicht gewählt", 1: "gewählt"}
ELSEWHERE = "außerhalb"


def columns_of(setting: Setting, dataset: Dataset, keys: Sequence[str]) -> tuple[Coded, ...]:
    """Return what may leave of a wave, keys first; where a family lives as its planning area."""
    choices = Choices(setting.questionnaire)
    names = [each["name"] for each in choices.leaving(keys) if each["name"] in dataset.codebook]
    return tuple(_column(setting, dataset, name) for name in names)


def _column(setting: Setting, dataset: Dataset, name: str) -> Coded:
    variable = dataset.codebook[name]
    values = np.rint(dataset.column(name).astype(np.float64)).astype(np.int64)
    if variable.question == setting.questionnaire.area_question:
        return _areas(setting, variable, values)
    if variable.is_yes_no:
        return Coded(name, values, FLAG_WORDS, is_flag=True)
    labels = {each.code: each.label.get(GERMAN, each.name) for each in variable.categories}
    return Coded(name, values, labels, apart=_beside_the_scale(variable))


def _beside_the_scale(variable: Variable) -> frozenset[int]:
    """Return answers that stand for no number where others do."""
    without = frozenset(each.code for each in variable.categories if each.value is None)
    return without if len(without) < len(variable.categories) else frozenset()


def _areas(
    setting: Setting, variable: Variable, values: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> Coded:
    """Return municipalities as planning areas: rows never say the municipality."""
    place = {area.code: at for at, area in enumerate(setting.areas, start=1)}
    lookup = {
        each.code: place.get(setting.area_of.get(each.name, ""), len(place) + 1)
        for each in variable.categories
    }
    moved = np.array([lookup.get(int(each), int(each)) for each in values], dtype=np.int64)
    labels = {place[area.code]: area.name for area in setting.areas}
    if (moved == len(place) + 1).any():
        labels[len(place) + 1] = ELSEWHERE
    return Coded(variable.name, moved, labels)


def plan_of(setting: Setting, columns: Sequence[Coded], keys: Sequence[str]) -> Plan:
    """Return the parts the columns play; planning areas become the county where that is needed."""
    choices, there = Choices(setting.questionnaire), {each.name for each in columns}
    known = tuple(name for name in keys if name in there)
    county = territory.county(setting.county).name
    areas = {
        each.name: dict.fromkeys(each.labels, (1000, county))
        for each in columns
        if each.name in known and _is_area(setting, each.name)
    }
    return Plan(
        keys=known,
        sensitive={
            question: tuple(name for name in names if name in there)
            for question, names in choices.sensitive(keys).items()
        },
        followers=choices.followers(keys),
        coarser=areas,
    )


def _is_area(setting: Setting, name: str) -> bool:
    return name == setting.questionnaire.area_question
