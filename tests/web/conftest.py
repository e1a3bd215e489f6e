"""What tests of pages share: small questionnaires, and a draft in the studio."""

from __future__ import annotations

import pytest

from tests.questionnaire_folder import mini_questionnaires
from tests.staff_journey import an_account, press
from tests.studio_desk import HOME, Desk

__all__ = ["mini_questionnaires"]


@pytest.fixture
def desk(sqlite_app):
    """Return a new empty questionnaire with one page."""
    with sqlite_app.app_context():
        account = an_account().id
    found = Desk(sqlite_app, account, f"{HOME}entwurf.x/studio")
    found.goes_to(press(found.client, f"{HOME}neu", f"{HOME}neu", titel="Kita-Umfrage"))
    found.first = f"page/{found.document()['pages'][0]['id']}"
    return found
