"""Quantiles and their intervals equal R's; ties and edges have defined values."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.design import Design
from analytics.errors import AnalyticsError, EmptyBaseError
from analytics.estimate import Domain
from analytics.quantiles import Quantiles, quantiles
from tests.analytics.samples import (
    FAMILIES,
    SCHOOLS,
    STAGES,
    by_kind,
    close,
    clus2,
    everybody,
    families,
    number,
    raked,
    raked_families,
    strat,
)
from tests.references.witness import case

SEVERAL = (0.1, 0.25, 0.5, 0.75, 0.9)


def same(found: Quantiles, expected: dict, group: int = 0) -> None:
    assert found.value[group] == close(np.atleast_1d(expected["estimate"]))
    assert found.low[group] == close(np.atleast_1d(expected["ci_low"]))
    assert found.high[group] == close(np.atleast_1d(expected["ci_high"]))
    assert found.se[group] == close(np.atleast_1d(expected["se"]))


@pytest.mark.parametrize("name", ["strat", "strat_nofpc"])
def test_quartiles_of_a_stratified_sample_equal_r(name: str) -> None:
    design = strat(fpc=name == "strat")

    found = quantiles(design, number("api00"), everybody(), (0.25, 0.5, 0.75))

    same(found, case(f"{name}.quantile_api00"))


def test_median_with_missing_answers_equals_r() -> None:
    design, _ = families()

    found = quantiles(design, number("wartezeit_wochen", FAMILIES), everybody(FAMILIES))

    same(found, case("fam.unraked.median_wartezeit"))


def test_quantiles_of_raked_and_two_stage_samples_equal_r() -> None:
    of_raked = quantiles(raked(strat()), number("api00"), everybody(), SEVERAL)
    of_stages = quantiles(clus2(), number("api00", STAGES), everybody(STAGES), SEVERAL)

    same(of_raked, case("quantile.rake"))
    same(of_stages, case("quantile.clus2"))


@pytest.mark.parametrize(("row", "name"), [("beta", "beta"), ("logit", "xlogit"), ("asin", "asin")])
def test_other_intervals_of_quantiles_equal_r(row: str, name: str) -> None:
    found = quantiles(raked(strat()), number("api00"), everybody(), (0.25, 0.5), row)

    same(found, case("quantile.types")[name])


def test_quantiles_of_groups_equal_r() -> None:
    expected = case("quantile.by")

    found = quantiles(strat(), number("api00"), by_kind(), (0.25, 0.5))

    for group, name in enumerate("EHM"):
        same(found, expected[name], group)


def test_medians_of_all_places_after_raking_equal_r() -> None:
    expected = case("quantile.families")
    design, place = raked_families()

    found = quantiles(design, number("wartezeit_wochen", FAMILIES), Domain(place, 12))

    for group, name in enumerate(sorted(expected)):
        same(found, expected[name], group)


def test_part_reached_exactly_gives_the_smaller_value_as_in_r() -> None:
    expected = case("quantile.tie")
    some = SCHOOLS[:8]

    found = quantiles(Design(np.ones(8)), number("api00", some), everybody(some), (0.25, 0.5))

    assert found.value[0].tolist() == expected["math"]["estimate"]
    assert found.high[0].tolist() == expected["math"]["ci_high"]
    # The lower end of the quarter is below 0. That of the median lies within the first answer:
    # the smallest is right; R 4.1-1 looks for an answer before the first and takes the second.
    assert np.isnan(found.low[0, 0])
    assert (found.low[0, 1], expected["math"]["ci_low"][1]) == (501.0, 516.0)


def test_rounding_of_weights_breaks_no_tie() -> None:
    # 0.1 + 0.2 + ... is no exact half of its sum; the tie holds all the same.
    weights = np.array([0.1, 0.2, 0.3, 0.4, 0.2])

    found = quantiles(Design(weights), np.array([1.0, 2, 3, 4, 5]), Domain.everybody(5))

    assert found.value.item() == 3.0


def test_weights_of_zero_and_missing_answers_take_no_part() -> None:
    expected = case("weight0")["median"]
    weights = number("pw").copy()
    weights[::7] = 0

    found = quantiles(
        Design(weights, strat().strata, population=strat().population), number("api00"), everybody()
    )

    same(found, expected)


def test_one_answer_and_an_empty_group_have_defined_values() -> None:
    group = Domain(np.array([0, 1, 1, 1]), 3)

    found = quantiles(Design(np.ones(4)), np.array([7.0, 2.0, 2.0, 2.0]), group)

    assert found.value[:2, 0].tolist() == [7.0, 2.0]
    assert np.isnan(found.value[2, 0])
    assert (found.low[1, 0], found.high[1, 0], found.se[1, 0]) == (2.0, 2.0, 0.0)


def test_nobody_and_impossible_parts_are_refused() -> None:
    with pytest.raises(EmptyBaseError, match="nobody in the base"):
        quantiles(Design(np.ones(2)), np.array([np.nan, np.nan]), Domain.everybody(2))
    with pytest.raises(AnalyticsError, match="between 0 and 1"):
        quantiles(Design(np.ones(2)), np.array([1.0, 2.0]), Domain.everybody(2), (1.0,))
