"""Each claim stands there only as long as the setting that makes it true."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from surveyapp.access.roles import ALLOWED, Action, Role
from surveyapp.services import batches
from surveyapp.services.documents import figures
from surveyapp.services.documents.facts import (
    FilledInError,
    Mode,
    NoWaveError,
    Office,
    Profile,
    file_to_fill_in,
    filled_in,
)
from surveyapp.services.documents.model import Table, texts
from surveyapp.services.documents.pack import DOCUMENTS, accessibility_statement, document_of
from surveyapp.services.documents.tables import ACTIONS, ROLES, sensitive_table
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from tests.questionnaire_folder import mini_questionnaires
from tests.services.documents.surveys import (
    SETTINGS,
    TODAY,
    Setting,
    a_survey,
    facts_about,
    give_recovery_key,
    keep_for,
    sign_blindly,
)

__all__ = ["mini_questionnaires"]


@pytest.fixture
def facts(sqlite_app):
    """What is true of a survey with codes, sensitive questions, texts and a contact form."""
    with sqlite_app.app_context():
        yield facts_about(a_survey(SETTINGS["coded"]))


def said(key, facts):
    return " ".join(text for block in document_of(key, facts).blocks for text in texts(block))


def everything(facts):
    return " ".join(said(key, facts) for key in DOCUMENTS)


def test_the_office_that_got_rows_is_named_once_it_got_them(facts):
    office = Office(
        "Institut für Planung", "Erfurt", "Bericht", "§ 22 ThürStatG", date(2027, 6, 30)
    )
    given = replace(facts, offices=(office, replace(office, purpose="Nachfrage")))

    assert "Institut" not in everything(facts)
    assert (
        "Auswertende Stelle für behandelte Einzeldaten: Institut für Planung, Erfurt (Zweck:"
        in said("verzeichnis", given)
    )
    assert said("verzeichnis", given).count("dort zu löschen bis 30. Juni 2027") == 2
    assert said("datenschutz", given).count("Institut für Planung, Erfurt") == 1


def test_facts_are_read_as_the_stores_hold_them(app, mini_questionnaires):
    with app.app_context():
        survey = a_survey(Setting(questionnaire="contact_form", invited=480))
        sign_blindly(survey.waves[0], "Nord", "Süd")
        give_recovery_key()
        keep_for(survey, "responses", 24)

        found = facts_about(survey)

        assert found.mode is Mode.TICKET
        assert (found.batch_size, found.strata) == (10, ("Nord", "Süd"))
        assert found.has_recovery_key
        assert found.months == {"register": 1, "responses": 24, "texts": 12, "datasets": 36}
        assert (found.contact.keep_days, found.contact.asks[0]) == (60, "Ihre E-Mail-Adresse")
        assert found.is_postgresql == (not app.extensions["surveyapp.config"].is_sqlite)


@pytest.mark.parametrize(("name", "size"), [("few-letters", 10), ("coded", 25), ("open", 25)])
def test_a_batch_is_as_large_as_the_one_that_is_really_opened(sqlite_app, name, size):
    with sqlite_app.app_context():
        survey = a_survey(SETTINGS[name])

        assert facts_about(survey).batch_size == batches.together(survey.waves[0]) == size


@pytest.mark.parametrize(
    ("name", "promise"),
    [
        ("coded", "Betriebsart: blind unterschriebene Eintrittskarte."),
        ("without-blind-signature", "Betriebsart: versiegelter Weg."),
        ("open", "Betriebsart: offene Teilnahme."),
        ("planned", "Betriebsart: blind unterschriebene Eintrittskarte."),
    ],
)
def test_the_promise_names_the_true_mode_and_no_other(sqlite_app, name, promise):
    with sqlite_app.app_context():
        found = said("anonymitaet", facts_about(a_survey(SETTINGS[name])))

    assert promise in found
    assert found.count("Betriebsart:") == 1


@pytest.mark.parametrize("key", ["anonymitaet", "datenschutz", "datenschutz-leicht", "dsfa"])
def test_families_read_the_true_size_of_a_batch(facts, key):
    large, small = said(key, facts), said(key, replace(facts, batch_size=10))

    assert "25" in large
    assert large != small
    assert "25 " not in small


@pytest.mark.parametrize(
    ("key", "change", "gone", "come"),
    [
        (
            "anonymitaet",
            {"has_recovery_key": True},
            "keinen Notschlüssel",
            "hat einen Notschlüssel",
        ),
        ("anonymitaet", {"contact": None}, "Kontaktdaten", ""),
        ("anonymitaet", {"texts": ()}, "in eigenen Worten", ""),
        ("anonymitaet", {"mode": Mode.OPEN, "invited": None}, "Nummer Ihres Briefes", "mehrmals"),
        ("anonymitaet", {"is_simulated": True}, "", "simulierte Antworten"),
        ("datenschutz", {"sensitive": ()}, "Artikel 9", ""),
        ("datenschutz", {"contact": None}, "Kontaktwünsche", ""),
        ("datenschutz", {"strata": ("Nord",)}, "", "Das Gebiet, für das der Brief gilt (Nord)"),
        ("datenschutz", {"asks_area": False}, "in welcher Gemeinde", ""),
        ("datenschutz", {"profile": Profile.STATISTICS}, "Ihre Einwilligung", "§§ 22 und 23"),
        ("datenschutz", {"profile": Profile.STATISTICS}, "Buchstabe a", "Artikel 21 DSGVO"),
        (
            "datenschutz-leicht",
            {"mode": Mode.OPEN},
            "Wir löschen die Codes",
            "Sie brauchen keinen Code.",
        ),
        ("datenschutz-leicht", {"contact": None}, "Möchten Sie, dass wir uns", ""),
        (
            "datenschutz-leicht",
            {"profile": Profile.STATISTICS},
            "Sie erlauben es.",
            "Ein Gesetz erlaubt es.",
        ),
        ("datenschutz-leicht", {"is_city": True}, "Der Land·kreis", "Die Stadt"),
        ("verzeichnis", {"is_postgresql": True}, "SQLite", "PostgreSQL"),
        ("verzeichnis", {"sampling": "all"}, "Zufallsauswahl", "alle Familien der Zielgruppe"),
        ("avv", {"is_https": True}, "TLS nicht eingeschaltet", "TLS am Webserver"),
        ("avv", {"contact": None}, "Kontaktdaten", ""),
        ("avv", {"mode": Mode.OPEN, "invited": None}, "Druck und Versand", "keine Codes"),
        (
            "schwellwert",
            {"sensitive": (), "asks_children": False},
            "treffen 4 von",
            "treffen 2 von",
        ),
        ("schwellwert", {"invited": 4999}, "treffen 4 von", "treffen 3 von"),
        ("dsfa", {"mode": Mode.SEALED}, "blind unterschreiben", "Versiegelter Weg"),
        ("dsfa", {"has_recovery_key": True}, "Kein Notschlüssel", "Inhaber des Notschlüssels"),
        ("dsfa", {"batch_size": 10}, "(weniger als 50)", "weniger als 500 Briefe"),
        (
            "loeschkonzept",
            {"state": "closed"},
            "endet voraussichtlich",
            "wurde am 31. Dezember 2026",
        ),
        ("loeschkonzept", {"is_postgresql": True}, "In SQLite", "In PostgreSQL"),
        ("loeschkonzept", {"mode": Mode.OPEN}, "Prüfsummen der Codes", ""),
        ("rollen", {"has_recovery_key": True}, "", "zwei Personen, getrennt vom Betrieb"),
        (
            "grundschutz",
            {"is_https": True},
            "TLS ist in den Einstellungen nicht",
            "TLS ist eingeschaltet",
        ),
    ],
)
def test_a_changed_setting_changes_its_sentence(facts, key, change, gone, come):
    before, after = said(key, facts), said(key, replace(facts, **change))

    assert gone in before
    assert not gone or gone not in after
    assert come in after
    assert not come or come not in before


def test_days_of_deletion_count_from_the_end_of_the_wave(facts):
    found = said("loeschkonzept", facts)
    other = said("loeschkonzept", replace(facts, closes_on=date(2027, 2, 28)))

    for day in ("31. Januar 2027", "31. Dezember 2029", "31. Dezember 2027"):
        assert day in found
        assert day not in other
    assert "28. Februar 2030" in other


def test_a_rule_of_the_survey_counts_more_than_the_usual_months(facts):
    found = said("loeschkonzept", replace(facts, months={**facts.months, "texts": 3}))

    assert "31. März 2027" in found
    assert "31. Dezember 2027" not in found


def test_sensitive_questions_stand_there_with_purpose_and_day(facts):
    table = next(
        block
        for block in document_of("loeschkonzept", facts).blocks
        if isinstance(block, Table) and block.caption == "Besonders geschützte Fragen"
    )

    assert [row[0] for row in table.rows] == [each.label for each in facts.sensitive]
    assert len(table.rows) > 3
    assert all(
        "24 Monate nach Ende der Welle, am 31. Dezember 2028" in row[2] for row in table.rows
    )


def test_a_sensitive_question_never_outlives_the_answers(facts):
    months = {**facts.months, "responses": 6}

    found = said("loeschkonzept", replace(facts, months=months))

    assert "31. Dezember 2028" not in found


@pytest.mark.parametrize(
    ("keep_months", "end"),
    [
        (None, "mit den Freitexten am"),
        (24, "mit den Freitexten am"),
        (3, "3 Monate nach Ende der Welle, am"),
    ],
)
def test_a_sensitive_text_goes_with_all_texts_at_the_latest(facts, keep_months, end):
    question = replace(facts.sensitive[0], keep_months=keep_months, is_text=True)

    table = sensitive_table(replace(facts, sensitive=(question,)))

    assert table.rows[0][2].startswith(end)


def test_the_table_of_rights_is_the_one_the_program_decides_by(facts):
    table = next(b for b in document_of("rollen", facts).blocks if isinstance(b, Table))

    said = dict(table.rows)

    assert set(ACTIONS) == set(Action)
    assert set(ROLES) == set(Role)
    for role, name in ROLES.items():
        without = said[name].startswith("Alles außer: ")
        named = set(said[name].removeprefix("Alles außer: ").split("; "))
        allowed = {words for action, words in ACTIONS.items() if action in ALLOWED[role]}
        assert named == (set(ACTIONS.values()) - allowed if without else allowed)


def test_figures_nobody_measured_are_never_made_up(facts):
    report = document_of("pruefbericht", facts)

    cells = [
        cell for b in report.blocks if isinstance(b, Table) for row in b.rows for cell in row[1:]
    ]

    measured = facts.figures["figures"]
    missing = sum(1 for value in measured.values() if value is None)
    assert cells.count(figures.NOT_MEASURED) == missing


def test_measured_figures_stand_there_as_they_were_packaged(facts):
    values = dict.fromkeys(facts.figures["figures"], 0)
    values["linkage.journal.linked"], values["losses.kill.acknowledged"] = 0.0512, 6587
    measured = {"release": "9.9", "measured_on": "2026-11-02", "figures": values}

    found = said("pruefbericht", replace(facts, figures=measured))

    assert "5,1 %" in found
    assert "6.587" in found
    assert "Gemessen am 2. November 2026" in found
    assert figures.NOT_MEASURED not in found


def test_the_packaged_file_names_every_figure_and_no_other():
    packaged = json.loads(figures.FILE.read_text(encoding="utf-8"))

    assert set(packaged) == {"release", "measured_on", "figures"}
    assert set(packaged["figures"]) == {key for group in figures.GROUPS for key in group.names()}


def test_what_the_county_filled_in_stands_in_every_document(sqlite_app):
    with sqlite_app.app_context():
        survey = a_survey(SETTINGS["coded"])
        path = file_to_fill_in(sqlite_app.extensions["surveyapp.config"].instance, "16065")
        path.parent.mkdir()
        path.write_text(json.dumps({"Postanschrift": "Markt 8, 99706 Sondershausen"}), "utf-8")

        found = everything(facts_about(survey, filled=filled_in("16065")))

    assert "Markt 8, 99706 Sondershausen" in found
    assert "[bitte ergänzen: Postanschrift]" not in found
    assert "[bitte ergänzen: Telefonnummer]" in found


@pytest.mark.parametrize("content", ["kein JSON", "[]", '{"Postanschrift": 8}'])
def test_a_broken_file_names_itself_and_the_cure(sqlite_app, content):
    with sqlite_app.app_context():
        path = file_to_fill_in(sqlite_app.extensions["surveyapp.config"].instance, "16065")
        path.parent.mkdir()
        path.write_text(content, "utf-8")

        with pytest.raises(FilledInError, match=r"16065\.json.*Postanschrift"):
            filled_in("16065")


def test_a_survey_without_a_wave_has_no_documents(sqlite_app):
    with sqlite_app.app_context():
        session = main_store()
        survey = surveys.add_survey(
            session, county_ags="16065", slug="leer", title="Leer", questionnaire="familie"
        )

        with pytest.raises(NoWaveError, match="plan one first"):
            facts_about(survey)


def test_the_statement_of_the_installation_speaks_of_no_survey():
    statement = accessibility_statement(TODAY, {"Telefonnummer": "03632 741-0"})

    found = " ".join(text for block in statement.blocks for text in texts(block))

    assert "Seiten dieses Befragungsprogramms" in found
    assert "03632 741-0" in found
    assert "{" not in found


def test_families_read_no_blank_in_the_statement_and_whom_to_tell():
    told = {"E-Mail-Adresse": "jugendamt@kyffhaeuser.de", "Telefonnummer": "03632 741-0"}

    found = {
        len(filled): " ".join(
            text for block in accessibility_statement(TODAY, filled).blocks for text in texts(block)
        )
        for filled in ({}, told)
    }

    assert not any("bitte ergänzen" in text for text in found.values())
    assert "der Stelle, die Sie zu der Befragung eingeladen hat" in found[0]
    assert "E-Mail jugendamt@kyffhaeuser.de, Telefon 03632 741-0" in found[2]
    assert all("Landesdurchsetzungsstelle" in text for text in found.values())


def test_easy_language_keeps_lines_short_and_without_genitive(facts):
    lines = [
        line
        for change in ({}, {"mode": Mode.OPEN}, {"profile": Profile.STATISTICS})
        for block in document_of("datenschutz-leicht", replace(facts, **change)).blocks
        for line in texts(block)
        if "[bitte" not in line
    ]

    assert [line for line in lines if len(line.split()) > 12] == []
    assert [line for line in lines if " des " in line] == []
