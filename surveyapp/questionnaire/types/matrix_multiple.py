"""Some options for each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import (
    MISSING_CODES,
    ROW_FIELDS,
    SEVERAL_FIELDS,
    Asked,
    Column,
    Field,
    Flaw,
    Gives,
    Parsed,
    Raw,
    Reads,
    said_missing,
)
from surveyapp.questionnaire.types.matrix import Matrix
from surveyapp.questionnaire.types.multiple import (
    example_codes,
    flags,
    flaws_of_limits,
    kept_codes,
    read_codes,
)
from surveyapp.questionnaire.values import Missing, RowValue, Value, field_name


class MatrixMultiple(Matrix):
    """Row code to option codes; limits and exclusive options hold for each row."""

    name: ClassVar[str] = "matrix_multiple"
    reads: ClassVar[Reads | None] = Reads.CHOICES
    row_gives: ClassVar[Gives] = Gives.CODES
    takes: ClassVar[frozenset[str]] = SEVERAL_FIELDS | ROW_FIELDS
    option_takes: ClassVar[frozenset[str]] = frozenset({"exclusive"})

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read each visible row."""
        rows = {
            row.code: read_codes(asked, field, raw)
            for row, field in zip(asked.rows, self.fields(asked), strict=True)
        }
        errors = tuple(error for parsed in rows.values() for error in parsed.errors)
        found = {
            row: parsed.value
            for row, parsed in rows.items()
            if isinstance(parsed.value, (tuple, Missing))
        }
        return Parsed(self.keep(asked, found) if found else None, errors)

    def kept_row(self, asked: Asked, row: str, value: object) -> RowValue:  # noqa: ARG002
        """Keep visible options of one row."""
        missing = said_missing(asked, value) if isinstance(value, str) else None
        return missing or kept_codes(asked, value) or Missing.UNANSWERED

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:
        """Return one flag for each row and option."""
        return tuple(
            Column(Field.FLAG, row=row, option=option)
            for row in question.rows
            for option in options
        )

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:
        """Return 1 for chosen and 0 for other options of each row; hidden ones were not asked."""
        rows = value if isinstance(value, Mapping) else {}
        return {
            f".{row.code}.{code}": flag
            for row in asked.question.rows
            for code, flag in _encoded(asked, options, rows.get(row.code)).items()
        }

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose some options for each row."""
        return {row.code: example_codes(asked, randomness) for row in asked.rows}

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return the codes in the field of each row that has an answer."""
        rows = value if isinstance(value, Mapping) else {}
        return {
            field_name(asked.question.id, row): codes if isinstance(codes, tuple) else (str(codes),)
            for row, codes in rows.items()
            if codes != Missing.UNANSWERED
        }

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
        """Find missing rows or options, and limits that limit nothing."""
        yield from super().flaws(question, options)
        yield from flaws_of_limits(question, options)


def _encoded(asked: Asked, options: tuple[Option, ...], value: object) -> dict[str, int]:
    if isinstance(value, tuple):
        return flags(asked, options, value)
    missing = value if isinstance(value, Missing) else Missing.NOT_APPLICABLE
    return {option.code: MISSING_CODES[missing] for option in options}


KIND = MatrixMultiple()
