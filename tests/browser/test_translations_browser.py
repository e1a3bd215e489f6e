"""Translating in the browser: saved on leaving a field, on to the next one by keyboard."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from surveyapp.questionnaire.editing.edits import Edit
from surveyapp.services import studio, translate
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import staff_by_email
from tests.browsing import DESK, PHONE, inspect, served, watched
from tests.staff_journey import PASSWORD, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NOW = datetime(2026, 6, 1, tzinfo=UTC)
MAIL = "ubersetzung@example.org"
GERMAN = "Wie alt ist {item}? Nutzen Sie eine Kita, und wie zufrieden sind Sie damit im Großen und Ganzen?"


@pytest.fixture
def draft(sqlite_app):
    """A draft offered in Arabic, with one stale translation that lacks a placeholder."""
    with sqlite_app.app_context():
        session, author = main_store(), an_account(email=MAIL, role="translator")
        begun = studio.start_empty(session, author, "Familien im Landkreis", now=NOW)
        page = f"page/{begun.document['pages'][0]['id']}"
        desk = studio.edit(
            session,
            author,
            begun.draft_id,
            0,
            Edit("add_language", "", {"language": "ar"}),
            Edit("add_question", page, {"type": "single", "text": "Nutzen Sie eine Kita?"}),
            now=NOW,
        )
        line = translate.Line(f"{desk.made}:text", "هل تستخدمون الروضة؟")
        translate.take(session, author, desk.draft_id, "ar", [line], now=NOW)
        more = Edit("set_text", desk.made, {"text": GERMAN})
        studio.edit(session, author, desk.draft_id, desk.revision + 1, more, now=NOW)
        return f"entwurf.{desk.draft_id}"


def test_arabic_is_written_field_by_field_with_the_keyboard(sqlite_app, draft, new_page):
    with served(sqlite_app) as address:
        page = new_page(viewport=DESK)
        watch = watched(page, address)
        page.goto(f"{address}/verwaltung/anmelden")
        page.fill("#email", MAIL)
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.wait_for_url("**/uebersetzungen/")
        inspect(page)
        page.goto(f"{address}/verwaltung/uebersetzungen/{draft}/ar/")
        inspect(page)

        page.focus("textarea >> nth=0")
        page.keyboard.type("استبيان العائلات")
        page.keyboard.press("Control+Enter")
        page.locator("#fortschritt:has-text('1 von')").wait_for()
        is_next = page.locator("textarea >> nth=1").evaluate("e => e === document.activeElement")
        page.keyboard.type("مرحبا")
        page.keyboard.press("Tab")
        page.locator("#fortschritt:has-text('2 von')").wait_for()
        stale = page.locator(".unit:has([data-state=stale])")
        page.set_viewport_size(PHONE)
        inspect(page)
        stale.locator("textarea").fill("كم عمر {item}؟")
        page.keyboard.press("Tab")
        page.locator("#fortschritt:has-text('3 von')").wait_for()
        page.reload()

        assert is_next
        assert page.input_value("textarea >> nth=0") == "استبيان العائلات"
        assert (
            page.locator("textarea >> nth=0").evaluate("e => getComputedStyle(e).direction")
            == "rtl"
        )
        assert page.locator("[data-state=stale]").count() == 0
        assert (watch.console, watch.foreign) == ([], [])


@pytest.fixture
def desk(sqlite_app, draft, new_page):
    """The desk open in a browser, and who else works on the draft."""
    with served(sqlite_app) as address:
        page = opened(new_page(viewport=DESK), address, draft)
        yield page, Others(sqlite_app, draft.removeprefix("entwurf."))


def opened(page, address, draft):
    """Return a page with the desk open."""
    page.goto(f"{address}/verwaltung/anmelden")
    page.fill("#email", MAIL)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/uebersetzungen/")
    page.goto(f"{address}/verwaltung/uebersetzungen/{draft}/ar/")
    return page


class Others:
    """Other people at work on a draft."""

    def __init__(self, app, draft_id):
        self.app, self.draft_id = app, draft_id

    def title(self, said):
        """Translate the title."""
        with self.app.app_context():
            author = staff_by_email(main_store(), MAIL)
            line = translate.Line(":title", said)
            translate.take(main_store(), author, self.draft_id, "ar", [line], now=NOW)

    def add_an_introduction(self):
        """Add a wording before others."""
        with self.app.app_context():
            author = staff_by_email(main_store(), MAIL)
            found = studio.open_draft(main_store(), author, self.draft_id)
            place = f"page/{found.document['pages'][0]['id']}"
            more = Edit("set_text", place, {"name": "intro", "text": "Guten Tag"})
            studio.edit(main_store(), author, self.draft_id, found.revision, more, now=NOW)


def test_a_field_left_open_shows_what_others_have_written_and_their_new_texts_confuse_nothing(desk):
    page, others = desk
    others.title("عنوان")
    others.add_an_introduction()

    page.focus("#text-0-feld")
    page.keyboard.press("Control+Enter")
    page.locator("#text-1-feld:focus").wait_for()
    page.fill("#text-5-feld", "كم عمر {item}؟")
    page.keyboard.press("Tab")
    page.locator("#text-5-stand[data-state=done]").wait_for()

    assert page.input_value("#text-0-feld") == "عنوان"


def test_what_was_not_saved_is_marked_until_it_is(desk):
    page, _others = desk

    page.fill("#text-1-feld", "ط" * 10_001)
    page.keyboard.press("Tab")
    page.locator("#text-1-stand:has-text('nicht gespeichert')").wait_for()
    page.fill("#text-2-feld", "شكرا")
    page.keyboard.press("Control+Enter")
    page.locator("#text-2-stand[data-state=done]").wait_for()
    is_marked = page.locator("#text-1-stand:has-text('nicht gespeichert')").is_visible()
    page.fill("#text-1-feld", "ط")
    page.keyboard.press("Tab")
    page.locator("#text-1-stand[data-state=done]").wait_for()
    page.locator("#text-3-feld").evaluate("e => e.form.action = '/verwaltung/weg'")
    page.fill("#text-3-feld", "ط")
    page.keyboard.press("Tab")
    page.locator("#sagt:has-text('gibt es nicht mehr')").wait_for()
    page.evaluate("for (const e of document.querySelectorAll('textarea')) e.defaultValue = e.value")

    assert is_marked
    assert "nicht gespeichert" not in page.locator("#text-1-stand").inner_text()


def test_without_javascript_nothing_promises_to_save_by_itself_and_the_button_does(
    sqlite_app, draft, new_page
):
    with served(sqlite_app) as address:
        page = opened(new_page(viewport=PHONE, java_script_enabled=False), address, draft)

        is_promised = page.get_by_text("sobald Sie das Feld verlassen").is_visible()
        page.fill("#text-0-feld", "عنوان")
        page.click("#text-0 button")
        page.wait_for_url("**#text-1")

        assert not is_promised
        assert page.input_value("#text-0-feld") == "عنوان"
