"""Trying out in Chromium: every page whole in its frame, and a tester who says what was unclear."""

import pytest

from surveyapp.storage import pretests
from surveyapp.storage.db import main_store
from tests.browsing import DESK, PHONE, inspect, served, watched
from tests.staff_journey import PASSWORD, an_account
from tests.web.test_staff_trial import HOME, link_to

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MAIL = "entwurf@example.org"

CUT = """() => [...document.querySelectorAll('iframe')].filter((frame) =>
    frame.contentDocument.documentElement.scrollHeight > frame.clientHeight + 1).length"""


def test_every_page_stands_whole_in_its_frame_on_the_screen_and_on_paper(sqlite_app, new_page):
    with sqlite_app.app_context():
        an_account(email=MAIL, role="designer")
    with served(sqlite_app) as address:
        page = new_page(viewport=DESK)
        watch = watched(page, address)
        page.goto(f"{address}/verwaltung/anmelden")
        page.fill("#email", MAIL)
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.wait_for_url("**/verwaltung/**")
        page.goto(f"{address}{HOME}/seiten", wait_until="load")
        on_screen = page.evaluate(CUT)
        width = page.locator("iframe").first.evaluate("e => e.clientWidth")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        on_paper = page.evaluate(CUT)
        small = page.locator("iframe").first.evaluate("e => e.clientWidth")
        page.evaluate("dispatchEvent(new Event('afterprint'))")

        assert page.locator("iframe").count() >= 14
        assert (on_screen, on_paper) == (0, 0)
        assert small < 0.7 * width
        assert (watch.console, watch.foreign) == ([], [])


def test_a_tester_says_what_was_unclear_goes_back_and_mends_the_words(sqlite_app, new_page):
    link, path = link_to(sqlite_app)
    with served(sqlite_app) as address:
        page = new_page(viewport=PHONE)
        watch = watched(page, address)
        page.goto(f"{address}{path}")
        inspect(page)

        page.fill("[name='children_count']", "2")
        page.fill("#page-remark", "Was heißt ThEKiZ?")
        page.click("main button[value='next']")
        page.locator("main button[value='back']").click()
        first = page.locator("#page-remark")
        page.locator("[name='children_count']").wait_for()
        kept = first.input_value()
        first.fill("Jetzt klar.\nDanke.")
        page.click("main button[value='next']")
        page.locator("main button[value='back']").wait_for()
        with sqlite_app.app_context():
            main_store().rollback()
            remarks = [each.words for each in pretests.remarks_of(main_store(), link)]
        cookies = page.context.cookies()

    assert kept == "Was heißt ThEKiZ?"
    assert remarks == ["Jetzt klar.\nDanke."]
    assert cookies == []
    assert (watch.console, watch.foreign) == ([], [])
