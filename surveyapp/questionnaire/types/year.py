"""A year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import ClassVar

from surveyapp.questionnaire.digits import western
from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.entry import Entry, whole_limits
from surveyapp.questionnaire.types.kind import Asked, Flaw, Reads
from surveyapp.questionnaire.values import AnswerError, Value, field_name

_YEAR = re.compile(r"[0-9]{4}")


class Year(Entry):
    """A year of four digits."""

    name: ClassVar[str] = "year"
    reads: ClassVar[Reads | None] = Reads.NUMBER

    def understood(self, question: Question, text: str) -> Value | AnswerError:
        """Read four digits; two would leave the century open."""
        digits = western(text)
        if _YEAR.fullmatch(digits):
            return int(digits)
        return AnswerError(field_name(question.id), "not_a_year")

    def is_value(self, question: Question, value: Value) -> bool:  # noqa: ARG002
        """Say whether a value is a year."""
        return isinstance(value, int) and 0 < value <= 9999

    def broken_limit(self, asked: Asked, value: Value) -> AnswerError | None:
        """Return the broken limit."""
        year, field = int(self.number(value)), field_name(asked.question.id)
        if asked.minimum is not None and year < asked.minimum:
            return AnswerError(field, "year_too_early", {"year": int(asked.minimum)})
        if asked.maximum is not None and year > asked.maximum:
            return AnswerError(field, "year_too_late", {"year": int(asked.maximum)})
        return None

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose any year between the limits."""
        return randomness.randint(*whole_limits(asked, 2000, 2025))

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
        """Find missing or crossed limits."""
        yield from super().flaws(question, options)
        if question.minimum is None or question.maximum is None:
            yield Flaw("minimum", "has no first and last year", "set minimum and maximum (years)")


KIND = Year()
