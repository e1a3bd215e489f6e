"""A text between the questions."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import Asked, Column, Flaw, Gives, Kind, Parsed, Raw
from surveyapp.questionnaire.values import Missing, Value


class Silent(Kind):
    """What nobody answers."""

    gives: ClassVar[Gives] = Gives.NOTHING
    offers_refuse: ClassVar[bool] = False
    is_asked: ClassVar[bool] = False

    def read(self, asked: Asked, raw: Raw) -> Parsed:  # noqa: ARG002
        """Return nothing: there is no field."""
        return Parsed()

    def keep(self, asked: Asked, value: Value) -> Value | None:  # noqa: ARG002
        """Keep nothing."""
        return None

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:  # noqa: ARG002
        """Return no column."""
        return ()

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:  # noqa: ARG002
        """Return no number."""
        return {}

    def example(self, asked: Asked, randomness: Random) -> Value:  # noqa: ARG002
        """Return no answer."""
        return Missing.UNANSWERED

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return no field."""
        return {}

    def gaps(self, asked: Asked, value: Value | None) -> tuple[str, ...]:  # noqa: ARG002
        """Return no gap."""
        return ()

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:  # noqa: ARG002
        """Find an answer asked for where none can be given."""
        if question.required:
            yield Flaw("required", "asks for an answer that nobody can give", "leave it out")


class Note(Silent):
    """A text that is only read."""

    name: ClassVar[str] = "note"


KIND = Note()
