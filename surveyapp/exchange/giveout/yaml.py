"""Our own format."""

from __future__ import annotations

from surveyapp.questionnaire import document
from surveyapp.questionnaire.model import Questionnaire


def write(questionnaire: Questionnaire, language: str) -> bytes:  # noqa: ARG001 - one file for all languages
    """Return a questionnaire as the YAML that reading gives back."""
    return document.write(questionnaire).encode()
