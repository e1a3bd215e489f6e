"""A whole questionnaire answered in one go, for whoever fills it in without screens.

The same visibility, the same parser and the same rules as screen by screen, but the way is walked once
instead of once for every screen: simulated families and keyed paper need no going back.
"""

from __future__ import annotations

from collections.abc import Callable

from surveyapp.questionnaire.answers import (
    AnswerErrors,
    CompleteAnswers,
    complete,
    reading_errors,
)
from surveyapp.questionnaire.known import Key, Known
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.path import Adding, Source, meet_with
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked, Raw
from surveyapp.questionnaire.values import AnswerError, Value

Reply = Callable[[Asked], Raw]
"""Given a question as it is asked, what the form sends."""


def interview(
    questionnaire: Questionnaire,
    reply: Reply,
    adding: Adding | None = None,
    fit: Callable[[Source], Source] | None = None,
) -> CompleteAnswers | AnswerErrors:
    """Ask ``reply`` every question on its way and return the complete answers, or the mistakes.

    ``adding`` says which items are added to lists; without it as few as may be. ``fit`` may ask for
    another reply where one does not fit, see ``fitting``.
    """
    errors: dict[Key, tuple[AnswerError, ...]] = {}

    def read(asked: Asked, _known: Known) -> Value:
        raw, kind = reply(asked), kind_of(asked.question)
        parsed = kind.read(asked, raw)
        errors[asked.question.id, asked.item] = tuple(reading_errors(asked, parsed, raw))
        return kind.unanswered(asked) if parsed.value is None else parsed.value

    answers = meet_with(questionnaire, read if fit is None else fit(read), adding)
    wrong = tuple(error for found in errors.values() for error in found)
    return AnswerErrors(wrong) if wrong else complete(questionnaire, answers)
