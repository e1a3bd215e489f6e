"""Devices that families share, in a real browser: a kiosk that forgets, and somebody who helps."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import Error
from sqlalchemy import select

from surveyapp.storage.db import urn_reading
from surveyapp.storage.tables import Response
from tests.browsing import DESK, PHONE, inspect, press, seen, watched
from tests.builders import open_all
from tests.journeys.journey import an_open_wave
from tests.tickets import invited

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SEND = "[name=do][value=send]"
LOOKS = [
    pytest.param({"viewport": PHONE, "color_scheme": "dark"}, id="phone-dark"),
    pytest.param({"viewport": DESK}, id="desk"),
]


@pytest.fixture
def kiosk(sqlite_app, address):
    with sqlite_app.app_context():
        an_open_wave("same_page")
    return f"{address}/f/same-page/kiosk"


def at(new_page, address, **options):
    """Open a page whose clock only we move."""
    page = new_page(**options)
    page.set_default_timeout(10_000)
    page.clock.install()
    page.goto(address)
    return page


def answer(page, kita="yes"):
    """Answer everything up to the review page."""
    press(page)
    page.check(f"[name=kita][value={kita}]")
    press(page)
    page.fill("[name=months]", "3")
    press(page)
    page.check("[name=content][value=yes]")
    press(page)


def is_at_the_start(page, address):
    page.wait_for_url(f"{address}*")
    page.wait_for_selector("[name=do][value=start]")
    return "checked" not in page.inner_html("main")


@pytest.mark.parametrize("options", LOOKS)
def test_the_kiosk_is_large_and_whole(kiosk, new_page, request, options):
    look = request.node.callspec.id
    page = new_page(**options)
    watch = watched(page, kiosk)
    page.goto(kiosk)
    seen(page, "kiosk-start", look)
    assert page.get_attribute("html", "data-size") == "big"
    answer(page)
    seen(page, "kiosk-review", look)
    press(page, "[name=do][value=pause]")
    seen(page, "kiosk-paused", look)
    press(page, "main [value=stay]")
    press(page, SEND)
    seen(page, "kiosk-thanks", look)

    page.click("[data-again]")

    assert is_at_the_start(page, kiosk)
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("Object.keys(sessionStorage)") == ["first page"]
    assert watch.is_quiet()


def test_three_families_in_a_row_are_three_ballots(kiosk, new_page, documents):
    page = new_page()
    page.goto(kiosk)

    for kita in ("yes", "yes", "yes"):
        answer(page, kita)
        press(page, SEND)
        page.click("[data-again]")
        assert is_at_the_start(page, kiosk)

    assert len(documents()) == 3


def test_it_asks_before_it_forgets_and_a_key_is_enough_to_go_on(kiosk, new_page):
    page = at(new_page, kiosk)
    press(page)
    page.check("[name=kita][value=yes]")

    page.clock.fast_forward(89_000)
    quiet = page.is_hidden("#still-there")
    page.clock.fast_forward(2_000)
    page.wait_for_selector("#still-there[open]")
    inspect(page)
    page.keyboard.press("Shift")
    page.wait_for_selector("#still-there", state="hidden")
    page.clock.fast_forward(60_000)

    assert quiet
    assert page.is_checked("[name=kita][value=yes]")
    assert page.is_hidden("#still-there")


def test_after_the_pause_nothing_is_left_not_even_by_the_back_button(kiosk, new_page):
    page = at(new_page, kiosk)
    answer(page)
    draft = page.get_attribute("[name=draft]", "value")

    page.clock.fast_forward(91_000)
    page.wait_for_selector("#still-there[open]")
    page.clock.fast_forward(20_000)
    is_clean = [is_at_the_start(page, kiosk)]
    for _ in range(3):
        with suppress(Error):  # Chromium asks whether the form shall be sent again
            page.go_back()
        is_clean.append(page.locator("[name=kita], [name=months], .answers").count() == 0)

    assert is_clean == [True] * 4
    assert is_led_to_the_start_by_sending_again(page.context.new_page(), kiosk, draft)


def is_led_to_the_start_by_sending_again(page, kiosk, draft):
    """Do what a browser does when somebody says yes to "send the form again".

    The page is a new one of the same browser: Chromium is still busy with going back in the other.
    """
    page.goto(kiosk)
    page.evaluate(
        """(draft) => {
            const form = Object.assign(document.createElement("form"), { method: "post", action: "./" });
            for (const [name, value] of Object.entries({ draft, "page-place": "kiosk", do: "stay" })) {
                form.append(Object.assign(document.createElement("input"), { name, value }));
            }
            document.body.append(form);
            HTMLFormElement.prototype.submit.call(form);
        }""",
        draft,
    )
    page.wait_for_event("framenavigated", lambda frame: frame.url == kiosk)
    return is_at_the_start(page, kiosk) and page.locator(".answers").count() == 0


def test_the_last_page_closes_itself_and_a_touch_keeps_it_open(kiosk, new_page):
    page = at(new_page, kiosk)
    answer(page)
    press(page, SEND)

    page.clock.fast_forward(29_000)
    page.mouse.click(5, 5)
    page.clock.fast_forward(29_000)
    still = page.inner_text("h1")
    page.clock.fast_forward(31_000)

    assert still == "Ihre Antworten sind gespeichert"
    assert is_at_the_start(page, kiosk)


def test_the_kiosk_stays_one_in_every_language_and_on_every_page(kiosk, new_page):
    page = new_page()
    page.goto(kiosk)
    places = []

    for selector in ("nav [lang=en]", ".main", "header [lang=de]", "[name=do][value=leave]"):
        if page.is_hidden(selector):
            page.click("header nav summary")
        press(page, selector)
        places.append(page.get_attribute("html", "data-place"))
    press(page, "[name=do][value=discard]")
    press(page, "main a.button")

    assert places == ["kiosk"] * 4
    assert is_at_the_start(page, kiosk)


def test_codes_work_at_the_kiosk_and_leave_no_ticket(sqlite_app, address, new_page, documents):
    with sqlite_app.app_context():
        first, second = invited(an_open_wave("same_page", sampling="all"), 2)
    page = new_page()
    page.goto(f"{address}/f/same-page/kiosk")

    for code in (first, second):
        page.fill("#code", code)
        answer(page)
        press(page, SEND)
        page.click("[data-again]")
        assert is_at_the_start(page, f"{address}/f/same-page/kiosk")
        assert page.input_value("#code") == ""

    assert len(documents()) == 2
    assert page.evaluate("Object.keys(sessionStorage)") == ["first page"]


def test_without_scripts_the_kiosk_says_that_it_cannot_forget_by_itself(kiosk, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(kiosk)
    said = page.inner_text("noscript")
    press(page)
    press(page, ".again a")

    assert "drückt bitte nach jeder Familie auf „Neu beginnen“" in said
    assert is_at_the_start(page, kiosk)


# Somebody helps


@pytest.fixture
def helper(sqlite_app, address):
    with sqlite_app.app_context():
        an_open_wave("same_page")
    return f"{address}/f/same-page/begleitet"


def modes(app):
    with app.app_context():
        open_all()
        with urn_reading() as urn:
            return urn.scalars(select(Response.mode)).all()


def is_ready(page):
    ready = page.locator("[data-role=ready]", has_text="Dieses Gerät")
    ready.wait_for()
    return ready.inner_text() == "Dieses Gerät ist auch für Orte ohne Internet bereit."


def answer_without_network(page):
    """Answer everything on the page that the device keeps; each screen is drawn by its script."""
    page.click("[value=start]")
    answer_on_the_kept_page(page)


def answer_on_the_kept_page(page):
    page.click("#view form .main")
    page.check("[name=kita][value=yes]")
    page.click("[value=next]")
    page.fill("[name=months]", "3")
    page.click("[value=next]")
    page.check("[name=content][value=yes]")
    page.click("[value=next]")
    page.click("[value=send]")


@pytest.mark.parametrize("options", LOOKS)
def test_families_see_who_helps_and_can_hide_their_answers(helper, new_page, request, options):
    look = request.node.callspec.id
    page = new_page(**options)
    watch = watched(page, helper)
    page.goto(helper)
    page.fill("#helper-name", "Frau Weber")
    is_ready(page)
    seen(page, "helper-start", look)
    assert page.inner_text("main h2").startswith("Frau Weber hilft Ihnen")

    press(page)
    page.check("[name=kita][value=yes]")
    page.click("#hide-answers")
    seen(page, "helper-curtain", look)
    hidden = page.locator("#curtain[open]").count()
    page.click("#curtain button")
    seen(page, "helper-questions", look)

    assert hidden == 1
    assert page.is_checked("[name=kita][value=yes]")
    assert watch.is_quiet()


def test_three_families_one_of_them_without_network_are_three_assisted_ballots(
    helper, new_page, sqlite_app
):
    page = new_page(service_workers="allow")
    page.set_default_timeout(15_000)
    page.goto(helper)
    page.fill("#helper-name", "Frau Weber")
    assert is_ready(page)

    answer(page)
    press(page, SEND)
    page.click("[data-again]")
    page.wait_for_selector("#waiting:visible")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    answer_without_network(page)
    page.click("[data-again]")
    page.wait_for_selector("[data-role=count]:has-text('Eine Antwort wartet')")
    named = page.inner_text("main h2")
    page.context.set_offline(False)  # which sends by itself
    page.wait_for_selector("[data-role=count]:has-text('wartet keine Antwort')")
    answer(page)
    press(page, SEND)

    assert named.startswith("Frau Weber")
    assert modes(sqlite_app) == ["assisted"] * 3


def test_at_the_end_of_the_day_what_was_not_sent_is_named_and_stays(helper, new_page, sqlite_app):
    page = new_page(service_workers="allow")
    page.set_default_timeout(15_000)
    page.goto(helper)
    assert is_ready(page)
    page.context.set_offline(True)
    page.reload()
    answer_without_network(page)
    page.wait_for_selector("h1:has-text('das war alles')")
    seen(page, "helper-finished", "phone")
    page.click("[data-again]")
    page.wait_for_selector("[data-role=count]:has-text('Eine Antwort wartet')")

    page.click("[data-act=end]")
    page.wait_for_selector("[data-role=left]:visible")
    seen(page, "helper-left", "phone")
    kept = page.evaluate("surveyQueue.all().then((all) => all.length)")
    page.context.set_offline(False)
    page.click("[data-act=end]")
    page.wait_for_selector("[data-role=said]:has-text('liegt nichts mehr')")

    assert kept == 1
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("caches.keys()") == []
    assert modes(sqlite_app) == ["assisted"]


def test_a_page_loaded_anew_between_two_families_keeps_the_answers_of_both(helper, new_page):
    page = new_page(service_workers="allow")
    page.set_default_timeout(15_000)
    page.goto(helper)
    assert is_ready(page)
    page.context.set_offline(True)
    page.reload()
    answer_without_network(page)
    page.wait_for_selector("h1:has-text('das war alles')")

    page.reload()
    answer_on_the_kept_page(page)
    page.wait_for_selector("h1:has-text('das war alles')")
    page.click("[data-again]")

    page.wait_for_selector("[data-role=count]:has-text('2')")
