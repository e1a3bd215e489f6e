"""What is known of places: who reported, since when, where, and how sure that makes a gap."""

from dataclasses import replace
from datetime import date

import pytest

import config
from analytics.need import Bounds
from analytics.released import Cell, Flag, Measure
from surveyapp.app import create_app
from surveyapp.services import load_stock
from surveyapp.services.releasing.need import known_places, need_cells
from surveyapp.services.releasing.setting import read_setting
from surveyapp.storage.db import db, main_store, store_engines
from surveyapp.storage.tables import Capacity, Place
from tests.staff_journey import COUNTY, a_simulated_wave

DAY = date(2026, 10, 1)
HERE, ELSEWHERE = "16065067", "16065085"  # Sondershausen, Kyffhäuserland


@pytest.fixture(scope="module")
def setting(tmp_path_factory):
    """What a release needs besides answers, without any place yet; nothing here changes it."""
    folder = str(tmp_path_factory.mktemp("need"))
    app = create_app(config.load({"SURVEYAPP_INSTANCE": folder, "SECRET_KEY": "t" * 64}))
    with app.app_context():
        db.create_all()
        yield read_setting(main_store(), a_simulated_wave(0))
        main_store().close()
        for engine in store_engines().values():
            engine.dispose()


def a_place(key, *counts, ags=HERE, kind="kita"):
    """Return a facility; counts are kind of capacity, number and key date."""
    return Place(
        county_ags=COUNTY, key=key, type=kind, name=key, municipality_ags=ags, lon=10.87, lat=51.37,
        position_quality="ok", source="Probe", valid_from=date(2020, 1, 1),
        capacities=[
            Capacity(age_group="", kind=what, number=number, key_date=day)
            for what, number, day in counts
        ],
    )  # fmt: skip


def with_places(setting, *places):
    return replace(setting, places=places)


def area_of(setting, ags=HERE):
    return setting.area_of[ags]


def test_reported_places_are_known_exactly(setting):
    stock = with_places(setting, a_place("a", ("usable", 50, DAY), ("taken", 42, DAY)))

    known = known_places(stock, {"kita"})

    here = known[area_of(setting)]
    assert here == known[COUNTY]
    assert (here.usable, here.taken, here.free) == (
        Bounds(50, 50, 50), Bounds(42, 42, 42), Bounds(8, 8, 8),
    )  # fmt: skip
    assert (here.facilities, here.reported, here.outdated) == (1, 1, 0)
    assert known[area_of(setting, ELSEWHERE)].free == Bounds(0, 0, 0)


def test_facility_that_reported_nothing_holds_none_to_as_many_as_the_largest(setting):
    stock = with_places(
        setting, a_place("a", ("usable", 50, DAY), ("taken", 40, DAY)), a_place("b")
    )

    known = known_places(stock, {"kita"})[COUNTY]

    assert known.usable == Bounds(50, 50, 100)
    assert known.free == Bounds(10, 10, 60)
    assert (known.facilities, known.reported) == (2, 1)


def test_places_of_which_nobody_says_how_many_are_taken_may_all_be_free_or_none(setting):
    stock = with_places(
        setting, a_place("a", ("usable", 40, DAY), ("taken", 30, DAY)), a_place("b", ("usable", 20, DAY))
    )  # fmt: skip

    known = known_places(stock, {"kita"})[COUNTY]

    # Three quarters are taken where it is known: 10 free there, 5 of 20 here, or 0 to 20.
    assert known.free == Bounds(15, 10, 30)


def test_facility_without_a_municipality_may_lie_in_any_area(setting):
    stock = with_places(setting, a_place("a", ("usable", 30, DAY), ("taken", 20, DAY), ags=None))

    known = known_places(stock, {"kita"})

    assert known[COUNTY].free == Bounds(10, 10, 10)
    assert {known[area.code].free for area in setting.areas} == {Bounds(0, 0, 10)}
    assert known[area_of(setting)].facilities == 0


def test_old_numbers_are_counted_and_the_newest_wins(setting):
    old, older = date(2024, 10, 1), date(2022, 10, 1)
    stock = with_places(setting, a_place("a", ("usable", 50, old), ("usable", 90, older)))

    known = known_places(stock, {"kita"})[COUNTY]

    assert known.usable == Bounds(50, 50, 50)
    assert known.outdated == 1


def test_without_a_single_number_nothing_is_said_of_places(setting):
    assert known_places(with_places(setting, a_place("a")), {"kita"}) is None
    assert known_places(setting, {"schloss"})[COUNTY].facilities == 0


def test_gap_says_who_reported_and_is_uncertain_where_most_did_not(setting):
    share = Cell(
        Measure.SHARE, "need.care_gap", "county", COUNTY, "1", 0.2, 0.15, 0.25, 100, Flag.PLAIN
    )
    one = a_place("a", ("usable", 50, DAY), ("taken", 50, DAY))

    sure, doubtful = (
        {(cell.measure, cell.category): cell for cell in need_cells(stock, [share])
         if cell.topic == "need.care_gap"}
        for stock in (with_places(setting, one), with_places(setting, one, a_place("b"), a_place("c")))
    )  # fmt: skip

    assert sure[Measure.GAP, ""].flag is Flag.PLAIN
    assert doubtful[Measure.GAP, ""].flag is Flag.UNCERTAIN
    assert sure[Measure.GAP, ""].high == doubtful[Measure.GAP, ""].high
    assert doubtful[Measure.GAP, ""].low == sure[Measure.GAP, ""].low - 100
    counts = [doubtful[Measure.COUNT, each].value for each in ("", "reported", "outdated")]
    assert counts == [3, 1, 0]


def test_every_need_has_a_way_and_a_reach_and_areas_have_a_chance(sqlite_app):
    with sqlite_app.app_context():
        load_stock.load_example(main_store(), COUNTY)
        setting = read_setting(main_store(), a_simulated_wave(0))
        shares = [
            Cell(
                Measure.SHARE, "need.meeting_gap", "area", area.code, "1",
                0.1 + k / 20, 0.05 + k / 20, 0.15 + k / 20, 100, Flag.PLAIN,
            )
            for k, area in enumerate(setting.areas)
        ]  # fmt: skip

        cells = [c for c in need_cells(setting, shares) if c.topic == "need.meeting_gap"]

    found = {measure: [c for c in cells if c.measure is measure] for measure in Measure}
    assert len(found[Measure.TOP]) == len(setting.areas)
    assert {c.view for c in found[Measure.REACH]} == {"county", "area"}
    assert all(0 <= c.value <= 1 for c in found[Measure.REACH])
    assert all(c.value > 0 for c in found[Measure.NEAREST])
    assert not found[Measure.GAP]
