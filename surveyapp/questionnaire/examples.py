"""Invented families: random plausible answers, for simulations and tests."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeAlias

from surveyapp.questionnaire.answers import AnswerErrors, CompleteAnswers, complete
from surveyapp.questionnaire.fitting import ROUNDS, fitting
from surveyapp.questionnaire.known import Items, Known
from surveyapp.questionnaire.model import ItemList, Questionnaire
from surveyapp.questionnaire.path import Adding, first_items, meet_with
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Missing, Value

Answerer: TypeAlias = Callable[[Asked, Known], Value]
"""Answers one question, knowing what the family has said so far."""


def example_answers(questionnaire: Questionnaire, randomness: Random) -> CompleteAnswers:
    """Return the complete answers of one invented family that answers at random.

    Raises
    ------
    ValueError
        If no drawn family keeps the checks; they may contradict each other.
    """
    adding = example_items(randomness)

    def draw(asked: Asked, _: Known) -> Value:
        return example_value(asked, randomness)

    for _ in range(ROUNDS):
        found = complete(questionnaire, meet_with(questionnaire, fitting(draw), adding))
        if isinstance(found, CompleteAnswers):
            return found
    return answer_all(questionnaire, draw, adding)


def example_items(randomness: Random) -> Adding:
    """Return who adds a random plausible number of items to each list, few more often."""

    def added(items: ItemList, outer: str | None, _: Known) -> Items:
        more = min(3, items.maximum - items.minimum)
        number = items.minimum + int((more + 1) * randomness.random() ** 2)
        return first_items(items, outer, number)

    return added


def example_value(asked: Asked, randomness: Random, refusing: float = 0.05) -> Value:
    """Return a random plausible answer, "keine Angabe" in a share of cases where it is offered."""
    if not asked.choices and kind_of(asked.question).needs_choices:
        return Missing.UNANSWERED
    if asked.refuse is not None and randomness.random() < refusing:
        return kind_of(asked.question).refused(asked)
    return kind_of(asked.question).example(asked, randomness)


def answer_all(
    questionnaire: Questionnaire, answerer: Answerer, adding: Adding | None = None
) -> CompleteAnswers:
    """Return complete answers, each question on the way answered by ``answerer``.

    ``adding`` says which items are added to lists; without it as few as may be.

    Raises
    ------
    ValueError
        If the answerer leaves a required question open or answers what cannot be answered.
    """
    finished = complete(questionnaire, meet_with(questionnaire, answerer, adding))
    if isinstance(finished, AnswerErrors):
        wrong = ", ".join(error.field for error in finished.errors)
        message = f"the answerer gave no valid answer to {wrong}; answer each required question"
        raise ValueError(message)  # noqa: TRY004 - the answers are wrong, not their type
    return finished
