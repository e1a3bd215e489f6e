"""From tables to places and offers: the rules that need more than one cell."""

from datetime import date
from pathlib import Path

import pytest

from surveyapp.inventory.reading import read_stock
from surveyapp.inventory.rows import LONG_AGO, Count, Sheet, SheetRow, Stock
from surveyapp.inventory.tables import TABLES, template
from tests.inventory.builders import county_lists, offers, places

KNOWN = county_lists()


def faults(*sheets, lists=KNOWN):
    read = read_stock(sheets, lists)
    assert not isinstance(read, Stock), "the hand-in was taken without a fault"
    return [(fault.row, fault.column, fault.reason) for fault in read]


def test_a_plain_row_becomes_a_place():
    stock = read_stock([places()], KNOWN)

    (place,) = stock.places
    assert (place.key, place.type, place.municipality_ags) == ("kita-1", "kita", "16065067")
    assert (place.lon, place.lat, place.position_quality) == (10.8719, 51.3684, "ok")
    assert (place.steps_free, place.is_example, place.valid_from) == ("unknown", False, LONG_AGO)
    assert (place.valid_to, place.source) == (None, "Angaben des Landkreises")
    assert stock.notes == ()


def test_rows_of_one_key_add_up_the_age_groups_of_one_place():
    young = {"altersgruppe": "0 bis 2", "plaetze_genehmigt": "20", "stichtag": "01.03.2026"}
    old = {"altersgruppe": "3 bis 5", "plaetze_belegt": "38", "stichtag": "01.03.2026"}

    stock = read_stock([places(young, old)], KNOWN)

    (place,) = stock.places
    assert place.counts == (
        Count("0-2", "approved", date(2026, 3, 1), 20),
        Count("3-5", "taken", date(2026, 3, 1), 38),
    )


def test_the_same_key_age_group_and_date_twice_is_a_doubled_row():
    assert faults(places({}, {})) == [
        (3, "schluessel", "Der Schlüssel steht schon in Zeile 2 (bestand.csv).")
    ]


def test_one_key_for_two_places_names_what_differs():
    rows = ({"altersgruppe": "0-2"}, {"altersgruppe": "3-5", "name": "Kita Beispielweg 2"})

    found = faults(places(*rows))

    assert found == [(3, "name", "Zeile 2 nennt für denselben Schlüssel etwas anderes.")]


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"laenge": "51,3684", "breite": "10,8719"}, "laenge", "Länge und Breite sind vertauscht."),
        ({"laenge": "638000", "breite": "5690000"}, "laenge", "Das sind Meter"),
        ({"laenge": "100"}, "laenge", "Der Punkt liegt nicht in Deutschland."),
        ({"laenge": "10,4"}, "laenge", "Der Punkt liegt außerhalb von: Kyffhäuserkreis."),
        ({"gemeinde": ""}, "gemeinde_ags", "Die Gemeinde fehlt."),
        ({"gemeinde_ags": "16065089"}, "gemeinde", "Der Schlüssel 16065089 gehört zu „Greußen"),
        ({"name": ""}, "name", "Die Angabe fehlt."),
        ({"name": "=A2&B2"}, "name", "Die Zelle enthält eine Formel"),
        ({"plaetze_belegt": "=SUMME(A1)"}, "plaetze_belegt", "Die Zelle enthält eine Formel"),
        ({"plaetze_genehmigt": "20"}, "stichtag", "Zu den Plätzen fehlt der Stichtag."),
        (
            {"gueltig_ab": "01.01.2026", "gueltig_bis": "31.12.2025"},
            "gueltig_bis",
            "Das Ende liegt",
        ),
        ({"gueltig_bis": "31.12.2025", "gueltig_ab": "x"}, "gueltig_ab", "Das ist kein gültiges"),
    ],
)
def test_a_faulty_row_is_named_with_column_and_reason(changes, column, reason):
    ((row, named, said),) = faults(places(changes))

    assert (row, named) == (2, column)
    assert said.startswith(reason)


def test_every_fault_of_every_row_is_named_and_nothing_is_taken():
    found = faults(places({"art": "?", "laenge": "x"}, {"schluessel": "b", "name": ""}, {}))

    assert [(row, column) for row, column, _ in found] == [
        (2, "art"),
        (2, "laenge"),
        (3, "name"),
        (4, "schluessel"),
        (4, "art"),
        (4, "laenge"),
    ]


@pytest.mark.parametrize("column", ["plaetze_nutzbar", "plaetze_belegt"])
def test_more_places_used_than_approved_is_a_note(column):
    row = {"plaetze_genehmigt": "20", column: "22", "stichtag": "01.03.2026"}

    stock = read_stock([places(row)], KNOWN)

    assert [(note.row, note.column) for note in stock.notes] == [(2, column)]


def test_a_point_in_another_municipality_is_taken_and_marked():
    stock = read_stock([places(laenge="11,2")], KNOWN)

    assert stock.places[0].position_quality == "mismatch"
    assert "liegt nicht in „Sondershausen, Stadt“" in stock.notes[0].sentence


def test_a_missing_column_is_said_once_with_the_header_that_may_be_meant():
    header = SheetRow(1, ("schluessel", "art", "name", "gemeinde", "Laengee", "breite"))
    rows = (SheetRow(2, ("a", "Kita", "A", "Greußen", "10,9", "51,2")),)

    read = read_stock([Sheet("b.csv", header, rows)], KNOWN)

    ((fault),) = read
    assert (fault.row, fault.column, fault.reason) == (1, "laenge", "Die Spalte fehlt.")
    assert "„laengee“ in „laenge“" in fault.cure


def test_a_row_longer_than_the_header_is_told_of_its_separator():
    header = SheetRow(1, ("schluessel", "art", "name", "gemeinde", "laenge", "breite"))
    rows = (SheetRow(2, ("a", "Kita", "A", "Greußen", "10", "9", "51", "2")),)

    found = faults(Sheet("b.csv", header, rows))

    assert found == [(2, "", "Die Zeile hat mehr Spalten als die erste Zeile.")]


def test_a_doubled_column_is_a_fault():
    header = SheetRow(1, ("schluessel", "art", "name", "gemeinde", "laenge", "Länge", "breite"))

    found = faults(Sheet("b.csv", header, ()))

    assert found == [(1, "laenge", "Die Spalte kommt mehrfach vor.")]


def test_columns_are_known_by_german_spelling_and_other_words():
    header = SheetRow(1, ("Schlüssel", "Typ", "Bezeichnung", "Ort", "Längengrad", "Lat", "Fax"))
    rows = (SheetRow(2, ("a", "Kita", "A", "Greußen", "10,9", "51,2", "1")),)

    stock = read_stock([Sheet("b.csv", header, rows)], KNOWN)

    assert stock.places[0].municipality_ags == "16065089"
    assert [note.sentence for note in stock.notes] == ["Die Spalte „Fax“ wird nicht gelesen."]


def test_a_table_nobody_knows_is_noted_and_an_empty_hand_in_is_a_fault():
    notes = Sheet("x.xlsx, Blatt „Hinweise“", SheetRow(1, ("Bitte lesen",)), ())

    assert faults(notes) == [(0, "", "Die Datei enthält keine Zeile mit Bestand oder Angeboten.")]
    assert "Hinweise" in read_stock([notes, places()], KNOWN).notes[0].sentence


def test_an_offer_takes_the_usual_fields_and_life_stages_of_its_kind():
    stock = read_stock([offers(sprachen="Ukrainisch, Deutsch")], KNOWN)

    (offer,) = stock.offers
    usual = KNOWN.types["family_centre"]
    assert (offer.fields, offer.life_stages) == (usual.fields, usual.life_stages)
    assert (offer.areas, offer.place_key, offer.languages) == ((), None, ("uk", "de"))
    assert offer.prevention_level == "universal"


def test_an_offer_may_name_a_place_of_the_same_hand_in_or_one_kept_before():
    here = offers({"einrichtung_schluessel": "kita-1", "gebiete": ""})
    before = county_lists(place_keys=frozenset({"kita-1"}))

    assert read_stock([here, places()], KNOWN).offers[0].place_key == "kita-1"
    assert read_stock([here], before).offers[0].place_key == "kita-1"
    assert faults(here) == [
        (
            2,
            "einrichtung_schluessel",
            "Eine Einrichtung mit diesem Schlüssel gibt es im Bestand nicht.",
        )
    ]


def test_an_offer_nowhere_and_an_offer_twice_are_faults():
    assert faults(offers(gebiete="")) == [(2, "gebiete", "Es fehlt, wo es das Angebot gibt.")]
    assert faults(offers({}, {}))[0][:2] == (3, "schluessel")


@pytest.mark.parametrize("table", TABLES)
def test_the_documented_template_has_the_columns_that_are_read(table):
    file = Path(__file__).parents[2] / "docs" / "vorlagen" / f"{table}.csv"

    header = file.read_text(encoding="utf-8").splitlines()[0]

    assert header == template(table).splitlines()[0]
