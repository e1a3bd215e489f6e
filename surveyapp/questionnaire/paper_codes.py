"""The small codes beside the boxes of a paper form, which those who key it type.

An option whose code is a number has that number, any other its place among all options of its question,
as in the codebook. Missing answers have the numbers they have in the data: -7 and -8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from surveyapp.questionnaire.model import Option
from surveyapp.questionnaire.types.kind import MISSING_CODES


def paper_codes(options: Sequence[Option]) -> Mapping[str, str]:
    """Return the printed code of each option of a question, and of the reasons for no answer."""
    are_numbers = all(each.code.isascii() and each.code.isdigit() for each in options)
    printed = {
        each.code: each.code if are_numbers else str(place)
        for place, each in enumerate(options, start=1)
    }
    return {**printed, **{str(name): str(code) for name, code in MISSING_CODES.items()}}
