"""What journeys begin with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.journeys.journey import Journey, an_open_wave
from tests.questionnaire_folder import mini_questionnaires

__all__ = ["mini_questionnaires"]


@pytest.fixture
def journey(sqlite_app: Flask, mini_questionnaires: Path) -> Callable[[str], Journey]:
    """Return a function that sends one family to an open survey with a questionnaire."""

    def begin(questionnaire: str) -> Journey:
        with sqlite_app.app_context():
            slug = an_open_wave(questionnaire).survey.slug
        return Journey(sqlite_app, slug).starts()

    return begin
