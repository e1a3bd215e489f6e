"""The documents in a real Chromium: families' pages and staff's, in every look."""

import pytest

from tests.browser.test_staff_browser import sign_in
from tests.browsing import inspect_everywhere, served, watched
from tests.builders import a_wave
from tests.staff_journey import an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FAMILY = ("/", "/anonymitaet", "/datenschutz", "/datenschutz-leicht?lang=en")


@pytest.fixture
def office(sqlite_app):
    """An installation with one open survey and an administrator."""
    with sqlite_app.app_context():
        an_account(email="p@example.org")
        a_wave()
    with served(sqlite_app) as address:
        yield address


def test_what_families_read_is_whole_and_quiet(office, new_page):
    page = new_page()
    watch = watched(page, office)

    for path in FAMILY:
        page.goto(f"{office}/f/familie-26{path}")
        inspect_everywhere(page, f"familie{path.partition('?')[0].replace('/', '-')}")
    page.click("text=Accessibility")
    inspect_everywhere(page, "familie-barrierefreiheit")

    assert watch.is_quiet()


def test_what_staff_read_is_whole(office, new_page):
    page = new_page()
    watch = watched(page, office)

    sign_in(page, f"{office}/verwaltung")
    page.goto(f"{office}/verwaltung/befragungen/familie-26/")
    page.click("text=Unterlagen für den Datenschutz")
    inspect_everywhere(page, "unterlagen")
    for name in ("Datenschutz-Folgenabschätzung", "Rollen- und Rechtekonzept", "Prüfbericht"):
        page.goto(f"{office}/verwaltung/befragungen/familie-26/unterlagen")
        page.click(f".card h2 >> text={name}")
        inspect_everywhere(page, name.partition("-")[0].lower())

    assert (watch.console, watch.foreign) == ([], [])
