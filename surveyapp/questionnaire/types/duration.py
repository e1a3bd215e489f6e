"""A length of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import ClassVar

from babel import Locale
from babel.lists import format_list
from babel.units import format_unit

from surveyapp.questionnaire.digits import western
from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.entry import Entry, whole_limits
from surveyapp.questionnaire.types.kind import Asked, Flaw, Raw, Reads, first_text
from surveyapp.questionnaire.values import AnswerError, Value, field_name

PARTS = ("hours", "minutes")
"""Names of the two fields a duration is written into: ``q.hours`` and ``q.minutes``."""

_WRITTEN = (
    re.compile(r"(?P<hours>\d{0,4}):(?P<minutes>\d{0,4})"),
    re.compile(r"(?P<hours>)(?P<minutes>\d{1,5})\s?(?:[Mm]in\w*\.?)?"),
    re.compile(
        r"(?P<hours>\d{1,4})\s?[Ss]t(?:d|unden?)\.?(?:\s?(?P<minutes>\d{1,2})\s?[Mm]in\w*\.?)?"
    ),
)


class Duration(Entry):
    """Hours and minutes, kept as minutes."""

    name: ClassVar[str] = "duration"
    reads: ClassVar[Reads | None] = Reads.DURATION

    def written(self, question_id: str, raw: Raw) -> str:
        """Return one text, or the two fields joined; empty where both are."""
        parts = [first_text(raw, field_name(question_id, part)) for part in PARTS]
        return first_text(raw, field_name(question_id)) or (":".join(parts) if any(parts) else "")

    def understood(self, question: Question, text: str) -> Value | AnswerError:
        """Read "1:30", "90", "90 Minuten" or "1 Std. 30 Min."."""
        minutes = read_duration(text)
        if minutes is None:
            return AnswerError(field_name(question.id), "not_a_duration")
        return minutes

    def is_value(self, question: Question, value: Value) -> bool:  # noqa: ARG002
        """Say whether a value is a number of minutes."""
        return isinstance(value, int) and value >= 0

    def broken_limit(self, asked: Asked, value: Value) -> AnswerError | None:
        """Return the broken limit; limits are minutes."""
        minutes, field = self.number(value), field_name(asked.question.id)
        if asked.minimum is not None and minutes < asked.minimum:
            return AnswerError(field, "too_short", {"duration": int(asked.minimum)})
        if asked.maximum is not None and minutes > asked.maximum:
            return AnswerError(field, "too_lasting", {"duration": int(asked.maximum)})
        return None

    def spoken(self, value: Value, locale: Locale) -> str:
        """Return hours and minutes in words."""
        return spoken_minutes(int(self.number(value)), locale)

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return hours and minutes in their fields."""
        minutes = int(self.number(value))
        names = (field_name(asked.question.id, part) for part in PARTS)
        return {name: (str(part),) for name, part in zip(names, divmod(minutes, 60), strict=True)}

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose five minutes or a multiple of them between the limits."""
        first, last = whole_limits(asked, 0, 120)
        return max(first, randomness.randint(first, last) // 5 * 5)

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
        """Find a missing or crossed limit."""
        yield from super().flaws(question, options)
        if question.maximum is None:
            cure = "set maximum (minutes), so that a slip of the finger is noticed"
            yield Flaw("maximum", "has no upper limit", cure)


def read_duration(text: str) -> int | None:
    """Read hours and minutes as people write them; None for anything else."""
    for pattern in _WRITTEN:
        match = pattern.fullmatch(" ".join(western(text).split()))
        if match:
            hours, minutes = int(match["hours"] or 0), int(match["minutes"] or 0)
            # Ninety minutes without hours are clear; one hour and ninety minutes are a slip.
            return None if hours and minutes > 59 else 60 * hours + minutes
    return None


def spoken_minutes(minutes: int, locale: Locale) -> str:
    """Return a duration in words: "1 Stunde und 30 Minuten"."""
    locale = Locale(locale.language)  # Babel knows units by language, not in every country
    hours, rest = divmod(minutes, 60)
    parts = [_in_unit(hours, "duration-hour", locale)] if hours else []
    if rest or not hours:
        parts.append(_in_unit(rest, "duration-minute", locale))
    return str(format_list(parts, locale=locale))


def _in_unit(number: int, unit: str, locale: Locale) -> str:
    """Return a number with its unit; Babel has but one form where a language writes none shorter."""
    found = format_unit(number, unit, locale=locale)
    return format_unit(number, unit, "short", locale=locale) if unit in found else found


KIND = Duration()
