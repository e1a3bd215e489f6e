"""Widths and allocations against R's survey package and cases worked by hand."""

import json
from pathlib import Path

import pytest

from analytics import sample_size
from analytics.sample_size import Asked

WITNESS = json.loads(
    (Path(__file__).parents[1] / "references" / "r-sample-size.json").read_text("utf-8")
)


@pytest.mark.parametrize("case", WITNESS["cases"], ids=lambda case: case["id"])
def test_widths_and_design_effects_are_those_of_r(case):
    strata = [Asked(*each) for each in zip(case["families"], case["answers"], strict=True)]

    width = sample_size.overall_half_width(strata, case["share"], is_finite=case["is_finite"])

    assert width == pytest.approx(case["half_width"], rel=2e-5)
    assert sample_size.design_effect(strata) == pytest.approx(case["kish"])


def test_the_quantiles_of_t_are_those_of_r():
    for each in WITNESS["quantiles"]:
        found = sample_size.quantile_of_t(each["freedom"])

        assert found == pytest.approx(each["quantile"], abs=0.002 if each["freedom"] < 9 else 2e-5)


@pytest.mark.parametrize(
    ("letters", "families", "power", "least", "expected"),
    [
        (1200, [1800, 700, 500], 1, 0, [720, 280, 200]),
        (1200, [1800, 700, 500], 0, 0, [400, 400, 400]),
        # Square roots 3 : 2 : 1, so 600, 400 and 200; two have only 400 and 100, 700 are left.
        (1200, [900, 400, 100], 0.5, 0, [700, 400, 100]),
        (1000, [1600, 100], 1, 60, [940, 60]),
        (5000, [300, 200], 1, 200, [300, 200]),
        (100, [50, 25, 25], 1, 40, [50, 25, 25]),
        (10, [1, 1, 1, 100], 1, 0, [0, 0, 0, 10]),
    ],
)
def test_letters_are_shared_out_as_worked_by_hand(letters, families, power, least, expected):
    found = sample_size.allocate(letters, families, power, least)

    assert found == expected


def test_fewer_letters_than_the_least_of_all_are_refused_with_both_numbers():
    with pytest.raises(ValueError, match="300 letters are fewer than 400"):
        sample_size.allocate(300, [500, 500], 1, least=200)


def test_nothing_is_said_about_a_handful_of_answers():
    assert sample_size.half_width(Asked(300, 4)) is None
    assert sample_size.overall_half_width([Asked(300, 100), Asked(300, 4)]) is None


def test_the_answers_needed_are_the_fewest_that_do():
    needed = sample_size.answers_needed(0.05, 1800)

    assert sample_size.half_width(Asked(1800, needed)) <= 0.05
    assert sample_size.half_width(Asked(1800, needed - 1)) > 0.05
    assert (
        needed == 388
    )  # 1.96 squared times 0.25 over 0.05 squared is 385; Student's t asks for 3 more
    assert sample_size.answers_needed(0.05, 300) is None
    assert sample_size.answers_needed(0.05, 300, is_finite=True) == 170
