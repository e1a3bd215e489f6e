"""Every staff page and state in a real Chromium: phone and desk, light and dark."""

from datetime import date

import pytest

from surveyapp.services import load_stock
from surveyapp.storage import releases, surveys
from surveyapp.storage.db import main_store
from tests import builders_release as builders
from tests.browsing import DESK, PHONE, press, seen, served, watched
from tests.builders import a_wave, published
from tests.staff_journey import COUNTY, PASSWORD, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HARMFUL = """<script>alert("1")</script> "Süd" & 'Nord'"""
LOOKS = [
    pytest.param(PHONE, "light", id="phone-light"),
    pytest.param(PHONE, "dark", id="phone-dark"),
    pytest.param(DESK, "light", id="desk-light"),
    pytest.param(DESK, "dark", id="desk-dark"),
    # A desk at 200 percent, and a phone in large print.
    pytest.param({"width": 640, "height": 400}, "light", id="desk-at-200-percent"),
    pytest.param({"width": 320, "height": 640}, "light", id="small-phone"),
]


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


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_every_page_and_state_is_whole(office, new_page, request, viewport, scheme):
    look = request.node.callspec.id
    page = new_page(viewport=viewport, color_scheme=scheme, accept_downloads=True)
    watch = watched(page, office)

    page.goto(f"{office}/anmelden")
    seen(page, "anmelden", look)
    page.click("main button")
    seen(page, "anmelden-fehler", look)
    assert page.evaluate("document.activeElement.id") == "fehler"
    assert page.title().startswith("Fehler: ")
    sign_in(page, office)
    seen(page, "befragungen", look)
    for slug in ("fertig", "laeuft", "geplant", "fehler", "leer"):
        page.goto(f"{office}/befragungen/{slug}/")
        seen(page, f"befragung-{slug}", look)
    assert page.locator("h1").inner_text() == HARMFUL
    page.goto(f"{office}/befragungen/geplant/")
    page.click("text=Welle öffnen")
    seen(page, "befragung-geoeffnet", look)
    page.goto(f"{office}/bestand/")
    seen(page, "bestand", look)
    page.click("main form button:has-text('Einlesen')")
    seen(page, "bestand-ohne-datei", look)
    upload(
        page, "orte.csv", f"schluessel;art;name;laenge;breite\n1;{HARMFUL.replace(';', '')};;x;\n"
    )
    seen(page, "bestand-fehler", look)
    assert page.evaluate("document.activeElement.id") == "fehler"
    upload(
        page,
        "orte.csv",
        f"schluessel;art;name;laenge;breite;ags;farbe\n1;kita;'{HARMFUL[:20]}';10,87;51,37;16065067;rot\n",
    )
    seen(page, "bestand-eingelesen", look)
    page.goto(f"{office}/bestand/arten/kita")
    seen(page, "art", look)
    page.fill("#reach", "weit")
    page.fill("#label", "")
    page.click("text=Speichern")
    seen(page, "art-fehler", look)
    page.fill("#reach", "2,5")
    page.fill("#label", HARMFUL)
    page.click("text=Speichern")
    seen(page, "art-gespeichert", look)
    page.goto(f"{office}/bestand/fahrzeiten/")
    seen(page, "fahrzeiten", look)
    page.click("main form button:has-text('Einlesen')")
    seen(page, "fahrzeiten-fehler", look)
    page.goto(f"{office}/gebiete/")
    seen(page, "gebiete", look)
    upload(
        page,
        "gebiete.csv",
        "flaeche_code;flaeche;gemeinde_ags;gueltig_ab\nA;Nord;16065067;morgen\n",
    )
    seen(page, "gebiete-fehler", look)
    page.click("text=Abmelden")
    seen(page, "abgemeldet", look)

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

    press(page, "text=Abmelden")
    page.go_back()

    assert page.locator("h1").inner_text() == "Anmelden"
