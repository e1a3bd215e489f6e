"""What every question type promises. A new type is one file beside this one and one registry row."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from random import Random
from typing import ClassVar, TypeAlias

from babel import Locale

from surveyapp.questionnaire.model import Option, Question, Row
from surveyapp.questionnaire.values import (
    RESERVED_CODES,
    AnswerError,
    Missing,
    Value,
    field_name,
    refused_field_name,
)

Raw = Mapping[str, Sequence[str]]
"""What a form sent: field name to texts."""

Evaluate: TypeAlias = Callable[[str], object]
"""Gives the result of an expression over the answers so far."""

MISSING_CODES: Mapping[str, int] = {
    Missing.NOT_APPLICABLE: -7,
    Missing.REFUSED: -8,
    Missing.UNANSWERED: -9,
}
"""Numbers that stand for missing answers in every variable."""


POINTS = frozenset({"options", "scale"})
"""Fields of a question that say what can be chosen: options of its own, or those it shares."""

CHOICE_FIELDS = POINTS | {"rotate"}
SEVERAL_FIELDS = CHOICE_FIELDS | {"min_choices", "max_choices"}
NUMBER_FIELDS = frozenset({"decimals", "unit_text"})
ROW_FIELDS = frozenset({"rows", "rotate"})
PATTERN_FIELDS = frozenset({"pattern", "pattern_hint"})
"""Fields that types have in common, see ``Kind.takes``."""


class Gives(StrEnum):
    """What an expression sees of an answer."""

    CODE = "code"
    CODES = "codes"
    NUMBER = "number"
    ROWS = "rows"
    NOTHING = "nothing"
    #: Known only by the question's own expression.
    ANY = "any"


class Reads(StrEnum):
    """How a browser reads an answer: the names of the functions in ``ui/static/conditions.js``."""

    CHOICE = "choice"
    CHOICES = "choices"
    BOX = "box"
    RANKS = "ranks"
    NUMBER = "number"
    DATE = "date"
    MONTH = "month"
    TIME = "time"
    DURATION = "duration"


class Field(StrEnum):
    """What a variable holds."""

    FLAG = "flag"
    CATEGORY = "category"
    NUMBER = "number"


@dataclass(frozen=True)
class Asked:
    """A question as one family sees it now: its visible options and rows."""

    question: Question
    item: str | None
    #: Visible options, "trifft nicht zu" and "keine Angabe" last where they are offered.
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    #: Whether this family must answer, and the limits that hold for it; None is no limit.
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None

    @cached_property
    def choices(self) -> tuple[Option, ...]:
        """Return the options without "trifft nicht zu" and "keine Angabe"."""
        return tuple(option for option in self.options if option.code not in RESERVED_CODES)

    @cached_property
    def not_applicable(self) -> Option | None:
        """Return "trifft nicht zu" where it is offered."""
        wanted = Missing.NOT_APPLICABLE
        return next((option for option in self.options if option.code == wanted), None)

    @cached_property
    def refuse(self) -> Option | None:
        """Return "keine Angabe" where it is offered."""
        return next((option for option in self.options if option.code == Missing.REFUSED), None)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Return the codes of the visible options that are answers."""
        return frozenset(option.code for option in self.choices)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read from a form: a value, or errors; neither when the field was left empty."""

    value: Value | None = None
    errors: tuple[AnswerError, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One variable a question becomes; names are completed by the codebook."""

    kind: Field
    row: Row | None = None
    option: Option | None = None
    #: Options numbered from 1 in ``category`` columns.
    categories: tuple[Option, ...] = ()

    @property
    def suffix(self) -> str:
        """Return what follows the question's id in the variable's name."""
        parts = (part.code for part in (self.row, self.option) if part is not None)
        return "".join(f".{code}" for code in parts)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a question of a type, found by the checks."""

    field: str
    sentence: str
    cure: str


class Kind(ABC):
    """A question type."""

    #: Name in the YAML file.
    name: ClassVar[str]
    gives: ClassVar[Gives]
    #: What an expression sees of one row, in types whose answer has rows.
    row_gives: ClassVar[Gives] = Gives.CODE
    #: Key of the error where a required answer is missing.
    gap_key: ClassVar[str] = "required"
    #: Whether the type offers "keine Angabe".
    offers_refuse: ClassVar[bool] = True
    #: Whether a family can only choose from options.
    needs_choices: ClassVar[bool] = False
    #: Whether the municipalities of the county are its options.
    asks_for_place: ClassVar[bool] = False
    #: Whether the answer is stored apart from all others, as free text.
    is_stored_apart: ClassVar[bool] = False
    #: Whether a family answers it; what is only read or worked out is never stored.
    is_asked: ClassVar[bool] = True
    #: How the browser reads the answer, or that of one row, from its fields; empty where it cannot.
    reads: ClassVar[Reads | None] = None
    #: Whether the browser can show and hide single options and rows.
    opens_parts: ClassVar[bool] = False
    #: Whether it stands on a screen.
    is_shown: ClassVar[bool] = True
    #: Whether the answer names a person; such questions stand in the contact form only.
    is_personal: ClassVar[bool] = False
    #: Whether a screen keeps many options usable: a search, a map, a slider.
    takes_many_options: ClassVar[bool] = False
    #: Whether the answer is an order of its options rather than a choice.
    is_order: ClassVar[bool] = False
    #: Whether a browser without network can show it and read its answer.
    works_alone: ClassVar[bool] = True
    #: Whether its limits decide what its field looks like.
    shows_limits: ClassVar[bool] = False
    #: Whether one answer is so exact that it may point to one family; it is always sensitive.
    is_precise: ClassVar[bool] = False

    #: Fields of a question, and of its options, that mean something here but not in every type.
    takes: ClassVar[frozenset[str]] = frozenset()
    option_takes: ClassVar[frozenset[str]] = frozenset()
    #: Ends that a new question begins with.
    starts: ClassVar[Mapping[str, float]] = {}
    #: Whether a family writes how much there is of something that has a unit.
    has_unit: ClassVar[bool] = False

    @abstractmethod
    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read what a form sent for this question; required or not is decided elsewhere."""

    @abstractmethod
    def keep(self, asked: Asked, value: Value) -> Value | None:
        """Return the part of a present answer that is valid for what is visible now."""

    @abstractmethod
    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:
        """Return the variables the question becomes."""

    @abstractmethod
    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:
        """Return column suffix to number for a present answer."""

    @abstractmethod
    def example(self, asked: Asked, randomness: Random) -> Value:
        """Return a random plausible answer."""

    @abstractmethod
    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return the form fields that ``read`` turns into this present answer."""

    @abstractmethod
    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
        """Find what is wrong with a question of this type."""

    def options(self, question: Question, given: tuple[Option, ...]) -> tuple[Option, ...]:  # noqa: ARG002
        """Return the options of a question: those given by it or its scale, or the type's own."""
        return given

    def missing_field(self, asked: Asked) -> str:
        """Return the HTML field that says why there is no answer: an option, or a box beside."""
        field = field_name(asked.question.id)
        return field if self.needs_choices else refused_field_name(field)

    def fields(self, asked: Asked) -> tuple[str, ...]:
        """Return the names of the HTML fields, the first one first in error summaries."""
        return (field_name(asked.question.id),)

    def unanswered(self, asked: Asked) -> Value:  # noqa: ARG002 - a matrix needs its rows
        """Return what is stored for a question that was left empty."""
        return Missing.UNANSWERED

    def refused(self, asked: Asked) -> Value:  # noqa: ARG002 - a matrix needs its rows
        """Return what is stored when the family gives no answer on purpose."""
        return Missing.REFUSED

    def gaps(self, asked: Asked, value: Value | None) -> tuple[str, ...]:
        """Return the fields that were left empty."""
        is_empty = value is None or value == Missing.UNANSWERED
        return self.fields(asked)[:1] if is_empty else ()

    def work_out(self, question: Question, evaluate: Evaluate) -> Value | None:  # noqa: ARG002
        """Return the value of a question that nobody answers, see ``is_asked``."""
        return None

    def spoken(self, value: Value, locale: Locale) -> str:  # noqa: ARG002
        """Return an answer as people of a language write it; empty where it stands for itself."""
        return ""

    def texts(self, asked: Asked, value: Value) -> tuple[Mapping[str, str], ...]:  # noqa: ARG002
        """Return the wordings of the chosen options, as a placeholder reads them."""
        return ()

    def seen(self, question: Question, options: tuple[Option, ...], value: Value) -> Value:  # noqa: ARG002
        """Return a present answer as expressions see it; ``options`` are all of the question."""
        return value

    def encode_missing(
        self, question: Question, options: tuple[Option, ...], missing: str
    ) -> dict[str, float]:
        """Return every column of the question as missing."""
        code = MISSING_CODES[missing]
        return {column.suffix: code for column in self.columns(question, options)}


def said_missing(asked: Asked, text: str) -> Missing | None:
    """Return why there is no answer, where a text is the code of an offered reason."""
    offered = (asked.refuse, asked.not_applicable)
    is_offered = any(option is not None and option.code == text for option in offered)
    return Missing(text) if is_offered else None


def ticked_box(asked: Asked, raw: Raw, name: str | None = None) -> Missing | None:
    """Return what the boxes beside a field say: "trifft nicht zu", "keine Angabe", or nothing."""
    field = refused_field_name(name or field_name(asked.question.id))
    text = first_text(raw, field)
    is_ticked = bool(text) and asked.refuse is not None
    return said_missing(asked, text) or (Missing.REFUSED if is_ticked else None)


def first_text(raw: Raw, field: str) -> str:
    """Return the first text sent for a field, without blanks around it."""
    return next(iter(raw.get(field, ())), "").strip()


def number_of(options: tuple[Option, ...], code: str) -> int:
    """Return the category number of an option: its place, counted from 1."""
    return 1 + next(place for place, option in enumerate(options) if option.code == code)


def needs_options(options: tuple[Option, ...]) -> Iterator[Flaw]:
    """Find that a choice has fewer than two options."""
    if len(options) < 2:
        yield Flaw("options", f"offers {len(options)} options", "give at least two, or a scale")
