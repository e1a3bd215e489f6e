"""What is said of settings that do not come over as they stood."""

import pytest

from tests.exchange.limesurvey.reading import question, said, take, take_questions
from tests.exchange.limesurvey.written import G, Q, lss

ONE = [G("Gruppe", [Q("A", "Y")])]


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("datestamp", "Y", "Datumsstempel wird nicht übernommen: Tag und Uhrzeit"),
        ("ipaddr", "Y", "Die IP-Adresse wird nicht übernommen: sie wird nie gespeichert"),
        ("refurl", "Y", "Die verweisende Adresse wird nicht übernommen"),
        ("usecookie", "Y", "Familien bekommen keine Cookies"),
        ("savetimings", "Y", "wie lange eine Familie antwortet, wird nie gespeichert"),
        ("anonymized", "N", "Die Umfrage war nicht anonym eingestellt"),
        ("tokenanswerspersistence", "Y", "Antworten werden nicht an Zugangscodes gebunden"),
        ("allowsave", "Y", "Zwischenspeichern unter Name und Kennwort wird nicht übernommen"),
        ("emailnotificationto", "a@example.org", "sie verrät, wann jemand geantwortet hat"),
        ("googleanalyticsapikey", "UA-1", "Google Analytics wird nicht übernommen"),
        ("assessments", "Y", "Auswertung mit Punkten"),
        ("format", "A", "Alle Fragen auf einer Seite"),
        ("format", "S", "Jede Frage auf einer Seite"),
        ("expires", "2026-12-31 00:00:00", "Das Ende wird nicht übernommen"),
    ],
)
def test_each_setting_of_the_survey_gets_a_sentence(column, value, sentence):
    taken = take(lss(ONE, survey={column: value}))

    report = said(taken.dropped)

    assert any(each.startswith(f"survey, {column}: ") and sentence in each for each in report), (
        report
    )


def test_settings_that_are_off_or_inherited_are_not_remarked():
    quiet = dict.fromkeys(("datestamp", "ipaddr", "refurl", "usecookie", "allowsave"), "N")

    taken = take(lss(ONE, survey={**quiet, "savetimings": "I", "allowprev": "Y"}))

    assert taken.dropped == ()


@pytest.mark.parametrize(
    ("table", "row", "sentence"),
    [
        (
            "quota",
            {"id": "1", "name": "Frauen", "qlimit": "50"},
            "quota: Quoten (Frauen) werden nicht übernommen",
        ),
        ("assessments", {"id": "1", "name": "gut"}, "assessments: 1 Texte zu Punktzahlen"),
        (
            "survey_url_parameters",
            {"id": "1", "parameter": "ref"},
            "survey_url_parameters: 1 Angaben aus der Adresse",
        ),
        ("plugin_settings", {"id": "1"}, "plugin_settings: Einstellungen von Erweiterungen (1)"),
        ("themes", {"id": "1"}, "themes: Das Design wird nicht übernommen"),
        ("novelties", {"id": "1"}, "novelties: Die Tabelle mit 1 Zeilen kennt die Übernahme nicht"),
    ],
)
def test_tables_that_are_left_out_are_named(table, row, sentence):
    taken = take(lss(ONE, **{table: [row]}))

    report = said(taken.dropped)

    assert any(each.startswith(sentence) for each in report), report


@pytest.mark.parametrize(
    ("attribute", "value", "sentence"),
    [
        ("time_limit", "30", "Die Zeitbegrenzung wird nie übernommen"),
        ("public_statistics", "1", "Wie Ergebnisse gezeigt werden"),
        ("cssclass", "wide", "Das Aussehen ist hier für alle Fragen gleich"),
        ("text_input_width", "6", "Das Aussehen ist hier für alle Fragen gleich"),
        ("random_group", "a", "Die zufällige Reihenfolge mehrerer Fragen"),
        ("min_answers", "{Other}", "Die Vorgabe gibt es hier bei dieser Art von Frage nicht"),
        ("never_heard_of", "x", "Diese Einstellung kennt die Übernahme nicht (never_heard_of=x)"),
    ],
)
def test_each_attribute_away_from_its_default_is_remarked(attribute, value, sentence):
    taken = take_questions(Q("A", "Y", attributes={attribute: value}))

    report = said(taken.dropped)

    assert len(report) == 1
    assert sentence in report[0]


def test_attributes_at_their_defaults_are_not_remarked():
    written = {
        "hidden": "0",
        "random_order": "0",
        "statistics_showgraph": "1",
        "time_limit": "",
        "public_statistics": "0",
    }

    taken = take_questions(
        Q("A", "L", answers={"A1": "eins"}, attributes={**written, "location_mapzoom": "11"})
    )

    assert taken.dropped == ()


def test_defaults_scripts_looks_soft_duty_and_encryption_are_remarked():
    asked = Q(
        "A",
        "S",
        default="Kita",
        script="alert(1)",
        mandatory="S",
        encrypted="Y",
        theme="inputondemand",
    )

    taken = take_questions(asked)

    dropped, changed = " ".join(said(taken.dropped)), " ".join(said(taken.changed))
    assert "Die Vorbelegung „Kita“ entfällt" in dropped
    assert "Das JavaScript der Frage wird nicht übernommen" in dropped
    assert "Die Darstellung „inputondemand“ wird nicht übernommen" in dropped
    assert "Die sanfte Pflicht wird freiwillig" in changed
    assert question(taken, "a").sensitive
    assert not question(taken, "a").required


def test_a_hidden_question_is_not_asked_and_nothing_depends_on_it():
    hidden = Q("A", "Y", attributes={"hidden": "1"})

    taken = take_questions(hidden, Q("B", "Y", relevance="A == 'Y'"))

    assert [each.id for page in taken.questionnaire.pages for each in page.questions] == ["b"]
    assert any(
        each.startswith("question A: Die Frage war immer verborgen") for each in said(taken.dropped)
    )
    assert any(
        each.startswith("question B: Die Bedingung „A == 'Y'“ entfällt")
        for each in said(taken.dropped)
    )


def test_browser_detection_is_never_taken_over():
    taken = take_questions(Q("A", "Y"), Q("B", "S", theme="browserdetect"))

    report = said(taken.dropped)

    assert "question B: Mit welchem Gerät Familien antworten, wird nicht erfasst" in report


@pytest.mark.parametrize(
    ("preg", "pattern"),
    [
        ("/^[0-9]{5}$/", "^[0-9]{5}$"),
        ("/^a|b$/i", r"(?i)[\s\S]*?(?:^a|b$)[\s\S]*?"),
        ("#kita#", r"[\s\S]*?kita[\s\S]*?"),
        (r"/^(?=a)b$/", None),
        ("broken", None),
    ],
)
def test_patterns_of_php_become_ours_or_are_remarked(preg, pattern):
    taken = take_questions(Q("A", "S", preg=preg))

    asked = question(taken, "a")

    assert asked.pattern == pattern
    assert (pattern is None) == any(
        "kann hier nicht gerechnet werden" in each for each in said(taken.dropped)
    )


def test_every_remark_is_said_in_two_languages():
    taken = take(lss(ONE, survey={"datestamp": "Y", "format": "A"}))

    remarks = (*taken.changed, *taken.dropped)

    assert remarks
    assert all(each.sentence["de"] and each.sentence["en"] for each in remarks)
