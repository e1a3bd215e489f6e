"""Translating in the browser: saved on leaving a field, on to the next one by keyboard."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from surveyapp.questionnaire.editing.edits import Edit
from surveyapp.services import studio, translate
from surveyapp.questionnaire.translating.origins import digest
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


def test_a_field_left_open_shows_what_somebody_else_has_written_before_it_is_kept(
    sqlite_app, draft, new_page
):
    def theirs(text):
        with sqlite_app.app_context():
            author, id_ = staff_by_email(main_store(), MAIL), draft.removeprefix("entwurf.")
            found = translate.translation(main_store(), author, id_, "ar")
            before = digest(found.entries[0].said)
            line = translate.Line(":title", text, None, before, is_chosen=True)
            translate.take(main_store(), author, id_, "ar", [line], now=NOW)

    with served(sqlite_app) as address:
        theirs("أول")
        page = new_page(viewport=DESK)
        page.goto(f"{address}/verwaltung/anmelden")
        page.fill("#email", MAIL)
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.wait_for_url("**/uebersetzungen/")
        page.goto(f"{address}/verwaltung/uebersetzungen/{draft}/ar/")
        theirs("ثان")

        page.focus("#text-0-feld")
        page.keyboard.press("Control+Enter")
        page.locator("#text-1-feld:focus").wait_for()

        assert page.input_value("#text-0-feld") == "ثان"
