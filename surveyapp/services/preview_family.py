"""Invented families that look at a draft while it is written: a few to choose from, always the same ones.

What they answer follows from who they are where the draft asks for it, and is drawn otherwise. Nothing of it
is kept; a draft may be half finished, so a question that cannot be answered yet is left open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from surveyapp.questionnaire.examples import example_items
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.known import Items, Known
from surveyapp.questionnaire.model import ItemList, Questionnaire
from surveyapp.questionnaire.path import Screen, Way, first_items, walk, way_with
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Answers, Value
from surveyapp.region import territory
from surveyapp.services.simulation.answering import fill_in
from surveyapp.services.simulation.households import Child, Household, Surroundings, draw_household


@dataclass(frozen=True, slots=True)
class PreviewFamily:
    """One family to look through the eyes of."""

    key: str
    #: Ages of the children, the oldest first.
    ages: tuple[int, ...] = ()
    has_partner: bool = True
    speaks_other_language: bool = False
    income: float = 0.6
    #: Whether it has said nothing yet.
    is_silent: bool = False


FAMILIES: Mapping[str, PreviewFamily] = {
    each.key: each
    for each in (
        PreviewFamily("zwei", ages=(7, 3)),
        PreviewFamily("allein", ages=(9, 4), has_partner=False, income=0.2),
        PreviewFamily("baby", ages=(0,)),
        PreviewFamily("viele", ages=(15, 11, 6, 2), speaks_other_language=True, income=0.35),
        PreviewFamily("ohne", is_silent=True),
    )
}
"""Key to family; the first one looks where nobody chose."""


def family_called(key: str) -> PreviewFamily:
    """Return the family of a key, the first one where there is none of that name."""
    word, _, number = key.partition("-")
    if word == DRAWN and number in _NUMBERS:
        return drawn(int(number))
    return FAMILIES.get(key) or next(iter(FAMILIES.values()))


DRAWN, MOST_DRAWN = "nr", 500
"""Key and number of families that are drawn as those of a trial run: ``nr-1`` to ``nr-500``."""

_NUMBERS = frozenset(str(number) for number in range(1, MOST_DRAWN + 1))


@lru_cache(maxsize=MOST_DRAWN)
def drawn(number: int) -> PreviewFamily:
    """Return the family of a number, always the same one."""
    key = f"{DRAWN}-{number}"
    randomness = Random(key)  # noqa: S311 - repeatable on purpose, decides nothing secret
    found = draw_household((_around(""),), (1,), randomness)
    return PreviewFamily(
        key,
        tuple(child.age for child in found.children),
        found.has_partner,
        found.speaks_other_language,
        found.income,
    )


@dataclass(frozen=True, slots=True)
class Sight:
    """What a family sees of one place of a questionnaire."""

    answers: Answers
    #: The screen of the place; None where the family does not come by.
    screen: Screen | None


def answers_of(asked: Questionnaire, family: PreviewFamily, county_ags: str) -> Answers:
    """Return what a family says to everything it is asked; nothing where it is silent."""
    if family.is_silent:
        return Answers()
    index = index_of(asked)
    household = _household(family, county_ags)
    randomness = Random(family.key)  # noqa: S311 - repeatable on purpose, decides nothing secret
    at_random = example_items(randomness)

    def source(each: Asked, _: Known) -> Value | None:
        return _said(index, household, each, randomness)

    def added(items: ItemList, outer: str | None, known: Known) -> Items | None:
        if items.id == index.child_list():
            return first_items(items, outer, len(household.children))
        return at_random(items, outer, known)

    return way_with(asked, source, added).answers()


def sight(asked: Questionnaire, answers: Answers, place: str) -> Sight:
    """Return what a family sees of a page or question: its screen as it is before it is answered.

    Where the question only opens by an answer of the same screen, that screen stays answered. Without a
    ``place`` it is the first screen.
    """
    way = walk(asked, answers)
    screen = _screen_of(way, place)
    if screen is None:
        return Sight(answers, None)
    before = _without(answers, screen)
    fresh = walk(asked, before).screen(screen.step)
    is_same = fresh is not None and (place in _names(fresh) or place not in _questions(screen))
    return Sight(before, fresh) if is_same else Sight(answers, screen)


def _screen_of(way: Way, place: str) -> Screen | None:
    if not place:
        return next(iter(way.screens), None)
    return next((each for each in way.screens if place in _names(each)), None)


def _names(screen: Screen) -> frozenset[str]:
    return _questions(screen) | {screen.page.id, screen.page.section}


def _questions(screen: Screen) -> frozenset[str]:
    return frozenset(each.question.id for each in screen.asked)


def _without(answers: Answers, screen: Screen) -> Answers:
    """Return answers as they were before a screen; what follows is asked anew anyway."""
    for question in screen.page.questions:
        answers = answers.without(question.id, screen.step.item)
    return answers


def _said(index: Index, household: Household, asked: Asked, randomness: Random) -> Value | None:
    kind = kind_of(asked.question)
    if not asked.choices and kind.needs_choices:
        return None
    known = known_of(index, household, asked)
    if known is not None:
        return known
    raw = fill_in(asked, household, child_of(index, household, asked), randomness)
    return kind.read(asked, raw).value


def known_of(index: Index, household: Household, asked: Asked) -> Value | None:
    """Return what follows from the family whatever the draft calls it: number and age of its children."""
    id_ = asked.question.id
    if any(index.is_child_list(each.id) for each in index.counted_by.get(id_, ())):
        raw = {id_: (str(len(household.children)),)}
        return kind_of(asked.question).read(asked, raw).value
    child = child_of(index, household, asked)
    if id_ == index.questionnaire.child_age_question and child is not None:
        ages = index.questionnaire.child_ages.items()
        return next((code for code, (low, high) in ages if low <= child.age <= high), None)
    return None


def child_of(index: Index, household: Household, asked: Asked) -> Child | None:
    """Return the child of the household a question is asked about, if any."""
    list_id = index.list_of[asked.question.id]
    if list_id is None or asked.item is None or not index.speaks_of_child(asked.question.id):
        return None
    number = index.lineage(list_id, asked.item)[0][1]
    is_one = number.isdecimal() and int(number) <= len(household.children)
    return household.children[int(number) - 1] if is_one else None


def _household(family: PreviewFamily, county_ags: str) -> Household:
    towns = territory.municipalities_of(county_ags)
    around = _around(towns[0].ags if towns else "")
    children = tuple(_with_care(age) for age in family.ages)
    return Household(
        surroundings=around,
        children=children or (Child(5, 0, 0),),
        has_partner=family.has_partner,
        has_grandparents_near=True,
        has_car=True,
        cares_for_relative=False,
        speaks_other_language=family.speaks_other_language,
        income=family.income,
        mood=0.0,
        language="de",
    )


def _around(ags: str) -> Surroundings:
    return Surroundings(
        ags=ags,
        children=1,
        nearness={},
        care_places=0.8,
        after_school_places=0.8,
        density=2,
    )


def _with_care(age: int) -> Child:
    """Return a child with the care most children of its age have."""
    hours = 0 if age < 1 or age > 9 else 12 if age >= 6 else 35
    return replace(Child(age, 0, 0), hours_now=hours, hours_wish=hours)
