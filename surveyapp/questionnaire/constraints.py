"""What must hold between answers: the checks of questions and pages."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.known import Known
from surveyapp.questionnaire.model import Constraint
from surveyapp.questionnaire.path import Screen, Way
from surveyapp.questionnaire.texts import say
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import AnswerError, Answers

KEY = "check"
"""Key of the error; its sentence stands in ``AnswerError.message``."""


def broken(way: Way, screen: Screen) -> Iterator[AnswerError]:
    """Iterate over the checks of a screen that do not hold; what is unknown is not complained of."""
    if not screen.asked:
        return
    known = _known_on(way, screen)
    for asked in screen.asked:
        for check in asked.question.checks:
            if _is_broken(check, known):
                yield _error(way, asked, check)
    for check in screen.page.checks:
        if _is_broken(check, known):
            yield _error(way, _place(way, screen, check), check)


def _known_on(way: Way, screen: Screen) -> Known:
    list_id, item = screen.page.repeat, screen.step.item
    known = way.environment
    return known if list_id is None or item is None else known.inside(list_id, item)


def _is_broken(check: Constraint, known: Known) -> bool:
    return conditions.evaluate_truth(conditions.parse(check.that), known) is False


def _place(way: Way, screen: Screen, check: Constraint) -> Asked:
    """Return the question to complain at: the last answered one the check names."""
    names = conditions.references(conditions.parse(check.that))
    named = [asked for asked in screen.asked if asked.question.id in names]
    answered = [asked for asked in named if way.value(asked) is not None]
    return (answered or named or list(screen.asked))[-1]


def _error(way: Way, asked: Asked, check: Constraint) -> AnswerError:
    questionnaire = way.environment.index.questionnaire
    list_id = way.environment.index.list_of[asked.question.id]
    message = {
        language: say(
            check.message, language, questionnaire, Answers(), asked.item, way=way, of=list_id
        )
        for language in check.message
    }
    field = kind_of(asked.question).fields(asked)[0]
    return AnswerError(field, KEY, message=message)
