"""A telephone number, in the contact form only."""

from __future__ import annotations

import re
from random import Random
from typing import ClassVar

from surveyapp.questionnaire.digits import western
from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.types.email import Contact
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import AnswerError, Value, field_name

_SIGNS = re.compile(r"[\s()./\u2010-\u2015-]")
_NUMBER = re.compile(r"\+?[0-9]{5,15}")


class Phone(Contact):
    """A telephone number as digits, with the sign before a country's code."""

    name: ClassVar[str] = "phone"

    def understood(self, question: Question, text: str) -> Value | AnswerError:
        """Read digits; blanks, brackets, slashes and dashes between them are dropped."""
        text = western(text)
        packed = _SIGNS.sub("", text.replace("(0)", "") if text.startswith("+") else text)
        if _NUMBER.fullmatch(packed):
            return packed
        return AnswerError(field_name(question.id), "not_a_phone")

    def is_value(self, question: Question, value: Value) -> bool:  # noqa: ARG002
        """Say whether a value is a telephone number."""
        return isinstance(value, str) and bool(_NUMBER.fullmatch(value))

    def example(self, asked: Asked, randomness: Random) -> Value:  # noqa: ARG002
        """Invent one of the numbers kept free for films and examples."""
        return f"03023125{randomness.randint(0, 999):03}"


KIND = Phone()
