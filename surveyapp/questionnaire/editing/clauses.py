"""Conditions as sentences: an expression as a list of clauses, and back without a change of meaning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from surveyapp.questionnaire.expression import Expression
from surveyapp.questionnaire.model import Questionnaire


class Relation(StrEnum):
    """What a clause says of its subject."""

    IS = "is"
    IS_NOT = "is_not"
    IS_ONE_OF = "is_one_of"
    IS_NONE_OF = "is_none_of"
    CONTAINS = "contains"
    CONTAINS_NOT = "contains_not"
    CONTAINS_ANY = "contains_any"
    CONTAINS_ALL = "contains_all"
    LESS = "less"
    AT_MOST = "at_most"
    MORE = "more"
    AT_LEAST = "at_least"
    BETWEEN = "between"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"
    REFUSED = "refused"


class Subject(StrEnum):
    """What a clause speaks of."""

    #: The answer to a question (``name``), or to a row of it (``row``).
    QUESTION = "question"
    #: How many items a list has, or how many options of several were chosen (``name``).
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Clause:
    """One line: ``children_count`` ``at_least`` ``2``."""

    name: str
    relation: Relation
    values: tuple[str | float, ...] = ()
    row: str | None = None
    subject: Subject = Subject.QUESTION


@dataclass(frozen=True, slots=True)
class Clauses:
    """Lines of which all or any must hold; a line may be a group of the other sort, one level deep."""

    #: True: all must hold; false: one is enough.
    all: bool
    parts: tuple[Clause | Clauses, ...]


def clauses_of(expression: Expression | str) -> Clauses | None:
    """Return an expression as clauses; None where it says more than clauses can."""
    raise NotImplementedError


def expression_of(clauses: Clauses) -> str:
    """Return clauses as the text of an expression; empty where there are none."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Choice:
    """A question, row or list that a condition may ask for, with what can be said of it."""

    subject: Subject
    name: str
    row: str | None
    #: German wording.
    label: str
    relations: tuple[Relation, ...]
    #: Codes and German wordings to choose from; empty where a number is typed.
    values: tuple[tuple[str, str], ...] = ()


def choices(questionnaire: Questionnaire, path: str) -> tuple[Choice, ...]:
    """Return what a condition of the element at an address may ask for: what is asked before it."""
    raise NotImplementedError
