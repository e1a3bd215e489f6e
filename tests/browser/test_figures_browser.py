"""Pages about the figures of a wave in a real Chromium: a phone and a desk."""

from __future__ import annotations

from datetime import date

import pytest

from surveyapp.storage import specials, staff
from surveyapp.storage.db import main_store
from tests import builders_release as builders
from tests.browsing import DESK, PHONE, seen, served, watched
from tests.staff_journey import PASSWORD
from tests.web.test_staff_figures import RELEASES, SPECIALS, TOLD, a_table, office, wave

__all__ = ["office"]

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WANTED = specials.Wanted("care", "axis.family_form", "axis.income", "Für den Ausschuss im Dezember")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_held_release_and_special_analyses_are_whole_pages(
    office, sqlite_app, new_page, request, viewport
):
    look = request.node.callspec.id
    with sqlite_app.app_context():
        asker = staff.staff_of(main_store(), builders.COUNTY)[0]
        email = asker.email
        for number in range(2):
            day = date(2026, 11, 2 + number)
            made = specials.start(main_store(), wave().id, WANTED, asker.id, day, "1 2")
            if number:
                specials.fail(main_store(), made, "Diese Sonderauswertung gibt es nicht.")
            else:
                specials.finish(main_store(), made, *a_table(), {})
        main_store().commit()
    with served(sqlite_app) as address:
        page = new_page(viewport=viewport)
        watch = watched(page, address)
        page.goto(f"{address}/verwaltung/anmelden")
        page.fill("#email", email)
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.wait_for_url(f"{address}/verwaltung/")

        page.goto(f"{address}{RELEASES}")
        seen(page, "freigaben", look)
        assert TOLD in page.inner_text("main")
        page.goto(f"{address}{SPECIALS}")
        page.click("text=Sonderauswertung anfordern")
        seen(page, "sonderauswertungen", look)
        assert page.evaluate("document.activeElement.id") == "fehler"
        page.goto(f"{address}{SPECIALS}/1")
        seen(page, "sonderauswertung", look)

    assert watch.console == watch.foreign == []
