"""Supply figures equal those of independent programs and rules of thumb."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from analytics.errors import SupplyError
from analytics.released import Flag, Measure, ReleasedTable
from analytics.supply import (
    CATCHMENTS,
    Capacity,
    Decay,
    by_area,
    capacity_on,
    distances,
    floating_catchment,
    minutes,
    nearest,
    per_100,
    share_within,
    supply_cells,
    where_measured,
    within,
)
from tests.references.witness import FOLDER, table

MINUTES = table("need/fahrzeit_minuten.csv").set_index("gemeinde")
CHILDREN = table("need/gemeinden.csv").set_index("gemeinde")["kinder_0_6"]
PLACES = table("need/einrichtungen.csv").set_index("einrichtung")["plaetze"]
EXPECTED = json.loads((FOLDER / "need" / "fca-reference.json").read_text("utf-8"))["result"]
ZONES = (10.0, 20.0, 30.0)
METHODS = {
    "2SFCA_30": CATCHMENTS["2sfca"](ZONES),
    "E2SFCA_10_20_30": CATCHMENTS["e2sfca"](ZONES),
    "Gauss_sigma15_max30": CATCHMENTS["gaussian"](ZONES),
}


@pytest.mark.parametrize("method", METHODS)
def test_floating_catchments_equal_pysal(method: str) -> None:
    decay: Decay = METHODS[method]
    children, places = CHILDREN.to_numpy(dtype=float), PLACES.to_numpy(dtype=float)

    found = floating_catchment(MINUTES.to_numpy(), children, places, decay)

    assert found.tolist() == pytest.approx([EXPECTED[method][m] for m in MINUTES.index], rel=1e-12)
    assert found @ children / children.sum() == pytest.approx(places.sum() / children.sum())


@pytest.mark.parametrize("catchment", CATCHMENTS)
def test_what_all_children_reach_together_is_what_the_reached_places_hold(catchment: str) -> None:
    chance = np.random.default_rng(65)
    cost = chance.uniform(0, 90, (1300, 500))
    cost[:, :50] = 99.0  # fifty places that nobody reaches
    children, places = chance.integers(0, 60, 1300) * 1.0, chance.integers(0, 80, 500) * 1.0

    each = floating_catchment(cost, children, places, CATCHMENTS[catchment](ZONES))

    assert each @ children == pytest.approx(places[50:].sum(), rel=1e-12)
    weight = CATCHMENTS[catchment](ZONES)(cost[7])
    shares = [
        w * s / ((CATCHMENTS[catchment](ZONES)(cost[:, j])) @ children)
        for j, (w, s) in enumerate(zip(weight, places, strict=True))
        if w
    ]
    assert each[7] == pytest.approx(sum(shares), rel=1e-12)


def test_measured_ways_go_before_estimated_ones() -> None:
    estimated = minutes(np.array([[10.0, 20.0]]), 40.0)

    found = where_measured(estimated, np.array([[np.nan, 12.0]]))

    assert found.tolist() == [[15.0, 12.0]]


def test_measured_ways_of_another_shape_are_refused() -> None:
    with pytest.raises(SupplyError, match=r"measured costs are \(1, 3\), estimated ones \(1, 2\)"):
        where_measured(np.zeros((1, 2)), np.zeros((1, 3)))


def test_figures_of_which_too_little_is_known_are_marked() -> None:
    cells = supply_cells(
        Measure.USE, "kita", "area", {"a": 0.5, "b": np.inf, "c": 1.0},
        category="x", doubtful={"c"},
    )  # fmt: skip

    assert [(c.group, c.category, c.flag) for c in ReleasedTable(cells)] == [
        ("a", "x", Flag.PLAIN),
        ("c", "x", Flag.UNCERTAIN),
    ]


def test_place_nobody_reaches_adds_nothing() -> None:
    found = floating_catchment(
        np.array([[1.0, 99.0]]), np.array([10.0]), np.array([5.0, 5.0]), within(10)
    )

    assert found.tolist() == [0.5]


def test_costs_that_do_not_fit_the_places_are_refused() -> None:
    with pytest.raises(SupplyError, match=r"costs are \(1, 1\) for 1 origins and 2 places"):
        floating_catchment(np.zeros((1, 1)), np.ones(1), np.ones(2), within(1))


def test_distance_on_the_globe_equals_the_known_one() -> None:
    berlin, munich = np.array([[13.405, 52.52]]), np.array([[11.582, 48.1351]])

    straight = distances(berlin, munich, detour=1.0).item()

    assert straight == pytest.approx(504.4, abs=0.5)
    assert distances(berlin, munich).item() == pytest.approx(1.3 * straight)


def test_children_within_reach_are_weighted_by_their_number() -> None:
    cost = np.array([[1.0, 9.0], [6.0, 9.0], [2.0, 3.0]])
    children, areas = np.array([30.0, 10.0, 5.0]), np.array([0, 0, 1])

    found = share_within(cost, 5.0, children, areas, 3)

    assert found[:2].tolist() == [0.75, 1.0]
    assert np.isnan(found[2])


def test_without_any_place_nothing_is_near() -> None:
    assert nearest(np.zeros((2, 0))).tolist() == [np.inf, np.inf]


def test_origins_outside_the_county_do_not_count() -> None:
    found = by_area(np.array([2.0, 9.0]), np.array([1.0, 1.0]), np.array([0, -1]), 1)

    assert found.tolist() == [2.0]


def test_capacity_of_the_key_date_counts() -> None:
    capacities = [
        Capacity("kita", 40, date(2020, 8, 1), date(2025, 7, 31)),
        Capacity("kita", 60, date(2025, 8, 1)),
        Capacity("new", 10, date(2027, 1, 1)),
    ]

    found = [capacity_on(capacities, day) for day in (date(2025, 7, 31), date(2025, 8, 1))]

    assert found == [{"kita": 40}, {"kita": 60}]


def test_two_capacities_on_one_day_are_refused() -> None:
    twice = [Capacity("kita", 40, date(2020, 1, 1)), Capacity("kita", 50, date(2021, 1, 1))]

    with pytest.raises(SupplyError, match="kita has two capacities on 2022-01-01"):
        capacity_on(twice, date(2022, 1, 1))


def test_supply_cells_may_be_released_and_leave_out_what_is_not_known() -> None:
    values = per_100(np.array([45.0, 3.0]), np.array([90.0, 0.0]))

    cells = supply_cells(
        Measure.PER_100, "kita", "area", dict(zip(("a", "b"), values, strict=True))
    )

    assert [(cell.group, cell.value) for cell in ReleasedTable(cells)] == [("a", 50.0)]
