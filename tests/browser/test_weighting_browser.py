"""The page „Gewichtung“ in Chromium: deciding, reading in, saying how families were chosen."""

from __future__ import annotations

import pytest

from tests.browsing import DESK, PHONE, inspect, press, seen, watched
from tests.staff_journey import PASSWORD, SLUG, a_simulated_wave, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(
    "viewport", [pytest.param(PHONE, id="phone"), pytest.param(DESK, id="desk")]
)
def test_small_groups_are_decided_and_the_answers_weighed(
    sqlite_app, address, new_page, request, viewport
):
    with sqlite_app.app_context():
        an_account(email="p@example.org")
        a_simulated_wave(60, is_decided=False)
    look = request.node.callspec.id
    page = new_page(viewport=viewport)
    page.set_default_timeout(120_000)  # numbers are made by a process of their own
    watch = watched(page, address)
    page.goto(f"{address}/verwaltung/anmelden")
    page.fill("#email", "p@example.org")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.goto(f"{address}/verwaltung/befragungen/{SLUG}/")
    press(page, "text=Gewichtung")
    seen(page, "weighting-open", look)
    press(page, "text=Vorschlag annehmen")
    seen(page, "weighting-decided", look)
    result = page.locator("text=Antworten zählen wie etwa").count()
    page.fill("#teil-1", "12")
    page.check("#weg-cluster")
    press(page, "text=Auswahl speichern")

    assert result == 1
    assert page.locator("#fehler").inner_text().startswith("Die Angaben zur Auswahl")
    inspect(page)
    seen(page, "weighting-refused", look)
    assert (watch.console, watch.foreign) == ([], [])
