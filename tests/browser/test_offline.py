"""Families on a bad connection: nothing is lost, nothing is sent twice, nothing stays behind."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from tests.browsing import CHROMIUM, PHONE, inspect, press, watched
from tests.journeys.journey import an_open_wave
from tests.tickets import invited

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ANSWERED = {"kita": "no", "reason": "no_place", "content": "no"}
THANKED = "Ihre Antworten sind gespeichert"
HAS_SHELL = "caches.has('survey /f/same-page/')"
MARKER = "Zwetschgendatschi"


@pytest.fixture
def open_page(new_page):
    """Return a function that opens a page with a service worker, which gives up early."""

    def open_one(**options):
        page = new_page(service_workers="allow", **options)
        page.set_default_timeout(10_000)
        return page

    return open_one


@pytest.fixture
def anybody(sqlite_app, address):
    """Open a survey anybody may answer."""
    with sqlite_app.app_context():
        an_open_wave("same_page")
    return f"{address}/f/same-page/"


@pytest.fixture
def codes(sqlite_app, address):
    """Open a survey with codes and return two of them."""
    with sqlite_app.app_context():
        return invited(an_open_wave("same_page", sampling="all"), 2)


def until(page, expression):
    """Wait until an expression holds; Playwright's own waiting is refused by the pages' policy."""
    for _ in range(100):
        if page.evaluate(f"Promise.resolve({expression})"):
            return
        page.wait_for_timeout(50)
    message = f"never came true: {expression}"
    raise AssertionError(message)


def begin(page, home, code=""):
    """Begin, and wait until the device is ready for dead spots."""
    page.goto(f"{home}#{code}")
    press(page)
    until(page, f"navigator.serviceWorker.controller && {HAS_SHELL}")


def cut(page, *, off=True):
    page.context.set_offline(offline=off)


def heading(page):
    return page.inner_text("h1")


def leave(page, field, value, button=".main"):
    """Answer one question and go on, to whatever page that leads."""
    page.check(f"[name={field}][value={value}]")
    page.click(f"main {button}")


def test_the_network_fails_three_times_and_one_ballot_arrives(anybody, open_page, documents):
    page = open_page()
    watch = watched(page, anybody)
    begin(page, anybody)

    page.check("[name=kita][value=no]")
    cut(page)
    leave(page, "reason", "no_place")
    page.wait_for_selector("text=Kein Internet. Sie können weiter antworten.")
    page.wait_for_selector("[name=content]")
    inspect(page)
    cut(page, off=False)
    page.wait_for_selector("input[name=draft]", state="attached")
    assert heading(page) == "Ihr Wohnort"

    press(page, "main [value=back]")
    cut(page)
    page.click("main .main")
    page.wait_for_selector("text=Kein Internet")
    leave(page, "content", "no")
    page.wait_for_selector("h1:text('Stimmt alles?')")
    inspect(page)
    cut(page, off=False)
    page.wait_for_selector("input[name=draft]", state="attached")
    assert heading(page) == "Stimmt alles?"

    cut(page)
    page.click("main [value=send]")
    page.wait_for_selector("text=Ihre Antworten warten auf diesem Gerät")
    inspect(page)
    assert documents() == []
    cut(page, off=False)
    page.wait_for_selector(f"h1:text('{THANKED}')")

    assert documents() == [ANSWERED]
    until(page, "indexedDB.databases().then((all) => all.length === 0)")
    assert watch.foreign == []
    assert [words for words in watch.console if "ERR_INTERNET" not in words] == []
