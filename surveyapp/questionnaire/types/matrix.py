"""One option for each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import (
    CHOICE_FIELDS,
    MISSING_CODES,
    ROW_FIELDS,
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
from surveyapp.questionnaire.types.single import read_code
from surveyapp.questionnaire.values import Missing, RowValue, Value, field_name


class Matrix(Kind):
    """Row code to option code; rows left empty are ``unanswered``."""

    name: ClassVar[str] = "matrix"
    reads: ClassVar[Reads | None] = Reads.CHOICE
    opens_parts: ClassVar[bool] = True
    needs_choices: ClassVar[bool] = True
    gives: ClassVar[Gives] = Gives.ROWS
    takes: ClassVar[frozenset[str]] = CHOICE_FIELDS | ROW_FIELDS

    def fields(self, asked: Asked) -> tuple[str, ...]:
        """Return one field for each visible row."""
        return tuple(field_name(asked.question.id, row.code) for row in asked.rows)

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read each visible row."""
        rows = {
            row.code: read_code(asked, field, first_text(raw, field))
            for row, field in zip(asked.rows, self.fields(asked), strict=True)
        }
        errors = tuple(error for parsed in rows.values() for error in parsed.errors)
        found = {row: parsed.value for row, parsed in rows.items() if isinstance(parsed.value, str)}
        return Parsed(self.keep(asked, found) if found else None, errors)

    def keep(self, asked: Asked, value: Value) -> Value | None:
        """Keep what is valid of visible rows; other rows are unanswered."""
        if not isinstance(value, Mapping):
            return None
        return {row.code: self.kept_row(asked, row.code, value.get(row.code)) for row in asked.rows}

    def kept_row(self, asked: Asked, row: str, value: object) -> RowValue:  # noqa: ARG002
        """Return what is valid of the answer to one visible row; ``unanswered`` where nothing is."""
        if not isinstance(value, str):
            return Missing.UNANSWERED
        return said_missing(asked, value) or (value if value in asked.codes else Missing.UNANSWERED)

    def unanswered(self, asked: Asked) -> Value:
        """Return every visible row as unanswered."""
        return {row.code: Missing.UNANSWERED for row in asked.rows}

    def refused(self, asked: Asked) -> Value:
        """Return every visible row as refused."""
        return {row.code: Missing.REFUSED for row in asked.rows}

    def gaps(self, asked: Asked, value: Value | None) -> tuple[str, ...]:
        """Return the fields of the rows without an answer."""
        rows = value if isinstance(value, Mapping) else {}
        return tuple(
            field
            for row, field in zip(asked.rows, self.fields(asked), strict=True)
            if rows.get(row.code, Missing.UNANSWERED) == Missing.UNANSWERED
        )

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:
        """Return one column of categories for each row."""
        return tuple(Column(Field.CATEGORY, row=row, categories=options) for row in question.rows)

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:
        """Return the place of each row's option; hidden rows were not asked."""
        rows = value if isinstance(value, Mapping) else {}
        return {
            f".{row.code}": _encode_code(options, str(rows.get(row.code, Missing.NOT_APPLICABLE)))
            for row in asked.question.rows
        }

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose any option for each row."""
        codes = [option.code for option in asked.choices]
        return {row.code: randomness.choice(codes) for row in asked.rows}

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return one code in the field of each row that has an answer."""
        rows = value if isinstance(value, Mapping) else {}
        return {
            field_name(asked.question.id, row): (str(code),)
            for row, code in rows.items()
            if code != Missing.UNANSWERED
        }

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
        """Find a matrix without rows or without options."""
        yield from needs_options(options)
        if not question.rows:
            yield Flaw("rows", "has no rows", "give its rows, or make it a single choice")


def _encode_code(options: tuple[Option, ...], code: str) -> int:
    return MISSING_CODES[code] if code in MISSING_CODES else number_of(options, code)


KIND = Matrix()
