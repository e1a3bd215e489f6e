"""Two people key a sheet with the keyboard alone, and a third look decides."""

from __future__ import annotations

import pytest

from surveyapp.storage.db import urn_reading
from surveyapp.storage.responses import documents_of
from tests.browsing import DESK, inspect, served
from tests.builders import a_wave_asking, open_all
from tests.questionnaire.mini import source
from tests.staff_journey import PASSWORD, an_account

PAPER = "/verwaltung/befragungen/kinder/papier"


@pytest.fixture
def county(sqlite_app):
    """An open survey of a county with two people who key."""
    with sqlite_app.app_context():
        wave = a_wave_asking(source("repeat_children"), slug="kinder")
        an_account(email="anna@example.org")
        an_account(role="planner", email="bert@example.org")
    with served(sqlite_app) as address:
        yield sqlite_app, wave, address


def signed_in(new_page, address, email):
    page = new_page(viewport=DESK)
    page.goto(f"{address}/verwaltung/anmelden")
    page.keyboard.type(email) if page.locator("#email:focus").count() else page.fill(
        "#email", email
    )
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/verwaltung/")
    page.goto(f"{address}{PAPER}")
    return page


def type_into(page, field, text):
    """Type where the focus is, which must be the expected field, and press Enter."""
    page.wait_for_selector(f"[name='{field}']:focus")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def key(page, *tries):
    """Key a sheet with one child, without ever touching the mouse; the last try is right."""
    type_into(page, "sheet", "17")
    type_into(page, "count:children_count", "1")
    type_into(page, "child_age.1:age_band", "2")
    for place, hours in enumerate(tries):
        if place:
            page.wait_for_selector("[aria-invalid=true]:focus")
            page.keyboard.press("Control+A")
        type_into(page, "child_care.1:hours_now", hours)
    type_into(page, "child_care.1:hours_wish", "40")
    page.wait_for_selector("[value=save]:focus")


def test_a_sheet_is_keyed_twice_by_keyboard_and_its_difference_decided(county, new_page):
    app, wave, address = county
    anna = signed_in(new_page, address, "anna@example.org")
    inspect(anna)

    key(anna, "30")
    inspect(anna)
    anna.keyboard.press("Enter")
    anna.wait_for_url(f"**{PAPER}")
    bert = signed_in(new_page, address, "bert@example.org")
    key(bert, "300", "31")
    bert.keyboard.press("Enter")
    bert.wait_for_url(f"**{PAPER}")
    anna.goto(f"{address}{PAPER}")
    anna.get_by_role("link", name="Bogen 17 vergleichen").press("Enter")
    anna.wait_for_url("**/vergleich/17")
    inspect(anna)
    anna.locator("[type=radio]").first.press("Space")
    anna.keyboard.press("Enter")
    anna.wait_for_url(f"**{PAPER}")

    assert "Bogen 17 ist fertig" in anna.content()
    with app.app_context():
        open_all(wave)
        with urn_reading() as urn:
            [(_, document)] = documents_of(urn, [wave.id])
    assert document["hours_now"] == {"1": 30}


def test_a_sheet_is_keyed_without_javascript(county, new_page):
    _app, _wave, address = county
    page = new_page(viewport=DESK, java_script_enabled=False)
    page.goto(f"{address}/verwaltung/anmelden")
    page.fill("#email", "anna@example.org")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/verwaltung/")
    page.goto(f"{address}{PAPER}")
    page.fill("[name=sheet]", "18")
    page.keyboard.press("Enter")
    page.fill("[name='count:children_count']", "0")
    page.keyboard.press("Enter")

    page.locator("[value=save]").press("Enter")

    assert "Bogen 18 ist zum ersten Mal eingegeben" in page.content()
