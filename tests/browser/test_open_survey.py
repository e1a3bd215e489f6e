"""A survey without codes in a real browser: the mark on the device, the proof, the way without it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from surveyapp.services.limits import LIMITS, Sender, What, Whom, limiter
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from surveyapp.web.respond import gate
from tests.browsing import DESK, PHONE, inspect, press, shot, watched
from tests.journeys.journey import an_open_wave

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SEND = "[name=do][value=send]"
ANSWERED = "Von diesem Gerät wurde schon geantwortet"
LOOKS = [
    pytest.param({"viewport": DESK}, id="desk"),
    pytest.param({"viewport": PHONE, "color_scheme": "dark"}, id="dark"),
    pytest.param({"viewport": {"width": 320, "height": 640}, "locale": "en-GB"}, id="narrow"),
]


@pytest.fixture
def survey(sqlite_app, address):
    with sqlite_app.app_context():
        an_open_wave("contact_form")
        an_open_wave("yesno")
    return f"{address}/f/contact-form/"


def seen(page, name, look):
    """Check the page as it stands; keep a picture where SHOTS names a folder."""
    inspect(page)
    if os.environ.get("SHOTS"):
        shot(page, Path(os.environ["SHOTS"]) / f"open-{name}-{look}.png")


def crowd(app, what, number=None):
    """Let everybody together do something very often."""
    rows = (each for each in LIMITS if (each.what, each.whom) == (what, Whom.EVERYBODY))
    limit = next(rows)
    with app.app_context():
        for _ in range(number or limit.warm):
            limiter().note(what, Sender(), time.time())
    return limit


def to_the_review(page, survey):
    page.set_default_timeout(10_000)
    page.goto(survey)
    press(page)
    page.check("[name=advice][value=yes]")
    press(page)


@pytest.mark.parametrize("options", LOOKS)
def test_the_device_remembers_that_it_answered_and_lets_others_go_on(
    survey, new_page, request, options
):
    look = request.node.callspec.id
    page = new_page(**options)
    watch = watched(page, survey)
    to_the_review(page, survey)
    press(page, SEND)
    seen(page, "thanks", look)

    page.goto(survey)
    seen(page, "answered", look)
    assert page.is_hidden("#page")
    assert page.is_visible("#answered h2")
    page.click("#answered a")
    assert page.is_hidden("#answered")
    assert page.evaluate("document.activeElement.value") == "start"
    press(page)
    assert page.is_visible("[name=advice][value=yes]")

    page.goto(survey.replace("contact-form", "yesno"))
    assert page.is_hidden("#answered")
    assert page.evaluate("Object.keys(localStorage).length") == 1
    assert watch.is_quiet()


def test_the_mark_holds_nothing_but_the_wave_and_can_be_deleted(survey, new_page, sqlite_app):
    page = new_page()
    to_the_review(page, survey)
    press(page, SEND)
    with sqlite_app.app_context():
        wave = surveys.open_wave_of(main_store(), "contact-form")

    kept = page.evaluate("Object.entries(localStorage)")
    page.click("#remembered button")

    assert kept == [[f"answered {wave.id}", "1"]]
    assert page.evaluate("localStorage.length") == 0
    assert page.inner_text("#remembered [role=status]") == "Das Merkzeichen ist gelöscht."
    page.goto(survey)
    assert page.is_hidden("#answered")


@pytest.mark.parametrize("options", LOOKS)
def test_the_browser_computes_in_place_of_a_question(
    survey, new_page, sqlite_app, documents, request, options
):
    look = request.node.callspec.id
    page = new_page(**options)
    watch = watched(page, survey)
    to_the_review(page, survey)
    crowd(sqlite_app, What.BALLOT)

    press(page, SEND)
    seen(page, "effort", look)
    assert page.locator("h1").count() == 1
    assert page.is_hidden("#page-reply")
    press(page, SEND)

    assert page.locator("#remembered").count() == 1
    assert documents() == [{"advice": "yes"}]
    assert watch.is_quiet()


def test_whoever_presses_while_the_browser_computes_is_told_and_not_sent_twice(
    survey, new_page, sqlite_app, documents
):
    page = new_page()
    crowd(sqlite_app, What.BALLOT)
    page.set_default_timeout(30_000)
    page.goto(survey)
    held = []
    page.route("**/proof-worker.js*", lambda route: held.append(route))  # noqa: PLW0108 - it counts arguments
    press(page)
    page.check("[name=advice][value=yes]")
    press(page)

    page.click(SEND)
    said = page.inner_text("#proof-state")
    with page.expect_navigation():
        held[0].continue_()

    assert said == "Einen Moment bitte, gleich wird abgesendet …"
    assert page.inner_text("h1") == "Ihre Antworten sind gespeichert"
    assert documents() == [{"advice": "yes"}]


@pytest.mark.parametrize("options", LOOKS)
def test_without_scripts_a_plain_question_does(
    survey, new_page, sqlite_app, documents, request, options
):
    look = request.node.callspec.id
    page = new_page(**{**options, "java_script_enabled": False})
    to_the_review(page, survey)
    crowd(sqlite_app, What.BALLOT)
    press(page, SEND)
    page.fill("#page-reply", "viele")
    press(page, SEND)
    if os.environ.get("SHOTS"):
        shot(page, Path(os.environ["SHOTS"]) / f"open-question-{look}.png")

    asked = page.inner_text("label[for=page-reply]")
    number = {"Tage": "7", "days": "7", "Räder": "2", "wheels": "2", "Monate": "12", "months": "12"}
    number |= {"Neun": "10", "nine": "10", "Finger": "5", "fingers": "5"}
    page.fill("#page-reply", next(reply for word, reply in number.items() if word in asked))
    press(page, SEND)

    assert len(gate.QUESTIONS) == 5
    assert documents() == [{"advice": "yes"}]


def test_the_question_is_accessible_when_the_browser_cannot_compute(survey, new_page, sqlite_app):
    page = new_page()
    page.route("**/proof-worker.js*", lambda route: route.abort())
    to_the_review(page, survey)
    crowd(sqlite_app, What.BALLOT)

    press(page, SEND)
    page.wait_for_selector("#page-reply:visible")

    inspect(page)


@pytest.mark.parametrize("options", LOOKS)
def test_whoever_has_to_wait_keeps_everything(survey, new_page, sqlite_app, request, options):
    look = request.node.callspec.id
    page = new_page(**options)
    watch = watched(page, survey)
    to_the_review(page, survey)
    crowd(sqlite_app, What.BALLOT, 3000)

    press(page, SEND)
    seen(page, "wait", look)
    assert page.locator("textarea[name=draft]").count() == 1
    press(page)

    assert page.locator("textarea[name=draft]").count() == 1
    assert watch.is_quiet()


def test_the_field_for_programs_is_met_by_nobody(survey, new_page):
    page = new_page(viewport=DESK)
    to_the_review(page, survey)
    names = []

    for _ in range(20):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.name || ''"))

    assert "do" in names
    assert "message-subject" not in names
