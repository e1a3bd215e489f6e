"""What the page „Probieren“ shows: questions to answer, and the way that follows from the answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from surveyapp.questionnaire.conditions import parse, references
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.model import Question, Questionnaire
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives
from surveyapp.questionnaire.written import expressions
from surveyapp.services.try_out import TriedOut
from surveyapp.web.staff.questionnaire_words import said, without_gap

MOST_KEYS = 12
"""Questions offered for answering; the rest can be given as JSON."""

FIRST_ITEMS = 3
"""Items of a list whose questions are offered."""


@dataclass(frozen=True, slots=True)
class KeyField:
    """One question on whose answer much depends."""

    name: str
    label: str
    #: choice, several or number.
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()
    #: "1. Kind": the item it is asked for; empty for the whole family.
    group: str = ""


def grouped(fields: tuple[KeyField, ...]) -> tuple[tuple[str, tuple[KeyField, ...]], ...]:
    """Return the questions for the whole family first, then those of each item."""
    names = dict.fromkeys(("", *(each.group for each in fields)))
    return tuple((name, tuple(each for each in fields if each.group == name)) for name in names)


def key_fields(
    questionnaire: Questionnaire, answers: Mapping[str, Any] | None = None
) -> tuple[KeyField, ...]:
    """Return the questions most conditions ask for, in the order of the questionnaire."""
    index = index_of(questionnaire)
    asked_for = _asked_for(questionnaire)
    often = [name for name, _number in asked_for.most_common() if _kind(index, name)][:MOST_KEYS]
    chosen = (each for each in index.questions if each in often)
    return tuple(field for name in chosen for field in _fields(index, name, answers or {}))


def _asked_for(questionnaire: Questionnaire) -> Counter[str]:
    found: Counter[str] = Counter()
    shows = (each for each in expressions(questionnaire) if each.path.endswith(("show", "count")))
    for written in shows:
        found.update(references(parse(written.text)))
    found.update(each.count for each in questionnaire.lists if each.count is not None)
    return found


_KINDS = {Gives.CODE: "choice", Gives.CODES: "several", Gives.NUMBER: "number"}


def _kind(index: Index, name: str) -> str:
    """Return how a question is answered on the form; empty where it cannot be."""
    question = index.questions.get(name)
    if question is None or not kind_of(question).is_asked:
        return ""
    list_id = index.list_of[name]
    is_first = list_id is None or (
        index.outer(list_id) is None and index.lists[list_id].count is not None
    )
    gives = kind_of(question).gives
    kind = _KINDS.get(gives, "") if is_first else ""
    has_options = bool(index.options[name])
    # A scale is chosen by its options; a place or a date is no choice without them.
    return kind if has_options or gives is Gives.NUMBER else ""


def _fields(index: Index, name: str, answers: Mapping[str, Any]) -> Iterator[KeyField]:
    question = index.questions[name]
    list_id = index.list_of[name]
    if list_id is None:
        yield _field(index, question, name, said(question.text), answers.get(name))
        return
    given = answers.get(name)
    values = given if isinstance(given, Mapping) else {}
    for number in range(1, min(FIRST_ITEMS, index.lists[list_id].maximum) + 1):
        group = f"{number}. {_item(index, list_id)}"
        field = _field(
            index, question, f"{name}.{number}", said(question.text), values.get(str(number))
        )
        yield replace(field, group=group)


def _item(index: Index, list_id: str) -> str:
    return _("Kind") if index.is_child_list(list_id) else _("Eintrag")


def _field(index: Index, question: Question, name: str, label: str, value: object) -> KeyField:
    options = tuple((each.code, said(each.text)) for each in index.options[question.id])
    kind = "choice" if options else "number"
    if kind_of(question).gives is Gives.CODES:
        kind = "several"
    given = value if isinstance(value, list) else [value]
    return KeyField(
        name, label, kind, options, tuple(str(each) for each in given if each is not None)
    )


def answers_from(questionnaire: Questionnaire, sent: MultiDict[str, str]) -> dict[str, Any]:
    """Return what was chosen on the form; what was left open is left out."""
    found: dict[str, Any] = {}
    for field in key_fields(questionnaire):
        value = _value(field, [each for each in sent.getlist(field.name) if each.strip()])
        name, _dot, item = field.name.partition(".")
        if value is not None and item:
            found.setdefault(name, {})[item] = value
        elif value is not None:
            found[name] = value
    return found


def _value(field: KeyField, sent: list[str]) -> object | None:
    if not sent:
        return None
    if field.kind == "several":
        return sent
    if field.kind == "choice":
        return sent[0]
    try:
        number = float(sent[0].replace(",", "."))
        return int(number) if number.is_integer() else number
    except (ValueError, OverflowError):
        return sent[0]


# The way


@dataclass(frozen=True, slots=True)
class PartTold:
    """An option or a row with a condition."""

    text: str
    is_seen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionTold:
    """One question of a page."""

    id: str
    text: str
    is_seen: bool
    is_worked_out: bool
    answer: str
    reason: str
    condition: str
    parts: tuple[PartTold, ...]


@dataclass(frozen=True, slots=True)
class PageTold:
    """One page of the way, or one that is not on it."""

    key: str
    title: str
    is_seen: bool
    reason: str
    condition: str
    questions: tuple[QuestionTold, ...]
    #: "neu" or "entfällt" against the try before; empty where nothing changed.
    change: str
    is_open: bool
    #: "2 von 3 Fragen gezeigt".
    count: str


@dataclass(frozen=True, slots=True)
class WayView:
    """The way of one family."""

    counts: tuple[tuple[str, str], ...]
    path: tuple[str, ...]
    remarks: tuple[str, ...]
    pages: tuple[PageTold, ...]
    answers_json: str
    #: What differs from the try before, as a sentence; empty without one.
    changed: str


def way_view(tried: TriedOut, before: Mapping[str, Any] | None) -> WayView:
    """Return a way; with the one tried ``before`` it, what differs between them."""
    told = tried.told
    old = None if before is None else _seen_parts(before)
    pages = tuple(_page(each, old) for each in told["walk"])
    counts = told["counts"]
    return WayView(
        (
            (_("Seiten gezeigt"), str(counts["pages_seen"])),
            (_("Seiten nicht gezeigt"), str(counts["pages_hidden"])),
            (_("Fragen gezeigt"), str(counts["questions_seen"])),
            (_("Fragen nicht gezeigt"), str(counts["questions_hidden"])),
        ),
        tuple(each.title for each in pages if each.is_seen),
        tuple(f"{each['field']}: {each['sentence']}" for each in told["remarks"]),
        pages,
        json.dumps(tried.answers, ensure_ascii=False, indent=1),
        "" if old is None else _changed(sum(each.is_open for each in pages)),
    )


def _changed(number: int) -> str:
    if not number:
        return _("Gegenüber dem letzten Versuch hat sich am Weg nichts geändert.")
    return ngettext(
        "Auf %(num)s Seite hat sich gegenüber dem letzten Versuch etwas geändert; sie ist "
        "aufgeklappt.",
        "Auf %(num)s Seiten hat sich gegenüber dem letzten Versuch etwas geändert; sie sind "
        "aufgeklappt.",
        number,
    )


def _seen_parts(told: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    """Return each page that is seen with what is seen of it."""
    return {page["key"]: _parts_of(page) for page in told["walk"] if page["seen"]}


def _parts_of(page: Mapping[str, Any]) -> frozenset[str]:
    found = set()
    for question in page["questions"] if page["seen"] else ():
        if question["seen"]:
            found.add(question["id"])
        found |= {
            f"{question['id']}/{part['code']}"
            for part in (*question["rows"], *question["options"])
            if part["seen"]
        }
    return frozenset(found)


def _page(page: Mapping[str, Any], old: Mapping[str, frozenset[str]] | None) -> PageTold:
    was = None if old is None else old.get(page["key"])
    change = ""
    if old is not None and page["seen"] != (was is not None):
        change = _("neu") if page["seen"] else _("entfällt")
    is_open = old is not None and (bool(change) or (was or frozenset()) != _parts_of(page))
    questions = tuple(_question(each) for each in page["questions"])
    seen = sum(each.is_seen for each in questions)
    every = ngettext("%(num)s Frage", "%(num)s Fragen", len(questions))
    return PageTold(
        page["key"],
        _title(page),
        page["seen"],
        *_why(page),
        questions,
        change,
        is_open,
        _("%(seen)s von %(every)s gezeigt", seen=seen, every=every) if page["seen"] else "",
    )


def _title(page: Mapping[str, Any]) -> str:
    title, item = without_gap(page["title"]) or page["page"], page["item_label"]
    return f"{title} – {item}" if item and item not in title else title


def _question(question: Mapping[str, Any]) -> QuestionTold:
    parts = (*question["rows"], *question["options"])
    return QuestionTold(
        question["id"],
        question["text"] or question["id"],
        question["seen"],
        question["worked_out"],
        question["answer_text"],
        *_why(question),
        tuple(
            PartTold(each["text"] or each["code"], each["seen"], _why(each)[0])
            for each in parts
            if each["reason"] is not None
        ),
    )


def _why(part: Mapping[str, Any]) -> tuple[str, str]:
    """Return what decided, as "weil …", and the whole condition."""
    reason = part["reason"]
    if reason is None:
        return "", ""
    return reason["because"], reason["condition"]
