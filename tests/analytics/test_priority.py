"""Urgency follows its weights, and says how much it hangs on them."""

from __future__ import annotations

import pytest
from scipy.stats import norm

from analytics.priority import (
    FACTORS,
    Circumstances,
    urgencies,
    weighting,
    weightings_near,
)
from analytics.released import Cell, Flag, Measure, ReleasedTable

EVEN = weighting(dict.fromkeys(FACTORS, 1))
ALL_NEED = weighting({"need": 1, "deprivation": 0, "distance": 0})


def share(value: float | None, group: str) -> Cell:
    if value is None:
        return Cell(
            Measure.SHARE, "need.care", "area", group, "1", None, None, None, None, Flag.TOO_FEW
        )
    ends = (max(0.0, value - 0.05), value + 0.05)
    return Cell(Measure.SHARE, "need.care", "area", group, "1", value, *ends, 100, Flag.PLAIN)


def areas(*rows):
    return {code: Circumstances(share(need, code), poor, far) for code, need, poor, far in rows}


THREE = areas(("a", 0.1, 0.9, 4.0), ("b", 0.2, 0.8, 2.0), ("c", 0.3, 0.7, 3.0))


def test_score_is_the_weighted_sum_of_z_scores_on_a_scale_of_100() -> None:
    found = urgencies(THREE, weighting({"need": 2, "deprivation": 1, "distance": 1}), top=1)

    # z: need -1, 0, 1; deprivation 1, 0, -1; distance 1, -1, 0.
    for code, z in (("a", -0.5 + 0.25 + 0.25), ("b", -0.25), ("c", 0.5 - 0.25)):
        assert found[code].score.value == round(100 * norm.cdf(z))
    assert found["a"].parts == pytest.approx({"need": -1, "deprivation": 1, "distance": 1})


def test_ends_of_the_score_come_from_the_interval_of_the_need() -> None:
    found = urgencies(THREE, ALL_NEED, top=1)

    # 5 points are half a standard deviation of the needs.
    assert found["c"].score.low == round(100 * norm.cdf(0.5))
    assert found["c"].score.high == round(100 * norm.cdf(1.5))
    ReleasedTable(tuple(each.score for each in found.values()))


def test_equal_areas_share_the_places_among_the_most_urgent() -> None:
    alike = areas(*((code, 0.3, None, None) for code in "abcd"))

    found = urgencies(alike, EVEN, top=3)

    assert {each.stability for each in found.values()} == {0.75}


def test_differences_that_may_be_chance_make_nobody_urgent() -> None:
    wide = {
        code: Circumstances(
            Cell(Measure.SHARE, "need.care", "area", code, "1", value, 0.0, 0.98, 20, Flag.PLAIN),
            None,
            None,
        )
        for code, value in (("a", 0.03), ("b", 0.03), ("c", 0.05))
    }

    found = urgencies(wide, ALL_NEED, top=1)

    assert all(abs(each.score.value - 50) <= 3 for each in found.values())
    # An interval of 98 points is the unit's 3.92 standard errors wide.
    assert found["a"].score.high - found["a"].score.low > 45


def test_stability_counts_the_weightings_that_keep_an_area_on_top() -> None:
    weights = list(weightings_near(EVEN))

    found = urgencies(THREE, EVEN, top=1)

    def total(code, each):
        return sum(found[code].parts[f] * w for f, w in zip(FACTORS, each, strict=True))

    def winners(each):
        best = max(total(code, each) for code in "abc")
        return [code for code in "abc" if total(code, each) == pytest.approx(best, abs=1e-9)]

    def on_top(code):
        return sum(1 / len(winners(each)) for each in weights if code in winners(each))

    assert {code: found[code].stability * len(weights) for code in "abc"} == pytest.approx(
        {code: on_top(code) for code in "abc"}
    )
    assert sum(each.stability for each in found.values()) == pytest.approx(1)


def test_weightings_that_are_tried_stay_near_the_chosen_one() -> None:
    found = list(weightings_near((0.6, 0.4, 0.0)))

    assert found[0] == (0.6, 0.4, 0.0)
    assert all(sum(each) == pytest.approx(1) for each in found)
    assert max(abs(each[0] - 0.6) for each in found) == pytest.approx(0.2)
    assert {round(each[2], 2) for each in found} == {0.0, 0.05, 0.1, 0.15, 0.2}


def test_an_area_that_leads_everywhere_stays_on_top_under_all_weights() -> None:
    rows = areas(("a", 0.5, 0.9, 9.0), ("b", 0.2, 0.8, 2.0), ("c", 0.3, 0.7, 3.0))

    found = urgencies(rows, EVEN, top=1)

    assert [found[code].stability for code in "abc"] == [1, 0, 0]


def test_what_is_not_known_counts_as_average_and_is_named() -> None:
    rows = areas(("a", 0.1, None, 4.0), ("b", 0.2, 0.8, None), ("c", None, 0.7, 3.0))

    found = urgencies(rows, EVEN)

    assert set(found) == {"a", "b"}
    assert found["a"].unknown == ("deprivation",)
    assert found["a"].parts["deprivation"] == found["b"].parts["distance"] == 0


@pytest.mark.parametrize("points", [(0, 0, 0), (3, -1, 0)])
def test_weights_that_weigh_nothing_are_refused(points: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="give each 0 or more"):
        weighting(dict(zip(FACTORS, points, strict=True)))
