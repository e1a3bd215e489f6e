"""The traits a wave can be weighted to: what a register may know of families and their children."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from surveyapp.questionnaire.index import index_of, options_of
from surveyapp.questionnaire.model import Axis, Questionnaire, Unit
from surveyapp.questionnaire.texts import neutral
from surveyapp.region.population import (
    LAST_CHILD_AGE,
    children_by_area,
    children_of_county,
    population_groups,
)
from surveyapp.services.releasing.setting import Setting
from surveyapp.storage.weighting import Given

CHILDREN_AGE, AREA, AREA_FAMILIES, STRATUM = "children_age", "area", "area_families", "stratum"
CHILD, FAMILY = "child", "family"
GERMAN = "de"

REGISTER = "Bevölkerungsstatistik des Landkreises (Destatis)"
REGISTER_BY_AREA = f"{REGISTER}, auf die Gemeinden verteilt mit dem Zensus 2011"


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait, its categories, and what is known of them."""

    #: ``children_age``, ``area``, ``area_families`` or ``axis.<id>``.
    name: str
    label: str
    #: Whom the totals count: ``child`` or ``family``.
    unit: str
    #: Code to German name, in an order in which neighbours belong together.
    categories: Mapping[str, str]
    #: Variable of the dataset that says it; categories are found by their names.
    variable: str
    #: Category to number; None where it is not known. Empty where nobody gave any.
    totals: Mapping[str, int | None] = field(default_factory=dict)
    source: str = ""
    #: Day or year of the numbers, as people read it.
    as_of: str = ""
    #: True where the county brought the numbers in.
    is_given: bool = False


def traits_of(setting: Setting) -> tuple[Trait, ...]:
    """Return every trait of a wave, with the county's totals or else those of the register."""
    given = {each.name: each for each in setting.given}
    return tuple(
        _with_given(trait, given[trait.name])
        if trait.name in given and _fits(trait, given[trait.name])
        else trait
        for trait in _known(setting)
    )


def outgrown(setting: Setting) -> tuple[Trait, ...]:
    """Return the traits whose totals of the county are of other categories: they do not count.

    Planning areas can be divided anew after their totals were brought in.
    """
    given = {each.name: each for each in setting.given}
    return tuple(
        trait
        for trait in _known(setting)
        if trait.name in given and not _fits(trait, given[trait.name])
    )


def _fits(trait: Trait, given: Given) -> bool:
    return given.totals.keys() == trait.categories.keys()


def weighted(traits: tuple[Trait, ...]) -> tuple[Trait, ...]:
    """Return the traits there are totals of."""
    return tuple(trait for trait in traits if trait.totals)


def _with_given(trait: Trait, given: Given) -> Trait:
    return replace(
        trait,
        totals={code: given.totals.get(code) for code in trait.categories},
        source=given.source,
        as_of=f"{given.as_of:%d.%m.%Y}",
        is_given=True,
    )


def _known(setting: Setting) -> Iterator[Trait]:
    questionnaire = setting.questionnaire
    year = f"31.12.{population_groups(setting.county)[0].year}"
    if questionnaire.child_age_question is not None:
        yield _ages(setting, year)
        if questionnaire.area_question is not None:
            yield _areas_of_children(setting, year)
    if questionnaire.area_question is not None:
        yield Trait(
            AREA_FAMILIES,
            "Familien nach Planungsraum",
            FAMILY,
            {area.code: area.name for area in setting.areas},
            questionnaire.area_question,
        )
    for axis in questionnaire.axes:
        if axis.unit is not Unit.ADULT and not _repeats_ages(axis, questionnaire):
            yield _axis(axis)


def _ages(setting: Setting, year: str) -> Trait:
    name = setting.questionnaire.child_age_question or ""
    bands = setting.questionnaire.child_ages
    question = index_of(setting.questionnaire).questions[name]
    wordings = {
        option.code: neutral(option.text).get(GERMAN, option.code)
        for option in options_of(setting.questionnaire, question)
    }
    return Trait(
        CHILDREN_AGE,
        "Kinder nach Alter",
        CHILD,
        {band: wordings.get(band, band) for band in bands},
        name,
        {band: children_of_county(setting.county, *ages) for band, ages in bands.items()},
        REGISTER,
        year,
    )


def _areas_of_children(setting: Setting, year: str) -> Trait:
    children = children_by_area(setting.county, setting.areas, 0, LAST_CHILD_AGE)
    living = {code: number for code, number in children.items() if number}
    return Trait(
        AREA,
        "Kinder nach Planungsraum",
        CHILD,
        {area.code: area.name for area in setting.areas if area.code in living},
        setting.questionnaire.area_question or "",
        living,
        REGISTER_BY_AREA,
        year,
    )


def _axis(axis: Axis) -> Trait:
    return Trait(
        f"axis.{axis.id}",
        axis.label.get(GERMAN, axis.id),
        CHILD if axis.unit is Unit.CHILD else FAMILY,
        {each.code: each.text.get(GERMAN, each.code) for each in axis.categories},
        f"axis.{axis.id}",
    )


def _repeats_ages(axis: Axis, questionnaire: Questionnaire) -> bool:
    """Say whether an axis of children is their ages once more."""
    codes = {each.code for each in axis.categories}
    return axis.unit is Unit.CHILD and codes == set(questionnaire.child_ages)
