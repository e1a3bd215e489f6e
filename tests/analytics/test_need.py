"""Missing places and coverage carry every doubt of the need and of the places."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import beta

from analytics.compare import rank
from analytics.need import (
    Bounds,
    GapVerdict,
    Standing,
    coverage,
    exactly,
    gap,
    standing_of,
    verdict_of,
)
from analytics.ranks import seed_of, top_cells
from analytics.released import Cell, Flag, Measure, ReleasedTable


def share(value: float, low: float, high: float, group: str = "a") -> Cell:
    return Cell(Measure.SHARE, "need.care", "area", group, "1", value, low, high, 100, Flag.PLAIN)


def reach(value: float) -> Cell:
    return Cell(Measure.REACH, "need.care", "area", "a", "", value, None, None, None, Flag.PLAIN)


HIDDEN = Cell(Measure.SHARE, "need.care", "area", "a", "1", None, None, None, None, Flag.TOO_FEW)


@pytest.mark.parametrize(
    ("places", "verdict"),
    [
        (exactly(290), GapVerdict.PROVEN),
        (exactly(300), GapVerdict.POSSIBLE),
        (exactly(490), GapVerdict.POSSIBLE),
        (exactly(500), GapVerdict.NOT_PROVEN),
        (Bounds(290, 290, 310), GapVerdict.POSSIBLE),
        (Bounds(500, 480, 500), GapVerdict.POSSIBLE),
    ],
)
def test_gap_is_proven_only_when_need_and_places_leave_no_doubt(
    places: Bounds, verdict: GapVerdict
) -> None:
    found = gap(share(0.4, 0.3, 0.5), 1000, places)

    assert found is not None
    assert verdict_of(found) is verdict


def test_gap_is_rounded_outwards_and_may_be_released() -> None:
    found = gap(share(0.4, 0.31, 0.52), 333, exactly(44))

    assert found is not None
    assert (found.value, found.low, found.high) == (90.0, 50.0, 130.0)
    assert len(list(ReleasedTable((found,)))) == 1


def test_ends_of_the_gap_join_the_ends_that_are_farthest_apart() -> None:
    found = gap(share(0.4, 0.3, 0.5), 1000, Bounds(200, 100, 250))

    assert found is not None
    assert (found.value, found.low, found.high) == (200.0, 50.0, 400.0)


def test_hidden_share_has_no_gap_and_no_coverage() -> None:
    assert gap(HIDDEN, 100, exactly(50)) is None
    assert coverage(HIDDEN, 100, exactly(50)) is None


def test_coverage_counts_children_who_have_a_place_and_those_who_lack_one() -> None:
    # 120 places, 80 taken, 100 of 500 children lack one (50 to 150): 120 / 180, 120/230 to 120/130.
    found = coverage(share(0.2, 0.1, 0.3), 500, exactly(120), exactly(80))

    assert found is not None
    assert (found.value, found.low, found.high) == (0.67, 0.52, 0.93)


def test_coverage_is_not_said_where_nobody_may_want_a_place() -> None:
    assert coverage(share(0.1, 0.0, 0.2), 100, exactly(10)) is None


def test_coverage_of_all_is_reached_exactly_when_no_place_is_missing() -> None:
    wish = share(0.25, 0.2, 0.3)

    for usable in range(150, 450, 10):
        missing = gap(wish, 1000, exactly(usable - 100))
        covered = coverage(wish, 1000, exactly(usable), exactly(100))

        assert missing is not None
        assert covered is not None
        assert (missing.value <= 0) == (covered.value >= 1)
        assert (verdict_of(missing) is GapVerdict.NOT_PROVEN) == (covered.low >= 1)


def test_interval_of_the_gap_holds_the_truth_as_often_as_that_of_the_share() -> None:
    chance = np.random.default_rng(3)
    children, truth, places, n, draws = 1400, 0.3, 380, 60, 2000
    hits = 0

    for yes in chance.binomial(n, truth, draws):
        low, high = beta.ppf([0.025, 0.975], [yes, yes + 1], [n - yes + 1, n - yes])
        found = gap(share(yes / n, low, high), children, Bounds(places, 360, 400))
        hits += found.low <= children * truth - chance.integers(360, 401) <= found.high

    assert hits / draws >= 0.95


@pytest.mark.parametrize(
    ("need", "near", "expected"),
    [
        ((0.5, 0.45, 0.55), 0.4, Standing.BOTH),
        ((0.5, 0.45, 0.55), 0.75, Standing.NEED),
        ((0.32, 0.2, 0.4), 0.4, Standing.SUPPLY),
        ((0.32, 0.2, 0.4), 0.75, Standing.NEITHER),
    ],
)
def test_needs_without_places_stand_beside_what_is_near(
    need: tuple[float, float, float], near: float, expected: Standing
) -> None:
    found = standing_of(share(*need), share(0.3, 0.28, 0.32), reach(near), reach(0.8))

    assert found is expected


def test_need_too_few_answered_stands_nowhere() -> None:
    assert standing_of(HIDDEN, share(0.3, 0.28, 0.32), reach(0.4), reach(0.8)) is None


def test_probability_to_be_on_top_follows_from_the_figures_alone() -> None:
    cells = [share(0.1 + 0.04 * k, 0.05 + 0.04 * k, 0.15 + 0.04 * k, f"{k}") for k in range(6)]

    found = top_cells([*cells, HIDDEN], top=2)
    again = top_cells([HIDDEN, *cells], top=2)

    errors = np.full(6, 0.1 / (2 * 1.959963984540054))
    values = np.array([float(cell.value) for cell in cells])
    expected = rank(values, errors, 2, np.random.default_rng(seed_of(cells))).among_top
    assert found == again
    assert [cell.value for cell in found] == np.round(expected, 2).tolist()
    assert sum(cell.value for cell in found) == pytest.approx(2, abs=0.03)
    assert {cell.category for cell in found} == {"2"}
    ReleasedTable(found)


def test_one_other_figure_makes_another_seed() -> None:
    cells = [share(0.2, 0.1, 0.3, "a"), share(0.3, 0.2, 0.4, "b")]

    assert seed_of(cells) == seed_of(cells[::-1])
    assert seed_of(cells) != seed_of([cells[0], replace(cells[1], high=0.41)])


def test_too_few_areas_are_not_ranked() -> None:
    assert top_cells([share(0.2, 0.1, 0.3, f"{k}") for k in range(3)]) == ()


def test_bounds_must_hold_their_value() -> None:
    with pytest.raises(ValueError, match="does not lie between"):
        Bounds(5, 6, 7)

    assert math.isclose((Bounds(5, 4, 6) + exactly(2)).high, 8)
