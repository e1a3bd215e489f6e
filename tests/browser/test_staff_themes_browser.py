"""Giving texts their themes in a real Chromium: by keys alone, on a phone, in the dark."""

import pytest

from surveyapp.services.code_texts import Look
from tests.browsing import DESK, PHONE, press, seen, served, watched
from tests.services.theme_texts import BUS, CALM, Desk, codes_in_urn
from tests.staff_journey import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def office(sqlite_app):
    """A closed wave with four texts, two of which a second person has seen otherwise."""
    with sqlite_app.app_context():
        desk = Desk([BUS, CALM, "Ein Kinderarzt.", BUS])
        desk.give({desk.ids()[3]: "transport leisure"})
        desk.give({desk.ids()[3]: "leisure"}, Look.SECOND)
    with served(sqlite_app) as address:
        yield f"{address}/verwaltung"


def signed_in(page, office):
    page.goto(f"{office}/anmelden")
    page.fill("#email", "admin@16065.example")
    page.fill("#password", PASSWORD)
    press(page, "main button")
    return f"{office}/befragungen/familie-26/1/themen"


def test_texts_get_themes_by_keys_alone(office, new_page, sqlite_app):
    page = new_page(viewport=DESK)
    themes = signed_in(page, office)
    watch = watched(page, office)
    page.goto(f"{themes}/wish/erste")

    page.locator("fieldset").first.focus()
    for key in ("Enter", "3", "0", "n", "4", "Enter"):
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    # Enter confirmed the first text and went on; 3 was taken back by 0; 4 was added to a suggestion.
    # The last text is fixed, so that Enter came to the button, and pressed it the second time.
    with sqlite_app.app_context():
        first = [codes for _, look, codes in codes_in_urn() if look == Look.FIRST]
    assert first == [["transport"], [], ["health", "school"], ["leisure", "transport"]]
    assert watch.console == watch.foreign == []


def test_every_page_on_themes_is_whole_on_a_phone_in_the_dark(office, new_page):
    page = new_page(viewport=PHONE, color_scheme="dark")
    themes = signed_in(page, office)
    watch = watched(page, office)

    for name, address in {
        "themen": themes,
        "themen-texte": f"{themes}/wish/erste",
        "themen-abweichungen": f"{themes}/wish/abweichungen",
    }.items():
        page.goto(address)
        seen(page, name, "phone-dark")

    page.goto(f"{themes}/wish/liste/transport")
    page.fill("#stems", "ab")
    press(page, "main form.staff-form button")
    seen(page, "thema-fehler", "phone-dark")
    assert watch.console == watch.foreign == []
