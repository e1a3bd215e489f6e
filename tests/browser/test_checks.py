"""Checks on leaving a field: the same words as the server's, without asking it."""

from __future__ import annotations

import json

import pytest

from tests.browser.test_offline import until
from tests.browsing import inspect_between, press, watched
from tests.journeys.journey import an_open_wave

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

READY = """navigator.serviceWorker.controller
    && caches.match(document.querySelector('[data-shell]').dataset.shell).then(Boolean)"""


@pytest.fixture
def page(sqlite_app, address, new_page):
    """Open a page with two numbers, ready for dead spots."""
    with sqlite_app.app_context():
        an_open_wave("number_limits")
    page = new_page(service_workers="allow")
    page.goto(f"{address}/f/number-limits/")
    press(page)
    until(page, READY)
    return page


SAID = {
    "viele": "Fehler: Bitte geben Sie eine Zahl ein, zum Beispiel 2.",
    "0": "Fehler: Bitte geben Sie mindestens 1 an.",
    "2,55": "Fehler: Bitte geben Sie höchstens 1 Stelle nach dem Komma an.",
    "3": "",
}
"""What is typed to what stands at the field then."""


def test_a_field_that_is_left_says_what_is_wrong_with_it_in_the_servers_words(page, address):
    watch = watched(page, address)
    page.context.set_offline(offline=True)
    for typed, said in SAID.items():
        page.fill("#rooms", typed)
        page.focus("#rent")
        until(
            page,
            f"(document.getElementById('rooms~error')?.innerText ?? '') === {json.dumps(said)}",
        )
        described = page.get_attribute("#rooms", "aria-describedby")
        assert (described, page.get_attribute("#rooms", "aria-invalid")) == (
            ("rooms~error", "true") if said else (None, None)
        )
    page.fill("#rooms", "0")
    page.focus("#rent")
    inspect_between(page)
    page.context.set_offline(offline=False)

    press(page)

    assert page.inner_text("[id='rooms~error']") == SAID["0"]
    assert watch.is_quiet()


def test_a_field_left_empty_is_not_scolded(page):
    page.fill("#rent", "12")
    page.fill("#rent", "")
    page.focus("#rooms")
    page.wait_for_timeout(300)

    assert page.locator(".error").count() == 0
