"""The form somebody types a sheet into: its questions in order, as far as the way leads by now.

The engine alone decides what is asked (``journal.replay``). A sheet differs from a screen in one thing:
nothing on it had to be answered, so here nothing is required but a consent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from surveyapp.exchange.pdf.compose import numbers_of
from surveyapp.questionnaire.answers import SHOWN_FIELD, AnswerError, Answers
from surveyapp.questionnaire.flow import Step, step_from_key
from surveyapp.questionnaire.index import Index, SameObject, index_of
from surveyapp.questionnaire.journal import Replayed, replay
from surveyapp.questionnaire.model import Page, Question, Questionnaire, Row
from surveyapp.questionnaire.path import Roster, Screen, Way, first_items, walk
from surveyapp.questionnaire.texts import say
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.consent import KIND as CONSENT
from surveyapp.services.keying.typed import Entry, Fields, Keys, entries, fields_of

Typed = Mapping[str, Mapping[str, str]]
"""Key of a screen to its fields as they were typed; a screen that was shown is there, empty or not."""

LANGUAGE = "de"
"""What people who key read."""

COUNT = "#"
"""Behind the id of a list: the field that says how many items a family wrote down."""

_ID = re.compile(r"[a-z][a-z0-9_]*")


def as_keyed(questionnaire: Questionnaire) -> Questionnaire:
    """Return a questionnaire of which everything may be left empty, as on paper."""
    return _relaxed(SameObject(questionnaire))


@lru_cache(maxsize=32)
def _relaxed(key: SameObject) -> Questionnaire:
    questionnaire = key.questionnaire
    pages = tuple(_relaxed_page(each) for each in questionnaire.pages)
    lists = tuple(replace(each, minimum=0) for each in questionnaire.lists)
    return replace(questionnaire, pages=pages, lists=lists)


def _relaxed_page(page: Page) -> Page:
    return replace(
        page,
        questions=tuple(
            each if _must_agree(each) else replace(each, required=False, min_choices=None)
            for each in page.questions
        ),
    )


def _must_agree(question: Question) -> bool:
    return kind_of(question).gap_key == CONSENT.gap_key


@dataclass(frozen=True, slots=True)
class Line:
    """One question on the form."""

    question: str
    #: As it stands on the sheet.
    number: str
    text: str
    entries: tuple[Entry, ...]
    #: Printed code and wording of each option.
    codes: tuple[tuple[str, str], ...]
    #: Whether its answer may open or close something.
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One screen on the form."""

    key: str
    title: str
    lines: tuple[Line, ...]
    #: Fields of the list a family may have filled in: its name and wording.
    counts: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet as far as it is typed."""

    parts: tuple[Part, ...]
    #: Key of the first screen that is not settled; empty where all are.
    open: str
    #: What is wrong there, by field.
    errors: Mapping[str, AnswerError]
    answers: Answers
    #: Ids of the questions that an answer of the same screen opened just now.
    opened: frozenset[str] = frozenset()
    #: What was typed on screens that are not asked now, and may be again.
    carried: Typed = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Say whether everything that is asked was typed."""
        return not self.open


def form_of(questionnaire: Questionnaire, typed: Typed) -> Form:
    """Return the form after what was typed so far; ``questionnaire`` comes from ``as_keyed``."""
    found = read(questionnaire, typed)
    way = walk(questionnaire, found.answers)
    shown = tuple(_shown(questionnaire, way, found.step, typed))
    errors = {each.field: each for each in found.errors if each.key != "opened"}
    opened = {each.field.split(".")[0] for each in found.errors if each.key == "opened"}
    parts = tuple(part_of(way, each) for each in shown)
    is_open = found.step.key if found.step else ""
    away = typed.keys() - {each.key for each in parts}
    carried = {key: typed[key] for key in sorted(away)}
    return Form(parts, is_open, errors, found.answers, frozenset(opened), carried)


def read(questionnaire: Questionnaire, typed: Typed) -> Replayed:
    """Read what was typed along the way; lists are filled as soon as the way comes to them."""
    journal = {key: _sent(questionnaire, key, fields) for key, fields in typed.items()}
    found = replay(questionnaire, journal)
    while filled := _filled(walk(questionnaire, found.answers), typed):
        found = replay(questionnaire, journal, _with(found.answers, filled))
    return found


def _sent(questionnaire: Questionnaire, key: str, fields: Mapping[str, str]) -> Fields:
    """Return the fields of a screen as a browser would have sent them."""
    step = step_from_key(key)
    page = index_of(questionnaire).pages.get(step.page) if step else None
    if page is None:
        return {}
    by_id = {each.id: Keys.of(questionnaire, each) for each in page.questions}
    sent: Fields = {}
    for name, text in fields.items():
        keys = by_id.get(re.split(r"[.!]", name)[0])
        if keys is not None:
            sent.update(fields_of(keys, name, text))
    shown = fields.get(SHOWN_FIELD, "").split()
    return {**sent, SHOWN_FIELD: tuple(shown)} if shown else sent


def _filled(way: Way, typed: Typed) -> list[tuple[Roster, int]]:
    """Return the lists on the way that are not filled yet, with the number somebody typed."""
    return [
        (screen.roster, int(count))
        for screen in way.screens
        if screen.roster is not None and not screen.roster.items
        for count in [typed.get(screen.step.key, {}).get(count_field(screen.roster), "")]
        if count.isascii() and count.isdigit() and 0 < int(count) <= screen.roster.list.maximum
    ]


def _with(answers: Answers, filled: Sequence[tuple[Roster, int]]) -> Answers:
    for roster, count in filled:
        items = first_items(roster.list, roster.outer, count)
        answers = answers.put(roster.list.id, items, roster.outer)
    return answers


def count_field(roster: Roster) -> str:
    """Return the field that says how many items of a list a family wrote down."""
    return f"{roster.list.id}{COUNT}"


def _shown(
    questionnaire: Questionnaire, way: Way, step: Step | None, typed: Typed
) -> Iterator[Screen]:
    """Iterate over the screens up to the next one whose answers may change the way."""
    deciding = _deciding(SameObject(questionnaire))
    is_behind = is_over = False
    for screen in way.screens:
        if not is_over or screen.step.key in typed:
            yield screen
        is_behind = is_behind or screen.step == step
        is_fork = screen.roster is not None or any(a.question.id in deciding for a in screen.asked)
        is_over = is_over or (is_behind and is_fork)


@lru_cache(maxsize=32)
def _deciding(key: SameObject) -> frozenset[str]:
    """Return the questions that some condition, limit or list names, and that of the area."""
    index = index_of(key.questionnaire)
    said = " ".join(str(each) for each in _expressions(index) if each is not None)
    return frozenset(_ID.findall(said)) & frozenset(index.questions)


def _expressions(index: Index) -> Iterator[object]:
    questionnaire = index.questionnaire
    yield questionnaire.area_question
    yield from (each.show for each in questionnaire.sections)
    yield from (each.show for each in questionnaire.pages)
    for items in questionnaire.lists:
        yield from (items.count, items.rows_of, items.options_of)
    for question in index.questions.values():
        yield from (question.show, question.minimum, question.maximum, question.value)
        yield from (each.show for each in index.options[question.id])
        yield from (each.show for each in question.rows)


def part_of(way: Way, screen: Screen) -> Part:
    """Return a screen as it is keyed."""
    roster = screen.roster
    counts = (
        ()
        if roster is None
        else (Entry(count_field(roster), _said(way, screen, roster.list.label)),)
    )
    shown = (each for each in screen.asked if kind_of(each.question).is_asked)
    lines = tuple(_line(way, screen, each.question, each.rows) for each in shown)
    return Part(screen.step.key, _said(way, screen, screen.page.title), lines, counts)


def _line(way: Way, screen: Screen, question: Question, rows: tuple[Row, ...]) -> Line:
    index = way.environment.index
    keys = Keys.of(index.questionnaire, question)
    numbers = _numbers(SameObject(index.questionnaire))
    fields = tuple(entries(keys, rows, lambda row: _said(way, screen, row.text)))
    codes = tuple(
        (code, keys.told((option,)).partition(" – ")[2]) for option, code in keys.printed.items()
    )
    text = _said(way, screen, question.text, question)
    decides = question.id in _deciding(SameObject(index.questionnaire))
    return Line(question.id, numbers.get(question.id, ""), text, fields, codes, decides)


@lru_cache(maxsize=32)
def _numbers(key: SameObject) -> Mapping[str, str]:
    return numbers_of(index_of(key.questionnaire).questions.values())


def _said(
    way: Way, screen: Screen, text: Mapping[str, str], question: Question | None = None
) -> str:
    questionnaire, item = way.environment.index.questionnaire, screen.step.item
    of = None if question is not None else screen.page.repeat
    return say(dict(text), LANGUAGE, questionnaire, Answers(), item, question, way, of)
