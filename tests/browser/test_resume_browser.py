"""Going on elsewhere, in a real browser: one device puts aside, another scans the code."""

from __future__ import annotations

import pytest

from tests.browser.test_staff_browser import sign_in
from tests.browsing import DESK, PHONE, inspect, press, seen, watched
from tests.builders import a_wave
from tests.journeys.journey import an_open_wave
from tests.staff_journey import an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def survey(sqlite_app, address):
    with sqlite_app.app_context():
        an_open_wave("same_page")
    return f"{address}/f/same-page/"


def test_another_device_in_another_language_goes_on_where_the_first_one_stopped(
    survey, new_page, documents
):
    first = new_page()
    first.goto(survey)
    press(first)
    first.check("[name=kita][value=yes]")
    press(first, "[name=do][value=pause]")
    code = first.inner_text(".receipt")
    seen(first, "paused", "phone")
    press(first, "[value=rest]")
    inspect(first)

    second = new_page(locale="en-GB", viewport=DESK)
    watch = watched(second, survey)
    second.goto(f"{survey}fortsetzen#{code.replace('-', '')}")
    filled, address = second.input_value("#resume-code"), second.url
    seen(second, "resume", "desk")
    press(second, "[value=resume]")
    language = second.get_attribute("html", "lang")
    press(second)
    second.fill("[name=months]", "3")
    press(second)
    press(second)
    press(second, "[name=do][value=send]")

    assert (filled, language) == (code, "de")
    assert address == f"{survey}fortsetzen"
    assert documents() == [{"kita": "yes", "months": 3, "content": "unanswered"}]
    assert watch.is_quiet()


def test_a_slip_in_the_code_is_told_before_anything_is_sent(survey, new_page):
    page = new_page()
    page.goto(f"{survey}fortsetzen")
    page.fill("#resume-code", "ABCDE-FGHJK-MNPQQ")

    page.click("[value=resume]")
    inspect(page)

    assert "Ein Fortsetzungscode hat 15 Zeichen" in page.inner_text("[role=alert]")
    assert page.url == f"{survey}fortsetzen"


@pytest.mark.parametrize(
    "options", [{"viewport": PHONE}, {"viewport": DESK}], ids=["phone", "desk"]
)
def test_staff_find_the_addresses_for_devices_on_site(
    sqlite_app, address, new_page, request, options
):
    with sqlite_app.app_context():
        an_account(email="p@example.org")
        a_wave()
    page = new_page(**options)
    sign_in(page, f"{address}/verwaltung")
    page.goto(f"{address}/verwaltung/befragungen/familie-26/")

    press(page, "text=Geräte vor Ort")
    seen(page, "on-site", request.node.callspec.id)

    assert page.locator("a[href='/f/familie-26/kiosk']").count() == 1
    assert page.locator("a[href='/f/familie-26/begleitet']").count() == 1
    assert page.locator(".qr svg").count() == 2
