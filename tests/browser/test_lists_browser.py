"""Lists in a real browser: accessible, with and without JavaScript, the focus where it is of use."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browsing import DESK, PHONE, inspect, press, watched
from tests.journeys.journey import an_open_wave

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
MINIS = (
    *("collect_list", "nested_lists", "options_list", "adults_and_children"),
    *("rotate_section", "section_show"),
)


@pytest.fixture
def survey(sqlite_app, address):
    """Return a function that gives the address of an open survey."""
    with sqlite_app.app_context():
        for name in MINIS:
            an_open_wave(name)
    return lambda name: f"{address}/f/{name.replace('_', '-')}/"


def begins(page: Page, address: str) -> None:
    page.set_default_timeout(10_000)
    page.goto(address)
    press(page)


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.innerText")


def collected(page: Page):
    """Go through the states of a list, stopping at each."""
    yield "empty"
    press(page)
    yield "too few"
    press(page, "[value='add:']")
    press(page, "[value='add:']")
    yield "two"
    press(page, "[value='add:']")
    press(page, "[value='add:']")
    yield "full"
    press(page, "[value='remove:2']")
    yield "removed"
    press(page)
    page.check("[name=age_band][value='0-2']")
    press(page)
    press(page, "[value=back]")
    yield "item"


def nested(page: Page):
    """Go through the pages of lists in lists, stopping at each."""
    page.fill("[name=children_count]", "1")
    press(page)
    page.check("[name=age_band][value='0-2']")
    page.fill("[name=places_count]", "2")
    press(page)
    yield "place"
    press(page)
    press(page)
    press(page, "[value='add:']")
    yield "helpers"
    press(page)
    yield "helper"
    press(page)
    yield "review"


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": DESK},
        {"viewport": PHONE, "color_scheme": "dark"},
        {"viewport": NARROW, "forced_colors": "active", "locale": "en-GB"},
    ],
    ids=["desk", "dark", "narrow in English"],
)
@pytest.mark.parametrize(("name", "tour"), [("collect_list", collected), ("nested_lists", nested)])
def test_pages_of_lists_are_accessible_and_quiet(survey, new_page, options, name, tour):
    page = new_page(**options)
    watch = watched(page, survey(name))
    begins(page, survey(name))

    for _state in tour(page):
        inspect(page)

    assert watch.is_quiet()


@pytest.mark.parametrize(
    "name", ["options_list", "adults_and_children", "rotate_section", "section_show"]
)
def test_first_pages_with_lists_and_sections_are_accessible(survey, new_page, name):
    page = new_page(viewport=DESK)
    watch = watched(page, survey(name))

    begins(page, survey(name))
    inspect(page)

    assert watch.is_quiet()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_children_are_added_removed_and_stored(survey, new_page, documents, java_script_enabled):
    page = new_page(java_script_enabled=java_script_enabled)
    begins(page, survey("collect_list"))

    for _ in range(3):
        press(page, "[value='add:']")
    press(page, "[value='remove:1']")
    press(page)
    for age in ("6-9", "6-9"):
        page.check(f"[name=age_band][value='{age}']")
        press(page)
    page.check("[name=content][value=yes]")
    press(page)
    press(page, "[value=send]")

    stored = documents()[0]
    assert stored["children"] == ["1", "2"]
    assert stored["age_band"] == {"1": "6-9", "2": "6-9"}


def test_the_focus_stays_where_one_goes_on(survey, new_page):
    page = new_page()
    begins(page, survey("collect_list"))

    press(page, "[value='add:']")
    assert focused(page) == "Kind hinzufügen"
    press(page, "[value='add:']")
    press(page, "[value='add:']")
    press(page, "[value='add:']")
    assert focused(page).startswith("Ändern")
    press(page, "[value='remove:4']")
    assert "Kind 3" in page.evaluate("document.activeElement.textContent")
    for key in ("3", "2", "1"):
        press(page, f"[value='remove:{key}']")
    assert focused(page) == "Kind hinzufügen"


def test_going_back_after_adding_shows_the_list_as_it_was(survey, new_page):
    page = new_page()
    begins(page, survey("collect_list"))
    press(page, "[value='add:']")
    press(page, "[value='add:']")

    page.go_back()

    assert page.locator(".roster li").count() == 1


def test_the_line_of_sections_is_heard_as_one_sentence(survey, new_page):
    page = new_page()
    begins(page, survey("section_show"))

    assert page.inner_text(".progress").startswith("Abschnitt 1 von 3: Zu Beginn")
    assert page.get_attribute(".sections", "aria-hidden") == "true"
    assert page.locator(".sections .current").count() == 1
