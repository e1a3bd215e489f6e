"""A time of day."""

from __future__ import annotations

import re
from datetime import time
from random import Random
from typing import ClassVar

from babel import Locale
from babel.dates import format_time

from surveyapp.questionnaire.digits import western
from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.types.entry import Entry, whole_limits
from surveyapp.questionnaire.types.kind import Asked, Reads
from surveyapp.questionnaire.values import AnswerError, Value, field_name

_CLOCK = (
    re.compile(r"(?P<hours>\d{1,2})\s?[:.]\s?(?P<minutes>\d{2})(?::\d{2})?"),
    re.compile(r"(?P<hours>\d{1,2})\s?[Uu]hr\s?(?P<minutes>\d{2})?"),
    re.compile(r"(?P<hours>\d{2})(?P<minutes>\d{2})"),
    re.compile(r"(?P<hours>\d{1,2})(?P<minutes>)"),
)


class Time(Entry):
    """A time as "07:30"; the minutes since midnight in expressions and data."""

    name: ClassVar[str] = "time"
    reads: ClassVar[Reads | None] = Reads.TIME

    def understood(self, question: Question, text: str) -> Value | AnswerError:
        """Read "7:30", "7.30 Uhr", "7 Uhr 30", "0730" or "7"."""
        found = read_time(text)
        if found is None:
            return AnswerError(field_name(question.id), "not_a_time")
        return f"{found:%H:%M}"

    def is_value(self, question: Question, value: Value) -> bool:  # noqa: ARG002
        """Say whether a value is a time as it is stored."""
        found = read_time(value) if isinstance(value, str) else None
        return found is not None and f"{found:%H:%M}" == value

    def broken_limit(self, asked: Asked, value: Value) -> AnswerError | None:
        """Return the broken limit; limits are minutes since midnight."""
        minutes, field = self.number(value), field_name(asked.question.id)
        if asked.minimum is not None and minutes < asked.minimum:
            return AnswerError(field, "time_too_early", {"time": int(asked.minimum)})
        if asked.maximum is not None and minutes > asked.maximum:
            return AnswerError(field, "time_too_late", {"time": int(asked.maximum)})
        return None

    def number(self, value: Value) -> float:
        """Return the minutes since midnight."""
        hours, _, minutes = str(value).partition(":")
        return 60 * int(hours) + int(minutes)

    def spoken(self, value: Value, locale: Locale) -> str:
        """Return the time as people write it."""
        return str(format_time(time.fromisoformat(str(value)), "short", locale=locale))

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose a full quarter of an hour between the limits."""
        first, last = whole_limits(asked, 6 * 60, 20 * 60)
        minutes = max(first, randomness.randint(first, last) // 15 * 15)
        return f"{minutes // 60:02}:{minutes % 60:02}"


def read_time(text: str) -> time | None:
    """Read a time as people write it; None for anything else."""
    packed = " ".join(western(text).split())
    packed = packed if re.fullmatch(r"\d{1,2} ?[Uu]hr.*", packed) else packed.removesuffix(" Uhr")
    for pattern in _CLOCK:
        match = pattern.fullmatch(packed)
        if match and int(match["hours"]) < 24 and int(match["minutes"] or 0) < 60:
            return time(int(match["hours"]), int(match["minutes"] or 0))
    return None


KIND = Time()
