"""The page „Gewichtung“ in Chromium: deciding, and saying how families were chosen."""

from __future__ import annotations

import pytest

from tests.browsing import DESK, PHONE, press, seen, watched
from tests.staff_journey import PASSWORD, SLUG, a_simulated_wave, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_small_groups_are_decided_and_the_answers_weighed(sqlite_app, address, new_page):
    with sqlite_app.app_context():
        an_account(email="p@example.org")
        a_simulated_wave(40, is_decided=False)
    page = new_page()
    page.set_default_timeout(150_000)  # numbers are made by a process of their own
    watch = watched(page, address)
    page.goto(f"{address}/verwaltung/anmelden")
    page.fill("#email", "p@example.org")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.goto(f"{address}/verwaltung/befragungen/{SLUG}/")
    press(page, "a:has-text('Gewichtung')")
    page.click("summary")
    for look, viewport in (("desk", DESK), ("phone", PHONE)):
        page.set_viewport_size(viewport)
        seen(page, "weighting-open", look)
    press(page, "text=Vorschlag annehmen")
    seen(page, "weighting-decided", "phone")
    result = page.locator("text=Antworten zählen wie etwa").count()
    page.fill("#teil-1", "12")
    press(page, "text=Auswahl speichern")
    seen(page, "weighting-refused", "phone")

    assert result == 1
    assert page.locator("#fehler").inner_text().startswith("Die Angaben zur Auswahl")
    assert page.locator("#teil-1").input_value() == "12"
    assert (watch.console, watch.foreign) == ([], [])
