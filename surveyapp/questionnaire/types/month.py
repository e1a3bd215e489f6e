"""A month of a year."""

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

_WRITTEN = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})"),
    re.compile(r"(?P<month>\d{1,2}) ?[./ -] ?(?P<year>\d{4})"),
)
_BLANKS = re.compile(r"\s+")
_STORED = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class Month(Kind):
    """Month and year as "2024-05"; a number of the form 202405 in the data."""

    name: ClassVar[str] = "month"
    gives: ClassVar[Gives] = Gives.NUMBER

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read "2024-05", "05.2024" or "5/2024", or the two fields ``q.month`` and ``q.year``."""
        question = asked.question
        field = field_name(question.id)
        text = first_text(raw, field) or _from_two_fields(question, raw)
        if not text:
            return Parsed(Missing.REFUSED if refused_by_checkbox(asked, raw) else None)
        month = read_month(text)
        if month is None:
            return Parsed(errors=(AnswerError(field, "not_a_month"),))
        error = _broken_limit(asked, month)
        return Parsed(month) if error is None else Parsed(errors=(error,))

    def keep(self, asked: Asked, value: Value) -> Value | None:
        """Keep a month inside the limits."""
        if not isinstance(value, str) or not _STORED.fullmatch(value):
            return None
        return value if _broken_limit(asked, value) is None else None

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:  # noqa: ARG002
        """Return one column of numbers."""
        return (Column(Field.NUMBER),)

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:  # noqa: ARG002
        """Return year times 100 plus month."""
        return {"": int(str(value).replace("-", ""))}

    def seen(self, question: Question, options: tuple[Option, ...], value: Value) -> Value:  # noqa: ARG002
        """Return year times 100 plus month, so that expressions can compare months."""
        return int(str(value).replace("-", ""))

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose any month between the limits."""
        low, high = int(asked.minimum or 2000), int(asked.maximum or 2030)
        return f"{randomness.randint(low, high)}-{randomness.randint(1, 12):02}"

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return the month in the question's field."""
        return {field_name(asked.question.id): (str(value),)}

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:  # noqa: ARG002
        """Find missing or crossed years."""
        if question.minimum is None or question.maximum is None:
            yield Flaw("minimum", "has no first and last year", "set minimum and maximum (years)")
        elif isinstance(question.minimum, str) or isinstance(question.maximum, str):
            return
        elif question.minimum > question.maximum:
            yield Flaw("maximum", "ends before it begins", "swap minimum and maximum")


def read_month(text: str) -> str | None:
    """Read a month as people write it; None for anything else."""
    packed = _BLANKS.sub(" ", text).strip()
    for pattern in _WRITTEN:
        match = pattern.fullmatch(packed)
        if match and 1 <= int(match["month"]) <= 12:
            return f"{int(match['year']):04}-{int(match['month']):02}"
    return None


def _from_two_fields(question: Question, raw: Raw) -> str:
    month = first_text(raw, field_name(question.id, "month"))
    year = first_text(raw, field_name(question.id, "year"))
    return f"{month}.{year}" if month or year else ""


def _broken_limit(asked: Asked, month: str) -> AnswerError | None:
    year = int(month[:4])
    field = field_name(asked.question.id)
    if asked.minimum is not None and year < asked.minimum:
        return AnswerError(field, "too_small", {"minimum": int(asked.minimum)})
    if asked.maximum is not None and year > asked.maximum:
        return AnswerError(field, "too_large", {"maximum": int(asked.maximum)})
    return None


KIND = Month()
