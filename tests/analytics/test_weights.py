"""Weights meet the register, equal R's, and say what they had to give up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.design import Design
from analytics.errors import ConvergenceError, WeightError
from analytics.estimate import Domain, means, totals
from analytics.margins import Margin, by_family, categorical
from analytics.small_categories import (
    Decision,
    Merge,
    UndecidedError,
    accept,
    decide,
    small_categories,
)
from analytics.weights import calibrate, kish, rake, trim, weigh
from tests.analytics.test_estimate import ALL, KIND, SCHOOLS, close, equals, schools
from tests.references.witness import case, codes, table

FAMILIES = table("familien.csv")
BASE = SCHOOLS["pw"].to_numpy()


def school_margins() -> list[Margin]:
    return [
        categorical(
            name, list(target), codes(SCHOOLS[name], list(target))[0], list(target.values())
        )
        for name, target in case("strat.rake4")["margins"].items()
    ]


def raked_schools() -> Design:
    margins = school_margins()
    return Design(
        weights=rake(BASE, margins, tolerance=1e-9),
        strata=KIND,
        population=schools().population,
        raked=tuple(margin.amounts.argmax(axis=1) for margin in margins),
    )


def family_margins() -> list[Margin]:
    """Four margins of 44,020 families, away from what the sample shows."""
    margins = []
    for name in ("gemeinde", "alter", "form", "sprache"):
        place, names = codes(FAMILIES[name])
        seen = np.bincount(place, FAMILIES["pw"].to_numpy())
        wanted = seen * np.linspace(0.8, 1.3, len(names))
        margins.append(categorical(name, names, place, wanted / wanted.sum() * 44020))
    return margins


def test_raked_weights_equal_r() -> None:
    found = rake(BASE, school_margins(), tolerance=1e-9)

    assert found == close(case("strat.rake4")["weights"])


def test_mean_and_total_after_raking_equal_r() -> None:
    expected, design = case("strat.rake4"), raked_schools()

    equals(means(design, SCHOOLS["api00"].to_numpy(dtype=float), ALL), expected["mean_api00"])
    found = totals(design, SCHOOLS["enroll"].to_numpy(dtype=float), ALL)
    assert found.value.item() == close(expected["total_enroll"]["estimate"])
    # R divides by the weights as they were after each margin of its last round, 1e-7 from the end.
    assert found.se.item() == pytest.approx(expected["total_enroll"]["se"], rel=2e-8)


def test_means_of_groups_after_raking_equal_r() -> None:
    expected = case("strat.rake4")["by_stype"]

    equals(
        means(raked_schools(), SCHOOLS["api00"].to_numpy(dtype=float), Domain(KIND, 3)), expected
    )


def test_design_effect_after_raking_equals_r() -> None:
    expected = case("strat.rake4_kish")

    found = kish(rake(BASE, school_margins(), tolerance=1e-9))

    assert found == close((expected["deff_kish"], expected["n_eff"]))


def test_trimmed_weights_equal_r() -> None:
    found = trim(rake(BASE, school_margins(), tolerance=1e-9), 15, 60)

    assert found == close(case("strat.rake4_trim")["weights"])


def test_standard_errors_after_linear_calibration_equal_r() -> None:
    expected = case("strat.calibrate_linear")
    dummies = np.column_stack(
        [np.ones(len(KIND)), KIND == 1, KIND == 2, SCHOOLS["sch.wide"] == "Yes"]
    )
    design = Design(
        weights=np.array(expected["weights"]),
        strata=KIND,
        population=schools().population,
        auxiliaries=dummies.astype(float),
        fit=BASE,
    )

    equals(means(design, SCHOOLS["api00"].to_numpy(dtype=float), ALL), expected["mean_api00"])
    equals(totals(design, SCHOOLS["enroll"].to_numpy(dtype=float), ALL), expected["total_enroll"])


def test_raked_families_meet_four_margins_by_a_product_of_factors() -> None:
    base, margins = FAMILIES["pw"].to_numpy(), family_margins()

    weights = rake(base, margins)

    dummies = np.hstack([margin.amounts for margin in margins])
    logs = np.log(weights / base)
    fitted = dummies @ np.linalg.lstsq(dummies, logs, rcond=None)[0]
    for margin in margins:
        assert margin.amounts.T @ weights == close(margin.totals)
    # Only one set of weights is such a product and meets the margins (Csiszár 1975).
    assert fitted == close(logs)


def test_calibration_on_margins_of_families_is_raking() -> None:
    base, margins = FAMILIES["pw"].to_numpy(), family_margins()

    calibrated = calibrate(base, margins)

    assert calibrated == close(rake(base, margins))


def integrated(seed: int, families: int = 400) -> tuple[np.ndarray, list[Margin]]:
    """Make children by age and by area, whose totals come from other weights."""
    chance = np.random.default_rng(seed)
    family = np.repeat(np.arange(families), chance.integers(1, 4, families))
    age = chance.integers(0, 5, len(family))
    area = chance.integers(0, 6, families)[family]
    hidden = chance.uniform(2, 12, families)[family]
    margins = [
        by_family(
            categorical(
                name, [str(i) for i in range(size)], place, np.bincount(place, hidden, size)
            ),
            family,
            families,
        )
        for name, place, size in (("age", age, 5), ("area", area, 6))
    ]
    return np.full(families, 5.0), margins


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_one_family_weight_reproduces_children_by_age_and_by_area(seed: int) -> None:
    base, margins = integrated(seed)

    weights = calibrate(base, margins)

    for margin in margins:
        assert margin.amounts.T @ weights == pytest.approx(margin.totals, rel=1e-9)
    assert (weights > 0).all()


def test_finished_weights_meet_all_totals_after_trimming() -> None:
    base, margins = integrated(seed=7)
    base[:12] = 80.0

    finished = weigh(base, margins)

    for margin in finished.margins:
        assert margin.amounts.T @ finished.values == pytest.approx(margin.totals, rel=1e-9)
    assert finished.trimmed >= 12
    assert finished.deff < kish(base)[0]
    assert finished.n_eff == pytest.approx(400 / finished.deff)


def areas(*sizes: int) -> Margin:
    place = np.repeat(np.arange(len(sizes)), sizes)
    names = [chr(ord("A") + number) for number in range(len(sizes))]
    return categorical("area", names, place, [2.0 * size or 1.0 for size in sizes])


def test_category_that_is_too_small_is_named_with_its_neighbours_and_merged_by_nobody() -> None:
    margin = areas(50, 30, 5, 25)

    with pytest.raises(UndecidedError, match="area C; decide") as refused:
        weigh(np.ones(110), [margin])

    (small,) = refused.value.small
    assert (small.parts, small.respondents) == (("C",), 5)
    assert small.neighbours == ("D", "B", "A")
    assert small.accepted == Decision("area", "C", "D")


def test_decided_merge_adds_totals_and_families_and_stands_in_the_result() -> None:
    margin, decided = areas(50, 30, 5, 25), [Decision("area", "C", "A")]

    finished = weigh(np.ones(110), [margin], decided)

    assert finished.merges == (Merge("area", "C", "A", 5),)
    assert finished.margins[0].parts == (("A", "C"), ("B",), ("D",))
    assert finished.margins[0].totals.tolist() == [110, 60, 50]
    assert finished.margins[0].amounts.T @ finished.values == close(np.array([110.0, 60, 50]))


def test_margin_that_is_left_out_asks_for_nothing_more_and_is_said() -> None:
    finished = weigh(np.ones(60), [areas(55, 5), areas(30, 30)], [Decision("area", "B", "")])

    assert finished.margins == ()
    assert finished.dropped == ("area", "area")
    assert finished.values.tolist() == [1.0] * 60


def test_all_proposals_followed_leave_nothing_too_small() -> None:
    margin = areas(3, 4, 5, 6, 60, 2)

    decisions = accept([margin])

    (kept,), merges, _ = decide([margin], decisions)
    assert small_categories([kept]) == ()
    assert kept.totals.sum() == margin.totals.sum()
    assert len(merges) == len(decisions) == len(margin.labels) - len(kept.labels)


def test_single_category_with_few_families_can_only_be_left_out() -> None:
    (small,) = small_categories([areas(12)])

    assert (small.proposal, small.neighbours) == ("", ())


def test_nearest_category_is_proposed_where_it_is_known_what_lies_near() -> None:
    near = {"area": {"A": ("D", "C", "B")}}

    (small,) = small_categories([areas(4, 50, 50, 50)], near=near)

    assert small.neighbours == ("D", "C", "B")


def test_decision_on_a_category_there_is_none_of_has_no_effect() -> None:
    margin = areas(50, 30)

    kept, merges, dropped = decide([margin], [Decision("area", "A", "Z"), Decision("x", "A", "")])

    assert (kept, merges, dropped) == ((margin,), (), ())


def test_few_families_of_unknown_category_wait_for_no_decision() -> None:
    place = np.array([0] * 30 + [1] * 30 + [-1] * 3)

    assert small_categories([categorical("form", ["a", "b"], place, [3, 4])]) == ()


def test_families_of_unknown_category_keep_their_share() -> None:
    margin = categorical("form", ["single", "couple"], np.array([0, 1, 1, -1]), [30, 70])

    assert margin.labels == ("single", "couple", "unknown")
    assert margin.totals.tolist() == close([22.5, 52.5, 25.0])


def test_contradicting_totals_name_the_margin_and_the_sums() -> None:
    place = np.array([0, 1] * 30)
    margins = [
        categorical("form", ["a", "b"], place, [50, 50]),
        categorical("language", ["c", "d"], place[::-1], [70, 50]),
    ]

    for fit in (rake, calibrate):
        with pytest.raises(ConvergenceError, match=r"form 100, language 120"):
            fit(np.ones(60), margins)


def test_totals_beyond_what_the_families_can_add_up_to_are_an_error() -> None:
    alike = np.tile([1.0, 2.0], (30, 1))
    margin = Margin("children", ("small", "big"), alike, np.array([100.0, 100.0]))

    with pytest.raises(ConvergenceError, match="margin children"):
        calibrate(np.ones(30), [margin])


def test_category_without_families_is_named() -> None:
    margin = categorical("area", ["A", "B"], np.zeros(5, dtype=int), [3, 4])

    with pytest.raises(WeightError, match="nobody is in B"):
        rake(np.ones(5), [margin])


def test_children_cannot_be_raked_as_if_they_were_families() -> None:
    base, margins = integrated(seed=1)

    with pytest.raises(WeightError, match="use calibrate"):
        rake(base, margins)


def test_negative_base_weight_is_refused() -> None:
    with pytest.raises(WeightError, match="must be positive"):
        rake(np.array([1.0, -1.0]), [])


def test_interval_too_narrow_for_the_sum_is_refused() -> None:
    with pytest.raises(WeightError, match="cannot be trimmed"):
        trim(np.array([1.0, 1.0, 10.0]), 0.5, 2.0)
