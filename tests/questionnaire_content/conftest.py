"""Fixtures for the questionnaires that come with the product."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire import document
from surveyapp.questionnaire.model import Questionnaire
from tests.questionnaire_content.families import QUESTIONNAIRES


@pytest.fixture(scope="session")
def familie() -> Questionnaire:
    """Return the family questionnaire."""
    return document.read(QUESTIONNAIRES / "familie" / "1.yaml")
