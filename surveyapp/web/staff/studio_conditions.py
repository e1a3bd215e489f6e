"""Conditions as sentences: lines of question, relation and value, in words, and back again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import request
from flask_babel import gettext as _

from surveyapp.questionnaire.editing import clauses as engine
from surveyapp.questionnaire.editing.choosing import Choice
from surveyapp.questionnaire.editing.choosing import choices as choices_before
from surveyapp.questionnaire.editing.clauses import (
    SEVERAL,
    WITHOUT_VALUE,
    Clause,
    Clauses,
    Relation,
)
from surveyapp.questionnaire.editing.spots import find
from surveyapp.web.staff.questionnaire_words import condition_in_words, said
from surveyapp.web.staff.studio_desk import Seat
from surveyapp.web.staff.studio_fields import written
from surveyapp.web.staff.studio_sent import Sent, number_in

MOST_LINES = 30
_LONGEST_NUMBER = 5
LINE, ALL_OF = "bed", "alle"


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a condition as it is edited."""

    number: int
    group: int
    #: ``question|age|`` of what is chosen; empty for a new line.
    subject: str
    relation: str
    relations: tuple[tuple[str, str], ...]
    #: Codes and wordings to choose from; empty where something is typed.
    values: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    has_value: bool
    takes_many: bool
    has_two: bool

    @property
    def name(self) -> str:
        """Return how the fields of the line begin."""
        return f"{LINE}~{self.group}~{self.number}"


@dataclass(frozen=True, slots=True)
class GroupView:
    """Lines that belong together."""

    number: int
    all: bool
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class ConditionRoom:
    """A condition, ready to be changed."""

    path: str
    #: Name and address of what it decides on.
    title: str
    back_url: str
    sentence: str
    expression: str
    #: None where the condition says more than lines can.
    groups: tuple[GroupView, ...] | None
    subjects: tuple[tuple[str, str], ...]
    has_choices: bool
    is_written: bool


def relation_words() -> Mapping[Relation, str]:
    """Return how each relation is said between question and value."""
    return {
        Relation.IS: _("ist"),
        Relation.IS_NOT: _("ist nicht"),
        Relation.IS_ONE_OF: _("ist eines von"),
        Relation.IS_NONE_OF: _("ist keines von"),
        Relation.CONTAINS: _("enthält"),
        Relation.CONTAINS_NOT: _("enthält nicht"),
        Relation.CONTAINS_ANY: _("enthält eines von"),
        Relation.CONTAINS_ALL: _("enthält alle von"),
        Relation.LESS: _("ist weniger als"),
        Relation.AT_MOST: _("ist höchstens"),
        Relation.MORE: _("ist mehr als"),
        Relation.AT_LEAST: _("ist mindestens"),
        Relation.BETWEEN: _("liegt zwischen"),
        Relation.ANSWERED: _("ist beantwortet"),
        Relation.NOT_ANSWERED: _("ist nicht beantwortet"),
        Relation.REFUSED: _("wurde nicht angegeben"),
    }


def condition_room(seat: Seat) -> ConditionRoom | None:
    """Return the condition of the element in the middle, as it is kept or as it was just sent."""
    spot = find(seat.desk.document, seat.path)
    if spot is None or spot.sort not in {
        "section",
        "page",
        "question",
        "option",
        "row",
        "category",
    }:
        return None
    asked = seat.desk.questionnaire
    choices = choices_before(asked, seat.path)
    kept = str(spot.element.get("show") or "")
    clauses = _clauses(kept, choices)
    parent = "/".join(seat.path.split("/")[:2])
    text = spot.element.get("title") or spot.element.get("label") or spot.element.get("text") or {}
    return ConditionRoom(
        path=seat.path,
        title=said(text) or seat.path.rpartition("/")[2],
        back_url=seat.url(parent),
        sentence=condition_in_words(kept or None, asked),
        expression=request.form.get("ausdruck", kept),
        groups=None if clauses is None else _groups(clauses, choices),
        subjects=tuple((_key(each), each.label) for each in choices),
        has_choices=bool(choices),
        is_written=clauses is None or bool(request.values.get("text")),
    )


def _clauses(kept: str, choices: Sequence[Choice]) -> Clauses | None:
    if _was_sent(request.form):
        return clauses_in(request.form, choices, is_open=True)
    return engine.clauses_of(kept) if kept else Clauses(all=True, parts=(_NEW,))


_NEW = Clause("", Relation.IS)


def _was_sent(sent: Sent) -> bool:
    return any(name.startswith(f"{LINE}~") for name in sent)


def _key(choice: Choice) -> str:
    return f"{choice.subject}|{choice.name}|{choice.row or ''}"


def _key_of(clause: Clause) -> str:
    return f"{clause.subject}|{clause.name}|{clause.row or ''}" if clause.name else ""


# To the page


def _groups(clauses: Clauses, choices: Sequence[Choice]) -> tuple[GroupView, ...]:
    known = {_key(each): each for each in choices}
    top = [each for each in clauses.parts if isinstance(each, Clause)]
    inner = [each for each in clauses.parts if isinstance(each, Clauses)]
    groups = [Clauses(all=clauses.all, parts=tuple(top)), *inner]
    return tuple(
        GroupView(
            number,
            group.all,
            tuple(
                _line(each, known, number, place)
                for place, each in enumerate(group.parts)
                if isinstance(each, Clause)
            ),
        )
        for number, group in enumerate(groups)
    )


def _line(clause: Clause, known: Mapping[str, Choice], group: int, number: int) -> LineView:
    choice, words = known.get(_key_of(clause)), relation_words()
    offered = choice.relations if choice is not None else (clause.relation,)
    relations = offered if clause.relation in offered else (clause.relation, *offered)
    return LineView(
        number,
        group,
        _key_of(clause),
        str(clause.relation),
        tuple((str(each), words[each]) for each in relations),
        choice.values if choice is not None else (),
        tuple(written(each) for each in clause.values),
        has_value=bool(clause.name) and clause.relation not in WITHOUT_VALUE,
        takes_many=clause.relation in SEVERAL,
        has_two=clause.relation is Relation.BETWEEN,
    )


# From the page


def clauses_in(sent: Sent, choices: Sequence[Choice], *, is_open: bool = False) -> Clauses:
    """Return the lines that were sent; lines that are not finished only where it is still ``open``."""
    known = {_key(each): each for each in choices}
    groups = _numbers(sent)
    verb, _tilde, rest = sent.get("do", "").partition("~")
    parts: dict[int, list[Clause]] = {
        group: [
            clause
            for number in numbers
            if not (verb == "zeile_weg" and rest == f"{group}~{number}")
            and (clause := _clause(sent, known, group, number)) is not None
            and (is_open or _is_finished(clause))
        ]
        for group, numbers in groups.items()
    }
    if is_open and verb == "zeile_dazu":
        parts.setdefault(int(rest) if _is_number(rest) else 0, []).append(_NEW)
    if is_open and verb == "gruppe_dazu":
        parts[max(parts, default=0) + 1] = [_NEW]
    is_all = sent.get(f"{ALL_OF}~0", "ja") == "ja"
    inner = (
        Clauses(all=not is_all, parts=tuple(lines))
        for group, lines in parts.items()
        if group and lines
    )
    return Clauses(all=is_all, parts=(*parts.get(0, ()), *inner))


def _is_number(written: str) -> bool:
    """Say whether it is a number of a line or group; Python reads none of thousands of digits."""
    return written.isascii() and written.isdecimal() and len(written) < _LONGEST_NUMBER


def _numbers(sent: Sent) -> dict[int, list[int]]:
    """Return the groups that were sent with the numbers of their lines."""
    found: dict[int, list[int]] = {}
    for name in sent:
        first, *rest = name.split("~")
        if first != LINE or len(rest) != 3 or rest[2] != "frage":
            continue
        if _is_number(rest[0]) and _is_number(rest[1]) and len(found) < MOST_LINES:
            found.setdefault(int(rest[0]), []).append(int(rest[1]))
    return {group: lines[:MOST_LINES] for group, lines in sorted(found.items())}


def _clause(sent: Sent, known: Mapping[str, Choice], group: int, number: int) -> Clause | None:
    name = f"{LINE}~{group}~{number}"
    choice = known.get(sent.get(f"{name}~frage", ""))
    if choice is None:
        return _NEW
    offered = [each for each in choice.relations if each == sent.get(f"{name}~bezug")]
    relation = (offered or [*choice.relations])[0]
    values = tuple(_values(sent.getlist(f"{name}~wert"), choice))
    clause = Clause(choice.name, relation, values, choice.row, choice.subject)
    if relation in WITHOUT_VALUE:
        return replace(clause, values=())
    most = None if relation in SEVERAL else 2 if relation is Relation.BETWEEN else 1
    return replace(clause, values=values[:most])


def _values(given: Sequence[str], choice: Choice) -> Iterator[str | float]:
    codes = {code for code, _label in choice.values}
    for each in (text.strip() for text in given):
        if codes:
            yield from ([each] if each in codes else [])
        elif each:
            yield number_in(each)


def _is_finished(clause: Clause) -> bool:
    if not clause.name:
        return False
    if clause.relation in WITHOUT_VALUE:
        return True
    return len(clause.values) >= (2 if clause.relation is Relation.BETWEEN else 1)


def is_unfinished(sent: Sent, choices: Sequence[Choice]) -> bool:
    """Say whether a line names a question and no value yet."""
    groups = clauses_in(sent, choices, is_open=True)
    lines = (
        each
        for part in groups.parts
        for each in (part.parts if isinstance(part, Clauses) else (part,))
    )
    return any(isinstance(each, Clause) and each.name and not _is_finished(each) for each in lines)


def expression_in(sent: Sent, choices: Sequence[Choice]) -> str:
    """Return the expression that was put together or written."""
    if "ausdruck" in sent:
        return sent["ausdruck"].strip()
    return engine.expression_of(clauses_in(sent, choices))
