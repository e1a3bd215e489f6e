"""A number, written as people write numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import (
    Asked,
    Column,
    Field,
    Flaw,
    Gives,
    Kind,
    Parsed,
    Raw,
    first_text,
    refused_by_checkbox,
)
from surveyapp.questionnaire.values import AnswerError, Missing, Value, field_name

_BLANKS = re.compile("[\\s\u00a0\u2007\u2009\u202f']")
_PLAIN = re.compile(r"-?\d{1,12}(?:[.,]\d{1,6})?")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d{1,6})?")


class Number(Kind):
    """A whole number, or one with some decimals."""

    name: ClassVar[str] = "number"
    gives: ClassVar[Gives] = Gives.NUMBER

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read a number between the question's limits."""
        question = asked.question
        field = field_name(question.id)
        text = first_text(raw, field)
        if not text:
            return Parsed(Missing.REFUSED if refused_by_checkbox(asked, raw) else None)
        number = read_number(text, question.decimals)
        if number is None:
            return Parsed(errors=(AnswerError(field, "not_a_number"),))
        error = _broken_limit(asked, number)
        if error is not None:
            return Parsed(errors=(error,))
        return Parsed(number if question.decimals else int(number))

    def keep(self, asked: Asked, value: Value) -> Value | None:
        """Keep a number inside the limits."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        return value if _broken_limit(asked, value) is None else None

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:  # noqa: ARG002
        """Return one column of numbers."""
        return (Column(Field.NUMBER),)

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:  # noqa: ARG002
        """Return the number itself."""
        return {"": value} if isinstance(value, (int, float)) else {}

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose a number between the limits, small ones more often."""
        low, high = limits(asked)
        number = low + (high - low) * randomness.random() ** 2
        rounded = round(number, asked.question.decimals)
        return rounded if asked.question.decimals else int(rounded)

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return the number with a German comma."""
        return {field_name(asked.question.id): (str(value).replace(".", ","),)}

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:  # noqa: ARG002
        """Find missing or crossed limits, and negative ones that would look like missing codes."""
        if question.minimum is None or question.maximum is None:
            cure = "set minimum and maximum, so that a slip of the finger is noticed"
            yield Flaw("minimum", "has no limits on both sides", cure)
        elif isinstance(question.minimum, str) or isinstance(question.maximum, str):
            return
        elif question.minimum >= question.maximum:
            yield Flaw("maximum", "has a maximum not above its minimum", "swap or widen the limits")
        elif question.minimum < 0:
            cure = "start at 0; -7, -8 and -9 stand for missing answers in the data"
            yield Flaw("minimum", "allows negative numbers", cure)


def read_number(text: str, decimals: int) -> float | None:
    """Read "1,5", "1.5", "1.234" (when no decimals are asked) or "1 234,5"; None for anything else."""
    packed = _BLANKS.sub("", text).replace("\u2212", "-")
    has_groups = bool(_THOUSANDS.fullmatch(packed)) and ("," in packed or decimals == 0)
    if has_groups:
        packed = packed.replace(".", "")
    if not _PLAIN.fullmatch(packed):
        return None
    return float(packed.replace(",", "."))


def limits(asked: Asked) -> tuple[float, float]:
    """Return the smallest and largest number, with wide ones where none are set."""
    low = 0 if asked.minimum is None else asked.minimum
    return low, low + 100 if asked.maximum is None else asked.maximum


def _broken_limit(asked: Asked, number: float) -> AnswerError | None:
    question, field = asked.question, field_name(asked.question.id)
    if round(number, question.decimals) != number:
        return AnswerError(field, "too_precise", {"decimals": question.decimals})
    if asked.minimum is not None and number < asked.minimum:
        return AnswerError(field, "too_small", {"minimum": asked.minimum})
    if asked.maximum is not None and number > asked.maximum:
        return AnswerError(field, "too_large", {"maximum": asked.maximum})
    return None


KIND = Number()
