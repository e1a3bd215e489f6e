"""The municipality of a family, found by its postcode."""

from __future__ import annotations

import re
from typing import ClassVar

from surveyapp.questionnaire.digits import western
from surveyapp.questionnaire.model import Option
from surveyapp.questionnaire.types.kind import Asked, Parsed, Raw, first_text
from surveyapp.questionnaire.types.municipality import Municipality
from surveyapp.questionnaire.types.single import read_code
from surveyapp.questionnaire.values import AnswerError, field_name

PART = "postcode"
"""Name of the field for the postcode: ``q.postcode``; it is read and forgotten."""

_POSTCODE = re.compile(r"[0-9]{5}")


class Postcode(Municipality):
    """One municipality; a postcode that lies in one of the county alone is enough."""

    name: ClassVar[str] = "postcode"
    works_alone: ClassVar[bool] = False
    takes_many_options: ClassVar[bool] = True

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read the chosen municipality, or find the only one with the postcode."""
        field = field_name(asked.question.id)
        written = read_postcode(first_text(raw, field_name(asked.question.id, PART)))
        chosen = read_code(asked, field, first_text(raw, field))
        if not written or chosen.value is None or chosen.value not in asked.codes:
            is_open = written and chosen.value is None and not chosen.errors
            return _found(asked, field, written) if is_open else chosen
        there = sharing(asked.choices, written)
        if there and chosen.value not in {option.code for option in there}:
            return Parsed(errors=(AnswerError(field, "postcode_elsewhere"),))
        return chosen


def _found(asked: Asked, field: str, postcode: str) -> Parsed:
    if not _POSTCODE.fullmatch(postcode):
        return Parsed(errors=(AnswerError(field, "not_a_postcode"),))
    there = sharing(asked.choices, postcode)
    if not there:
        return Parsed(errors=(AnswerError(field, "postcode_unknown"),))
    if len(there) > 1:
        return Parsed(errors=(AnswerError(field, "postcode_shared"),))
    return Parsed(there[0].code)


def read_postcode(text: str) -> str:
    """Return a postcode without blanks, in western digits."""
    return "".join(western(text).split())


def sharing(options: tuple[Option, ...], postcode: str) -> tuple[Option, ...]:
    """Return the municipalities with a postcode."""
    return tuple(option for option in options if postcode in option.postcodes)


KIND = Postcode()
