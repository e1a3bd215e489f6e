"""A value worked out from other answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import (
    CHOICE_FIELDS,
    Asked,
    Column,
    Evaluate,
    Field,
    Flaw,
    Gives,
    number_of,
)
from surveyapp.questionnaire.types.note import Silent
from surveyapp.questionnaire.values import Missing, Value


class Computed(Silent):
    """The result of ``value``: a code where the question has options, else a number.

    It stands on no screen and in no stored document: whoever reads the answers works it out again.
    """

    name: ClassVar[str] = "computed"
    gives: ClassVar[Gives] = Gives.ANY
    is_shown: ClassVar[bool] = False
    takes: ClassVar[frozenset[str]] = CHOICE_FIELDS | {"value"}

    def work_out(self, question: Question, evaluate: Evaluate) -> Value | None:
        """Return the result; true and false count as 1 and 0, what is unknown as left empty."""
        result = Missing.UNANSWERED if question.value is None else evaluate(question.value)
        if isinstance(result, (bool, float, int)) and not question.options:
            return int(result) if float(result).is_integer() else result
        is_code = isinstance(result, str) and any(each.code == result for each in question.options)
        if isinstance(result, Missing) or (isinstance(result, str) and is_code):
            return result
        return Missing.UNANSWERED

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:  # noqa: ARG002
        """Return one column: of categories where there are options, else of numbers."""
        kind = Field.CATEGORY if options else Field.NUMBER
        return (Column(kind, categories=options),)

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:  # noqa: ARG002
        """Return the place of the code, or the number."""
        is_number = isinstance(value, (int, float))
        return {"": float(value) if is_number else number_of(options, str(value))}  # type: ignore[arg-type]

    def texts(self, asked: Asked, value: Value) -> tuple[Mapping[str, str], ...]:
        """Return the wording of the code."""
        return tuple(option.text for option in asked.choices if option.code == value)

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
        """Find a question that says nothing about how to work it out."""
        yield from super().flaws(question, options)
        if question.value is None:
            yield Flaw("value", "says not how it is worked out", "give an expression in value")


KIND = Computed()
