"""The page for codes and letters in Chromium: every state, phone and desk, light and dark."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from surveyapp.storage import register
from surveyapp.storage.db import register_store
from tests.browsing import PHONE, inspect, shot, watched
from tests.builders import a_wave
from tests.staff_journey import PASSWORD, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def office(sqlite_app, address):
    """A county with an open wave; gives the address of the staff part and the wave."""
    with sqlite_app.app_context():
        an_account(email="p@example.org")
        wave_id = a_wave().id
    return f"{address}/verwaltung", wave_id


def seen(page, name, look):
    """Check the page as it stands; keep a picture where SHOTS names a folder."""
    inspect(page)
    if os.environ.get("SHOTS"):
        shot(page, Path(os.environ["SHOTS"]) / f"letters-{name}-{look}.png")


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [
        pytest.param(PHONE, "light", id="phone"),
        pytest.param({"width": 320, "height": 640}, "dark", id="narrow-dark"),
    ],
)
def test_letters_are_issued_by_a_double_click_made_void_and_reminded(
    sqlite_app, office, new_page, request, viewport, scheme
):
    home, wave_id = office
    look = request.node.callspec.id
    page = new_page(viewport=viewport, color_scheme=scheme, accept_downloads=True)
    watch = watched(page, home)
    page.goto(f"{home}/anmelden")
    page.fill("#email", "p@example.org")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.goto(f"{home}/befragungen/familie-26/")
    page.click("text=Codes und Briefe")
    seen(page, "before", look)
    page.fill("#w1-letters", "99")
    page.click("text=Codes ausgeben")
    page.wait_for_selector("#fehler")
    seen(page, "refused", look)
    page.fill("#w1-letters", "100")
    with page.expect_download() as download:
        page.dblclick("text=Codes ausgeben")
    with zipfile.ZipFile(download.value.path()) as archive:
        assert len(archive.namelist()) == 3
    page.goto(f"{home}/befragungen/familie-26/briefe")
    seen(page, "after", look)
    page.fill("#nummer-1", "17")
    page.click("text=Nummer sperren")
    page.wait_for_selector(".kern-alert--success")
    with sqlite_app.app_context(), register_store() as session:
        session.connection().exec_driver_sql("UPDATE invitation SET state='used' WHERE serial < 9")
        register.report(session, wave_id)
    page.reload()
    seen(page, "answered", look)
    with page.expect_download() as download:
        page.click("text=Liste als Excel")
    assert download.value.suggested_filename == "erinnerung-familie-26-welle-1.xlsx"
    page.reload()
    seen(page, "listed", look)

    assert watch.foreign == []
    assert watch.console == []
