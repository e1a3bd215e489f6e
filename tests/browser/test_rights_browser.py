"""Hint, receipt, withdrawal, free texts, voices and plan of deletion in a real browser."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from surveyapp.services.retain import retain
from surveyapp.storage import releases, surveys
from surveyapp.storage.db import main_store
from tests import builders_release as builders
from tests.browsing import DESK, PHONE, inspect, press, shot, watched
from tests.builders import a_wave, add_texts
from tests.journeys.journey import an_open_wave
from tests.staff_journey import PASSWORD, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NARROW = {"width": 320, "height": 640}
TEXTS = (
    ("de", "Mehr Busse am Abend, sonst kommt [Name] nach dem Training nie heim.\nDanke!"),
    ("ar", "أتمنى المزيد من الحافلات في المساء"),
    ("de", "<b>Mehr</b> Kitaplätze" + " und so weiter" * 20),
)


def seen(page, name, look):
    """Check the page as it stands; keep a picture where SHOTS names a folder."""
    inspect(page)
    if os.environ.get("SHOTS"):
        shot(page, Path(os.environ["SHOTS"]) / f"rights-{name}-{look}.png")


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"viewport": DESK}, id="desk"),
        pytest.param({"viewport": PHONE, "color_scheme": "dark"}, id="dark"),
        pytest.param(
            {"viewport": NARROW, "locale": "en-GB", "java_script_enabled": False},
            id="narrow-in-English-without-scripts",
        ),
    ],
)
def test_a_family_is_warned_gets_a_receipt_and_takes_all_back(
    sqlite_app, address, new_page, documents, request, options
):
    look = request.node.callspec.id
    with sqlite_app.app_context():
        an_open_wave("text")
    page = new_page(**options)
    page.set_default_timeout(15_000)
    watch = watched(page, address)
    look_at = seen if options.get("java_script_enabled", True) else lambda *_: None

    page.goto(f"{address}/f/text/")
    press(page)
    page.check("[name=mood][value=yes]")
    page.fill("#wish", "Anruf: 0176 12345678, a@b.de")
    press(page)
    assert page.locator(".replaced li").count() == 2
    look_at(page, "hint", look)
    press(page, "[value=send]")
    receipt = page.inner_text(".receipt")
    look_at(page, "receipt", look)
    press(page, "a[href*=widerruf]")
    look_at(page, "withdraw", look)
    page.fill("#receipt", receipt[:-1])
    press(page)
    look_at(page, "mistyped", look)
    page.fill("#receipt", receipt.lower().replace("-", " "))
    press(page)
    look_at(page, "withdrawn", look)

    assert documents() == []
    assert watch.is_quiet()


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
def test_staff_reads_approves_and_plans(sqlite_app, address, new_page, request, viewport):
    look = request.node.callspec.id
    with sqlite_app.app_context():
        wave = a_wave()
        add_texts(wave, *TEXTS, question="wish")
        wave.opens_on = date(2025, 1, 1)
        main_store().commit()
        surveys.mark_closed(main_store(), wave, today=date(2025, 1, 31))
        release = releases.start(main_store(), wave.id, date(2026, 6, 9))
        releases.finish(main_store(), release, *builders.release(), {}, is_public=True)
        main_store().commit()
        an_account(email="p@example.org")
    office = f"{address}/verwaltung"
    page = new_page(viewport=viewport)
    page.set_default_timeout(15_000)
    watch = watched(page, office)

    page.goto(f"{office}/anmelden")
    page.fill("#email", "p@example.org")
    page.fill("#password", PASSWORD)
    press(page, "main button")
    page.goto(f"{office}/befragungen/familie-26/")
    seen(page, "survey", look)
    press(page, "main a[href$=freitexte]")
    seen(page, "texts", look)
    page.fill("textarea >> nth=0", "Mehr Züge")
    press(page, ".texts button >> nth=0")
    seen(page, "texts-wrong", look)
    page.fill("textarea >> nth=0", "Mehr Busse am Abend […] Danke!")
    press(page, ".texts button >> nth=0")
    press(page, ".texts .card:nth-child(2) button")
    seen(page, "texts-approved", look)
    page.goto(f"{address}/ergebnisse/familie-26/stimmen")
    assert page.locator(".voice").count() == 2
    seen(page, "voices", look)
    page.goto(f"{office}/befragungen/familie-26/loeschplan")
    seen(page, "plan", look)
    page.fill("#texts", "zwölf")
    press(page, "form .kern-btn--primary")
    seen(page, "plan-wrong", look)
    with sqlite_app.app_context():
        retain(main_store(), date(2031, 1, 1))
    page.goto(f"{office}/befragungen/familie-26/loeschplan")
    seen(page, "plan-deleted", look)

    assert watch.console == []
    assert watch.foreign == []
