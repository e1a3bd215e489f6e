"""The stock and the planning areas: what is shown, read in and refused."""

import csv
import io
from datetime import date
from importlib.resources import files
from io import BytesIO

import pytest
from openpyxl import Workbook

from surveyapp.inventory.ways import Catchment, Mode, Unit, Ways
from surveyapp.region import territory
from surveyapp.services import load_stock
from surveyapp.storage import areas, inventory
from surveyapp.storage.db import main_store
from tests.jobs import result_on, run_jobs
from tests.page_review import review
from tests.staff_journey import COUNTY, alerts, press, signed_in

STOCK, AREAS = "/verwaltung/bestand/", "/verwaltung/gebiete/"
EXAMPLE = files("surveyapp.inventory").joinpath("example", COUNTY, "bestand.csv").read_bytes()
FIRST_ROWS = b"\n".join(EXAMPLE.splitlines()[:6])


NEAR = {
    "label": "Kita",
    "mode": "walk",
    "unit": "km",
    "reach": "3",
    "catchment": "gaussian",
    "zone_near": "1",
    "zone_middle": "2",
    "zone_far": "4,5",
}
"""What is sent of a kind of place."""


def read_in(client, content, name="bestand.csv", page=STOCK):
    sent = press(client, page, f"{page}einlesen", file=(BytesIO(content), name))
    if "/auftraege/" not in sent.request.path:
        return sent
    run_jobs(client.application)
    return client.get(result_on(client.get(sent.request.path).text))


def workbook(content):
    book = Workbook()
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"):
        book.active.append(row)
    book.active.title = "Orte"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_stock_is_shown_by_kind(app):
    client = signed_in(app)
    with app.app_context():
        load_stock.load_stock(main_store(), COUNTY)
        load_stock.load_example(main_store(), COUNTY)

    page = client.get(STOCK)

    assert review(page.text) == []
    assert "Einträge mit der Quelle „Beispiel“ sind erfunden." in page.text
    assert "JedeSchule.de, 2017, CC0" in page.text


def test_work_that_waits_is_asked_after_by_a_link_and_no_page_reloads_by_itself(sqlite_app):
    client = signed_in(sqlite_app, role="planner")

    page = press(client, STOCK, f"{STOCK}einlesen", file=(BytesIO(FIRST_ROWS), "Orte.csv"))

    assert "/auftraege/" in page.request.path
    assert review(page.text) == []
    assert f'href="{page.request.path}">Stand neu laden</a>' in page.text
    assert "http-equiv" not in page.text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_is_read_in_and_read_again_changes_nothing(app, kind):
    client = signed_in(app, role="planner")
    content = FIRST_ROWS if kind == "csv" else workbook(FIRST_ROWS)

    first = read_in(client, content, f"Orte Kyffhäuser.{kind}")
    second = read_in(client, content, f"Orte Kyffhäuser.{kind}")

    assert first.status_code == second.status_code == 200
    assert alerts(first.text)[0].startswith("Eingelesen: ")
    assert alerts(second.text)[0].endswith("Davon neu: 0.")
    with app.app_context():
        assert inventory.place_keys(main_store(), COUNTY)
        assert not inventory.place_keys(main_store(), "16062")


def test_every_faulty_row_is_shown_with_its_cure_and_nothing_is_taken_over(sqlite_app):
    client = signed_in(sqlite_app)
    lines = FIRST_ROWS.decode("utf-8-sig").splitlines()
    columns = lines[0].split(";")
    broken = []
    for line in lines[1:]:
        cells = line.split(";")
        cells[columns.index("art")] = "<script>alert(1)</script>"
        broken.append(";".join(cells))

    page = read_in(client, "\n".join([lines[0], *broken]).encode(), "<b>Orte</b>.csv")

    assert page.status_code == 200
    assert review(page.text) == []
    assert "<title>Fehler: Bestand" in page.text
    assert alerts(page.text)[0].startswith("Die Tabelle wurde nicht eingelesen Es wurde nichts")
    assert page.text.count("&lt;script&gt;") == len(broken)
    assert "Zeile 2" in page.text
    assert "<b>Orte" not in page.text
    with sqlite_app.app_context():
        assert not inventory.place_keys(main_store(), COUNTY)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "leer.csv", "Die Datei ist leer."),
        (b"%PDF-1.7", "liste.csv", "Das ist ein PDF, keine Tabelle."),
        (b"PK\x03\x04kaputt", "liste.xlsx", "Die Arbeitsmappe ist beschädigt."),
        (b"a;b\n1;2\n", "etc.csv", "Die Datei enthält keine Zeile mit Bestand oder Angeboten."),
        (b"", "../../etc/pa<b>d", "_.._etc_pa_b_d"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(sqlite_app, content, name, sentence):
    client = signed_in(sqlite_app)

    page = read_in(client, content, name)

    assert page.status_code == 200
    assert sentence in page.text
    assert review(page.text) == []


def test_a_form_without_a_file_says_so(sqlite_app):
    client = signed_in(sqlite_app)

    pages = [press(client, page, f"{page}einlesen") for page in (STOCK, AREAS)]

    for page in pages:
        assert page.status_code == 422
        assert "Bitte wählen Sie zuerst eine Datei aus." in page.text
        assert review(page.text) == []


def test_more_remarks_than_a_cookie_holds_do_not_sign_anybody_out(sqlite_app):
    client = signed_in(sqlite_app)
    lines = EXAMPLE.decode("utf-8-sig").splitlines()
    wide = [lines[0] + ";" + ";".join(f"frei{n}" for n in range(300)), *lines[1:]]

    page = read_in(client, "\n".join(wide).encode())

    assert page.status_code == 200
    assert "Die Spalte „frei0“ wird nicht gelesen." in page.text
    assert "weitere Stelle" in page.text
    assert client.get(STOCK).status_code == 200


@pytest.mark.parametrize("table", ["bestand", "angebote"])
def test_the_empty_table_is_one_the_upload_knows(sqlite_app, table):
    client = signed_in(sqlite_app)

    response = client.get(f"/verwaltung/bestand/vorlage/{table}.csv")

    assert response.data.startswith(b"\xef\xbb\xbfschluessel;")
    assert response.headers["Content-Disposition"] == f'attachment; filename="{table}.csv"'


def test_a_kind_is_renamed_moved_and_hidden(app):
    client = signed_in(app, role="planner")
    address = "/verwaltung/bestand/arten/kita"

    sent = {**NEAR, "label": " Kindergarten ", "reach": "2,5", "is_hidden": "y"}
    page = press(client, address, address, **sent)

    assert alerts(page.text) == ["Gespeichert: Kindergarten"]
    with app.app_context():
        kind = inventory.facility_type(main_store(), COUNTY, "kita")
        foreign = inventory.facility_type(main_store(), "16062", "kita")
        assert (kind.label, kind.is_hidden) == ("Kindergarten", True)
        assert inventory.ways_of(kind) == Ways(
            Mode.WALK, Unit.KILOMETRES, 2.5, Catchment.BELL, (1.0, 2.0, 4.5)
        )
        assert kind.reach_km == 2.5
        assert not foreign.is_hidden
    assert 'value="2,5"' in client.get(address).text
    page = press(client, address, address, **{**NEAR, "unit": "minutes", "reach": "20 min"})
    assert "20 Minuten zu Fuß" in page.text


@pytest.mark.parametrize(
    ("reach", "sentence"),
    [
        ("", "Bitte geben Sie eine Zahl ein"),
        ("weit", "Bitte schreiben Sie nur eine Zahl"),
        ("0", "von 0,1 bis 240"),
        ("-3", "von 0,1 bis 240"),
        ("1e999", "von 0,1 bis 240"),
        ("nan", "von 0,1 bis 240"),
        ("sNaN", "Bitte schreiben Sie nur eine Zahl"),
    ],
)
def test_an_unusable_distance_is_refused_at_its_field(sqlite_app, reach, sentence):
    client = signed_in(sqlite_app)
    address = "/verwaltung/bestand/arten/kita"

    page = press(client, address, address, **{**NEAR, "label": "", "reach": reach})

    assert page.status_code == 422
    assert review(page.text) == []
    assert sentence in page.text
    assert "Bitte geben Sie eine Bezeichnung ein." in page.text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"zone_middle": "1"}, "Diese ist nicht größer als 1."),
        ({"zone_far": "1,5"}, "Diese ist nicht größer als 2."),
        ({"mode": "fly"}, "Bitte wählen Sie eine Möglichkeit aus."),
        ({"catchment": ""}, "Bitte wählen Sie eine Möglichkeit aus."),
    ],
)
def test_what_makes_no_ways_is_refused_at_its_field(sqlite_app, changed, sentence):
    client = signed_in(sqlite_app)
    address = "/verwaltung/bestand/arten/kita"

    page = press(client, address, address, **{**NEAR, **changed})

    assert page.status_code == 422
    assert review(page.text) == []
    assert sentence in page.text
    with sqlite_app.app_context():
        assert inventory.facility_type(main_store(), COUNTY, "kita").mode == "drive"


def test_a_kind_says_what_is_known_of_its_places(sqlite_app):
    client = signed_in(sqlite_app)
    read_in(client, FIRST_ROWS)

    page = client.get("/verwaltung/bestand/arten/kita")
    silent = client.get("/verwaltung/bestand/arten/library")

    assert review(page.text) == review(silent.text) == []
    assert (
        "Stand: März 2024 bis März 2026, 2 von 2 Einrichtungen haben Plätze gemeldet." in page.text
    )
    assert "Öffnungszeiten: bekannt von 2 von 2." in page.text
    assert "Deutsch, Ukrainisch, Russisch" in page.text
    assert "noch keinen Ort dieser Art" in silent.text


def test_an_unknown_kind_is_not_found(sqlite_app):
    assert signed_in(sqlite_app).get("/verwaltung/bestand/arten/schloss").status_code == 404


def test_the_present_areas_are_loaded_changed_and_read_in_again(app):
    client = signed_in(app, role="planner")
    table = client.get(f"{AREAS}vorlage.csv").data.decode("utf-8-sig")
    name = territory.default_areas(COUNTY)[0].name

    page = read_in(client, table.replace(name, 'Neu <b>"Süd"</b>').encode(), "r.csv", AREAS)
    again = read_in(client, table.encode(), "r.csv", AREAS)

    year = int(table.splitlines()[1].split(";")[3][-4:])
    assert alerts(page.text)[0].startswith("Die neue Einteilung in ")
    assert alerts(page.text)[1] == f"Ab dem 1. Januar {year} gilt eine neue Einteilung."
    assert again.status_code == 422
    assert "Wählen Sie einen späteren Tag." in again.text
    with app.app_context():
        groups = areas.areas_on(main_store(), COUNTY, date(year, 1, 2))
        assert 'Neu <b>"Süd"</b>' in {group.name for group in groups}


def test_a_grouping_that_forgets_a_municipality_is_refused_whole(sqlite_app):
    client = signed_in(sqlite_app)
    table = client.get(f"{AREAS}vorlage.csv").data.decode("utf-8-sig")

    page = read_in(client, "\n".join(table.splitlines()[:-1]).encode(), "r.csv", AREAS)

    assert page.status_code == 422
    assert review(page.text) == []
    assert "Diese Gemeinde gehört zu keinem Planungsraum." in page.text
    assert "ganze Tabelle" in page.text


def test_names_of_areas_with_markup_are_shown_as_words(sqlite_app):
    client = signed_in(sqlite_app)
    table = client.get(f"{AREAS}vorlage.csv").data.decode("utf-8-sig")
    name = territory.default_areas(COUNTY)[0].name
    year = table.splitlines()[1].split(";")[3][-4:]
    changed = table.replace(name, "<script>x</script>").replace(f"01.01.{year}", "01.01.2020")

    page = read_in(client, changed.encode(), "r.csv", AREAS)

    assert page.status_code == 200
    assert "&lt;script&gt;x&lt;/script&gt;" in page.text.replace("\u200b", "")
    assert "<script" not in page.text


def test_a_name_that_begins_like_a_formula_leaves_as_words_and_comes_back_as_it_was(sqlite_app):
    client = signed_in(sqlite_app)
    table = client.get(f"{AREAS}vorlage.csv").data.decode("utf-8-sig")
    name = territory.default_areas(COUNTY)[0].name
    year = table.splitlines()[1].split(";")[3][-4:]
    changed = table.replace(name, "+Neu").replace(f"01.01.{year}", "01.01.2020")

    read_in(client, changed.encode(), "r.csv", AREAS)
    sent = client.get(f"{AREAS}vorlage.csv").data
    page = read_in(client, sent, "r.csv", AREAS)

    names = {row.split(";")[1] for row in sent.decode("utf-8-sig").splitlines()}
    assert "'+Neu" in names
    assert page.status_code == 200
    assert ">+Neu<" in page.text
    assert "&#39;+Neu" not in page.text
