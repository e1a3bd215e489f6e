"""Where a family is and where it goes next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from surveyapp.questionnaire.index import Index, draw, index_of, order_of
from surveyapp.questionnaire.minutes import minutes_left
from surveyapp.questionnaire.model import Option, Questionnaire, Section
from surveyapp.questionnaire.path import Screen, Step, Way, walk
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Answers, Missing

__all__ = [
    "Asked",
    "Progress",
    "SectionState",
    "State",
    "Step",
    "asked",
    "first_step",
    "is_open",
    "next_step",
    "opened",
    "previous_step",
    "progress",
    "rotated",
    "sections",
    "step_from_key",
    "steps",
]

_STEP_KEY = re.compile(r"(?P<page>[a-z0-9_]{1,60})(?:\.(?P<item>[a-z0-9_+-]{1,200}))?")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a family has come, in sections of the questionnaire."""

    #: Number of the current section, counted from 1, and of all that this family sees.
    position: int
    total: int
    section: Section
    #: Honest rest of the way in minutes, at least 1.
    minutes_left: int
    #: Screens before this one as a share of all, in [0, 1].
    share: float
    #: The sections this family sees.
    sections: tuple[SectionState, ...] = ()


class State(StrEnum):
    """How far a family has come in a section."""

    UNTOUCHED = "untouched"
    BEGUN = "begun"
    DONE = "done"
    #: Nothing in it concerns this family.
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section as it stands for one family."""

    section: Section
    state: State
    #: Its first step; None where no page of it is on the way.
    first: Step | None


def step_from_key(text: str) -> Step | None:
    """Return the step an address names, or None where it cannot be one."""
    match = _STEP_KEY.fullmatch(text)
    return Step(match["page"], match["item"]) if match else None


def steps(
    questionnaire: Questionnaire, answers: Answers, seed: str | None = None
) -> tuple[Step, ...]:
    """Return all steps of a family in order; ``seed`` decides the order in sections that rotate."""
    return tuple(screen.step for screen in walk(questionnaire, answers, seed).screens)


def first_step(
    questionnaire: Questionnaire, answers: Answers | None = None, seed: str | None = None
) -> Step:
    """Return the first step.

    Raises
    ------
    ValueError
        If the questionnaire asks nothing.
    """
    found = steps(questionnaire, answers or Answers(), seed)
    if not found:
        message = (
            f"questionnaire {questionnaire.id} {questionnaire.version} shows no page at the start"
        )
        raise ValueError(message)
    return found[0]


def next_step(
    questionnaire: Questionnaire,
    answers: Answers,
    step: Step,
    seed: str | None = None,
    way: Way | None = None,
) -> Step | None:
    """Return the step after this one, also where this one fell off the way; None at the end.

    ``way`` spares walking the way of these answers again.
    """
    here, placed = _placed(way or walk(questionnaire, answers, seed), step, seed)
    return next((each for place, each in placed if place > here), None)


def previous_step(
    questionnaire: Questionnaire,
    answers: Answers,
    step: Step,
    seed: str | None = None,
    way: Way | None = None,
) -> Step | None:
    """Return the step before this one, also where this one fell off the way; None at the start."""
    here, placed = _placed(way or walk(questionnaire, answers, seed), step, seed)
    return next((each for place, each in reversed(placed) if place < here), None)


def _placed(
    way: Way, step: Step, seed: str | None
) -> tuple[tuple[int, ...], list[tuple[tuple[int, ...], Step]]]:
    """Return the place of a step, also of one off the way, and all steps of the way with theirs."""
    place = _orderer(way.environment.index, seed)
    return place(step), [(place(each.step), each.step) for each in way.screens]


def _orderer(index: Index, seed: str | None) -> Callable[[Step], tuple[int, ...]]:
    """Return what gives each step a key to sort by; unknown pages come first."""
    places = {part: place for place, part in enumerate(order_of(index, seed))}

    def place(step: Step) -> tuple[int, ...]:
        trail = index.trails.get(step.page)
        if trail is None:
            return (-1,)
        list_id = index.pages[step.page].repeat
        line = index.lineage(list_id, step.item) if list_id and step.item else ()
        between = (_item_order(index, of, item) for of, item in line)
        inner = (key for pair in zip(between, trail[1:], strict=False) for key in pair)
        return (places[trail[0]], *inner)

    return place


def _item_order(index: Index, list_id: str, item: str) -> int:
    code = index.own_code(list_id, item)
    codes = [row.code for row in index.rows_of(list_id)]
    if codes:
        return codes.index(code) + 1 if code in codes else 0
    return int(code) if code.isdecimal() else 0


def asked(
    questionnaire: Questionnaire, answers: Answers, step: Step, seed: str | None = None
) -> tuple[Asked, ...]:
    """Return the questions of a step with their visible options and rows; none off the way.

    ``seed`` is any text that stays the same for one family; options of rotating questions come in
    an order of its own, exclusive ones and "keine Angabe" last.
    """
    screen = walk(questionnaire, answers).screen(step)
    found = screen.asked if screen else ()
    return found if seed is None else tuple(rotated(each, seed) for each in found)


def rotated(asked: Asked, seed: str) -> Asked:
    """Return a question with its rows in another order, or its options where it has no rows."""
    if not asked.question.rotate:
        return asked

    def lot(code: str) -> bytes:
        return draw(seed, asked.question.id, asked.item, code)

    def order(option: Option) -> tuple[bool, bool, bytes]:
        return option.code == Missing.REFUSED, option.exclusive, lot(option.code)

    if asked.rows:
        return replace(asked, rows=tuple(sorted(asked.rows, key=lambda row: lot(row.code))))
    return replace(asked, options=tuple(sorted(asked.options, key=order)))


def opened(
    questionnaire: Questionnaire, before: Answers, after: Answers, step: Step
) -> tuple[str, ...]:
    """Return the ids of the questions on a step that new answers opened."""
    shown = {each.question.id for each in asked(questionnaire, before, step)}
    now = (each.question for each in asked(questionnaire, after, step))
    return tuple(each.id for each in now if kind_of(each).is_asked and each.id not in shown)


def progress(
    questionnaire: Questionnaire,
    answers: Answers,
    step: Step,
    seed: str | None = None,
    way: Way | None = None,
) -> Progress:
    """Return how far a family has come; ``way`` spares walking the way of these answers again."""
    way = way or walk(questionnaire, answers, seed)
    screens = way.screens
    place = next((number for number, each in enumerate(screens) if each.step == step), 0)
    current = index_of(questionnaire).pages[step.page].section
    seen = tuple(
        each
        for each in _states(questionnaire, way)
        if each.state is not State.HIDDEN or each.section.id == current
    )
    position = next(n for n, each in enumerate(seen) if each.section.id == current)
    return Progress(
        position=position + 1,
        total=len(seen),
        section=seen[position].section,
        minutes_left=minutes_left(questionnaire, way, place),
        share=place / max(1, len(screens)),
        sections=seen,
    )


def sections(
    questionnaire: Questionnaire, answers: Answers, seed: str | None = None
) -> tuple[SectionState, ...]:
    """Return every section with how far the family has come in it.

    A section none of whose pages is on the way is hidden once everything before it is answered; until
    then its pages may still come.
    """
    return tuple(_states(questionnaire, walk(questionnaire, answers, seed)))


def _states(questionnaire: Questionnaire, way: Way) -> Iterator[SectionState]:
    may_come = False
    for section in questionnaire.sections:
        screens = [each for each in way.screens if each.page.section == section.id]
        if not screens:
            yield SectionState(section, State.UNTOUCHED if may_come else State.HIDDEN, None)
            continue
        is_unfinished = any(is_open(way, each) for each in screens)
        may_come = may_come or is_unfinished
        yield SectionState(section, _state(way, screens, is_unfinished), screens[0].step)


def _state(way: Way, screens: Sequence[Screen], is_unfinished: bool) -> State:  # noqa: FBT001
    if not is_unfinished:
        return State.DONE
    is_touched = any(_is_touched(way, each) for each in screens)
    return State.BEGUN if is_touched else State.UNTOUCHED


def _is_touched(way: Way, screen: Screen) -> bool:
    is_added_to = screen.roster is not None and screen.roster.items is not None
    return is_added_to or any(way.value(each) is not None for each in _to_answer(screen))


def _to_answer(screen: Screen) -> Iterator[Asked]:
    """Iterate over the questions of a screen that a family answers: no notes, nothing worked out."""
    return (each for each in screen.asked if kind_of(each.question).is_asked)


def is_open(way: Way, screen: Screen) -> bool:
    """Say whether a screen holds something the family was not shown yet, or must still answer."""
    roster = screen.roster
    if roster is not None and (roster.items is None or roster.lacks):
        return True
    return any(
        way.value(each) is None
        or (each.required and kind_of(each.question).gaps(each, way.value(each)))
        for each in _to_answer(screen)
    )
