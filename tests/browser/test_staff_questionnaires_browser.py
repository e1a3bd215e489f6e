"""Every page about questionnaires in a real Chromium: phone and desk, light and dark."""

from datetime import date

import pytest

from surveyapp.questionnaire import document, library
from surveyapp.services.keep_draft import keep_draft
from surveyapp.services.publish import publish
from surveyapp.storage.db import main_store
from tests.browsing import DESK, PHONE, press, seen, served, watched
from tests.questionnaire.mini import FOLDER
from tests.staff_journey import COUNTY, PASSWORD, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TODAY = date(2026, 6, 1)
LOOKS = [
    pytest.param(PHONE, "light", id="phone-light"),
    pytest.param(PHONE, "dark", id="phone-dark"),
    pytest.param(DESK, "light", id="desk-light"),
    pytest.param(DESK, "dark", id="desk-dark"),
    pytest.param({"width": 320, "height": 640}, "light", id="small-phone"),
]
LOGIC = FOLDER.parent / "exchange/limesurvey/logic.lss"


@pytest.fixture
def desk(sqlite_app):
    """A county with a published questionnaire, a changed draft of it and a faulty one."""
    text = library.path_of("thekiz", 1).read_text(encoding="utf-8")
    first = document.parse(text).pages[0].questions[0].text["de"]
    with sqlite_app.app_context():
        an_account(email="p@example.org")
        publish(main_store(), text, today=TODAY, note="Abgestimmt mit den ThEKiZ im Frühjahr.")
        changed = keep_draft(
            main_store(), COUNTY, text.replace(first, f"{first} Bitte!", 1), today=TODAY
        )
        faulty = keep_draft(
            main_store(),
            COUNTY,
            (FOLDER / "rules" / "Q007.yaml").read_text(encoding="utf-8"),
            today=TODAY,
        )
        keys = {"changed": f"entwurf.{changed.id}", "faulty": f"entwurf.{faulty.id}"}
    with served(sqlite_app) as address:
        yield f"{address}/verwaltung", keys


def sign_in(page, office):
    page.goto(f"{office}/anmelden")
    page.fill("#email", "p@example.org")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{office}/")


def bring_in(page, content, name):
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files("input[type=file]", files=[file])
    press(page, "main form button:has-text('Einlesen')")


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_every_page_about_questionnaires_is_whole(desk, new_page, request, viewport, scheme):
    (office, keys), look = desk, request.node.callspec.id
    page = new_page(viewport=viewport, color_scheme=scheme, accept_downloads=True)
    watch = watched(page, office)
    sign_in(page, office)
    home = f"{office}/fragebogen"

    page.goto(f"{home}/")
    seen(page, "liste", look)
    page.goto(f"{home}/familie.1.0/")
    seen(page, "ueberblick", look)
    for fold in page.locator("details.fold").all()[:2]:
        fold.locator("summary").click()
    seen(page, "ueberblick-offen", look)
    page.goto(f"{home}/{keys['faulty']}/")
    page.click("text=Entwurf löschen")
    seen(page, "entwurf", look)
    page.goto(f"{home}/{keys['faulty']}/pruefung")
    seen(page, "pruefung", look)
    page.goto(f"{home}/thekiz.1.0/pruefung")
    seen(page, "pruefung-gut", look)
    page.goto(f"{home}/thekiz.1.0/fassungen")
    seen(page, "fassungen", look)
    page.goto(f"{home}/{keys['changed']}/fassungen")
    seen(page, "fassungen-entwurf", look)
    page.goto(f"{home}/{keys['faulty']}/fassungen")
    press(page, "text=Als Fassung")
    seen(page, "fassungen-abgelehnt", look)
    assert page.evaluate("document.activeElement.id") == "fehler"
    page.goto(f"{home}/regeln/")
    seen(page, "regeln", look)
    page.goto(f"{home}/regeln/Q071")
    seen(page, "regel", look)
    _try_out(page, home, look)
    _bring_in(page, home, look)
    page.click("text=Als Entwurf behalten")
    seen(page, "behalten", look)

    assert watch.console == []
    assert watch.foreign == []


def _try_out(page, home, look):
    page.goto(f"{home}/familie.1.0/probieren")
    seen(page, "probieren", look)
    page.fill("#seed", "viele")
    press(page, "text=Familie erfinden")
    seen(page, "probieren-fehler", look)
    assert page.evaluate("document.activeElement.id") == "fehler"
    page.fill("#seed", "7")
    press(page, "text=Familie erfinden")
    seen(page, "probieren-familie", look)
    page.fill("#feld-children_count", "0")
    press(page, "text=Weg zeigen >> nth=0")
    seen(page, "probieren-anders", look)
    assert page.locator("details[open]").count() > 0


def _bring_in(page, home, look):
    page.goto(f"{home}/einlesen")
    seen(page, "einlesen", look)
    press(page, "main form button:has-text('Einlesen')")
    seen(page, "einlesen-ohne-datei", look)
    bring_in(page, b"PK\x03\x04" + b"\x00" * 200, "halb.xlsx")
    seen(page, "einlesen-abgelehnt", look)
    bring_in(page, LOGIC.read_bytes(), "logic.lss")
    seen(page, "einlesen-uebernommen", look)


def test_trying_out_works_with_the_keyboard_alone(desk, new_page):
    office, _keys = desk
    page = new_page(viewport=DESK)
    sign_in(page, office)
    page.goto(f"{office}/fragebogen/familie.1.0/probieren")
    page.focus("#seed")
    page.keyboard.type("7")

    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.focus("details.fold >> nth=2 >> summary")
    page.keyboard.press("Enter")

    assert page.locator("#weg").inner_text() == "Der Weg dieser Familie"
    assert page.locator("details.fold").nth(2).get_attribute("open") is not None
