"""What families meet beside the way through the questions is whole in both directions: each state once."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date

import pytest
from playwright.sync_api import Locator, Page

from surveyapp.access.codes import RESUME, spelled
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store, store_engines
from tests.browser.test_accessible_journeys import CUT
from tests.browser.test_offline import until
from tests.browsing import (
    PHONE,
    RULES_OF_COLOURS,
    SMALL_PHONE,
    _keep,
    inspect,
    inspect_between,
    press,
    small_targets,
    violations,
    watched,
)
from tests.journeys.journey import an_open_wave

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SOME_CODE = next(code for number in range(40) if (code := spelled(number, RESUME)))
"""A code to go on with that is well written, and under which nothing lies."""

LANGUAGES = [("de", "ltr"), ("ar", "rtl")]

OVERLAPPING = """() => {
    const seen = [...document.querySelectorAll('a, button, summary, label, h1, h2, p, legend')]
        .filter((e) => e.checkVisibility() && !e.closest('.quiet, .skip, .panel'))
        .filter((e) => !e.closest('dialog') === !document.querySelector('dialog[open]'));
    const boxes = seen.map((e) => [e, e.getBoundingClientRect()]);
    const isOver = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
    return boxes.flatMap(([one, a], place) => boxes.slice(place + 1)
        .filter(([other, b]) => !one.contains(other) && !other.contains(one) && isOver(a, b))
        .filter(([other]) => [one, other].every((e) => getComputedStyle(e).position === 'static'))
        .map(([other]) => `${one.outerHTML.slice(0, 90)} | ${other.outerHTML.slice(0, 90)}`));
}"""
"""Pairs of words or things to press that lie on each other."""


def whole(page: Page, name: str) -> None:
    """Look at a state: by axe, in the dark, in own colours, and in large print on the smallest phone."""
    look = inspect_between if name.startswith("checked") else inspect
    look(page)
    assert page.locator("[hidden]:visible").count() == 0, name
    _keep(page, name, "phone")
    if name.endswith("-de"):  # colours are the same in every language
        page.emulate_media(color_scheme="dark")
        assert violations(page, RULES_OF_COLOURS) == [], name
        _keep(page, name, "dark")
    page.emulate_media(color_scheme="light", forced_colors="active")
    page.set_viewport_size(SMALL_PHONE)
    size = page.get_attribute("html", "data-size")
    page.evaluate("document.documentElement.dataset.size = 'big'")
    _keep(page, name, "small-big")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert page.evaluate(CUT) == [], name
    assert page.evaluate(OVERLAPPING) == [], name
    assert small_targets(page) == [], name
    if size is None:
        page.evaluate("delete document.documentElement.dataset.size")
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light", forced_colors="none")


@pytest.fixture
def surveys_of_thekiz(sqlite_app, address):
    """Open one survey for all and one with codes; close a third; tell what came out of a fourth."""
    with sqlite_app.app_context():
        an_open_wave("thekiz", slug="offen")
        an_open_wave("thekiz", slug="mit-code", sampling="all")
        an_open_wave("thekiz", slug="beendet")
        wave = surveys.open_wave_of(main_store(), "beendet")
        surveys.mark_closed(main_store(), wave, today=date(2026, 12, 1))
        main_store().commit()
    return address


def notices(page: Page, home: str, language: str):
    """What is said instead of a question."""
    page.goto(f"{home}/f/unbekannt/?lang={language}")
    yield "unknown"
    page.goto(f"{home}/f/beendet/?lang={language}")
    yield "not-open"
    page.goto(f"{home}/f/offen/beratung?lang={language}")
    yield "advice"
    page.goto(f"{home}/f/offen/?lang={language}")
    page.click("header nav summary")
    yield "languages"
    page.click("#display summary")
    yield "display"


def resuming(page: Page, home: str, language: str):
    """Put aside, and take up."""
    page.goto(f"{home}/f/offen/?lang={language}")
    press(page)
    press(page, "[value=pause]")
    yield "paused"
    press(page, "[value=leave]")
    yield "leave"
    press(page)
    press(page, "[value=pause]")
    press(page, "[value=rest]")
    yield "rest"
    page.goto(f"{home}/f/offen/fortsetzen?lang={language}")
    yield "resume"
    page.fill("#resume-code", "ABCDE-FGHJK-MNPQQ")
    page.click("[value=resume]")
    page.wait_for_selector("[role=alert]")
    yield "resume-mistyped"
    page.fill("#resume-code", SOME_CODE)
    press(page, "[value=resume]")
    yield "resume-wrong"


def trouble(page: Page, home: str, language: str):
    """While a store is away."""
    page.goto(f"{home}/f/offen/?lang={language}")
    with away("wave"):
        press(page)
        yield "try-again"


@contextmanager
def away(table: str):
    """Let a store miss one of its tables for a while."""
    with store_engines()["main"].begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO away")
    yield
    with store_engines()["main"].begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE away RENAME TO {table}")


def shared(page: Page, home: str, language: str):
    """On devices that families share."""
    page.goto(f"{home}/f/offen/kiosk?lang={language}")
    yield "kiosk"
    press(page)
    page.evaluate("document.getElementById('still-there').showModal()")
    yield "still-there"
    page.goto(f"{home}/f/mit-code/kiosk?lang={language}")
    yield "kiosk-code"
    page.goto(f"{home}/f/offen/begleitet?lang={language}")
    page.fill("#helper-name", "Frau Weber")
    page.wait_for_selector("#waiting:visible")
    yield "helper"
    press(page)
    page.click("#hide-answers")
    yield "curtain"


def on_the_device(page: Page, home: str, language: str):
    """Without network."""
    page.context.route("**/schluessel", lambda route: route.abort())
    page.goto(f"{home}/f/mit-code/ohne-netz?lang={language}")
    page.click("#view form .main")
    page.wait_for_selector("#view .said:not(:empty)")
    yield "begin"
    page.context.unroute("**/schluessel")
    ready = "sessionStorage.getItem('device /f/offen/')?.includes('leads')"
    page.goto(f"{home}/f/offen/?lang={language}")
    press(page)
    until(page, f"navigator.serviceWorker.controller && {ready}")
    page.click("#device summary")
    yield "keep"
    page.fill("#device-number", "12")
    page.click("[data-role=keep]")
    yield "keep-short"
    page.fill("#device-number", "1234")
    page.click("[data-role=keep]")
    page.wait_for_selector("#device details", state="hidden")
    yield "kept"
    page.evaluate("sessionStorage.clear()")
    page.goto(f"{home}/f/offen/ohne-netz?lang={language}")
    page.wait_for_selector("#number")
    yield "unlock"
    page.fill("#number", "4321")
    page.click("#view .main")
    page.wait_for_selector("#view .said:not(:empty)")
    yield "unlock-wrong"
    page.fill("#number", "1234")
    press(page, "#view .main")
    page.fill("#children_count", "40")
    page.focus(".moves .main")
    page.wait_for_selector("[id='children_count~error']")
    yield "checked"
    progress = page.inner_text(".progress").strip()
    page.context.set_offline(offline=True)
    page.click(".moves .main")
    page.wait_for_selector("#view .alert")
    assert page.inner_text(".progress").strip() == progress
    yield "device-mistakes"
    page.fill("#children_count", "0")
    page.click("[value=next]")
    page.wait_for_selector("#view [value=back]:visible")
    yield "device-screen"
    while not page.locator("#view dl.answers").count():
        before = page.inner_text("#view h1")
        for box in page.locator("#view .question:visible").all():
            answer(box)
        page.click("#view [value=next]")
        until(page, f"document.querySelector('#view h1').innerText !== {json.dumps(before)}")
    yield "device-review"
    page.click("[value=send]")
    page.wait_for_selector("[data-act=send]")
    yield "device-waiting"
    page.click("[data-act=wipe]")
    page.wait_for_selector("#view p a.button")
    yield "device-gone"


def answer(box: Locator) -> None:
    """Answer a question as shortly as it goes: by „keine Angabe“ or by the last of a list."""
    for refusal in box.locator("input[value=refused]").all():
        refusal.check()
    for list_ in box.locator("select").all():
        list_.select_option(index=1, force=True)


@pytest.mark.parametrize(("language", "direction"), LANGUAGES)
def test_every_state_beside_the_questions_is_whole_in_both_directions(
    sqlite_app, surveys_of_thekiz, new_page, language, direction
):
    page = new_page(locale=language, service_workers="allow")
    page.set_default_timeout(8_000)
    watch = watched(page, surveys_of_thekiz)

    with sqlite_app.app_context():
        for part in (notices, resuming, shared, trouble, on_the_device):
            for state in part(page, surveys_of_thekiz, language):
                assert page.evaluate("document.documentElement.dir") == direction, state
                whole(page, f"{state}-{language}")

    assert watch.foreign == []
