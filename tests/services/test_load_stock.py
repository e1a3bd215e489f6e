"""The real schools and stations, and the invented stock of the demo county."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from surveyapp.region import outlines, population, territory
from surveyapp.region.model import AreaGroup
from surveyapp.region.points import schools
from surveyapp.services import load_stock
from surveyapp.services.regroup_areas import regroup
from surveyapp.storage import capacities, inventory
from surveyapp.storage.areas import areas_on
from surveyapp.storage.db import main_store
from surveyapp.storage.tables import Place

COUNTY = "16065"
TODAY = date(2026, 11, 1)


@pytest.fixture
def session(app):
    with app.app_context():
        yield main_store()


def test_every_kind_of_school_has_a_facility_type_the_county_keeps():
    kinds = {school.kind for school in schools()}

    assert kinds == set(load_stock.TYPE_OF_SCHOOL)
    assert set(load_stock.TYPE_OF_SCHOOL.values()) <= set(
        load_stock.inventory.lists.facility_types()
    )


def test_all_counties_together_hold_all_987_schools_but_one_and_all_277_stations(session):
    loaded = load_stock.load_all(session)

    kept = sum(one.schools for one in loaded.counties.values())
    assert kept + len(loaded.without_county) == 987
    assert sum(one.stations for one in loaded.counties.values()) == 277
    assert [school.id for school in loaded.without_county] == ["TH-11111"]
    assert sum(len(one.misplaced) for one in loaded.counties.values()) == 20 - 1
    rows = session.execute(select(Place.type, Place.position_quality)).all()
    types = Counter(row.type for row in rows)
    assert (len(rows), types["primary_school"], types["rail_station"]) == (986 + 277, 443, 277)
    assert Counter(row.position_quality for row in rows)["near_border"] == 5


def test_a_countys_schools_and_stations_name_their_source_and_load_twice_without_doubling(session):
    load_stock.load_stock(session, COUNTY)

    loaded = load_stock.load_stock(session, COUNTY)

    places = inventory.places_on(session, COUNTY, TODAY)
    assert (loaded.schools, loaded.stations, len(places)) == (32, 13, 45)
    assert loaded.misplaced == ("Staatliche Gemeinschaftsschule Oldisleben",)
    assert {place.source for place in places} == {
        "JedeSchule.de, 2017, CC0",
        "Deutsche Bahn, Stationsdaten 2024, CC BY 4.0",
    }
    assert not any(place.is_example for place in places)
    steps = Counter(place.steps_free for place in places if place.type == "rail_station")
    assert steps == {"yes": 9, "partial": 2, "no": 2}


def test_a_county_that_does_not_exist_is_a_broken_promise(session):
    with pytest.raises(territory.UnknownPlaceError):
        load_stock.load_stock(session, "99999")


# The example stock


@pytest.fixture
def example(session):
    done = load_stock.load_example(session, COUNTY)
    return done, inventory.places_on(session, COUNTY, TODAY)


def test_the_example_stock_is_handed_in_without_a_note(example):
    done, places = example

    assert done.notes == ()
    assert done.places.new == len(places) == 148
    assert done.offers.new == 72


def test_every_example_says_that_it_is_one(example):
    _, places = example

    assert all(place.is_example and place.source == "Beispiel" for place in places)
    assert all("Beispiel" in place.name for place in places)


def test_examples_lie_in_their_municipalities(example):
    _, places = example

    found = [outlines.municipality_at(COUNTY, place.lon, place.lat) for place in places]

    assert found == [place.municipality_ags for place in places]


def test_the_example_stock_has_the_kinds_a_county_plans_with(example):
    _, places = example

    numbers = Counter(place.type for place in places)

    expected = {"kita": 45, "thekiz": 4, "childminding": 6, "after_school": 13, "playground": 40}
    assert {kind: numbers[kind] for kind in expected} == expected
    assert (numbers["family_centre"], numbers["mgh"], numbers["paediatrician"]) == (3, 2, 5)


def test_places_of_the_example_are_about_enough_for_the_county_but_not_everywhere(session, example):
    areas = areas_on(session, COUNTY, TODAY)
    sums = Counter()
    for one in capacities.capacity_by_area(session, COUNTY, areas, TODAY):
        if one.kind == "approved":
            sums[one.age_group, one.area] += one.number

    def coverage(age_group, *ages):
        children = population.children_by_area(COUNTY, areas, *ages)
        by_area = {code: sums[age_group, code] / number for code, number in children.items()}
        whole = sum(sums[age_group, code] for code in children) / sum(children.values())
        return whole, by_area

    older, older_by_area = coverage("3-5", 3, 5)
    younger, _ = coverage("0-2", 0, 2)
    assert 0.95 <= older <= 1.05
    assert 0.50 <= younger <= 0.60
    thin = {code for code, share in older_by_area.items() if share < 0.8}
    assert thin == {"160650085", "160650087"}


def test_more_places_are_never_usable_than_approved_or_taken_than_usable(example):
    _, places = example

    for place in places:
        numbers = {(one.age_group, one.key_date, one.kind): one.number for one in place.capacities}
        for age_group, key_date, _ in numbers:
            approved, usable, taken = (
                numbers[age_group, key_date, kind] for kind in ("approved", "usable", "taken")
            )
            assert approved >= usable >= taken >= 0, place.name


def test_the_example_loads_again_after_the_county_regrouped_its_areas(session, example):
    members = tuple(one.ags for one in territory.municipalities_of(COUNTY))
    regroup(session, COUNTY, [AreaGroup("K", "Kreis", members)], date(2026, 1, 1))

    done = load_stock.load_example(session, COUNTY)

    assert (done.places.new, done.places.replaced) == (0, 148)


def test_a_county_without_an_example_gets_none(session):
    assert load_stock.load_example(session, "16061") is None
