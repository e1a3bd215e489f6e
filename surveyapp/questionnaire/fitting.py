"""Answers drawn at random that also fit together, as the checks of a questionnaire demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.known import Known
from surveyapp.questionnaire.model import Constraint
from surveyapp.questionnaire.path import Source, note
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Missing, Value

DRAWS = 25
"""How often one answer is drawn before the question is left open."""

ROUNDS = 20
"""How often a whole family is drawn before the questionnaire is called unanswerable."""


def fitting(draw: Source) -> Source:
    """Return a source that draws an answer again while it breaks a check.

    An answer that never fits is left out, where that is allowed: checks say nothing of what is
    missing.
    """

    def answer(asked: Asked, known: Known) -> Value | None:
        value = draw(asked, known)
        checks = tuple(_ready(asked, known))
        for _ in range(DRAWS if checks else 0):
            if _keeps(checks, asked, known, value):
                return value
            value = draw(asked, known)
        is_kept = not checks or _keeps(checks, asked, known, value)
        return value if is_kept else _left_out(asked, value)

    return answer


def _ready(asked: Asked, known: Known) -> Iterator[Constraint]:
    """Iterate over the checks that can be judged once this question is answered."""
    yield from asked.question.checks
    page = known.index.page_of[asked.question.id]
    if not page.checks:
        return
    order = [question.id for question in page.questions]
    later = set(order[order.index(asked.question.id) + 1 :])
    for check in page.checks:
        if not conditions.references(conditions.parse(check.that)) & later:
            yield check


def _keeps(checks: tuple[Constraint, ...], asked: Asked, known: Known, value: Value | None) -> bool:
    trial = replace(known, values=dict(known.values), met=set(known.met))
    note(trial, asked, value)
    truths = (conditions.evaluate_truth(conditions.parse(check.that), trial) for check in checks)
    return all(truth is not False for truth in truths)


def _left_out(asked: Asked, value: Value | None) -> Value | None:
    kind = kind_of(asked.question)
    if not asked.required:
        return kind.unanswered(asked)
    if asked.refuse is not None:
        return kind.refused(asked)
    return value if asked.not_applicable is None else Missing.NOT_APPLICABLE
