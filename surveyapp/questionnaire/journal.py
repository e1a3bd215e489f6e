"""Answers that were written down screen by screen somewhere else: a device without network, a sheet of paper.

Whoever wrote them down may have been wrong about the way; only the engine decides what is asked. So a
journal is read along the way that its own answers make, up to the first screen that is not settled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.questionnaire.answers import (
    AnswerError,
    AnswerErrors,
    Answers,
    parse_step,
    read_step,
)
from surveyapp.questionnaire.flow import is_open
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.path import Screen, Step, walk
from surveyapp.questionnaire.types.kind import Raw

Journal = Mapping[str, Raw]
"""Key of a screen (``Step.key``) to its form fields, as a browser would have sent them."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """How far a journal leads."""

    answers: Answers
    #: The first screen that is not settled; None where all are, so that answers may be sent.
    step: Step | None
    #: What is wrong with what the journal says of that screen; none where it says nothing.
    errors: tuple[AnswerError, ...] = ()


def replay(
    questionnaire: Questionnaire,
    journal: Journal,
    answers: Answers | None = None,
    seed: str | None = None,
) -> Replayed:
    """Read a journal along the way, screen by screen, after the ``answers`` that are known already.

    Screens off the way are left out. A screen the journal does not hold counts as settled where it
    was answered before.
    """
    known = answers or Answers()
    passed: set[Step] = set()
    while (screen := _next(questionnaire, known, seed, passed)) is not None:
        raw = journal.get(screen.step.key)
        if raw is None:
            if is_open(walk(questionnaire, known, seed), screen):
                return Replayed(known, screen.step)
        else:
            found = parse_step(questionnaire, known, screen.step, raw)
            if isinstance(found, AnswerErrors):
                valid = read_step(questionnaire, known, screen.step, raw)
                return Replayed(valid, screen.step, found.errors)
            known = found
        passed.add(screen.step)
    return Replayed(known, None)


def _next(
    questionnaire: Questionnaire, answers: Answers, seed: str | None, passed: set[Step]
) -> Screen | None:
    """Return the first screen of the way that was not passed yet."""
    screens = walk(questionnaire, answers, seed).screens
    return next((screen for screen in screens if screen.step not in passed), None)
