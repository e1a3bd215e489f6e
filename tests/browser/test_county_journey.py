"""From an empty page to an open survey in three languages, without a file or a command line."""

from __future__ import annotations

import pytest

from surveyapp.services import load_stock
from surveyapp.storage.db import main_store
from tests.browser import county_journey as staff
from tests.browser.county_words import ENGLISH, UKRAINIAN
from tests.browser.test_studio_browser import at_desk, outline
from tests.browsing import served, watched
from tests.staff_journey import COUNTY, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def county(sqlite_app):
    """A fresh installation: two people of one county, and its region."""
    with sqlite_app.app_context():
        load_stock.load_stock(main_store(), COUNTY)
        an_account(email="petra@example.org")
        an_account(email="karl@example.org")
    with served(sqlite_app) as address:
        yield address


def test_staff_build_translate_sign_publish_and_open_a_survey_alone(county, new_page):
    office = f"{county}/verwaltung"
    petra = at_desk(office, new_page)
    petra.set_default_timeout(60_000)
    watch = watched(petra, county)

    staff.build(petra, office)
    questions = outline(petra)
    staff.translate(petra, "Englisch", ENGLISH)
    staff.translate(petra, "Ukrainisch", UKRAINIAN)
    way = staff.try_it(petra)
    staff.sign_off(at_desk(office, new_page, "karl@example.org"))
    staff.publish(petra)
    staff.run_survey(petra)
    for language, first in (("de", "Wo wohnen Sie?"), ("en", ENGLISH), ("uk", UKRAINIAN)):
        family = new_page()
        family.goto(f"{county}/f/familien-2026/?lang={language}")
        family.click("button[value=start]")
        words = first if language == "de" else first["Wo wohnen Sie?"]
        family.locator(f"main >> text={words}").first.wait_for()

    assert len(questions) == 15
    assert any(each.startswith("Jedes Kind") for each in way)
    assert (watch.console, watch.foreign) == ([], [])
