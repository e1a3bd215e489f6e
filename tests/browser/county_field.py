"""What families and county staff do from an open survey to figures that leave the house."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import openpyxl
from sqlalchemy import select

from surveyapp.questionnaire.anonymise import anonymise
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.enter import enter
from surveyapp.services.keys import settings
from surveyapp.services.sessions import LONGEST_PROOF
from surveyapp.services.simulation.surroundings import surroundings_of
from surveyapp.services.submit import Submitted, submit
from surveyapp.services.trial.families import try_families
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.tables import StaffSession
from surveyapp.web.staff.files import today
from tests.browsing import press
from tests.staff_journey import COUNTY, PASSWORD

SLUG = "familien-2026"
REMARK = "Zählen Großeltern mit?"


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


def answer(page, address, language):
    """Let a family answer from its welcome to the end, in its language; return how it is thanked."""
    page.goto(f"{address}/f/{SLUG}/?lang={language}")
    press(page, "button[value=start]")
    _answer_all(page)
    return page.locator("h1").inner_text()


def _answer_all(page):
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


def let_try(page):
    """Make a link for testers from the page that tries the draft out; return its address."""
    page.click("main nav a:has-text('Probelauf')")
    page.click("main a:has-text('Links zum Ausprobieren')")
    page.fill("#note", "Elternbeirat")
    page.click("button:has-text('Link erstellen')")
    return page.locator(".trial-url a").inner_text()


def try_as_tester(page, address):
    """Answer everything as a tester, and say what was unclear."""
    page.goto(address)
    page.fill("#page-remark", REMARK)
    _answer_all(page)


def remark_on_desk(page):
    """Return what a tester said first."""
    page.click("main a:has-text('Antworten und Hinweise lesen')")
    return page.locator(".trial-list dd >> nth=0").inner_text()


def many_answer(app, families):
    """Let invented families answer through the parser and the door of real ones."""
    with app.app_context():
        session = main_store()
        wave = surveys.open_wave_of(session, SLUG)
        wave.secret = sha256(SLUG.encode()).digest()  # the same noise every time
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


def close(page):
    """Close the open wave, see that nothing has to be decided, and let the figures be computed."""
    page.click("nav >> a:text-is('Befragungen')")
    page.click("main a:has-text('Familien 2026')")
    page.click("button:has-text('Welle schließen')")
    page.locator(".course [aria-current=step]:has-text('Gewichtet')").wait_for()
    page.click(".course__about + ul a:has-text('Gewichtung')")
    page.click("a:has-text('Zurück zur Befragung, Ergebnisse berechnen')")
    page.click("button:has-text('Ergebnisse berechnen')")
    page.locator("button:has-text('Für alle zeigen')").wait_for()


def show_all(app, page):
    """Show the results to everybody, long after signing in: it is asked again who it is."""
    with app.app_context():
        for row in main_store().scalars(select(StaffSession)):
            row.began, row.proven = row.began - LONGEST_PROOF, row.proven - LONGEST_PROOF
        main_store().commit()
    page.click("button:has-text('Für alle zeigen')")
    page.locator("h1:has-text('Bitte bestätigen Sie')").wait_for()
    page.fill("#password", PASSWORD)
    page.click("button:has-text('Mit Passwort bestätigen')")
    page.click("main button:has-text('Weiter')")
    page.locator("text=Die Ergebnisse sind jetzt für alle sichtbar").wait_for()


def figure_of(page, address, question):
    """Return what everybody reads first about a question: its commonest answer and the share."""
    page.goto(f"{address}/ergebnisse/{SLUG}/")
    press(page, "nav a:has-text('Alle Fragen')")
    page.select_option("#wahl-frage", label=question)
    press(page, "button:has-text('Anzeigen')")
    found = page.locator(f".figure__finding:has-text('{question}') >> nth=0").inner_text()
    answer, share = re.search(r"am häufigsten „(.+)“ \((\d+)\s%\)", found).groups()
    return {(question, answer): int(share) / 100}


def files_of(page):
    """Download all figures from the page of the survey; return the shares in CSV and in the workbook."""
    page.click("main a:has-text('Alle Zahlen herunterladen')")
    page.locator("h1:has-text('Herunterladen')").wait_for()
    found = (
        _in_csv(_taken(page, "CSV für deutsches Excel")),
        _in_workbook(_taken(page, "Excel-Mappe")),
    )
    page.go_back()
    return found


def _taken(page, form):
    """Download all figures in one form from the page of the survey, and return the content."""
    with page.expect_download() as download:
        page.click(f"main a:has-text('Herunterladen: {form}')")
    return Path(download.value.path()).read_bytes()


def _in_csv(content):
    """Return the shares of the county that a German Excel reads, by question and answer."""
    lines = content.decode("utf-8-sig").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("kennzahl_code;"))
    rows = csv.DictReader(lines[start:], delimiter=";")
    return {
        (row["thema"], row["antwort"]): float(row["wert"].replace(",", "."))
        for row in rows
        if (row["kennzahl_code"], row["ansicht_code"]) == ("share", "county") and row["wert"]
    }


def _in_workbook(content):
    """Return the same shares from the sheet that holds all figures."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["Zahlen"]
    head, *rows = sheet.iter_rows(values_only=True)
    named = (dict(zip(head, row, strict=True)) for row in rows)
    return {
        (row["thema"], str(row["antwort"])): row["wert"]
        for row in named
        if (row["kennzahl_code"], row["ansicht_code"]) == ("share", "county")
        and row["wert"] is not None
    }


def rows_for_an_office(page):
    """Make treated rows for an evaluation office, see their risk, and return the files it gets."""
    page.click("main a:has-text('Einzeldaten für die Auswertung')")
    page.fill("#office", "Institut für Sozialplanung")
    page.fill("#address", "Bahnhofstraße 1, 99084 Erfurt")
    page.fill("#purpose", "Wege zu Angeboten im Vergleich")
    page.fill("#legal_basis", "Vertrag zur Auftragsverarbeitung, Artikel 28 DSGVO")
    page.fill("#contract_on", f"{today() - timedelta(days=30)}")
    page.fill("#keep_until", f"{today() + timedelta(days=300)}")
    for each in ("Wie viele Kinder leben bei Ihnen?", "Haben Sie ein Auto?"):
        page.check(f"label:has-text('{each}') input")
    page.click("button:has-text('Datei erstellen')")
    page.locator("text=Risikobericht >> nth=0").wait_for()
    with page.expect_download() as download:
        page.click("main button:has-text('Datei holen')")
    return set(zipfile.ZipFile(download.value.path()).namelist())
