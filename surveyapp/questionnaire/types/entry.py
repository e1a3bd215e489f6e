"""What the types have in common that are written into a field: read, understood, held to limits."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import (
    NUMBER_FIELDS,
    Asked,
    Column,
    Field,
    Flaw,
    Gives,
    Kind,
    Parsed,
    Raw,
    first_text,
    ticked_box,
)
from surveyapp.questionnaire.values import AnswerError, Missing, Value, field_name


class Entry(Kind):
    """One value that somebody writes, with boxes beside it for why there is none."""

    gives: ClassVar[Gives] = Gives.NUMBER
    takes: ClassVar[frozenset[str]] = NUMBER_FIELDS

    @abstractmethod
    def understood(self, question: Question, text: str) -> Value | AnswerError:
        """Return the value somebody wrote, or what is wrong with it."""

    @abstractmethod
    def is_value(self, question: Question, value: Value) -> bool:
        """Say whether a stored value is one of this type, limits aside."""

    def broken_limit(self, asked: Asked, value: Value) -> AnswerError | None:  # noqa: ARG002
        """Return what is wrong with a value for this family, if anything."""
        return None

    def number(self, value: Value) -> float:
        """Return a value as expressions and data see it."""
        if isinstance(value, (int, float)):
            return value
        message = f"{value!r} is no number; a type of other values says how to number them"
        raise TypeError(message)

    def written(self, question_id: str, raw: Raw) -> str:
        """Return what was written, from one field or put together from several."""
        return first_text(raw, field_name(question_id))

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read what was written, or the box beside it."""
        text = self.written(asked.question.id, raw)
        if not text:
            return Parsed(ticked_box(asked, raw))
        value = self.understood(asked.question, text)
        error = value if isinstance(value, AnswerError) else self.broken_limit(asked, value)
        if error is not None or isinstance(value, AnswerError):
            return Parsed(errors=() if error is None else (error,))
        return Parsed(value)

    def keep(self, asked: Asked, value: Value) -> Value | None:
        """Keep a value of this type inside the limits."""
        if isinstance(value, (bool, Missing)) or not self.is_value(asked.question, value):
            return None
        return value if self.broken_limit(asked, value) is None else None

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:  # noqa: ARG002
        """Return one column of numbers."""
        return (Column(Field.NUMBER),)

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:  # noqa: ARG002
        """Return the value as a number."""
        return {"": self.number(value)}

    def seen(self, question: Question, options: tuple[Option, ...], value: Value) -> Value:  # noqa: ARG002
        """Return the value as a number, so that expressions can compare it."""
        return self.number(value)

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return the value in the question's field."""
        return {field_name(asked.question.id): (str(value),)}

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:  # noqa: ARG002
        """Find crossed limits."""
        low, high = question.minimum, question.maximum
        if isinstance(low, (int, float)) and isinstance(high, (int, float)) and low > high:
            yield Flaw("maximum", "ends before it begins", "swap minimum and maximum")


def whole_limits(asked: Asked, low: int, high: int) -> tuple[int, int]:
    """Return the limits of a family as whole numbers, ``low`` and ``high`` where there are none."""
    first = low if asked.minimum is None else int(asked.minimum)
    last = high if asked.maximum is None else int(asked.maximum)
    return first, max(first, last)
