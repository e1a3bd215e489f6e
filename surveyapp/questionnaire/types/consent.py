"""One box that may or must be ticked."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import ClassVar

from surveyapp.questionnaire import own_words
from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import Asked, Flaw, Parsed, Raw, Reads, first_text
from surveyapp.questionnaire.types.single import Single
from surveyapp.questionnaire.values import AnswerError, Value, field_name

AGREES = Option("yes", own_words.AGREES)
DISAGREES = Option("no", own_words.DISAGREES)


class Consent(Single):
    """``yes`` where the box was ticked, ``no`` where it was seen and left empty."""

    name: ClassVar[str] = "consent"
    reads: ClassVar[Reads | None] = Reads.BOX
    opens_parts: ClassVar[bool] = False
    gap_key: ClassVar[str] = "must_agree"
    offers_refuse: ClassVar[bool] = False
    takes: ClassVar[frozenset[str]] = frozenset()

    def options(self, question: Question, given: tuple[Option, ...]) -> tuple[Option, ...]:  # noqa: ARG002
        """Return what a ticked and an empty box mean."""
        return (AGREES, DISAGREES)

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read whether the box was ticked."""
        field = field_name(asked.question.id)
        sent = first_text(raw, field)
        if sent in ("", DISAGREES.code):
            return Parsed()
        if sent == AGREES.code:
            return Parsed(AGREES.code)
        return Parsed(errors=(AnswerError(field, "unknown_option"),))

    def unanswered(self, asked: Asked) -> Value:  # noqa: ARG002
        """Take an empty box as what it says."""
        return DISAGREES.code

    def gaps(self, asked: Asked, value: Value | None) -> tuple[str, ...]:
        """Return the box, as long as it is not ticked."""
        return () if value == AGREES.code else self.fields(asked)

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Agree where one must, and mostly elsewhere."""
        return AGREES.code if asked.required or randomness.random() < 0.8 else DISAGREES.code

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return the ticked box, or nothing."""
        return super().raw(asked, value) if value == AGREES.code else {}

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:  # noqa: ARG002
        """Find what one box cannot hold."""
        if question.options or question.scale is not None:
            yield Flaw("options", "has options beside its box", "leave them out, or ask a single")
        if question.may_not_apply:
            yield Flaw("may_not_apply", "offers a way out beside its box", "leave it out")


KIND = Consent()
