"""A month of a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import ClassVar

from babel import Locale
from babel.dates import format_skeleton

from surveyapp.questionnaire.digits import western
from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.entry import Entry, whole_limits
from surveyapp.questionnaire.types.kind import Asked, Flaw, Raw, Reads, first_text
from surveyapp.questionnaire.values import AnswerError, Value, field_name

_WRITTEN = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})"),
    re.compile(r"(?P<month>\d{1,2}) ?[./ -] ?(?P<year>\d{4})"),
)
_STORED = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class Month(Entry):
    """Month and year as "2024-05"; a number of the form 202405 in the data."""

    name: ClassVar[str] = "month"
    shows_limits: ClassVar[bool] = True
    reads: ClassVar[Reads | None] = Reads.MONTH

    def written(self, question_id: str, raw: Raw) -> str:
        """Return one text, or the two fields ``q.month`` and ``q.year`` joined."""
        month = first_text(raw, field_name(question_id, "month"))
        year = first_text(raw, field_name(question_id, "year"))
        joined = f"{month}.{year}" if month or year else ""
        return first_text(raw, field_name(question_id)) or joined

    def understood(self, question: Question, text: str) -> Value | AnswerError:
        """Read "2024-05", "05.2024" or "5/2024"."""
        month = read_month(text)
        return AnswerError(field_name(question.id), "not_a_month") if month is None else month

    def is_value(self, question: Question, value: Value) -> bool:  # noqa: ARG002
        """Say whether a value is a month as it is stored."""
        return isinstance(value, str) and bool(_STORED.fullmatch(value))

    def broken_limit(self, asked: Asked, value: Value) -> AnswerError | None:
        """Return the broken limit; limits are years."""
        year, field = int(str(value)[:4]), field_name(asked.question.id)
        if asked.minimum is not None and year < asked.minimum:
            return AnswerError(field, "year_too_early", {"year": int(asked.minimum)})
        if asked.maximum is not None and year > asked.maximum:
            return AnswerError(field, "year_too_late", {"year": int(asked.maximum)})
        return None

    def number(self, value: Value) -> float:
        """Return year times 100 plus month."""
        return int(str(value).replace("-", ""))

    def spoken(self, value: Value, locale: Locale) -> str:
        """Return the month as people write it."""
        first = date.fromisoformat(f"{value}-01")
        return str(format_skeleton("yMMMM", first, locale=locale))

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose any month between the limits."""
        year = randomness.randint(*whole_limits(asked, 2000, 2030))
        return f"{year}-{randomness.randint(1, 12):02}"

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
        """Find missing or crossed years."""
        yield from super().flaws(question, options)
        if question.minimum is None or question.maximum is None:
            yield Flaw("minimum", "has no first and last year", "set minimum and maximum (years)")


def read_month(text: str) -> str | None:
    """Read a month as people write it; None for anything else."""
    packed = " ".join(western(text).split())
    for pattern in _WRITTEN:
        match = pattern.fullmatch(packed)
        if match and 1 <= int(match["month"]) <= 12:
            return f"{int(match['year']):04}-{int(match['month']):02}"
    return None


KIND = Month()
