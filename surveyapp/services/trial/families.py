"""Invented families answer a questionnaire from the first page to the last; nothing of it is kept.

They are drawn as for the demo: where children live, how many of them, what hangs together. A draft may
be half finished, so what cannot be answered yet is left open, and who gets stuck is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from surveyapp.questionnaire.answers import AnswerErrors, CompleteAnswers
from surveyapp.questionnaire.examples import example_items
from surveyapp.questionnaire.fitting import fitting
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.interview import interview
from surveyapp.questionnaire.known import Items, Known
from surveyapp.questionnaire.model import ItemList, Questionnaire
from surveyapp.questionnaire.path import Way, first_items, walk
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked, Raw
from surveyapp.services.preview_family import child_of, known_of
from surveyapp.services.simulation.answering import fill_in
from surveyapp.services.simulation.households import Household, Surroundings, draw_household

ROUNDS = 5
"""How often a family begins anew before it counts as stuck."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One invented family with its way; None where it got stuck at a check."""

    household: Household
    complete: CompleteAnswers | None
    way: Way | None


def try_families(
    asked: Questionnaire, around: Sequence[Surroundings], number: int, seed: int
) -> Iterator[Tried]:
    """Let so many families answer; the same seed gives the same families and answers.

    ``around`` are the municipalities of the county, at least one of them with children.
    """
    randomness = Random(seed)  # noqa: S311 - repeatable on purpose, decides nothing secret
    weights = [place.children for place in around]
    for _ in range(number):
        household = draw_household(around, weights, randomness)
        complete = _answers(asked, household, randomness)
        way = None if complete is None else walk(asked, complete.answers)
        yield Tried(household, complete, way)


def _answers(
    asked: Questionnaire, household: Household, randomness: Random
) -> CompleteAnswers | None:
    index, at_random = index_of(asked), example_items(randomness)

    def reply(each: Asked) -> Raw:
        return _reply(asked, household, each, randomness)

    def added(items: ItemList, outer: str | None, known: Known) -> Items | None:
        if items.id == index.child_list():
            return first_items(items, outer, len(household.children))
        return at_random(items, outer, known)

    for _ in range(ROUNDS):
        found = interview(asked, reply, added, fitting)
        if not isinstance(found, AnswerErrors):
            return found
    return None


def _reply(asked: Questionnaire, household: Household, each: Asked, randomness: Random) -> Raw:
    kind, index = kind_of(each.question), index_of(asked)
    if not each.choices and kind.needs_choices:
        return {}
    known = known_of(index, household, each)
    if known is not None:
        raw = kind.raw(each, known)
        return {name: tuple(texts) for name, texts in raw.items()}
    return fill_in(each, household, child_of(index, household, each), randomness)
