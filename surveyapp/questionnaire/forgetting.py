"""Questions whose answers are deleted before all others, and what is left of a response without them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from surveyapp.questionnaire.model import Question, Questionnaire
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.values import Answers


def with_own_end(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """Return the questions that say themselves how long their answers are kept."""
    return tuple(
        question
        for page in questionnaire.pages
        for question in page.questions
        if question.keep_months is not None and kind_of(question).is_asked
    )


def without(
    questionnaire: Questionnaire, document: Mapping[str, Any], questions: Collection[str]
) -> dict[str, Any]:
    """Return a stored response without the answers to some questions.

    What was asked only because of such an answer would give it away, so it goes too.
    """
    left = {name: value for name, value in document.items() if name not in questions}
    return walk(questionnaire, Answers.from_json(left)).answers().to_json()
