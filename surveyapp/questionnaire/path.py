"""The way one family takes through a questionnaire, worked out anew from its answers every time.

Nothing about the way is ever stored: an answer that is changed later simply gives another way, and
answers that no longer lie on it count for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.index import (
    BETWEEN,
    NOT_APPLICABLE,
    REFUSE,
    Group,
    Index,
    Part,
    index_of,
    order_of,
)
from surveyapp.questionnaire.known import Items, Known
from surveyapp.questionnaire.model import ItemList, Option, Page, Question, Questionnaire
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Answers, Missing, Value

_ADDED = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Step:
    """One screen: a page, and the list item it is asked for."""

    page: str
    item: str | None = None

    @property
    def key(self) -> str:
        """Return the step as it stands in an address: "page" or "page.item"."""
        return self.page if self.item is None else f"{self.page}.{self.item}"


@dataclass(frozen=True, slots=True)
class Roster:
    """A list a family adds to on a page, as it stands now."""

    list: ItemList
    #: Item of the outer list whose list this is.
    outer: str | None
    #: None until the family has added something or gone on without.
    items: Items | None

    @property
    def lacks(self) -> int:
        """Return how many items are missing at least."""
        return max(0, self.list.minimum - len(self.items or ()))

    @property
    def is_full(self) -> bool:
        """Say whether no more items can be added."""
        return len(self.items or ()) >= self.list.maximum


@dataclass(frozen=True, slots=True)
class Screen:
    """A step with the questions it asks now, and the list it lets a family add to."""

    step: Step
    page: Page
    asked: tuple[Asked, ...]
    roster: Roster | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """All screens of one family, and the answers that lie on them."""

    screens: tuple[Screen, ...]
    environment: Known

    def screen(self, step: Step) -> Screen | None:
        """Return the screen of a step, or None where the step is not on the way."""
        return next((screen for screen in self.screens if screen.step == step), None)

    def value(self, asked: Asked) -> Value | None:
        """Return the answer to a question on the way; None where nothing was said yet."""
        return self.environment.values.get((asked.question.id, asked.item))

    def asked(self) -> Iterator[Asked]:
        """Iterate over all questions on the way, those last that stand on no screen."""
        for screen in self.screens:
            yield from screen.asked
        yield from self.environment.hidden.values()

    def rosters(self) -> Iterator[Roster]:
        """Iterate over all lists on the way that a family adds to."""
        return (screen.roster for screen in self.screens if screen.roster is not None)

    def answers(self) -> Answers:
        """Return the answers that lie on the way, in its order."""
        return Answers.of(self._said())

    def _said(self) -> Iterator[tuple[str, str | None, Value]]:
        for screen in self.screens:
            for asked in screen.asked:
                value = self.value(asked)
                if value is not None and kind_of(asked.question).is_asked:
                    yield asked.question.id, asked.item, value
            roster = screen.roster
            if roster is not None and roster.items is not None:
                yield roster.list.id, roster.outer, roster.items


Source: TypeAlias = Callable[[Asked, Known], Value | None]
"""Gives the answer to a question on the way."""

Adding: TypeAlias = Callable[[ItemList, str | None, Known], Items | None]
"""Gives the items that were added to a list, for an outer item where it is inside another list."""


def _from(answers: Answers) -> Source:
    return lambda asked, _: answers.get(asked.question.id, asked.item)


def _added_in(answers: Answers) -> Adding:
    def added(items: ItemList, outer: str | None, _: Known) -> Items | None:
        found = answers.get(items.id, outer)
        return found if isinstance(found, tuple) else None

    return added


def first_items(items: ItemList, outer: str | None, number: int) -> Items:
    """Return the keys of the first items of a list that items are added to."""
    prefix = "" if outer is None else outer + BETWEEN
    return tuple(f"{prefix}{place + 1}" for place in range(min(number, items.maximum)))


def _fewest(items: ItemList, outer: str | None, _: Known) -> Items:
    return first_items(items, outer, items.minimum)


def walk(questionnaire: Questionnaire, answers: Answers, seed: str | None = None) -> Way:
    """Return the way of a family: which screens, which questions, which answers count.

    ``seed`` is any text that stays the same for one family; it decides the order of the pages in
    sections that rotate, and nothing else.
    """
    return _walk(questionnaire, _from(answers), _added_in(answers), seed)


def meet_with(
    questionnaire: Questionnaire, source: Source, adding: Adding | None = None
) -> Answers:
    """Return the answers of a way on which each question is answered as it is met.

    Lists that items are added to get as few as they may, or what ``adding`` says.
    """
    return way_with(questionnaire, source, adding).answers()


def way_with(questionnaire: Questionnaire, source: Source, adding: Adding | None = None) -> Way:
    """Return the way on which each question is answered as it is met."""
    return _walk(questionnaire, source, adding or _fewest, None)


def known_before(
    questionnaire: Questionnaire, answers: Answers, step: Step, seed: str | None = None
) -> Known | None:
    """Return what is known when a step begins, or None where the step is not on the way."""
    known = Known(index_of(questionnaire))
    adding = _added_in(answers)
    for inside, each in _candidates(known, seed):
        if each == step:
            return inside if _is_shown(inside, inside.index.pages[step.page]) else None
        tuple(_screen(inside, each, _from(answers), adding))
    return None


def _walk(questionnaire: Questionnaire, source: Source, adding: Adding, seed: str | None) -> Way:
    known = Known(index_of(questionnaire))
    screens = (
        screen
        for inside, step in _candidates(known, seed)
        for screen in _screen(inside, step, source, adding)
    )
    return Way(tuple(screens), known)


def _candidates(known: Known, seed: str | None) -> Iterator[tuple[Known, Step]]:
    """Iterate over all steps, each only after the answers before it were noted."""
    parts = known.index.parts
    for place in order_of(known.index, seed):
        yield from _steps(known, parts[place], None)


def _steps(known: Known, part: Part, item: str | None) -> Iterator[tuple[Known, Step]]:
    if not isinstance(part, Group):
        yield known, Step(part.id, item)
        return
    for each in known.items(part.list) or ():
        inside = known.inside(part.list, each)
        for inner in part.parts:
            yield from _steps(inside, inner, each)


def _is_shown(known: Known, page: Page) -> bool:
    section = known.index.sections.get(page.section)
    in_section = section is None or conditions.holds(section.show, known)
    return in_section and conditions.holds(page.show, known)


def _screen(known: Known, step: Step, source: Source, adding: Adding) -> Iterator[Screen]:
    page = known.index.pages[step.page]
    if not _is_shown(known, page):
        return
    asked = tuple(_meet(known, step, source))
    roster = _roster(known, page, step.item, adding)
    if asked or roster is not None or not page.questions:
        yield Screen(step, page, asked, roster)


def _roster(known: Known, page: Page, outer: str | None, adding: Adding) -> Roster | None:
    items = known.index.lists.get(page.collect or "")
    if items is None or not items.is_collected:
        return None
    found = adding(items, outer, known)
    kept = None if found is None else _valid_items(items, outer, found)
    known.added[items.id, outer] = kept
    return Roster(items, outer, kept)


def _valid_items(items: ItemList, outer: str | None, found: Items) -> Items:
    """Return the items as they were numbered, at most as many as the list holds."""
    prefix = "" if outer is None else outer + BETWEEN
    numbers = (each.removeprefix(prefix) for each in found if each.startswith(prefix))
    kept = sorted({int(number) for number in numbers if _ADDED.fullmatch(number)})
    return tuple(f"{prefix}{number}" for number in kept[: items.maximum])


def _meet(known: Known, step: Step, source: Source) -> Iterator[Asked]:
    """Go through the questions of a step, noting each visible one with its answer."""
    for question in known.index.pages[step.page].questions:
        asked = visible(known, question, step.item)
        if asked is not None:
            kind = kind_of(question)
            note(known, asked, source(asked, known) if kind.is_asked else None)
            if kind.is_shown:
                yield asked


def visible(known: Known, question: Question, item: str | None) -> Asked | None:
    """Return a question as it is seen now, or None where it is hidden."""
    if not conditions.holds(question.show, known):
        return None
    if question.id not in known.index.unvarying:
        return as_seen(known, question, item)
    fixed = known.index.asked
    if question.id not in fixed:
        fixed[question.id] = as_seen(known, question, None)
    found = fixed[question.id]
    return found if found is None or item is None else replace(found, item=item)


def as_seen(
    known: Known,
    question: Question,
    item: str | None,
    holds: Callable[[str | None], bool] | None = None,
    found: Callable[[str], conditions.Result] | None = None,
) -> Asked | None:
    """Return a question with its options and rows, or None where it has some and shows none.

    ``holds`` says of which conditions of options and rows; without it those that hold now. ``found``
    gives the results of other expressions; without it those of what is known.
    """
    holds = holds or partial(conditions.holds, environment=known)
    found = found or partial(_found, known)
    rows = tuple(row for row in question.rows if holds(row.show))
    if question.rows and not rows:
        return None
    options = tuple(each for each in known.index.options[question.id] if holds(each.show))
    if known.index.options[question.id] and not options:
        return None
    return Asked(
        question,
        item,
        (*options, *_missing_options(question)),
        rows,
        required=_is_required(question, found),
        minimum=_least(known.index, question, found),
        maximum=_limit(question.maximum, found),
    )


def _found(known: Known, text: str) -> conditions.Result:
    return conditions.evaluate(conditions.parse(text), known)


def _missing_options(question: Question) -> Iterator[Option]:
    if question.may_not_apply:
        yield NOT_APPLICABLE
    if question.may_refuse and kind_of(question).offers_refuse:
        yield REFUSE


def _is_required(question: Question, found: Callable[[str], conditions.Result]) -> bool:
    needed = question.required
    return found(needed) is True if isinstance(needed, str) else needed


def _least(
    index: Index, question: Question, found: Callable[[str], conditions.Result]
) -> float | None:
    """Return the smallest number allowed; one that counts a list may not be below its minimum."""
    least = _limit(question.minimum, found)
    needed = max((each.minimum for each in index.counted_by.get(question.id, ())), default=0)
    return least if not needed else max(needed, least or 0)


def _limit(limit: float | str | None, found: Callable[[str], conditions.Result]) -> float | None:
    """Return a limit as this family meets it; none where an expression finds no number."""
    if not isinstance(limit, str):
        return limit
    number = found(limit)
    return number if isinstance(number, (int, float)) and not isinstance(number, bool) else None


def note(known: Known, asked: Asked, value: Value | None) -> None:
    """Remember that a question is on the way, and its answer as far as it is valid there."""
    key = (asked.question.id, asked.item)
    known.met.add(key)
    kind = kind_of(asked.question)
    if not kind.is_shown:
        known.hidden[key] = asked
    kept = valid(asked, value) if kind.is_asked else _worked_out(known, asked.question)
    if kept is not None:
        known.values[key] = kept


def _worked_out(known: Known, question: Question) -> Value | None:
    def evaluate(text: str) -> conditions.Result:
        return conditions.evaluate(conditions.parse(text), known)

    return kind_of(question).work_out(question, evaluate)


def valid(asked: Asked, value: Value | None) -> Value | None:
    """Return what is valid of an answer for what is visible now; None where nothing is."""
    if value is None:
        return None
    if value is Missing.NOT_APPLICABLE:
        return value if asked.not_applicable else None
    if value is Missing.UNANSWERED:
        return kind_of(asked.question).unanswered(asked)
    if value is Missing.REFUSED:
        return kind_of(asked.question).refused(asked) if asked.refuse else None
    return kind_of(asked.question).keep(asked, value)
