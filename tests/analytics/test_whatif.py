"""Figures of what would be are those a release would show."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analytics import supply
from analytics.released import Measure
from analytics.whatif import Ground, Site, Spot, Ways, moved, outcome


def a_county(seed: int) -> tuple[Ground, list[Site]]:
    chance = np.random.default_rng(seed)
    codes = ["a", "b", "c"]
    spots = tuple(
        Spot(11 + float(x), 51 + float(y), float(n), codes[int(k)])
        for x, y, n, k in zip(
            chance.random(40) / 3, chance.random(40) / 3, chance.integers(0, 90, 40),
            chance.integers(0, 3, 40), strict=True,
        )
    )  # fmt: skip
    children = {code: sum(s.children for s in spots if s.area == code) for code in codes}
    sites = [
        Site(f"{k}", f"Kita {k}", 11 + float(x), 51 + float(y), codes[k % 3], 20.0 + k)
        for k, (x, y) in enumerate(chance.random((6, 2)) / 3)
    ]
    return Ground(spots, children, 6.0, zones=(4.0, 8.0, 12.0)), sites


@pytest.mark.parametrize("catchment", supply.CATCHMENTS)
@pytest.mark.parametrize("seed", range(2))
def test_figures_equal_those_of_the_release(seed: int, catchment: str) -> None:
    ground, sites = a_county(seed)
    ground = replace(ground, catchment=catchment)

    found = outcome(ground, sites).figures

    origins = np.array([(spot.lon, spot.lat) for spot in ground.spots])
    cost = supply.distances(origins, np.array([(site.lon, site.lat) for site in sites]))
    children = np.array([spot.children for spot in ground.spots])
    places = np.array([site.places for site in sites])
    areas = np.array(["abc".index(spot.area) for spot in ground.spots])
    decay = supply.CATCHMENTS[catchment](ground.zones)
    each = supply.floating_catchment(cost, children, places, decay)
    expected = {
        Measure.REACH: supply.share_within(cost, 6.0, children, areas, 3),
        Measure.NEAREST: supply.by_area(supply.nearest(cost), children, areas, 3),
        Measure.ACCESS: supply.by_area(each, children, areas, 3),
    }
    for measure, values in expected.items():
        assert [found[measure][code] for code in "abc"] == pytest.approx(values, rel=1e-12)
        whole = sum(v * ground.children[c] for c, v in zip("abc", values, strict=True))
        assert found[measure][""] == pytest.approx(whole / children.sum(), rel=1e-12)
    assert found[Measure.PER_100][""] == pytest.approx(100 * places.sum() / children.sum())


def test_closing_a_place_takes_it_from_those_who_had_no_other() -> None:
    ground = Ground(
        (Spot(11, 51, 30, "a"), Spot(11.5, 51, 20, "b"), Spot(11.02, 51, 5, "b")),
        {"a": 30, "b": 25},
        3.0,
    )
    here = Site("1", "Kita", 11, 51, "a", 40)
    there = replace(here, key="2", lon=11.5, area="b", places=10)
    ways = Ways(ground)

    before, after = outcome(ground, [here], ways), outcome(ground, [there], ways)

    change = moved(ground, before, after)
    assert change.gained == {"a": 0, "b": 20, "": 20}
    assert change.lost == {"a": 30, "b": 5, "": 35}
    assert before.places == {"": 40, "a": 40}
    assert after.figures[Measure.PER_100] == {"a": 0, "b": 40, "": pytest.approx(1000 / 55)}


def test_without_any_place_no_way_and_no_share_is_invented() -> None:
    ground, _ = a_county(1)

    found = outcome(ground, []).figures

    assert found[Measure.REACH] == {"a": 0, "b": 0, "c": 0, "": 0}
    assert found[Measure.NEAREST] == found[Measure.PER_100] == found[Measure.ACCESS] == {}


def test_wrong_position_counts_for_places_and_for_no_way() -> None:
    ground = Ground((Spot(11, 51, 30, "a"),), {"a": 30}, 3.0, roaming=frozenset({"a"}))
    lost = Site("1", "Kita", 11, 51, "a", 15, is_placed=False)

    found = outcome(ground, [lost]).figures

    assert found[Measure.PER_100][""] == 50
    assert Measure.NEAREST in found
    assert found[Measure.NEAREST] == {}
    assert found[Measure.REACH] == {"a": 1, "": 1}


def test_measured_times_go_before_estimated_ones() -> None:
    spots = (Spot(11, 51, 10, "a"), Spot(11.1, 51, 10, "a"))
    ground = Ground(spots, {"a": 20}, 10.0, per_km=1.2)
    site = Site("1", "Kita", 11, 51, "a", 5, measured=(7.5, None))

    costs = Ways(ground).to(site)

    assert costs[0] == 7.5
    straight = supply.distances(np.array([[11.1, 51.0]]), np.array([[11.0, 51.0]]))
    assert costs[1] == pytest.approx(straight.item() * 1.2)


def test_area_in_which_nobody_reported_has_no_places_per_child() -> None:
    ground = Ground((Spot(11, 51, 30, "a"), Spot(11.2, 51, 20, "b")), {"a": 30, "b": 20}, 3.0)
    sites = [
        Site("1", "Kita", 11, 51, "a", 15),
        Site("2", "Kita", 11.2, 51, "b", 0, is_reported=False),
    ]

    assert outcome(ground, sites).figures[Measure.PER_100] == {"a": 50, "": 30}
