"""The code of a letter in a real browser: from the QR code into the field, checked before it is sent."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from surveyapp.access.codes import ALPHABET, new_code, read_code, written
from tests.browsing import DESK, PHONE, inspect, press, shot, watched
from tests.journeys.journey import an_open_wave, some_codes

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MISTYPED = "Da hat sich ein Tippfehler eingeschlichen."


@pytest.fixture
def code(sqlite_app, mini_questionnaires):
    """Open a survey with codes, and one without, and return the code of one letter."""
    with sqlite_app.app_context():
        an_open_wave("same_page")
        return some_codes(an_open_wave("skip_rule", sampling="all"))[0]


@pytest.fixture
def start(code, address):
    return f"{address}/f/skip-rule/"


def vectors():
    """Return codes as people type them, right ones and wrong ones."""
    chance = Random(3)
    codes = [new_code(chance) for _ in range(60)]
    wrong = [each[:5] + chance.choice(ALPHABET) + each[6:] for each in codes[:20]]
    swapped = [each[1] + each[0] + each[2:] for each in codes[:20]]
    typed = [f" {written(each).lower()} " for each in codes[:5]] + ["\u2013".join(codes[5])]
    odd = ["", "ABCD", codes[6] + "2", codes[7][:-1], "ABCD-EFGH-JKM0", "ß" * 6, "_".join(codes[8])]
    odd += ["\u00ad".join(codes[9]), "\ufeff" + codes[10], "２" + codes[11][1:], "😀" * 12]
    return [*codes, *wrong, *swapped, *typed, *odd]


def test_the_browser_finds_the_typing_mistakes_the_server_finds_and_no_others(start, new_page):
    page, typed = new_page(), vectors()
    page.goto(start)

    stopped = page.evaluate(
        """(typed) => typed.map((value) => {
            const field = document.querySelector("#code");
            field.value = value;
            document.querySelector("[role=alert]")?.remove();
            field.form.dispatchEvent(new Event("submit", { cancelable: true, bubbles: true }));
            return Boolean(document.querySelector("[role=alert]"));
        })""",
        typed,
    )

    assert stopped == [read_code(value) is None for value in typed]
    assert 60 < stopped.count(False) < len(typed)


@pytest.mark.parametrize("form", [str, str.lower, lambda code: code.replace("-", "")])
def test_the_qr_code_fills_the_field_leaves_the_address_and_is_never_sent(
    start, code, new_page, form
):
    page = new_page()
    watch = watched(page, start)
    requests = []
    page.on("request", lambda request: requests.append(request.url))

    page.goto(f"{start}#{form(code)}")

    assert page.input_value("#code") == code
    assert page.url == start
    assert page.evaluate("history.length") <= 2
    assert not any(code[:4].lower() in url.lower() for url in requests)
    press(page)
    assert page.locator("#code").count() == 0
    assert watch.is_quiet()


@pytest.mark.parametrize(
    ("fragment", "shown"),
    [("main", ""), ("code", ""), ("%E0%A4%A", "%E0%A4%A"), ("abcd-efgh", "ABCD-EFGH")],
)
def test_a_damaged_address_is_shown_and_a_link_inside_the_page_is_no_code(
    start, new_page, fragment, shown
):
    page = new_page()
    watch = watched(page, start)

    page.goto(f"{start}#{fragment}")

    assert page.input_value("#code") == shown
    assert watch.is_quiet()


def test_the_code_of_another_letter_scanned_in_the_same_window_takes_its_place(
    start, code, new_page
):
    page, other = new_page(), written(new_code(Random(9)))
    page.goto(f"{start}#{other}")

    page.evaluate("code => { location.hash = code; }", code)
    page.wait_for_function("code => document.querySelector('#code').value === code", arg=code)

    assert page.url == start


def test_another_language_keeps_the_code_and_still_does_not_send_it(start, code, new_page):
    page = new_page()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{start}#{code}")

    page.click("nav summary")
    page.click("nav a[hreflang=en]")
    page.wait_for_selector("html[lang=en]")

    assert page.input_value("#code") == code
    assert page.url == f"{start}?lang=en"
    assert not any(code[:4] in url for url in requests)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"viewport": PHONE}, id="phone"),
        pytest.param({"viewport": DESK}, id="desk"),
        pytest.param({"viewport": PHONE, "locale": "en-GB", "color_scheme": "dark"}, id="English"),
    ],
)
def test_a_typing_mistake_is_named_before_anything_is_sent_and_can_be_mended(
    start, code, new_page, request, options
):
    page = new_page(**options)
    watch = watched(page, start)
    page.goto(start)
    sent = []
    page.on("request", lambda each: sent.append(each.method))

    page.fill("#code", f"{code[:-1]}{'2' if code[-1] != '2' else '3'}")
    page.click(".main")
    page.click(".main")

    assert sent == []
    assert page.locator("[role=alert]").count() == 1
    assert page.locator(".error").count() == 1
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    said = page.inner_text("[role=alert]")
    assert MISTYPED in said if options.get("locale") != "en-GB" else MISTYPED not in said
    inspect(page)
    if os.environ.get("SHOTS"):
        shot(page, Path(os.environ["SHOTS"]) / f"code-{request.node.callspec.id}.png")
    page.fill("#code", code)
    press(page)
    assert page.locator("#code").count() == 0
    assert watch.is_quiet()


def test_a_survey_without_codes_loads_no_check(start, new_page, address):
    page = new_page()

    page.goto(f"{address}/f/same-page/")

    assert page.locator("script[src*='code.js']").count() == 0
    press(page)
    assert page.locator("h1").inner_text()
