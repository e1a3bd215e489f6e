"""A number for each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import (
    MISSING_CODES,
    NUMBER_FIELDS,
    ROW_FIELDS,
    Asked,
    Column,
    Field,
    Flaw,
    Gives,
    Parsed,
    Raw,
    Reads,
    first_text,
    said_missing,
    ticked_box,
)
from surveyapp.questionnaire.types.matrix import Matrix
from surveyapp.questionnaire.types.number import KIND as NUMBER
from surveyapp.questionnaire.types.number import broken_limit, limits, read_number, spelled
from surveyapp.questionnaire.values import (
    AnswerError,
    Missing,
    RowValue,
    Value,
    field_name,
    refused_field_name,
)


class MatrixNumber(Matrix):
    """Row code to number; rows left empty are ``unanswered``."""

    name: ClassVar[str] = "matrix_number"
    reads: ClassVar[Reads | None] = Reads.NUMBER
    needs_choices: ClassVar[bool] = False
    row_gives: ClassVar[Gives] = Gives.NUMBER
    takes: ClassVar[frozenset[str]] = NUMBER_FIELDS | ROW_FIELDS
    starts: ClassVar[Mapping[str, float]] = {"minimum": 0, "maximum": 100}
    has_unit: ClassVar[bool] = True

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read each visible row, with the boxes beside it."""
        rows = {row.code: _read_row(asked, row.code, raw) for row in asked.rows}
        errors = tuple(error for parsed in rows.values() for error in parsed.errors)
        found = {
            row: parsed.value
            for row, parsed in rows.items()
            if isinstance(parsed.value, (float, int, Missing))
        }
        return Parsed(self.keep(asked, found) if found else None, errors)

    def kept_row(self, asked: Asked, row: str, value: object) -> RowValue:
        """Keep a number inside the limits, or an offered reason for none."""
        if isinstance(value, str):
            return said_missing(asked, value) or Missing.UNANSWERED
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return Missing.UNANSWERED
        return value if broken_limit(asked, value, row) is None else Missing.UNANSWERED

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:  # noqa: ARG002
        """Return one column of numbers for each row; their sum is nobody's answer."""
        return tuple(Column(Field.NUMBER, row=row) for row in question.rows)

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:  # noqa: ARG002
        """Return the number of each row; hidden rows were not asked."""
        rows = value if isinstance(value, Mapping) else {}
        return {
            f".{row.code}": _number(rows.get(row.code, Missing.NOT_APPLICABLE))
            for row in asked.question.rows
        }

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose a number between the limits for each row."""
        low, high = limits(asked)
        places = asked.question.decimals
        drawn = {row.code: low + (high - low) * randomness.random() ** 2 for row in asked.rows}
        return {row: round(each, places) if places else int(each) for row, each in drawn.items()}

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return each number in the field of its row, and each reason for none in its box."""
        rows = value if isinstance(value, Mapping) else {}
        named = {field_name(asked.question.id, row): each for row, each in rows.items()}
        return {
            refused_field_name(name) if isinstance(each, Missing) else name: (spelled(each),)
            for name, each in named.items()
            if each != Missing.UNANSWERED
        }

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
        """Find a matrix without rows, and what is wrong with any number."""
        if not question.rows:
            yield Flaw("rows", "has no rows", "give its rows, or make it a number")
        yield from NUMBER.flaws(question, options)


def _read_row(asked: Asked, row: str, raw: Raw) -> Parsed:
    field = field_name(asked.question.id, row)
    text = first_text(raw, field)
    if not text:
        return Parsed(ticked_box(asked, raw, field))
    number = read_number(text, asked.question.decimals)
    if number is None:
        return Parsed(errors=(AnswerError(field, "not_a_number"),))
    error = broken_limit(asked, number, row)
    if error is not None:
        return Parsed(errors=(error,))
    return Parsed(number if asked.question.decimals else int(number))


def _number(value: object) -> float:
    return value if isinstance(value, (int, float)) else MISSING_CODES[str(value)]


KIND = MatrixNumber()
