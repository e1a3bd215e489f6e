"""A survey from its making to its closing in Chromium, without a command line."""

from __future__ import annotations

import pytest

from surveyapp.services import batches
from surveyapp.services.enter import enter
from surveyapp.services.submit import submit
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from tests.browsing import DESK, SMALL_PHONE, inspect, watched
from tests.builders import a_response, published
from tests.staff_journey import PASSWORD, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SLUG = "eltern-im-thekiz"


def step_of(page):
    return page.locator("li[aria-current=step]").first.inner_text()


def answer(app, families):
    """Let families of the open wave answer, and open what can be opened, as the hourly job would."""
    with app.app_context():
        for _family in range(families):
            submit(enter(SLUG, ""), a_response())
        assert batches.mix_waves() == []


def test_a_survey_is_made_planned_opened_watched_and_closed(sqlite_app, address, new_page):
    with sqlite_app.app_context():
        an_account(email="p@example.org", role="field")
        published("thekiz")  # checked elsewhere
        main_store().commit()
    office, page = f"{address}/verwaltung", new_page(viewport=DESK, accept_downloads=True)
    watch = watched(page, address)
    page.goto(f"{office}/anmelden")
    page.fill("#email", "p@example.org")
    page.fill("#password", PASSWORD)
    page.click("main button")

    page.click("a:has-text('Neue Befragung')")
    page.click("button:has-text('Befragung anlegen')")
    page.fill("#title", "Eltern im ThEKiZ")
    page.select_option("#questionnaire", "thekiz")
    page.click("button:has-text('Befragung anlegen')")
    assert page.url == f"{office}/befragungen/{SLUG}/"
    page.click("a:has-text('Welle planen')")
    page.fill("#invited", "2400")
    page.click("main form button:has-text('Speichern')")
    page.set_viewport_size(SMALL_PHONE)
    inspect(page)
    page.set_viewport_size(DESK)
    page.fill("#width", "5")
    page.click("button:has-text('Neu rechnen')")
    assert "Für ± 5 Punkte im ganzen Landkreis" in page.locator("#ergebnis ~ ul").inner_text()
    page.click("button:has-text('Plan speichern')")
    assert step_of(page) == "Briefe"
    page.click("a:has-text('Planung ändern')")
    page.click("label:has-text('Offen für alle')")
    page.click("main form button:has-text('Speichern')")
    assert step_of(page) == "Offen"
    page.click("button:has-text('Welle öffnen')")
    answer(sqlite_app, 50)
    page.click("main a:has-text('Rücklauf') >> nth=0")
    assert page.locator("main p b").inner_text() == "Mindestens 20 Antworten."
    page.go_back()
    page.click("a:has-text('Läuft von selbst weiter?')")
    page.click("label:has-text('Halbjahr')")
    page.click("main form button:has-text('Speichern')")
    page.click("button:has-text('Welle schließen')")

    assert step_of(page) == "Gewichtet und berechnet"
    assert "mindestens 50 Antworten" in page.locator(".wave").inner_text()
    assert (watch.console, watch.foreign) == ([], [])
    with sqlite_app.app_context():
        assert surveys.survey_by_slug(main_store(), SLUG).waves[0].state == "closed"
