"""Conditions, checks and other wordings as sentences: lines of question, relation and value, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    Subject,
    Term,
)
from surveyapp.questionnaire.editing.spots import Spot, find
from surveyapp.questionnaire.explain import names_of_items
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.web.staff.questionnaire_words import said
from surveyapp.web.staff.studio_desk import Seat
from surveyapp.web.staff.studio_fields import TextField, written
from surveyapp.web.staff.studio_lines import (
    LINE,
    NEW_LINE,
    clauses_in,
    is_number,
    key_of,
    was_sent,
)
from surveyapp.web.staff.studio_rules import RuleSort, rule_sort, rule_text, rule_words

SUMS = "summen"
"""Part of an address and a form: whether numbers can be added and compared with one another."""

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a condition as it is edited."""

    number: int
    group: int
    #: ``question|age|`` of what is chosen; empty for a new line.
    subject: str
    relation: str
    relations: Choices
    #: Codes and wordings to choose from; empty where something is typed.
    values: Choices
    chosen: tuple[str, ...]
    has_value: bool
    takes_many: bool
    has_two: bool
    #: Numbers that are added, and the one it is compared with instead of what is typed.
    plus: tuple[str, ...] = ()
    other: str = ""
    is_number: bool = False

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
    """A condition, a check or another wording, ready to be changed."""

    path: str
    #: What is changed: how it is called and asked for.
    sort: RuleSort
    #: Name and address of what it decides on.
    title: str
    back_url: str
    sentence: str
    expression: str
    #: None where the condition says more than lines can.
    groups: tuple[GroupView, ...] | None
    subjects: Choices
    #: Those that give a number, where numbers are added and compared with one another.
    numbers: Choices
    #: Whether they could be, and nobody has asked for it yet.
    may_add: bool
    has_choices: bool
    is_written: bool
    #: What families read where it does not hold, or where it does.
    text: TextField | None = None


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
    sort = rule_sort(seat.path, seat.task, spot)
    if spot is None or sort is None:
        return None
    asked = seat.desk.questionnaire
    choices = choices_before(asked, sort.place(seat.path))
    kept = str(spot.element.get(sort.field) or "")
    clauses = _clauses(kept, choices)
    parent = "/".join(seat.path.split("/")[:2])
    named = find(seat.desk.document, parent) if sort.has_text else spot
    subjects = tuple((key_of(each), _subject(each, asked)) for each in choices)
    numbers = {key_of(each) for each in choices if is_number(each)}
    is_asked_for = sort.adds_up or bool(request.values.get(SUMS))
    is_sum = is_asked_for or (clauses is not None and _has_terms(clauses))
    return ConditionRoom(
        path=seat.path,
        sort=sort,
        title=_title(named) or seat.path.rpartition("/")[2],
        back_url=seat.url(parent),
        sentence=rule_words(sort, kept, asked),
        expression=request.form.get("ausdruck", kept),
        groups=None if clauses is None else _groups(clauses, choices),
        subjects=subjects,
        numbers=tuple(each for each in subjects if each[0] in numbers) if is_sum else (),
        may_add=not is_sum and len(numbers) > 1,
        has_choices=bool(choices),
        is_written=clauses is None or bool(request.values.get("text")),
        text=rule_text(sort, seat.path, spot, asked.languages),
    )


def _title(spot: Spot | None) -> str:
    element = spot.element if spot is not None else {}
    return said(element.get("title") or element.get("label") or element.get("text") or {})


def _clauses(kept: str, choices: Sequence[Choice]) -> Clauses | None:
    if was_sent(request.form):
        return clauses_in(request.form, choices, is_open=True)
    if not kept:
        return Clauses(all=True, parts=(NEW_LINE,))
    found = engine.clauses_of(kept)
    numbers = {key_of(each) for each in choices if is_number(each)}
    terms = (each for clause in _every(found) if _adds(clause) for each in clause.terms)
    # Answers that are no numbers can be compared with one another only in writing.
    return found if all(key_of(each) in numbers for each in terms) else None


def _every(clauses: Clauses | None) -> Iterator[Clause]:
    for part in clauses.parts if clauses is not None else ():
        yield from part.parts if isinstance(part, Clauses) else (part,)  # type: ignore[misc]


def _adds(clause: Clause) -> bool:
    """Say whether a line speaks of more than one number of the answers."""
    return len(clause.terms) > 1


def _has_terms(clauses: Clauses) -> bool:
    return any(_adds(each) for each in _every(clauses))


def _subject(choice: Choice, asked: Questionnaire) -> str:
    """Return what a line may speak of, in words."""
    if choice.subject is Subject.QUESTION:
        return choice.label
    many = names_of_items(choice.name, asked, "de")["many"]
    if choice.subject is Subject.COUNT:
        return _("Anzahl: %(items)s", items=many)
    return _("Summe über alle %(items)s: %(question)s", items=many, question=choice.label)


# To the page


def _groups(clauses: Clauses, choices: Sequence[Choice]) -> tuple[GroupView, ...]:
    known = {key_of(each): each for each in choices}
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
    choice, words = known.get(key_of(clause)), relation_words()
    offered = choice.relations if choice is not None else (clause.relation,)
    relations = offered if clause.relation in offered else (clause.relation, *offered)
    others = [key_of(each) for each in clause.values if isinstance(each, Term)]
    return LineView(
        number,
        group,
        key_of(clause),
        str(clause.relation),
        tuple((str(each), words[each]) for each in relations),
        choice.values if choice is not None else (),
        tuple(written(each) for each in clause.values if not isinstance(each, Term)),
        has_value=bool(clause.name) and clause.relation not in WITHOUT_VALUE,
        takes_many=clause.relation in SEVERAL,
        has_two=clause.relation is Relation.BETWEEN,
        plus=tuple(key_of(each) for each in clause.plus),
        other=others[0] if others else "",
        is_number=choice is not None and is_number(choice),
    )
