"""Fields that are written into, in a real browser: accessible, narrow, by keyboard, without scripts."""

from __future__ import annotations

import os

import pytest

from tests.browsing import inspect_everywhere, press, watched
from tests.journeys.journey import an_open_wave

pytestmark = pytest.mark.browser

NAMES = ("year", "date", "time", "duration", "matrix_number", "postcode", "point", "note")
NARROW = {"width": 320, "height": 640}
SHOTS = os.environ.get("SURVEYAPP_SHOTS")


@pytest.fixture
def opened(sqlite_app, address, new_page):
    """Return a function that opens the first page of questions of a questionnaire."""
    with sqlite_app.app_context():
        for name in (*NAMES, "text_line"):
            an_open_wave(name)

    def open_first(name, **options):
        page = new_page(**options)
        page.set_default_timeout(10_000)
        page.goto(f"{address}/f/{name.replace('_', '-')}/")
        press(page)
        return page

    return open_first


def test_every_written_field_is_accessible_with_and_without_mistakes(opened):
    for name in (*NAMES, "text_line"):
        page = opened(name)
        watch = watched(page, page.url)
        inspect_everywhere(page, name)
        press(page)
        inspect_everywhere(page, f"{name}-next")
        assert watch.is_quiet()


def test_a_box_empties_its_field_and_the_field_takes_the_box_off(opened):
    page = opened("matrix_number")
    care, refused = page.locator("[name='hours.care']"), page.locator("[name='hours.care!refused']")
    page.fill("[name='hours.work']", "12")
    care.fill("3")

    refused.last.check()
    assert care.input_value() == ""
    refused.first.check()
    assert not refused.last.is_checked()
    care.fill("4")
    assert not refused.first.is_checked()
    assert page.input_value("[name='hours.work']") == "12"


def test_a_postcode_narrows_the_list_while_it_is_typed(opened):
    page = opened("postcode")

    page.fill("[name='home.postcode']", "99955")
    assert page.input_value("[name=home]") == "16065018"
    page.fill("[name='home.postcode']", "99707")
    assert page.locator("[name=home] option[data-codes*='99707']").count() == 3
    assert page.inner_text("[role=status]") == "Gemeinden mit dieser Postleitzahl: 3"
    page.fill("[name='home.postcode']", "10115")
    assert page.locator("[name=home] option").count() > 15


def test_a_point_is_set_by_keyboard_alone_and_by_a_tap(opened, documents):
    page = opened("point")
    page.focus("[data-by='0 1']")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    first = page.input_value("input[name=missing]")
    page.keyboard.press("ArrowRight")
    second = page.input_value("input[name=missing]")
    assert int(second[-4:]) == int(first[-4:]) + 1

    page.check("[name='missing!refused'][value=refused]")
    assert page.input_value("input[name=missing]") == ""
    page.click("[data-point] svg")
    assert not page.is_checked("[name='missing!refused'][value=refused]")
    cell = page.input_value("input[name=missing]")
    press(page)
    page.check("[name=use][value=yes]")
    press(page)
    press(page, "[value=send]")

    assert documents() == [{"missing": cell, "use": "yes"}]


def test_day_and_place_are_given_without_scripts(opened, documents):
    page = opened("date", java_script_enabled=False)
    for part, text in (("day", "1"), ("month", "5"), ("year", "2025")):
        page.fill(f"[name='due.{part}']", text)
    press(page)
    press(page, "[value=send]")
    page = opened("point", java_script_enabled=False)
    assert not page.is_visible("[data-point] svg")
    page.select_option("[name='missing.place']", label="Artern")
    press(page)
    press(page)
    press(page, "[value=send]")

    kept = sorted(documents(), key=str)
    assert kept[0] == {"due": "2025-05-01"}
    assert kept[1]["missing"].startswith("1kmN31")
