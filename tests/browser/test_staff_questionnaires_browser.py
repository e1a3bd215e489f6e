"""Every page about questionnaires in a real Chromium, in every look."""

from datetime import date

import pytest

from surveyapp.questionnaire import document, library
from surveyapp.services.keep_draft import keep_draft
from surveyapp.services.publish import publish
from surveyapp.storage.db import main_store
from tests.browsing import DESK, inspect_everywhere, press, served, watched
from tests.questionnaire.mini import FOLDER
from tests.staff_journey import COUNTY, PASSWORD, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TODAY = date(2026, 6, 1)
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


def test_every_page_about_questionnaires_is_whole(desk, new_page):
    office, keys = desk
    page = new_page(accept_downloads=True)
    watch = watched(page, office)
    sign_in(page, office)
    home = f"{office}/fragebogen"

    page.goto(f"{home}/")
    inspect_everywhere(page, "liste")
    page.goto(f"{home}/familie.1.0/")
    inspect_everywhere(page, "ueberblick")
    for fold in page.locator("details.fold").all()[:2]:
        fold.locator("summary").click()
    inspect_everywhere(page, "ueberblick-offen")
    page.goto(f"{home}/{keys['faulty']}/")
    page.click("text=Entwurf löschen")
    inspect_everywhere(page, "entwurf")
    page.goto(f"{home}/{keys['faulty']}/pruefung")
    inspect_everywhere(page, "pruefung")
    page.goto(f"{home}/thekiz.1.0/pruefung")
    inspect_everywhere(page, "pruefung-gut")
    page.goto(f"{home}/thekiz.1.0/fassungen")
    inspect_everywhere(page, "fassungen")
    page.goto(f"{home}/{keys['changed']}/fassungen")
    inspect_everywhere(page, "fassungen-entwurf")
    page.goto(f"{home}/{keys['faulty']}/fassungen")
    press(page, "text=Als Fassung")
    inspect_everywhere(page, "fassungen-abgelehnt")
    assert page.evaluate("document.activeElement.id") == "fehler"
    page.goto(f"{home}/regeln/")
    inspect_everywhere(page, "regeln")
    page.goto(f"{home}/regeln/Q071")
    inspect_everywhere(page, "regel")
    _try_out(page, home)
    _bring_in(page, home)
    page.click("text=Als Entwurf behalten")
    inspect_everywhere(page, "behalten")

    assert watch.console == []
    assert watch.foreign == []


def _try_out(page, home):
    page.goto(f"{home}/familie.1.0/probieren")
    inspect_everywhere(page, "probieren")
    page.fill("#seed", "viele")
    press(page, "text=Familie erfinden")
    inspect_everywhere(page, "probieren-fehler")
    assert page.evaluate("document.activeElement.id") == "fehler"
    page.fill("#seed", "7")
    press(page, "text=Familie erfinden")
    inspect_everywhere(page, "probieren-familie")
    page.fill("#feld-children_count", "0")
    press(page, "text=Weg zeigen >> nth=0")
    inspect_everywhere(page, "probieren-anders")
    assert page.locator("details[open]").count() > 0


def _bring_in(page, home):
    page.goto(f"{home}/einlesen")
    inspect_everywhere(page, "einlesen")
    press(page, "main form button:has-text('Einlesen')")
    inspect_everywhere(page, "einlesen-ohne-datei")
    bring_in(page, b"PK\x03\x04" + b"\x00" * 200, "halb.xlsx")
    inspect_everywhere(page, "einlesen-abgelehnt")
    bring_in(page, LOGIC.read_bytes(), "logic.lss")
    inspect_everywhere(page, "einlesen-uebernommen")


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
