"""One option of several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import (
    CHOICE_FIELDS,
    Asked,
    Column,
    Field,
    Flaw,
    Gives,
    Kind,
    Parsed,
    Raw,
    Reads,
    first_text,
    needs_options,
    number_of,
    said_missing,
)
from surveyapp.questionnaire.values import AnswerError, Value, field_name


class Single(Kind):
    """One option code."""

    name: ClassVar[str] = "single"
    reads: ClassVar[Reads | None] = Reads.CHOICE
    opens_parts: ClassVar[bool] = True
    needs_choices: ClassVar[bool] = True
    gives: ClassVar[Gives] = Gives.CODE
    takes: ClassVar[frozenset[str]] = CHOICE_FIELDS

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read the chosen code."""
        field = field_name(asked.question.id)
        return read_code(asked, field, first_text(raw, field))

    def keep(self, asked: Asked, value: Value) -> Value | None:
        """Keep a visible option."""
        return value if isinstance(value, str) and value in asked.codes else None

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:  # noqa: ARG002
        """Return one column of categories."""
        return (Column(Field.CATEGORY, categories=options),)

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:  # noqa: ARG002
        """Return the place of the chosen option."""
        return {"": number_of(options, str(value))}

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose any option."""
        return randomness.choice([option.code for option in asked.choices])

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return the code in the question's field."""
        return {field_name(asked.question.id): (str(value),)}

    def texts(self, asked: Asked, value: Value) -> tuple[Mapping[str, str], ...]:
        """Return the wording of the chosen option."""
        return tuple(option.text for option in asked.options if option.code == value)

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:  # noqa: ARG002
        """Find a choice without options."""
        yield from needs_options(options)


def read_code(asked: Asked, field: str, text: str) -> Parsed:
    """Read one code, which must be one of the visible options."""
    if not text:
        return Parsed()
    missing = said_missing(asked, text)
    if missing is not None or text in asked.codes:
        return Parsed(missing or text)
    return Parsed(errors=(AnswerError(field, "unknown_option"),))


KIND = Single()
