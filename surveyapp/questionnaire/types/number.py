"""A number, written as people write numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import ClassVar

from surveyapp.questionnaire.digits import western_number
from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.entry import Entry
from surveyapp.questionnaire.types.kind import Asked, Flaw, Reads
from surveyapp.questionnaire.values import AnswerError, Value, field_name

_BLANKS = re.compile("[\\s\u00a0\u2007\u2009\u202f']")
_PLAIN = re.compile(r"-?\d{1,12}(?:[.,]\d{1,6})?")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d{1,6})?")


class Number(Entry):
    """A whole number, or one with some decimals."""

    name: ClassVar[str] = "number"
    reads: ClassVar[Reads | None] = Reads.NUMBER
    starts: ClassVar[Mapping[str, float]] = {"minimum": 0, "maximum": 100}
    has_unit: ClassVar[bool] = True

    def understood(self, question: Question, text: str) -> Value | AnswerError:
        """Read a number as people write it."""
        number = read_number(text, question.decimals)
        if number is None:
            return AnswerError(field_name(question.id), "not_a_number")
        return number if question.decimals or number % 1 else int(number)

    def is_value(self, question: Question, value: Value) -> bool:  # noqa: ARG002
        """Say whether a value is a number."""
        return isinstance(value, (int, float))

    def broken_limit(self, asked: Asked, value: Value) -> AnswerError | None:
        """Return what is wrong with a number for this family, if anything."""
        return broken_limit(asked, self.number(value))

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose a number between the limits, small ones more often."""
        low, high = limits(asked)
        number = low + (high - low) * randomness.random() ** 2
        rounded = round(number, asked.question.decimals)
        return rounded if asked.question.decimals else int(rounded)

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return the number with a German comma."""
        return {field_name(asked.question.id): (spelled(value),)}

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
    packed = western_number(_BLANKS.sub("", text)).replace("\u2212", "-")
    has_groups = bool(_THOUSANDS.fullmatch(packed)) and ("," in packed or decimals == 0)
    if has_groups:
        packed = packed.replace(".", "")
    if not _PLAIN.fullmatch(packed):
        return None
    return float(packed.replace(",", "."))


def spelled(value: object) -> str:
    """Return a number as people write it, with a comma and without empty decimals."""
    return str(value).removesuffix(".0").replace(".", ",")


def limits(asked: Asked) -> tuple[float, float]:
    """Return the smallest and largest number, with wide ones where none are set."""
    low = 0 if asked.minimum is None else asked.minimum
    return low, low + 100 if asked.maximum is None else asked.maximum


def broken_limit(asked: Asked, number: float, row: str | None = None) -> AnswerError | None:
    """Return what is wrong with a number of a question or of one of its rows, if anything."""
    question, field = asked.question, field_name(asked.question.id, row)
    if round(number, question.decimals) != number:
        return AnswerError(field, "too_precise", {"decimals": question.decimals})
    if asked.minimum is not None and number < asked.minimum:
        return AnswerError(field, "too_small", {"minimum": asked.minimum})
    if asked.maximum is not None and number > asked.maximum:
        return AnswerError(field, "too_large", {"maximum": asked.maximum})
    return None


KIND = Number()
