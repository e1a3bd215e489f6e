"""What a county has, as figures: by hand, honest about what nobody reported."""

import json
from datetime import date
from types import SimpleNamespace

import pytest

from analytics.released import Contents, Measure, ReleasedTable
from surveyapp.inventory.travel import TimeRow
from surveyapp.inventory.ways import Catchment, Mode, Unit, Ways
from surveyapp.region.population import children_of_county, grid_cells
from surveyapp.services import load_stock
from surveyapp.services.import_inventory import Imported, import_inventory
from surveyapp.services.releasing.setting import Setting
from surveyapp.services.releasing.supply import MEASURES, supply_cells
from surveyapp.services.releasing.supply_notes import category_words, notes_of
from surveyapp.services.releasing.supply_quality import SupplyQuality, supply_quality
from surveyapp.storage import areas, inventory, travel_times
from surveyapp.storage.db import main_store
from surveyapp.storage.inventory import TypeSettings
from surveyapp.storage.release_rows import contents_from_json, contents_to_json
from surveyapp.storage.travel_times import TravelSource

COUNTY, DAY = "16065", date(2026, 10, 11)
SONDERSHAUSEN, ARTERN = "16065067", "16065086"
COLUMNS = (
    "schluessel", "art", "name", "gemeinde", "laenge", "breite", "stufenlos", "oeffnungszeiten",
    "ferien_offen", "sprachen", "plaetze_genehmigt", "plaetze_nutzbar", "plaetze_belegt", "stichtag",
)  # fmt: skip
PLACES = f"""{";".join(COLUMNS)}
a;Kita;Kita A;Sondershausen;10,8719;51,3684;ja;Mo-Fr 6:30-17:00;ja;Deutsch, Ukrainisch;30;20;15;01.03.2024
b;Kita;Kita B;Sondershausen;10,8750;51,3700;nein;Mo-Fr 7:00-17:30;nein;Deutsch;60;60;60;01.03.2026
c;Kita;Kita C;Artern;11,2929;51,3662;;;;;;;;
"""
OFFERS = """schluessel;titel;art;einrichtung_schluessel;gebiete;sprachen
1;Krabbelgruppe;Familienzentrum;a;;Arabisch
2;Besuche;Angebot der Frühen Hilfen;;alle;Deutsch
"""


@pytest.fixture
def county(sqlite_app, tmp_path):
    """The session of a county with three Kitas, of which one told nothing, and two offers."""
    with sqlite_app.app_context():
        paths = []
        for name, text in (("bestand.csv", PLACES), ("angebote.csv", OFFERS)):
            paths.append(tmp_path / name)
            paths[-1].write_text(text, encoding="utf-8")
        assert isinstance(import_inventory(main_store(), COUNTY, *paths, today=DAY), Imported)
        yield main_store()


def setting_of(session):
    return Setting(
        wave=SimpleNamespace(survey=SimpleNamespace(county_ags=COUNTY), closes_on=DAY),
        questionnaire=None,
        areas=areas.areas_on(session, COUNTY, DAY),
        types=inventory.facility_types(session, COUNTY),
        places=inventory.places_on(session, COUNTY, DAY),
        offers=inventory.offers_on(session, COUNTY, DAY),
        travel=travel_times.times_of(session, COUNTY),
    )


def figures(session, kind="kita"):
    """Return value and flag of each figure of a kind, by measure, category and group."""
    return {
        (str(cell.measure), cell.category, cell.group): (cell.value, str(cell.flag))
        for cell in ReleasedTable(tuple(supply_cells(setting_of(session))))
        if cell.topic == kind
    }


def area_of(session, municipality):
    return setting_of(session).area_of[municipality]


def drive(session, kind="kita", **changes):
    ways = {
        "mode": Mode.DRIVE,
        "unit": Unit.MINUTES,
        "reach": 10,
        "catchment": Catchment.ZONES,
        "zones": (10, 20, 30),
    }
    row = inventory.facility_type(session, COUNTY, kind)
    same = (row.label, tuple(row.fields), tuple(row.life_stages), row.age_from, row.age_to)
    inventory.update_type(session, COUNTY, kind, TypeSettings(*same, Ways(**{**ways, **changes})))


def test_the_example_stock_has_figures_of_every_measure(sqlite_app):
    with sqlite_app.app_context():
        load_stock.load_stock(main_store(), COUNTY)
        load_stock.load_example(main_store(), COUNTY)

        cells = ReleasedTable(tuple(supply_cells(setting_of(main_store()))))

    assert {cell.measure for cell in cells} == set(MEASURES)
    assert {cell.category for cell in cells if cell.topic == "kita"} - {""} <= set(category_words())
    assert all(0 <= cell.value <= 1 for cell in cells if cell.measure is Measure.REACH)


def test_places_per_100_children_are_told_by_kind_and_missing_reports_make_them_uncertain(county):
    found = figures(county)

    children = children_of_county(COUNTY, 0, 5)
    for category, places in {"": 80, "approved": 90, "taken": 75}.items():
        assert found["per_100", category, COUNTY] == (
            round(100 * places / children, 1),
            "uncertain",
        )
    # Both Kitas of Sondershausen reported, the one of Artern did not: a figure, and none.
    assert found["per_100", "", area_of(county, SONDERSHAUSEN)][1] == "plain"
    assert ("per_100", "", area_of(county, ARTERN)) not in found
    assert found["per_100", "", area_of(county, "16065089")] == (0.0, "plain")


def test_use_counts_where_places_and_children_are_both_known(county):
    found = figures(county)

    assert found["use", "", COUNTY] == (round(75 / 80, 2), "plain")


def test_opening_hours_are_weighted_by_places_and_unknown_ones_stay_unknown(county):
    found = figures(county)

    # Kita C reported no places, so it counts as an average one: 40 of 120.
    assert found["open_hours", "before_7", COUNTY] == (0.25, "plain")
    assert found["open_hours", "after_17", COUNTY] == (0.75, "plain")
    assert found["open_hours", "saturday", COUNTY] == (0.0, "plain")
    assert found["open_hours", "holidays", COUNTY] == (0.25, "plain")
    assert found["open_hours", "unknown", COUNTY][0] == round(40 / 120, 2)
    assert found["open_hours", "unknown", area_of(county, ARTERN)] == (1.0, "plain")
    assert ("open_hours", "before_7", area_of(county, ARTERN)) not in found


def test_steps_nobody_knows_of_are_neither_there_nor_not(county):
    found = figures(county)

    shares = {state: found["step_free", state, COUNTY][0] for state in ("yes", "partial", "no")}
    assert shares == {"yes": 0.5, "partial": 0.0, "no": 0.5}
    assert found["step_free", "unknown", COUNTY] == (0.33, "plain")


def test_languages_count_among_places_and_offers_that_name_one(county):
    kita, visits = figures(county), figures(county, "early_help")

    assert {code: kita["language", code, COUNTY][0] for code in ("de", "uk", "ar", "unknown")} == {
        "de": 1.0,
        "uk": 0.5,
        "ar": 0.0,
        "unknown": 0.33,
    }
    # Arabic is spoken at no Kita: one figure for the county says so, none for each area.
    assert ("language", "ar", area_of(county, SONDERSHAUSEN)) not in kita
    assert visits["language", "de", area_of(county, ARTERN)] == (1.0, "plain")


def test_an_offer_for_the_whole_county_is_near_everybody(county):
    found = figures(county, "early_help")

    assert found["reach", "", COUNTY] == (1.0, "plain")
    assert not any(measure == "nearest" for measure, _category, _group in found)


def test_an_offer_at_a_kita_is_reached_there_but_lends_it_no_places(county):
    found = figures(county, "family_centre")

    assert 0 < found["reach", "", COUNTY][0] < 1
    assert not any(measure in {"per_100", "access", "use"} for measure, _c, _g in found)


def test_measured_times_replace_straight_lines_for_their_ways_and_are_named(county):
    drive(county)
    before = figures(county)
    own = next(cell for cell in grid_cells(COUNTY) if cell.municipality_ags == ARTERN).id
    rows = [TimeRow(ARTERN, "c", 25), TimeRow(own, "c", 5)]
    roads = TravelSource("OSRM", date(2026, 3, 1))
    travel_times.keep_times(county, COUNTY, Mode.DRIVE, roads, rows)

    after = figures(county)

    area, other = area_of(county, ARTERN), area_of(county, SONDERSHAUSEN)
    assert before["reach", "", area][0] > after["reach", "", area][0] > 0
    assert before["nearest", "minutes", area][0] < after["nearest", "minutes", area][0] <= 25
    assert before["nearest", "minutes", other] == after["nearest", "minutes", other]
    note = notes_of(setting_of(county))["kita"]
    assert "Fahrzeiten: OSRM, Stand: März 2026 (" in note.ways
    assert note.ways.startswith("nah heißt: höchstens 10 Minuten mit dem Auto; ")
    assert "sonst Luftlinie × 1,3 bei 50 km/h" in note.ways


def test_kilometres_do_not_use_minutes(county):
    drive(county, unit=Unit.KILOMETRES, reach=3, zones=(3, 6, 9))
    roads = TravelSource("OSRM", date(2026, 3, 1))
    travel_times.keep_times(county, COUNTY, Mode.DRIVE, roads, [TimeRow(ARTERN, "c", 90)])

    found = figures(county)

    assert 1 < found["nearest", "km", area_of(county, ARTERN)][0] < 20
    note = notes_of(setting_of(county))["kita"]
    assert note.ways == "nah heißt: höchstens 3 km mit dem Auto; Wege: Luftlinie × 1,3"
    assert note.sharing == (
        "erreichbare Plätze geteilt mit allen Kindern bis 3, 6 und 9 km, nahe zählen mehr (E2SFCA)"
    )


def test_a_place_at_a_doubtful_position_holds_its_places_but_ends_no_way(county):
    place = next(p for p in inventory.places_on(county, COUNTY, DAY) if p.key == "b")
    before = figures(county)
    place.position_quality = "mismatch"

    after = figures(county)

    assert after["per_100", "", COUNTY] == before["per_100", "", COUNTY]
    assert after["access", "", COUNTY][0] < before["access", "", COUNTY][0]
    assert "ohne einen Ort mit unsicherer Lage" in notes_of(setting_of(county))["kita"].ways


def test_quality_says_how_many_reported_and_for_which_days(county):
    setting = setting_of(county)

    quality = supply_quality(setting, "kita")
    nothing = supply_quality(setting, "library")

    assert quality == SupplyQuality(3, 2, date(2024, 3, 1), date(2026, 3, 1), 0)
    assert quality.known == pytest.approx(2 / 3)
    assert (nothing.known, nothing.newest) == (1.0, None)
    assert notes_of(setting)["kita"].state == (
        "Stand: März 2024 bis März 2026, 2 von 3 Einrichtungen haben Plätze gemeldet"
    )


def test_notes_are_kept_with_a_release(county):
    notes = notes_of(setting_of(county))
    contents = Contents(
        COUNTY, "K", "S", 1, "Mai", True, "all", 60, None, (), (),
        supply_notes=notes, supply_categories=category_words(),
    )  # fmt: skip

    kept = contents_from_json(json.loads(json.dumps(contents_to_json(contents))))

    assert kept == contents
