"""An address for e-mails, in the contact form only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.entry import Entry
from surveyapp.questionnaire.types.kind import PATTERN_FIELDS, Asked, Column, Flaw, Gives
from surveyapp.questionnaire.values import AnswerError, Value, field_name

LONGEST = 254
"""Characters an address may have, as the mail standards say."""

# Only what every address has; whether it reaches somebody shows when somebody writes to it.
_ADDRESS = re.compile(r"[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]+\.[^@\s<>,;.\"]{2,}")


class Contact(Entry):
    """A way to reach a person: never beside answers, never a column, never in an expression."""

    gives: ClassVar[Gives] = Gives.NOTHING
    offers_refuse: ClassVar[bool] = False
    is_stored_apart: ClassVar[bool] = True
    is_personal: ClassVar[bool] = True
    takes: ClassVar[frozenset[str]] = PATTERN_FIELDS

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:  # noqa: ARG002
        """Return no column."""
        return ()

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:  # noqa: ARG002
        """Return no number."""
        return {}

    def seen(self, question: Question, options: tuple[Option, ...], value: Value) -> Value:  # noqa: ARG002
        """Return what was written."""
        return value

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:  # noqa: ARG002
        """Find nothing: where it may stand is a matter of the whole document."""
        return iter(())


class Email(Contact):
    """An e-mail address."""

    name: ClassVar[str] = "email"

    def understood(self, question: Question, text: str) -> Value | AnswerError:
        """Read an address; blanks around the sign are slips."""
        before, sign, after = text.partition("@")
        packed = f"{before.strip()}{sign}{after.strip()}"
        if len(packed) <= LONGEST and _ADDRESS.fullmatch(packed) and ".." not in packed:
            return packed
        return AnswerError(field_name(question.id), "not_an_email")

    def is_value(self, question: Question, value: Value) -> bool:
        """Say whether a value is an address."""
        return isinstance(value, str) and self.understood(question, value) == value

    def example(self, asked: Asked, randomness: Random) -> Value:  # noqa: ARG002
        """Invent an address nobody can have."""
        return f"familie{randomness.randint(1, 999)}@example.org"


KIND = Email()
