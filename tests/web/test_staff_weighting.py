"""The page „Gewichtung“ of a wave: what stands there, what it keeps, what it refuses."""

from __future__ import annotations

import csv
import io
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from surveyapp.storage import surveys, weighting
from surveyapp.storage.db import main_store
from surveyapp.storage.weighting import Given
from tests.builders import a_wave
from tests.page_review import parsed, review, text_of
from tests.staff_journey import OTHER_COUNTY, alerts, press, signed_in, token_on

SURVEY = "/verwaltung/befragungen/familie-26"
PAGE = f"{SURVEY}/1/gewichtung"


@pytest.fixture
def office(sqlite_app):
    """Somebody of the planning staff of a county with an open wave of 100 letters."""
    with sqlite_app.app_context():
        a_wave(sampling="random")
    return signed_in(sqlite_app, role="planner")


def words(response):
    assert review(response.text) == []
    return text_of(parsed(response.text).find(".//main"))


def upload(client, content):
    token = token_on(client.get(PAGE).text)
    sent = {"csrf_token": token, "file": (BytesIO(content.encode()), "zahlen.csv")}
    return client.post(f"{PAGE}/einlesen", data=sent, follow_redirects=True)


def kept(app):
    with app.app_context():
        wave = surveys.survey_by_slug(main_store(), "familie-26").waves[0]
        strata = weighting.strata_of(main_store(), wave.id)
        return (
            wave.sampling,
            wave.facilities,
            strata,
            weighting.given_margins(main_store(), wave.id),
        )


def test_page_shows_register_source_and_age_and_no_answers_while_the_wave_runs(office):
    said = words(office.get(PAGE))

    assert "Kinder nach Alter" in said
    assert "0–2 Jahre 14 %" in said
    assert "Stand: 31.12.2020. Neuere Zahlen hat Ihr Einwohnermeldeamt" in said
    assert "sieht niemand, wer geantwortet hat" in said
    assert "zählt stärker" not in said
    assert f'href="{PAGE}"' in office.get(f"{SURVEY}/").text


def test_table_is_loaded_filled_read_in_shown_and_taken_back(office, sqlite_app):
    table = office.get(f"{PAGE}/randzahlen.csv")
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff")), delimiter=";"))
    for row in rows:
        if row["merkmal"] == "Familienform":
            row |= {"zahl": "2100", "quelle": "Melderegister", "stand": "31.12.2025"}
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)

    page = upload(office, text.getvalue())

    assert alerts(page.text)[0].startswith("Eingelesen: ein Merkmal.")
    said = words(page)
    assert "Alleinerziehend 50 %" in said
    assert "Gezählt sind Familien. Quelle: Melderegister. Stand: 31.12.2025." in said
    assert "2100" in office.get(f"{PAGE}/randzahlen.csv").text
    after = press(office, PAGE, f"{PAGE}/zuruecknehmen", margin="axis.family_form")
    assert "Alleinerziehend" not in words(after)
    assert kept(sqlite_app)[3] == ()


def test_printed_sample_table_can_be_read_in(office, sqlite_app):
    sample = Path(__file__).parents[2] / "docs" / "vorlagen" / "randzahlen.csv"

    page = upload(office, sample.read_text("utf-8"))

    assert alerts(page.text)[0].startswith("Eingelesen: 2 Merkmale.")
    assert [each.name for each in kept(sqlite_app)[3]] == ["axis.family_form", "axis.language"]


def test_wrong_table_changes_nothing_and_names_row_reason_and_cure(office, sqlite_app):
    head = "merkmal;auspraegung;zahl;quelle;stand\n"

    page = upload(office, f"{head}Familienform;Alleinerziehende;2100;Amt;31.12.2025\n")

    assert page.status_code == 422
    said = words(page)
    assert "Es wurde nichts geändert" in said
    assert "Zeile 2" in said
    assert "Meinen Sie „Alleinerziehend“?" in said
    assert kept(sqlite_app)[3] == ()


def test_how_families_were_chosen_is_kept_and_what_cannot_be_is_refused(office, sqlite_app):
    said = {"sampling": "cluster", "facilities": "24", "families.": "1.800"}

    done = press(office, PAGE, f"{PAGE}/auswahl", **said)
    few = press(office, PAGE, f"{PAGE}/auswahl", **(said | {"families.": "12"}))
    odd = press(office, PAGE, f"{PAGE}/auswahl", **(said | {"facilities": "viele"}))
    half = press(office, PAGE, f"{PAGE}/auswahl", **(said | {"facilities": "2.5"}))

    assert alerts(done.text) == ["Gespeichert."]
    assert (few.status_code, odd.status_code, half.status_code) == (422, 422, 422)
    assert "nicht weniger Familien geben als Briefe" in words(few)
    assert "„viele“ ist keine Zahl von 1 bis 9.999" in words(odd)
    sampling, facilities, (stratum,), _ = kept(sqlite_app)
    assert (sampling, facilities, stratum.families) == ("cluster", 24, 1800)
    assert "über ausgewählte Einrichtungen" in words(office.get(f"{SURVEY}/"))


def test_decision_is_kept_and_taken_back_and_another_county_sees_nothing(office, sqlite_app):
    done = press(office, PAGE, f"{PAGE}/entscheiden", **{"children_age|0-2": "3-5"})
    wrong = press(office, PAGE, f"{PAGE}/entscheiden", **{"children_age|0-2": "nirgends"})
    nothing = press(office, PAGE, f"{PAGE}/entscheiden")
    foreign = signed_in(sqlite_app, OTHER_COUNTY)

    assert alerts(nothing.text)[0].startswith("Das passt nicht mehr zu dieser Seite")
    assert alerts(done.text) == ["Gespeichert."]
    assert alerts(wrong.text)[0].startswith("Das passt nicht mehr zu dieser Seite")
    assert foreign.get(PAGE).status_code == 404
    undone = press(office, PAGE, f"{PAGE}/neu-entscheiden", margin="children_age")
    assert alerts(undone.text) == ["Gespeichert."]


def test_totals_of_areas_that_were_divided_anew_do_not_count_and_the_page_says_so(
    office, sqlite_app
):
    with sqlite_app.app_context():
        wave = surveys.survey_by_slug(main_store(), "familie-26").waves[0]
        old = Given("area", "Amt", date(2025, 12, 31), {"alt-1": 500, "alt-2": 700})
        weighting.put_margins(main_store(), wave.id, [old])
        main_store().commit()

    said = words(office.get(PAGE))

    assert "Ihre Zahlen zu „Kinder nach Planungsraum“ nennen Gruppen" in said
    assert "Artern unbekannt" not in said
    assert "Quelle: Amt" not in said


def test_planned_wave_leads_back_to_its_survey_and_open_participation_says_what_weights_cannot(
    sqlite_app,
):
    with sqlite_app.app_context():
        a_wave(state="planned")
        a_wave(slug="offen", sampling="open")
    client = signed_in(sqlite_app)

    planned = client.get(PAGE, follow_redirects=True)
    anybody = words(client.get("/verwaltung/befragungen/offen/1/gewichtung"))

    assert alerts(planned.text)[0].startswith(
        "Die Gewichtung gibt es, sobald die Welle geöffnet ist"
    )
    assert "Repräsentativ wird die Umfrage dadurch nicht" in anybody
    assert "Wer bekam einen Brief?" not in anybody


def test_a_source_that_begins_like_a_formula_leaves_as_words_and_comes_back_as_it_was(
    office, sqlite_app
):
    rows = ["merkmal;auspraegung;zahl;quelle;stand"]
    for each, number in (("Alleinerziehend", 2100), ("Paar mit Kindern", 2100)):
        rows.append(f"Familienform;{each};{number};-Melderegister;31.12.2025")
    upload(office, "\n".join(rows))

    table = office.get(f"{PAGE}/randzahlen.csv").text
    upload(office, table.removeprefix("\ufeff"))

    assert ";'-Melderegister;" in table
    assert [each.source for each in kept(sqlite_app)[3]] == ["-Melderegister"]
