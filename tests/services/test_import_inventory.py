"""A county hands in its stock: all of it is kept, or none."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import event, func, select

from surveyapp.inventory.ways import Catchment, Mode, Unit, Ways
from surveyapp.region import territory
from surveyapp.services.import_inventory import Imported, ImportErrors, import_inventory
from surveyapp.services.regroup_areas import regroup
from surveyapp.storage import capacities, inventory
from surveyapp.storage.areas import AreaGroup, areas_on
from surveyapp.storage.db import db, main_store
from surveyapp.storage.inventory import Kept
from surveyapp.storage.tables import Capacity, FacilityType, Offer, OfferCode, Place

COUNTY = "16065"
BY_CAR = Ways(Mode.DRIVE, Unit.MINUTES, 12, Catchment.BELL, (5, 10, 20))
VORLAGEN = Path(__file__).parents[2] / "docs" / "vorlagen"
TODAY = date(2026, 11, 1)
PLACES = """schluessel;art;name;gemeinde;laenge;breite;altersgruppe;plaetze_genehmigt;stichtag
kita-1;Kita;Kita Beispielweg 1;Sondershausen;10,8719;51,3684;0 bis 2;20;01.03.2025
kita-1;Kita;Kita Beispielweg 1;Sondershausen;10,8719;51,3684;3 bis 5;40;01.03.2025
kita-2;Kita;Kita Beispielweg 2;Artern;11,2929;51,3662;3 bis 5;30;01.03.2025
"""
OFFERS = """schluessel;titel;art;einrichtung_schluessel;gebiete;sprachen
a-1;Krabbelgruppe;Familienzentrum;kita-1;;Deutsch, Ukrainisch
a-2;Dorfkümmerer;Dorfkümmerer;;Ebeleben, VG Greußen;
"""


@pytest.fixture
def session(app):
    with app.app_context():
        yield main_store()


@pytest.fixture
def file(tmp_path):
    def write(text, name="bestand.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def hand_in(session, *paths):
    return import_inventory(session, COUNTY, *paths, today=TODAY)


def test_places_and_offers_of_two_files_are_kept_together(session, file):
    done = hand_in(session, file(OFFERS, "angebote.csv"), file(PLACES))

    assert done == Imported(places=Kept(2, 0), offers=Kept(2, 0), counts=3, notes=())
    first, second = inventory.places_on(session, COUNTY, TODAY)
    assert [(one.age_group, one.number) for one in first.capacities] == [("0-2", 20), ("3-5", 40)]
    assert (second.municipality_ags, second.position_quality) == ("16065086", "ok")
    at_place, roaming = inventory.offers_on(session, COUNTY, TODAY)
    assert at_place.place_id == first.id
    assert inventory.codes(at_place, "language") == ("de", "uk")
    assert inventory.codes(roaming, "area") == ("160655002", "160655052")


def test_a_workbook_with_both_sheets_is_one_hand_in(session, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Bestand"
    for sheet, text in ((book.active, PLACES), (book.create_sheet("Angebote"), OFFERS)):
        for line in text.splitlines():
            sheet.append(line.split(";"))
    book.save(tmp_path / "abgabe.xlsx")

    done = hand_in(session, tmp_path / "abgabe.xlsx")

    assert (done.places, done.offers) == (Kept(2, 0), Kept(2, 0))


def test_one_fault_keeps_everything_out(session, file):
    wrong = PLACES + "kita-3;Kita;Kita Beispielweg 3;Erfurt;11,03;50,98;;;\n"

    done = hand_in(session, file(wrong), file(OFFERS, "angebote.csv"))

    assert isinstance(done, ImportErrors)
    assert [(fault.sheet, fault.row, fault.column) for fault in done.rows] == [
        ("bestand.csv", 5, "gemeinde")
    ]
    assert [count(session, table) for table in (Place, Offer, Capacity)] == [0, 0, 0]


def test_an_unreadable_file_is_named(session, file):
    done = hand_in(session, file("", "leer.csv"), file(PLACES))

    assert [(fault.sheet, fault.reason) for fault in done.rows] == [
        ("leer.csv", "Die Datei ist leer.")
    ]


def test_a_second_hand_in_replaces_rows_instead_of_doubling_them(session, file):
    hand_in(session, file(PLACES), file(OFFERS, "angebote.csv"))
    changed = PLACES.replace("Beispielweg 1", "Beispielweg 9").replace(";20;", ";25;")
    offers = OFFERS.replace("Ukrainisch", "Arabisch")

    done = hand_in(session, file(changed), file(offers, "angebote.csv"))

    assert (done.places, done.offers) == (Kept(0, 2), Kept(0, 2))
    assert [count(session, table) for table in (Place, Offer, Capacity)] == [2, 2, 3]
    place = session.scalar(select(Place).where(Place.key == "kita-1"))
    assert place.name == "Kita Beispielweg 9"
    assert sorted(one.number for one in place.capacities) == [25, 40]
    offer = session.scalar(select(Offer).where(Offer.key == "a-1"))
    assert inventory.codes(offer, "language") == ("ar", "de")


def test_a_later_key_date_adds_to_the_series_and_a_corrected_one_replaces_its_own(session, file):
    hand_in(session, file(PLACES))
    next_year = PLACES.replace("2025", "2026").replace(";40;", ";45;")
    corrected = "\n".join(next_year.splitlines()[:2])

    hand_in(session, file(next_year))
    hand_in(session, file(corrected))

    place = session.scalar(select(Place).where(Place.key == "kita-1"))
    kept = {(one.age_group, one.key_date.year): one.number for one in place.capacities}
    assert kept == {("0-2", 2025): 20, ("3-5", 2025): 40, ("0-2", 2026): 20}


def test_the_same_key_in_two_counties_means_two_places(session, file):
    hand_in(session, file(PLACES))
    erfurt = "schluessel;art;name;gemeinde;laenge;breite\nkita-1;Kita;A;Erfurt;11,03;50,98\n"

    done = import_inventory(session, "16051", file(erfurt), today=TODAY)

    assert done.places == Kept(1, 0)
    assert [one.name for one in inventory.places_on(session, "16051", TODAY)] == ["A"]


def test_a_name_the_county_gave_a_type_is_understood(session, file):
    inventory.ensure_types(session, COUNTY)
    settings = inventory.TypeSettings("Kindergarten", ("HF2",), ("L1",), 0, 6, BY_CAR)
    inventory.update_type(session, COUNTY, "kita", settings)

    done = hand_in(session, file(PLACES.replace(";Kita;", ";Kindergarten;")))

    assert done.places == Kept(2, 0)
    assert {place.type for place in inventory.places_on(session, COUNTY, TODAY)} == {"kita"}


def test_offers_name_the_areas_the_county_made_for_itself(session, file):
    members = tuple(one.ags for one in territory.municipalities_of(COUNTY))
    regroup(session, COUNTY, [AreaGroup("ALL", "Ganzer Kreis", members)], date(2026, 1, 1))
    offers = OFFERS.replace("Ebeleben, VG Greußen", "Ganzer Kreis")

    done = hand_in(session, file(PLACES), file(offers, "angebote.csv"))

    assert isinstance(done, Imported)
    codes = session.scalars(select(OfferCode.code).where(OfferCode.list == "area")).all()
    assert codes == ["ALL"]


def test_the_documented_templates_are_taken_without_a_note(session):
    done = hand_in(session, *(VORLAGEN / f"{name}.csv" for name in ("angebote", "bestand")))

    assert done == Imported(places=Kept(2, 0), offers=Kept(3, 0), counts=6, notes=())


# Queries


def test_places_are_found_by_day_and_type(session, file):
    text = (
        "schluessel;art;name;gemeinde;laenge;breite;gueltig_ab;gueltig_bis\n"
        "a;Kita;A;Artern;11,2929;51,3662;01.01.2020;31.07.2024\n"
        "b;Jugendclub;B;Artern;11,2929;51,3662;01.08.2024;\n"
    )
    hand_in(session, file(text))

    def keys(day, types=None):
        return [one.key for one in inventory.places_on(session, COUNTY, day, types)]

    assert keys(date(2024, 7, 31)) == ["a"]
    assert keys(date(2024, 8, 1)) == ["b"]
    assert keys(date(2019, 12, 31)) == []
    assert keys(date(2024, 8, 1), {"kita"}) == []


def test_places_with_capacities_and_offers_with_lists_cost_two_statements_each(session, file):
    hand_in(session, file(PLACES), file(OFFERS, "angebote.csv"))
    session.expunge_all()
    statements = []
    record = lambda *args: statements.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", record)

    places = inventory.places_on(session, COUNTY, TODAY)
    offers = inventory.offers_on(session, COUNTY, TODAY)
    sizes = [len(place.capacities) for place in places] + [len(offer.codes) for offer in offers]

    event.remove(db.engine, "before_cursor_execute", record)
    assert all(sizes)
    assert len([one for one in statements if one.startswith("SELECT")]) == 4


def test_capacities_sum_by_area_from_the_newest_key_date_of_each_place(session, file):
    hand_in(session, file(PLACES))
    one_newer = PLACES.replace("2025", "2026").replace(";30;", ";35;").splitlines()
    hand_in(session, file("\n".join([one_newer[0], one_newer[3]])))
    areas = areas_on(session, COUNTY, TODAY)

    def sums(day):
        found = capacities.capacity_by_area(session, COUNTY, areas, day)
        return {(one.area, one.age_group, one.kind): one.number for one in found}

    sondershausen, artern = "160650067", "160655055"
    before = {(sondershausen, "0-2", "approved"): 20, (sondershausen, "3-5", "approved"): 40}
    assert sums(date(2026, 2, 28)) == {**before, (artern, "3-5", "approved"): 30}
    assert sums(date(2026, 3, 1)) == {**before, (artern, "3-5", "approved"): 35}
    assert sums(date(2024, 12, 31)) == {}


def test_reading_facility_types_writes_nothing_and_changes_stay(session):
    before = inventory.facility_types(session, COUNTY)
    written = count(session, FacilityType)
    settings = inventory.TypeSettings(
        "Krippe und Kita", ("HF2",), ("L1", "L2"), 0, 6, BY_CAR, is_hidden=True
    )

    inventory.update_type(session, COUNTY, "kita", settings)

    after = inventory.facility_types(session, COUNTY)
    assert written == 0
    assert [row.code for row in before] == [row.code for row in after]
    assert (after[0].label, after[0].reach_km, after[0].is_hidden) == (
        "Krippe und Kita",
        10.0,
        True,
    )
    assert inventory.ways_of(after[0]) == BY_CAR
    assert inventory.update_type(session, COUNTY, "unknown", settings) is None
