"""Every kind of page for families: accessible, quiet, narrow, in the dark and from right to left."""

from __future__ import annotations

from random import Random

import pytest
from playwright.sync_api import Page

from surveyapp.access.codes import new_code
from tests.browsing import PHONE, inspect, inspect_everywhere, press, watched
from tests.journeys.journey import an_open_wave

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
ZOOMED = {"width": 320, "height": 256}
"""A screen of 1280 x 1024 at 400 % zoom, in CSS pixels."""


@pytest.fixture
def survey(sqlite_app, address) -> str:
    """Return the address of an open survey with every type of question."""
    with sqlite_app.app_context():
        an_open_wave("every_type")
        an_open_wave("same_page")
        an_open_wave("skip_rule", sampling="all")
    return f"{address}/f/every-type/"


def every_page(page: Page, survey: str):
    """Go through every kind of page, stopping at each."""
    home = survey.split("/f/", maxsplit=1)[0]
    page.goto(f"{home}/")
    yield "home"
    page.goto(f"{home}/f/skip-rule/")
    page.fill("#code", "ABCD")
    page.click(".main")
    yield "code mistyped"
    page.fill("#code", new_code(Random(1)))
    press(page)
    yield "code refused"
    page.goto(f"{home}/f/same-page/")
    press(page)
    page.check("[name=kita][value=no]")
    press(page)
    yield "further question"
    page.goto(survey)
    yield "start"
    press(page)
    yield "page"
    press(page)
    yield "errors"
    page.select_option("[name=municipality]", index=2)
    page.check("[name=care][value=kita]")
    page.check("[name='trust.bus'][value=much]")
    page.check("[name='trust.doctor'][value=refused]")
    press(page)
    page.fill("#minutes", "15")
    page.fill("#wish", "Ein Spielplatz.")
    yield "writing"
    press(page, "[value=leave]")
    yield "leave"
    press(page)
    press(page)
    yield "review"
    press(page)
    yield "thanks"
    page.goto(f"{home}/f/unbekannt/")
    yield "unknown"


def test_every_kind_of_page_is_accessible_and_quiet(survey, new_page):
    page = new_page()
    page.set_default_timeout(10_000)
    watch = watched(page, survey)

    for state in every_page(page, survey):
        inspect_everywhere(page, state)

    assert watch.is_quiet()


def test_every_kind_of_page_is_accessible_in_english_at_400_percent(survey, new_page):
    page = new_page(viewport=ZOOMED, locale="en-GB")
    page.set_default_timeout(10_000)

    for _state in every_page(page, survey):
        inspect(page)


def test_every_kind_of_page_can_be_read_from_right_to_left(survey, new_page):
    page = new_page()
    page.set_default_timeout(10_000)

    for state in every_page(page, survey):
        page.evaluate("document.documentElement.dir = 'rtl'")
        inspect(page)
        if state == "page":
            box = page.locator("label.choice input").first.bounding_box()
            assert box["x"] > PHONE["width"] / 2, "ticks stand at the reading side"


def test_keine_angabe_and_other_answers_take_each_other_off(survey, new_page):
    page = new_page()
    page.goto(survey)
    press(page)
    page.check("[name=care][value=kita]")

    page.check("[name=care][value=refused]")
    assert not page.is_checked("[name=care][value=kita]")
    page.check("[name=care][value=hort]")
    assert not page.is_checked("[name=care][value=refused]")


def test_the_summary_of_mistakes_has_the_focus_and_leads_to_the_fields(survey, new_page):
    page = new_page()
    page.goto(survey)
    press(page)
    press(page)

    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.click("[role=alert] a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "municipality"
    assert page.title().startswith("Fehler: ")


def test_two_quick_presses_send_once(survey, new_page):
    page = new_page()
    posts = []
    page.on("request", lambda r: posts.append(r.url) if r.method == "POST" else None)
    page.goto(survey)

    with page.expect_navigation():
        page.evaluate("b = document.querySelector('.main'); b.click(); b.click()")

    assert len(posts) == 1


def test_what_is_left_to_write_is_said_near_the_end_only(survey, new_page):
    page = new_page()
    page.goto(survey)
    press(page)
    page.select_option("[name=municipality]", index=2)
    for name in ("care", "trust.bus", "trust.doctor"):
        page.check(f"[name='{name}'][value=refused]")
    press(page)

    page.fill("#wish", "x" * 50)
    assert not page.is_visible(".left")
    page.fill("#wish", "x" * 150)
    assert page.inner_text(".left") == "Noch 50 Zeichen"
