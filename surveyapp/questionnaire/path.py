"""The way one family takes through a questionnaire, worked out anew from its answers every time.

Nothing about the way is ever stored: an answer that is changed later simply gives another way, and
answers that no longer lie on it count for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.index import NOT_APPLICABLE, REFUSE, Index, index_of
from surveyapp.questionnaire.model import ItemList, Option, Page, Question, Questionnaire
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Answers, Missing, Value

Key = tuple[str, str | None]
"""Question id and list item."""


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
class Screen:
    """A step with the questions it asks now."""

    step: Step
    page: Page
    asked: tuple[Asked, ...]


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

    def answers(self) -> Answers:
        """Return the answers that lie on the way, in its order."""
        found = Answers()
        for asked in self.asked():
            value = self.value(asked)
            if value is not None and kind_of(asked.question).is_asked:
                found = found.put(asked.question.id, value, asked.item)
        return found


@dataclass(frozen=True, slots=True)
class Known:
    """The answers on the way so far, as expressions see them; filled while the way is walked."""

    index: Index
    values: dict[Key, Value] = field(default_factory=dict)
    #: Questions met on the way, answered or not.
    met: set[Key] = field(default_factory=set)
    #: Questions met that stand on no screen.
    hidden: dict[Key, Asked] = field(default_factory=dict)
    #: List to the item that is looked at.
    bound: Mapping[str, str] = field(default_factory=dict)

    def _key(self, question: str) -> Key:
        list_id = self.index.list_of.get(question)
        return question, None if list_id is None else self.bound.get(list_id)

    def _value(self, question: str, row: str | None) -> Value:
        key = self._key(question)
        if key not in self.met:
            return Missing.NOT_APPLICABLE
        value = self.values.get(key, Missing.UNANSWERED)
        if row is None or isinstance(value, Missing):
            return value
        return value.get(row, Missing.NOT_APPLICABLE) if isinstance(value, Mapping) else value

    def value(self, question: str, row: str | None = None) -> conditions.Result:
        """Return the answer to a question or row; ``NOT_APPLICABLE`` where it was not asked."""
        value = self._value(question, row)
        if isinstance(value, Missing):
            return value
        if isinstance(value, Mapping):  # a whole matrix has no one value
            return Missing.NOT_APPLICABLE
        asked = self.index.questions[question]
        seen = kind_of(asked).seen(asked, self.index.options[question], value)
        return Missing.NOT_APPLICABLE if isinstance(seen, Mapping) else seen

    def is_answered(self, question: str, row: str | None = None) -> bool:
        """Say whether a question was answered; a matrix when any row was."""
        value = self._value(question, row)
        parts = value.values() if isinstance(value, Mapping) else (value,)
        return any(not isinstance(part, Missing) for part in parts)

    def is_refused(self, question: str, row: str | None = None) -> bool:
        """Say whether the family chose "keine Angabe"; in a matrix for every row."""
        value = self._value(question, row)
        parts = tuple(value.values()) if isinstance(value, Mapping) else (value,)
        return bool(parts) and all(part == Missing.REFUSED for part in parts)

    def items(self, list_id: str) -> tuple[str, ...] | None:
        """Return the items of a list, or None where nobody knows them."""
        items = self.index.lists.get(list_id)
        if items is None:
            return None
        return self._counted(items) if items.count is not None else self._chosen_rows(items)

    def _counted(self, items: ItemList) -> tuple[str, ...] | None:
        number = self.value(items.count or "")
        if isinstance(number, (int, float)):
            return tuple(str(place + 1) for place in range(min(int(number), items.maximum)))
        return () if number is Missing.NOT_APPLICABLE else None

    def _chosen_rows(self, items: ItemList) -> tuple[str, ...]:
        rows = self._value(items.rows_of or "", None)
        if not isinstance(rows, Mapping):
            return ()
        every = (row.code for row in self.index.rows_of(items.id))
        return tuple(row for row in every if rows.get(row) == items.answered)[: items.maximum]

    def inside(self, list_id: str, item: str) -> Known:
        """Return the same answers as one item of a list sees them."""
        bound = {key: value for key, value in self.bound.items() if key != list_id}
        return replace(self, bound={**bound, list_id: item})

    def current_row(self) -> str | None:
        """Return the row code of the item looked at last."""
        rows = [item for list_id, item in self.bound.items() if self.index.lists[list_id].rows_of]
        return rows[-1] if rows else None


Source: TypeAlias = Callable[[Asked, Known], Value | None]
"""Gives the answer to a question on the way."""


def _from(answers: Answers) -> Source:
    return lambda asked, _: answers.get(asked.question.id, asked.item)


def walk(questionnaire: Questionnaire, answers: Answers) -> Way:
    """Return the way of a family: which screens, which questions, which answers count."""
    return _walk(questionnaire, _from(answers))


def meet_with(questionnaire: Questionnaire, source: Source) -> Answers:
    """Return the answers of a way on which each question is answered as it is met."""
    return _walk(questionnaire, source).answers()


def known_before(questionnaire: Questionnaire, answers: Answers, step: Step) -> Known | None:
    """Return what is known when a step begins, or None where the step is not on the way."""
    known = Known(index_of(questionnaire))
    for inside, each in _candidates(known):
        if each == step:
            return inside if conditions.holds(inside.index.pages[step.page].show, inside) else None
        tuple(_screen(inside, each, _from(answers)))
    return None


def _walk(questionnaire: Questionnaire, source: Source) -> Way:
    known = Known(index_of(questionnaire))
    screens = (
        screen for inside, step in _candidates(known) for screen in _screen(inside, step, source)
    )
    return Way(tuple(screens), known)


def _candidates(known: Known) -> Iterator[tuple[Known, Step]]:
    """Iterate over all steps, each only after the answers before it were noted."""
    for list_id, pages in known.index.groups:
        if list_id is None:
            yield from ((known, Step(page.id)) for page in pages)
        else:
            for item in known.items(list_id) or ():
                inside = known.inside(list_id, item)
                yield from ((inside, Step(page.id, item)) for page in pages)


def _screen(known: Known, step: Step, source: Source) -> Iterator[Screen]:
    page = known.index.pages[step.page]
    if not conditions.holds(page.show, known):
        return
    asked = tuple(_meet(known, step, source))
    if asked or not page.questions:
        yield Screen(step, page, asked)


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
    rows = tuple(row for row in question.rows if conditions.holds(row.show, known))
    if question.rows and not rows:
        return None
    options = tuple(
        each for each in known.index.options[question.id] if conditions.holds(each.show, known)
    )
    if known.index.options[question.id] and not options:
        return None
    return Asked(
        question,
        item,
        (*options, *_missing_options(question)),
        rows,
        required=_is_required(question, known),
        minimum=_limit(question.minimum, known),
        maximum=_limit(question.maximum, known),
    )


def _missing_options(question: Question) -> Iterator[Option]:
    if question.may_not_apply:
        yield NOT_APPLICABLE
    if question.may_refuse and kind_of(question).offers_refuse:
        yield REFUSE


def _is_required(question: Question, known: Known) -> bool:
    needed = question.required
    return conditions.holds(needed, known) if isinstance(needed, str) else needed


def _limit(limit: float | str | None, known: Known) -> float | None:
    """Return a limit as this family meets it; none where an expression finds no number."""
    if not isinstance(limit, str):
        return limit
    found = conditions.evaluate(conditions.parse(limit), known)
    return found if isinstance(found, (int, float)) and not isinstance(found, bool) else None


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
