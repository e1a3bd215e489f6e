"""The registry of question types."""

from __future__ import annotations

from collections.abc import Mapping

from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.types import (
    consent,
    dropdown,
    image,
    matrix,
    matrix_multiple,
    month,
    multiple,
    municipality,
    number,
    ranking,
    scale,
    single,
    text,
    yesno,
)
from surveyapp.questionnaire.types.kind import Kind

_MODULES = (
    *(single, dropdown, yesno, image, scale, consent, multiple, ranking, matrix, matrix_multiple),
    *(number, text, month, municipality),
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
