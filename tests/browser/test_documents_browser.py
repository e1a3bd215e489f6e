"""The documents in a real Chromium: families' pages and staff's, on phone and desk, light and dark."""

import os
from pathlib import Path

import pytest

from tests.browser.test_staff_browser import sign_in
from tests.browsing import DESK, PHONE, inspect, served, shot, watched
from tests.builders import a_wave
from tests.staff_journey import an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LOOKS = [
    pytest.param(PHONE, "light", id="phone-light"),
    pytest.param(PHONE, "dark", id="phone-dark"),
    pytest.param(DESK, "light", id="desk-light"),
    pytest.param({"width": 320, "height": 640}, "light", id="small-phone"),
]
FAMILY = ("/", "/anonymitaet", "/datenschutz", "/datenschutz-leicht?lang=en")


@pytest.fixture
def office(sqlite_app):
    """An installation with one open survey and an administrator."""
    with sqlite_app.app_context():
        an_account(email="p@example.org")
        a_wave()
    with served(sqlite_app) as address:
        yield address


def seen(page, name, look):
    """Check the page as it stands; keep a picture where SHOTS names a folder."""
    inspect(page)
    if os.environ.get("SHOTS"):
        shot(page, Path(os.environ["SHOTS"]) / f"{name}-{look}.png")


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_what_families_read_is_whole_and_quiet(office, new_page, request, viewport, scheme):
    page = new_page(viewport=viewport, color_scheme=scheme)
    watch = watched(page, office)

    for path in FAMILY:
        page.goto(f"{office}/f/familie-26{path}")
        seen(page, f"familie{path.partition('?')[0].replace('/', '-')}", request.node.callspec.id)
    page.click("text=Accessibility")
    seen(page, "familie-barrierefreiheit", request.node.callspec.id)

    assert watch.is_quiet()


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_what_staff_read_is_whole(office, new_page, request, viewport, scheme):
    page = new_page(viewport=viewport, color_scheme=scheme)
    watch = watched(page, office)

    sign_in(page, f"{office}/verwaltung")
    page.goto(f"{office}/verwaltung/befragungen/familie-26/")
    page.click("text=Unterlagen für den Datenschutz")
    seen(page, "unterlagen", request.node.callspec.id)
    for name in ("Datenschutz-Folgenabschätzung", "Rollen- und Rechtekonzept", "Prüfbericht"):
        page.goto(f"{office}/verwaltung/befragungen/familie-26/unterlagen")
        page.click(f".card h2 >> text={name}")
        seen(page, name.partition("-")[0].lower(), request.node.callspec.id)

    assert (watch.console, watch.foreign) == ([], [])
