"""What families and county staff do from an open survey to figures that leave the house."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import date, timedelta

from surveyapp.questionnaire.anonymise import anonymise
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.enter import enter
from surveyapp.services.keys import settings
from surveyapp.services.simulation.surroundings import surroundings_of
from surveyapp.services.submit import Submitted, submit
from surveyapp.services.trial.families import try_families
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from tests.browsing import press
from tests.staff_journey import COUNTY, PASSWORD

SLUG = "familien-2026"


@contextmanager
def at_work(app):
    """Let the worker that an installation has do the jobs, in a process of its own."""
    with app.app_context():
        environment = {**os.environ, **settings().environment()}
    worker = subprocess.Popen([sys.executable, "-m", "surveyapp", "work"], env=environment)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def first_answer(page, address, language):
    """Let one family answer from its welcome to the thanks, in its language, without a code."""
    page.goto(f"{address}/f/{SLUG}/?lang={language}")
    press(page, "button[value=start]")
    while page.locator("main button[value=next]").count():
        _fill_in(page)
        press(page, "main button[value=next]")
    press(page, "main button[value=send]")


def _fill_in(page):
    """Choose the first answer everywhere, as often as a choice opens another question."""
    for _ in range(3):
        for name in page.eval_on_selector_all(
            "main form input[type=radio]:not(:checked)",
            "all => [...new Set(all.filter(e => e.checkVisibility() && "
            "!e.form.querySelector(`[name='${e.name}']:checked`)).map(e => e.name))]",
        ):
            page.locator(f"input[name='{name}']").first.check()
    for field in page.locator("main form input[type=number]:visible").all():
        field.fill("2")


def many_answer(app, families):
    """Let invented families answer through the parser and the door of real ones."""
    with app.app_context():
        session = main_store()
        wave = surveys.open_wave_of(session, SLUG)
        asked = questionnaire_of(session, wave)
        around = surroundings_of(session, COUNTY, wave.closes_on)
        for each in try_families(asked, around, families, seed=7):
            assert each.complete is not None
            response = anonymise(
                each.complete,
                questionnaire=asked,
                received_on=wave.opens_on,
                language=each.household.language,
                mode="web",
            )
            assert submit(enter(SLUG), response) is Submitted.NEW
        session.commit()


def staff(page, county, tick):
    page.goto(f"{county}/verwaltung/befragungen/{SLUG}/")
    page.click("button:has-text('Welle schließen')")
    page.locator(".course [aria-current=step]:has-text('Gewichtet')").wait_for()
    tick("closed")
    press(page, "main a:has-text('Gewichtung') >> nth=0")
    page.click("a:has-text('Zurück zur Befragung, Ergebnisse berechnen')")
    tick("weights")
    page.click("button:has-text('Ergebnisse berechnen')")
    page.locator("button:has-text('Für alle zeigen')").wait_for(timeout=60000)
    tick("released")
    print(page.url, page.locator("main").inner_text())
    age_sessions(page)
    page.click("button:has-text('Für alle zeigen')")
    page.locator("h1").first.wait_for()
    tick("shown")
    print(page.url, page.locator("main").inner_text())
    page.screenshot(path="/tmp/j2/w.png", full_page=True)
    page.goto(f"{county}/ergebnisse/{SLUG}/")
    print(page.url, page.locator("main").inner_text())
    page.screenshot(path="/tmp/j2/r.png", full_page=True)
    page.goto(f"{county}/ergebnisse/{SLUG}/herunterladen")
    print(page.url, page.locator("main").inner_text())
    for f in ("CSV", "XLSX", "Excel"):
        try:
            with page.expect_download(timeout=30000) as d:
                page.click(f"main a[href*='herunterladen/']:has-text('{f}') >> nth=0", timeout=2000)
            d.value.save_as(f"/tmp/j2/{d.value.suggested_filename}")
            print(d.value.suggested_filename)
        except Exception as e: print(f, e)
    tick("downloads")
    page.goto(f"{county}/verwaltung/befragungen/{SLUG}/1/einzeldaten")
    print(page.url, page.locator("main").inner_text())
    page.screenshot(path="/tmp/j2/m.png", full_page=True)

def age_sessions(page): pass
