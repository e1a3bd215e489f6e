"""What people call operations, refusals and cures of the studio."""

from __future__ import annotations

from surveyapp.questionnaire.editing.cures import Cure
from surveyapp.questionnaire.editing.edits import Edit, Refusal


def words_of(edit: Edit) -> str:
    """Return what an edit did, German: „Text der Frage „age“ geändert“."""
    raise NotImplementedError


def refusal_words(refusal: Refusal) -> str:
    """Return why an edit was not made and what to do, German."""
    raise NotImplementedError


def cure_words(cure: Cure) -> str:
    """Return the label of the button that mends a finding, German."""
    raise NotImplementedError
