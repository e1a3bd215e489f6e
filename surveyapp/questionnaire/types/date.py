"""A day of a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import ClassVar

from babel import Locale
from babel.dates import format_date

from surveyapp.questionnaire.digits import western
from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.entry import Entry, whole_limits
from surveyapp.questionnaire.types.kind import Asked, Flaw, Raw, Reads, first_text
from surveyapp.questionnaire.values import AnswerError, Value, field_name

PARTS = ("day", "month", "year")
"""Names of the three fields a date is written into: ``q.day``, ``q.month``, ``q.year``."""

_WRITTEN = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\s?[./ -]\s?(?P<month>\d{1,2})\s?[./ -]\s?(?P<year>\d{4})"),
)


class Date(Entry):
    """A day as "2024-05-31"; the number 20240531 in expressions and data.

    The exact day can point to one family, so it counts as sensitive wherever it stands: a month or a
    year is nearly always enough.
    """

    name: ClassVar[str] = "date"
    reads: ClassVar[Reads | None] = Reads.DATE
    is_precise: ClassVar[bool] = True

    def written(self, question_id: str, raw: Raw) -> str:
        """Return one text, or the three fields joined; empty where all are."""
        parts = [first_text(raw, field_name(question_id, part)).strip(".") for part in PARTS]
        return first_text(raw, field_name(question_id)) or (".".join(parts) if any(parts) else "")

    def understood(self, question: Question, text: str) -> Value | AnswerError:
        """Read "1.5.2024", "01/05/2024" or "2024-05-01" as a day that exists."""
        day = read_date(text)
        return AnswerError(field_name(question.id), "not_a_date") if day is None else str(day)

    def is_value(self, question: Question, value: Value) -> bool:  # noqa: ARG002
        """Say whether a value is a day that exists, as it is stored."""
        return isinstance(value, str) and str(read_date(value)) == value

    def broken_limit(self, asked: Asked, value: Value) -> AnswerError | None:
        """Return the broken limit; limits are numbers such as 20240531."""
        number, field = self.number(value), field_name(asked.question.id)
        if asked.minimum is not None and number < asked.minimum:
            return AnswerError(field, "date_too_early", {"date": int(asked.minimum)})
        if asked.maximum is not None and number > asked.maximum:
            return AnswerError(field, "date_too_late", {"date": int(asked.maximum)})
        return None

    def number(self, value: Value) -> float:
        """Return the day as year, month and day in one number."""
        return int(str(value).replace("-", ""))

    def spoken(self, value: Value, locale: Locale) -> str:
        """Return the day as people write it."""
        return str(format_date(date.fromisoformat(str(value)), "long", locale=locale))

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return the day in its three fields, without leading zeros."""
        year, month, day = str(value).split("-")
        parts = (str(int(day)), str(int(month)), year)
        names = (field_name(asked.question.id, part) for part in PARTS)
        return {name: (part,) for name, part in zip(names, parts, strict=True)}

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose any day between the limits."""
        first, last = (numbered_date(n) for n in whole_limits(asked, 20200101, 20251231))
        return str(first + timedelta(days=randomness.randint(0, max(0, (last - first).days))))

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
        """Find limits that are no days, and an exact day asked without a reason."""
        yield from super().flaws(question, options)
        for key, limit in (("minimum", question.minimum), ("maximum", question.maximum)):
            if isinstance(limit, (int, float)) and _day_of(int(limit)) is None:
                yield Flaw(key, f"is {limit:g}, which is no day", "write it as 20240531")
        if question.purpose is None:
            cure = "ask for the month or the year, or say with purpose why the day is needed"
            yield Flaw("type", "asks for an exact day, which can point to one family", cure)


def read_date(text: str) -> date | None:
    """Read a day as people write it; None for anything else and for days that do not exist."""
    packed = " ".join(western(text).split())
    found = (pattern.fullmatch(packed) for pattern in _WRITTEN)
    match = next((each for each in found if each), None)
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def numbered_date(number: int) -> date:
    """Return the day of a number such as 20240531.

    Raises
    ------
    ValueError
        If there is no such day.
    """
    return date(number // 10_000, number // 100 % 100, number % 100)


def _day_of(number: int) -> date | None:
    try:
        return numbered_date(number)
    except ValueError:
        return None


KIND = Date()
