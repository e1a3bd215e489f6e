"""Where a family is and where it goes next."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.model import Option, Question, Questionnaire, Section
from surveyapp.questionnaire.path import Known, Screen, Step, known_before, note, visible, walk
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Answers, Missing

__all__ = [
    "Asked",
    "Possible",
    "Progress",
    "Step",
    "asked",
    "first_step",
    "next_step",
    "opened",
    "possible",
    "previous_step",
    "progress",
    "step_from_key",
    "steps",
]

_STEP_KEY = re.compile(r"(?P<page>[a-z0-9_]{1,60})(?:\.(?P<item>[a-z0-9_]{1,60}))?")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a family has come, in sections of the questionnaire."""

    #: Number of the current section, counted from 1, and of all sections.
    position: int
    total: int
    section: Section
    #: Honest rest of the way in minutes, at least 1.
    minutes_left: int
    #: Screens before this one as a share of all, in [0, 1].
    share: float


def step_from_key(text: str) -> Step | None:
    """Return the step an address names, or None where it cannot be one."""
    match = _STEP_KEY.fullmatch(text)
    return Step(match["page"], match["item"]) if match else None


def steps(questionnaire: Questionnaire, answers: Answers) -> tuple[Step, ...]:
    """Return all steps of a family in order."""
    return tuple(screen.step for screen in walk(questionnaire, answers).screens)


def first_step(questionnaire: Questionnaire, answers: Answers | None = None) -> Step:
    """Return the first step.

    Raises
    ------
    ValueError
        If the questionnaire asks nothing.
    """
    found = steps(questionnaire, answers or Answers())
    if not found:
        message = (
            f"questionnaire {questionnaire.id} {questionnaire.version} shows no page at the start"
        )
        raise ValueError(message)
    return found[0]


def next_step(questionnaire: Questionnaire, answers: Answers, step: Step) -> Step | None:
    """Return the step after this one, also where this one fell off the way; None at the end."""
    index = index_of(questionnaire)
    here = _order(index, step)
    later = (each for each in steps(questionnaire, answers) if _order(index, each) > here)
    return next(later, None)


def previous_step(questionnaire: Questionnaire, answers: Answers, step: Step) -> Step | None:
    """Return the step before this one, also where this one fell off the way; None at the start."""
    index = index_of(questionnaire)
    here = _order(index, step)
    earlier = [each for each in steps(questionnaire, answers) if _order(index, each) < here]
    return earlier[-1] if earlier else None


def _order(index: Index, step: Step) -> tuple[int, int, int]:
    """Return a key that sorts steps by group of pages, list item, page; unknown pages come first."""
    group, place = index.places.get(step.page, (-1, -1))
    return group, _item_order(index, step), place


def _item_order(index: Index, step: Step) -> int:
    list_id = index.pages[step.page].repeat if step.page in index.pages else None
    if list_id is None or step.item is None:
        return 0
    if step.item.isdecimal():
        return int(step.item)
    codes = [row.code for row in index.rows_of(list_id)]
    return codes.index(step.item) + 1 if step.item in codes else 0


def asked(
    questionnaire: Questionnaire, answers: Answers, step: Step, seed: str | None = None
) -> tuple[Asked, ...]:
    """Return the questions of a step with their visible options and rows; none off the way.

    ``seed`` is any text that stays the same for one family; options of rotating questions come in
    an order of its own, exclusive ones and "keine Angabe" last.
    """
    screen = walk(questionnaire, answers).screen(step)
    found = screen.asked if screen else ()
    return found if seed is None else tuple(_rotated(each, seed) for each in found)


def _rotated(asked: Asked, seed: str) -> Asked:
    """Return a question with its rows in another order, or its options where it has no rows."""
    if not asked.question.rotate:
        return asked

    def draw(code: str) -> bytes:
        text = f"{seed} {asked.question.id} {asked.item} {code}"
        return hashlib.sha256(text.encode()).digest()

    def order(option: Option) -> tuple[bool, bool, bytes]:
        return option.code == Missing.REFUSED, option.exclusive, draw(option.code)

    if asked.rows:
        return replace(asked, rows=tuple(sorted(asked.rows, key=lambda row: draw(row.code))))
    return replace(asked, options=tuple(sorted(asked.options, key=order)))


@dataclass(frozen=True, slots=True)
class Possible:
    """A question that is on a screen, or comes onto it by an answer of the same screen."""

    asked: Asked
    is_shown: bool
    #: When the browser shows it, see ``conditions.settled_json``; None where nothing can change.
    condition: Mapping[str, Any] | None


def possible(
    questionnaire: Questionnaire, answers: Answers, step: Step, seed: str | None = None
) -> tuple[Possible, ...]:
    """Return all questions a screen may show while it is being answered.

    A browser with JavaScript renders them all and hides those whose condition does not hold.
    """
    known = known_before(questionnaire, answers, step)
    if known is None:
        return ()
    questions = known.index.pages[step.page].questions
    local = frozenset(question.id for question in questions)
    found = (_possible(known, question, step, answers, local) for question in questions)
    rotated = (each if seed is None or each is None else _rotate(each, seed) for each in found)
    return tuple(each for each in rotated if each is not None)


def _possible(
    known: Known, question: Question, step: Step, answers: Answers, local: frozenset[str]
) -> Possible | None:
    shown = visible(known, question, step.item)
    if shown is not None:
        note(known, shown, answers.get(question.id, step.item))
    if not kind_of(question).is_shown:
        return None
    tree = conditions.parse(question.show) if question.show is not None else None
    if tree is None or not conditions.references(tree) & local:
        return Possible(shown, is_shown=True, condition=None) if shown else None
    asked = visible(known, replace(question, show=None), step.item)
    condition = conditions.settled_json(tree, known, local)
    return Possible(asked, shown is not None, condition) if asked else None


def _rotate(possible: Possible, seed: str) -> Possible:
    return replace(possible, asked=_rotated(possible.asked, seed))


def opened(
    questionnaire: Questionnaire, before: Answers, after: Answers, step: Step
) -> tuple[str, ...]:
    """Return the ids of the questions on a step that new answers opened."""
    shown = {each.question.id for each in asked(questionnaire, before, step)}
    now = (each.question for each in asked(questionnaire, after, step))
    return tuple(each.id for each in now if kind_of(each).is_asked and each.id not in shown)


def progress(questionnaire: Questionnaire, answers: Answers, step: Step) -> Progress:
    """Return how far a family has come."""
    screens = walk(questionnaire, answers).screens
    place = next((number for number, each in enumerate(screens) if each.step == step), 0)
    section = index_of(questionnaire).pages[step.page].section
    position = next(n for n, each in enumerate(questionnaire.sections) if each.id == section)
    rest = _weight(screens[place:]) / max(1, _weight(screens))
    return Progress(
        position=position + 1,
        total=len(questionnaire.sections),
        section=questionnaire.sections[position],
        minutes_left=max(1, math.ceil(questionnaire.minutes * rest)),
        share=place / max(1, len(screens)),
    )


def _weight(screens: Iterable[Screen]) -> int:
    """Return the work of screens: one for each question, and one for each row of a matrix."""
    return sum(max(1, len(each.rows)) for screen in screens for each in screen.asked)
