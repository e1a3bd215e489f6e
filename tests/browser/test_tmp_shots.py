from datetime import date, timedelta
import pytest
from tests.browsing import served
from tests.staff_journey import COUNTY, PASSWORD, an_account
from surveyapp.storage.db import main_store
from surveyapp.storage import surveys
from tests.services.test_field_response import report_used
pytestmark = [pytest.mark.browser]

def shoot(page, name):
    for w, h in ((1280, 800), (360, 740)):
        page.set_viewport_size({"width": w, "height": h})
        page.screenshot(path=f"/tmp/field-shots/{name}-{w}.png", full_page=True)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (name, w, over)
    page.set_viewport_size({"width": 1280, "height": 800})

def test_shots(sqlite_app, new_page):
    with sqlite_app.app_context():
        an_account(email="p@example.org")
    with served(sqlite_app) as address:
        office = f"{address}/verwaltung"
        page = new_page(accept_downloads=True)
        page.goto(f"{office}/anmelden"); page.fill("#email", "p@example.org"); page.fill("#password", PASSWORD)
        page.click("main button"); page.wait_for_url(f"{office}/")
        shoot(page, "01-surveys")
        page.click("a:has-text('Neue Befragung')"); page.click("text=Befragung anlegen"); shoot(page, "02-new-error")
        page.fill("#title", "Familien fragen im Kyffhäuserkreis 2027"); page.click("text=Befragung anlegen")
        shoot(page, "03-survey-empty")
        page.click("text=Welle planen"); shoot(page, "04-new-wave")
        page.fill("#invited", "2400"); page.click("main form button:has-text('Speichern')")
        shoot(page, "05-sample")
        page.fill("#width", "5"); page.select_option("#allocation", "root"); page.click("text=Neu rechnen"); shoot(page, "06-sample-width")
        page.click("button:has-text('Plan speichern')"); shoot(page, "07-survey-planned")
        page.click("main a:has-text('Codes und Briefe') >> nth=0"); shoot(page, "08-letters")
        with page.expect_download():
            page.click("text=Codes ausgeben und herunterladen")
        page.goto(f"{office}/befragungen/familien-fragen-im-kyffhaeuserkreis-2027/")
        shoot(page, "09-survey-issued")
        page.click("text=Welle öffnen"); shoot(page, "10-survey-open")
        with sqlite_app.app_context():
            w = surveys.open_wave_of(main_store(), "familien-fragen-im-kyffhaeuserkreis-2027")
            report_used(w.id, {"Sondershausen": 150, "Artern": 90, "Greußen": 24, "Übriger Landkreis": 90, "Ebeleben": 60})
        page.click("main a:has-text('Rücklauf') >> nth=0"); shoot(page, "11-returns")
        page.goto(f"{office}/befragungen/familien-fragen-im-kyffhaeuserkreis-2027/zeitraeume"); shoot(page, "12-periods")
        page.goto(f"{office}/befragungen/familien-fragen-im-kyffhaeuserkreis-2027/aendern"); shoot(page, "13-change")
        page.goto(f"{office}/befragungen/familien-fragen-im-kyffhaeuserkreis-2027/neue-welle"); shoot(page, "14-next")
        page.goto(f"{office}/befragungen/familien-fragen-im-kyffhaeuserkreis-2027/1/stichprobe"); shoot(page, "15-sample-issued")
