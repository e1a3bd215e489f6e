"""A county hands in travel times: all of them are kept, or none, and the newest count."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from surveyapp.inventory.ways import Mode
from surveyapp.region import population
from surveyapp.services.import_inventory import ImportErrors, import_inventory
from surveyapp.services.import_travel_times import (
    ImportedTimes,
    import_travel_times,
    origins,
    template,
)
from surveyapp.storage import inventory, travel_times
from surveyapp.storage.db import main_store
from surveyapp.storage.tables import TravelTime
from surveyapp.storage.travel_times import TravelSource

COUNTY, OTHER = "16065", "16062"
SONDERSHAUSEN, ARTERN = "16065067", "16065086"
TODAY = date(2026, 11, 1)
CELL = population.grid_cells(COUNTY)[0].id
PLACES = """schluessel;art;name;gemeinde;laenge;breite
kita-1;Kita;Kita Beispielweg 1;Sondershausen;10,8719;51,3684
kita-2;Kita;@Kita Beispielweg 2;Artern;11,2929;51,3662
"""
TIMES = f"""von;nach;minuten
{SONDERSHAUSEN};kita-1;4,5
{ARTERN};kita-1;41
{CELL};kita-2;12
"""
ROADS, OLD_ROADS = TravelSource("OSRM", date(2026, 3, 1)), TravelSource("Karte", date(2020, 1, 1))


@pytest.fixture
def session(app, tmp_path):
    with app.app_context():
        path = tmp_path / "bestand.csv"
        path.write_text(PLACES, encoding="utf-8")
        import_inventory(main_store(), COUNTY, path, today=TODAY)
        yield main_store()


@pytest.fixture
def hand_in(session, tmp_path):
    def send(text, mode=Mode.DRIVE, source=ROADS):
        path = tmp_path / "fahrzeiten.csv"
        path.write_text(text, encoding="utf-8")
        return import_travel_times(session, COUNTY, path, mode, source)

    return send


def minutes(session, key, mode="drive"):
    places = {place.key: place.id for place in inventory.places_on(session, COUNTY, TODAY)}
    return dict(travel_times.times_of(session, COUNTY).to(mode, places[key]))


def test_times_are_kept_with_their_source(session, hand_in):
    done = hand_in(TIMES)

    assert done == ImportedTimes(ways=3, places=2, notes=())
    assert minutes(session, "kita-1") == {SONDERSHAUSEN: 4.5, ARTERN: 41}
    assert minutes(session, "kita-1", "walk") == {}
    (table,) = travel_times.tables_of(session, COUNTY)
    assert (table.mode, table.source, table.ways, table.places) == (Mode.DRIVE, ROADS, 3, 2)


def test_a_newer_table_replaces_all_times_of_the_places_it_names(session, hand_in):
    hand_in(TIMES, source=OLD_ROADS)
    hand_in(TIMES, Mode.WALK)

    hand_in(f"von;nach;minuten\n{SONDERSHAUSEN};kita-1;5\n")

    assert minutes(session, "kita-1") == {SONDERSHAUSEN: 5}
    assert minutes(session, "kita-2") == {CELL: 12}
    assert minutes(session, "kita-1", "walk") == {SONDERSHAUSEN: 4.5, ARTERN: 41}
    sources = {
        (each.mode, each.source): each.ways for each in travel_times.tables_of(session, COUNTY)
    }
    assert sources == {(Mode.DRIVE, ROADS): 1, (Mode.DRIVE, OLD_ROADS): 1, (Mode.WALK, ROADS): 3}


def test_a_table_of_which_nothing_is_left_is_named_no_more(session, hand_in):
    hand_in(TIMES, source=OLD_ROADS)

    hand_in(TIMES)

    assert [each.source for each in travel_times.tables_of(session, COUNTY)] == [ROADS]


def test_a_place_that_moved_forgets_its_ways(session, hand_in, tmp_path):
    hand_in(TIMES)
    moved = tmp_path / "bestand.csv"
    moved.write_text(PLACES.replace("10,8719", "10,88"), encoding="utf-8")

    import_inventory(session, COUNTY, moved, today=TODAY)

    assert minutes(session, "kita-1") == {}
    assert minutes(session, "kita-2") == {CELL: 12}


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("16062005;kita-1;4", "von", "Eine Gemeinde mit diesem Schlüssel gibt es nicht in"),
        ("1kmN1E1;kita-1;4", "von", "weder ein Gemeindeschlüssel noch eine Rasterzelle"),
        (f"{ARTERN};kita-9;4", "nach", "Eine Einrichtung mit diesem Schlüssel gibt es"),
        (f"{ARTERN};kita-2;bald", "minuten", "Das ist keine Dauer in Minuten."),
        (f"{ARTERN};kita-2;-3", "minuten", "Das ist keine Dauer in Minuten."),
        (f"{ARTERN};kita-2;2400", "minuten", "Das sind mehr als 600 Minuten."),
        (f"{ARTERN};kita-1;40", "von", "Diesen Weg nennt schon Zeile 3."),
        (f"{ARTERN};;40", "nach", "Die Angabe fehlt."),
    ],
)
def test_one_faulty_row_is_named_and_keeps_everything_out(session, hand_in, row, column, reason):
    done = hand_in(f"{TIMES}{row}\n")

    assert isinstance(done, ImportErrors)
    assert [(fault.row, fault.column) for fault in done.rows] == [(5, column)]
    assert reason in done.rows[0].reason
    assert done.rows[0].cure
    assert session.scalar(select(func.count()).select_from(TravelTime)) == 0


def test_a_file_without_times_or_columns_says_so(session, hand_in):
    empty, wrong = hand_in("von;nach;minuten\n16065067;kita-1;\n"), hand_in("a;b\n1;2\n")

    assert [fault.reason for fault in empty.rows] == [
        "Die Datei enthält keine Zeile mit einer Fahrzeit."
    ]
    assert [(fault.column, fault.reason) for fault in wrong.rows] == [
        (name, "Die Spalte fehlt.") for name in ("von", "nach", "minuten")
    ]


def test_the_template_is_one_the_upload_reads_once_filled_in(session, hand_in):
    text = template(session, COUNTY, TODAY)
    header, *rows = text.removeprefix("\ufeff").splitlines()

    filled = [header, *(row.replace(";;", ";7;", 1) for row in rows[:2]), *rows[2:]]
    done = hand_in("\n".join(filled))

    assert done == ImportedTimes(ways=2, places=2, notes=())
    assert not any(";@" in row for row in rows)


def test_the_documented_template_is_read_beside_the_one_of_places(session, hand_in):
    folder = Path(__file__).parents[2] / "docs" / "vorlagen"
    import_inventory(session, COUNTY, folder / "bestand.csv", today=TODAY)

    done = hand_in((folder / "fahrzeiten.csv").read_text(encoding="utf-8"))

    assert done == ImportedTimes(ways=3, places=2, notes=())


def test_the_list_of_origins_names_every_inhabited_square_kilometre():
    rows = origins(COUNTY).removeprefix("\ufeff").splitlines()

    assert rows[0] == "von;laenge;breite;gemeinde"
    assert len(rows) - 1 == len(population.grid_cells(COUNTY))


def test_a_table_is_deleted_by_its_own_county_only(session, hand_in):
    hand_in(TIMES)
    (table,) = travel_times.tables_of(session, COUNTY)

    foreign = travel_times.forget_table(session, OTHER, table.id)
    own = travel_times.forget_table(session, COUNTY, table.id)

    assert (foreign, own) == (False, True)
    assert travel_times.tables_of(session, COUNTY) == ()
