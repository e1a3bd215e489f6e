"""The registry of question types."""

from __future__ import annotations

from collections.abc import Mapping

from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.types import (
    computed,
    consent,
    date,
    dropdown,
    duration,
    email,
    image,
    matrix,
    matrix_multiple,
    matrix_number,
    month,
    multiple,
    municipality,
    note,
    number,
    phone,
    point,
    postcode,
    ranking,
    scale,
    single,
    text,
    time,
    year,
    yesno,
)
from surveyapp.questionnaire.types.kind import Kind

_MODULES = (
    *(single, dropdown, yesno, image, scale, consent, multiple, ranking, matrix, matrix_multiple),
    *(municipality, postcode, point, number, matrix_number, year, month, date, time, duration),
    *(text, note, computed, email, phone),
)

KINDS: Mapping[str, Kind] = {module.KIND.name: module.KIND for module in _MODULES}
"""Every question type by its name in the YAML file."""


def kind_of(question: Question) -> Kind:
    """Return the type of a question.

    Raises
    ------
    KeyError
        If no such type exists; ``document.read`` refuses such a question before.
    """
    if question.type not in KINDS:
        message = (
            f"question {question.id} has the type {question.type!r}; one of {', '.join(KINDS)}"
        )
        raise KeyError(message)
    return KINDS[question.type]
