"""A whole questionnaire answered in one go, for whoever fills it in without screens.

The same visibility, the same parser and the same rules as screen by screen, but the way is walked once
instead of once for every screen: simulated families and keyed paper need no going back.
"""

from __future__ import annotations

from collections.abc import Callable

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.answers import (
    AnswerErrors,
    Answers,
    CompleteAnswers,
    complete,
    reading_errors,
)
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.path import Known, candidates, note, visible
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked, Raw

Reply = Callable[[Asked], Raw]
"""Given a question as it is asked, what the form sends."""


def interview(questionnaire: Questionnaire, reply: Reply) -> CompleteAnswers | AnswerErrors:
    """Ask ``reply`` every question on its way and return the complete answers, or the mistakes."""
    known = Known(index_of(questionnaire))
    answers = Answers()
    for inside, step in candidates(known):
        page = inside.index.pages[step.page]
        if not conditions.holds(page.show, inside):
            continue
        for question in page.questions:
            asked = visible(inside, question, step.item)
            if asked is None:
                continue
            raw = reply(asked)
            parsed = kind_of(question).read(asked, raw)
            errors = tuple(reading_errors(asked, parsed, raw))
            if errors:
                return AnswerErrors(errors)
            if parsed.value is not None:
                answers = answers.put(question.id, parsed.value, step.item)
            note(inside, asked, parsed.value)
    return complete(questionnaire, answers)
