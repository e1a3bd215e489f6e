"""Every staff page and state in a real Chromium, in every look."""

from datetime import date

import pytest

from surveyapp.services import load_stock
from surveyapp.storage import releases, surveys
from surveyapp.storage.db import main_store
from tests import builders_release as builders
from tests.browsing import DESK, inspect_everywhere, served, sign_out, watched
from tests.builders import a_wave, published
from tests.jobs import run_jobs
from tests.staff_journey import COUNTY, PASSWORD, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HARMFUL = """<script>alert("1")</script> "Süd" & 'Nord'"""


@pytest.fixture
def office(sqlite_app):
    """A county with its stock and a survey in every state; gives the address and an account."""
    with sqlite_app.app_context():
        an_account(email="p@example.org")
        load_stock.load_stock(main_store(), COUNTY)
        load_stock.load_example(main_store(), COUNTY)
        builders.publish(main_store(), builders.release(), slug="fertig", is_public=False)
        wave_id = releases.latest_release(main_store(), "fertig").wave_id
        wave = surveys.wave_by_id(main_store(), wave_id)
        surveys.mark_open(main_store(), wave, document=published("familie"), today=wave.opens_on)
        surveys.mark_closed(main_store(), wave, today=wave.closes_on)
        a_wave(slug="laeuft", state="open")
        a_wave(slug="geplant", state="planned")
        failed = releases.start(
            main_store(), a_wave(slug="fehler", state="closed").id, date(2026, 11, 1)
        )
        releases.fail(main_store(), failed, "Die Berechnung wurde unterbrochen.")
        surveys.add_survey(
            main_store(), county_ags=COUNTY, slug="leer", title=HARMFUL, questionnaire="familie"
        )
        main_store().commit()
    with served(sqlite_app) as address:
        yield f"{address}/verwaltung"


def sign_in(page, office):
    page.goto(f"{office}/anmelden")
    page.fill("#email", "p@example.org")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{office}/")


def upload(page, name, content):
    """Choose a file in the page's form and send it."""
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    page.set_input_files("input[type=file]", files=[file])
    page.click("main form button:has-text('Einlesen')")


def upload_and_work(app, page, name, content):
    """Send a file, see that its job waits, let it be done, and come to the result."""
    upload(page, name, content)
    page.wait_for_url("**/auftraege/*/")
    inspect_everywhere(page, "auftrag-wartet")
    run_jobs(app)
    page.wait_for_url("**/bestand/?auftrag=*")


def test_every_page_and_state_is_whole(sqlite_app, office, new_page):
    page = new_page(accept_downloads=True)
    watch = watched(page, office)

    page.goto(f"{office}/anmelden")
    inspect_everywhere(page, "anmelden")
    page.click("main button")
    inspect_everywhere(page, "anmelden-fehler")
    assert page.evaluate("document.activeElement.id") == "fehler"
    assert page.title().startswith("Fehler: ")
    sign_in(page, office)
    inspect_everywhere(page, "befragungen")
    for slug in ("fertig", "laeuft", "geplant", "fehler", "leer"):
        page.goto(f"{office}/befragungen/{slug}/")
        inspect_everywhere(page, f"befragung-{slug}")
    assert page.locator("h1").inner_text() == HARMFUL
    page.goto(f"{office}/befragungen/geplant/")
    page.click("text=Welle öffnen")
    inspect_everywhere(page, "befragung-geoeffnet")
    page.goto(f"{office}/bestand/")
    inspect_everywhere(page, "bestand")
    page.click("main form button:has-text('Einlesen')")
    inspect_everywhere(page, "bestand-ohne-datei")
    upload_and_work(
        sqlite_app,
        page,
        "orte.csv",
        f"schluessel;art;name;laenge;breite\n1;{HARMFUL.replace(';', '')};;x;\n",
    )
    inspect_everywhere(page, "bestand-fehler")
    assert page.evaluate("document.activeElement.id") == "fehler"
    upload_and_work(
        sqlite_app,
        page,
        "orte.csv",
        f"schluessel;art;name;laenge;breite;ags;farbe\n1;kita;'{HARMFUL[:20]}';10,87;51,37;16065067;rot\n",
    )
    inspect_everywhere(page, "bestand-eingelesen")
    page.goto(f"{office}/auftraege/")
    inspect_everywhere(page, "auftraege")
    page.click("text=Tabelle in den Bestand einlesen >> nth=0")
    inspect_everywhere(page, "auftrag")
    page.goto(f"{office}/bestand/arten/kita")
    inspect_everywhere(page, "art")
    page.fill("#reach", "weit")
    page.fill("#label", "")
    page.click("text=Speichern")
    inspect_everywhere(page, "art-fehler")
    page.fill("#reach", "2,5")
    page.fill("#label", HARMFUL)
    page.click("text=Speichern")
    inspect_everywhere(page, "art-gespeichert")
    page.goto(f"{office}/bestand/fahrzeiten/")
    inspect_everywhere(page, "fahrzeiten")
    page.click("main form button:has-text('Einlesen')")
    inspect_everywhere(page, "fahrzeiten-fehler")
    page.goto(f"{office}/gebiete/")
    inspect_everywhere(page, "gebiete")
    upload(
        page,
        "gebiete.csv",
        "flaeche_code;flaeche;gemeinde_ags;gueltig_ab\nA;Nord;16065067;morgen\n",
    )
    inspect_everywhere(page, "gebiete-fehler")
    sign_out(page)
    inspect_everywhere(page, "abgemeldet")

    assert watch.console == []
    assert watch.foreign == []


def test_staff_can_work_with_the_keyboard_alone(office, new_page):
    page = new_page(viewport=DESK)
    page.goto(f"{office}/anmelden")
    names = []

    for _ in range(5):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate("(document.activeElement.id || document.activeElement.innerText)")
        )
    page.fill("#email", "p@example.org")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{office}/")

    assert names[:4] == ["Zum Inhalt", "email", "password", "Anmelden"]


def test_the_page_after_signing_out_cannot_be_read_with_the_back_button(office, new_page):
    page = new_page(viewport=DESK)
    sign_in(page, office)
    page.goto(f"{office}/bestand/")

    sign_out(page)
    page.go_back()

    assert page.locator("h1").inner_text() == "Anmelden"
