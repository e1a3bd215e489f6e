"""Estimates and standard errors equal those of R's survey package; edges have defined values."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy.stats import beta, t

from analytics.design import Design
from analytics.errors import AnalyticsError, EmptyBaseError, LonelyUnitError
from analytics.estimate import Domain, means, ratio_scores, ratios, shares, totals
from analytics.intervals import korn_graubard, t_interval
from tests.analytics.samples import (
    FAMILIES,
    SCHOOLS,
    close,
    equals,
    everybody,
    families,
    kind,
    strat,
    yes,
)
from tests.references.witness import case, codes

ALL = everybody()
KIND = kind()
WIDE = yes("sch.wide")
DESIGNS = ("strat", "strat_nofpc")


def schools(name: str = "strat") -> Design:
    return strat(fpc=name == "strat")


@pytest.mark.parametrize("name", DESIGNS)
def test_mean_equals_r(name: str) -> None:
    expected = case(f"{name}.mean_api00")

    found = means(schools(name), SCHOOLS["api00"].to_numpy(dtype=float), ALL)
    low, high = t_interval(found.value, found.se, found.df)

    equals(found, expected)
    assert found.df.tolist() == [expected["df"]]
    assert (low.item(), high.item()) == close((expected["ci_low"], expected["ci_high"]))


@pytest.mark.parametrize("name", DESIGNS)
def test_total_equals_r(name: str) -> None:
    expected = case(f"{name}.total_enroll")

    found = totals(schools(name), SCHOOLS["enroll"].to_numpy(dtype=float), ALL)

    equals(found, expected)


@pytest.mark.parametrize("name", DESIGNS)
def test_shares_of_the_strata_themselves_have_no_error(name: str) -> None:
    expected = case(f"{name}.prop_stype")

    found = shares(schools(name), KIND, 3, ALL)

    equals(found, expected)


@pytest.mark.parametrize("name", DESIGNS)
def test_ratio_equals_r(name: str) -> None:
    tested = SCHOOLS["api.stu"].to_numpy(dtype=float)

    found = ratios(schools(name), tested[:, None], SCHOOLS["enroll"].to_numpy(dtype=float), ALL)

    equals(found, case(f"{name}.ratio_apistu_enroll"))


@pytest.mark.parametrize("name", DESIGNS)
def test_means_of_all_groups_equal_r(name: str) -> None:
    found = means(schools(name), SCHOOLS["api00"].to_numpy(dtype=float), Domain(KIND, 3))

    equals(found, case(f"{name}.by_stype_api00"))


@pytest.mark.parametrize("name", DESIGNS)
def test_intervals_of_shares_in_groups_equal_r(name: str) -> None:
    expected = case(f"{name}.by_stype_prop_beta")

    found = shares(schools(name), WIDE, 2, Domain(KIND, 3))
    low, high = korn_graubard(found.value[:, 1], found.se[:, 1], found.n, found.df, cap=False)

    assert found.value[:, 1] == close(expected["estimate"])
    assert low == close(expected["ci_low"])
    assert high == close(expected["ci_high"])


@pytest.mark.parametrize("name", DESIGNS)
def test_share_and_its_two_intervals_equal_r(name: str) -> None:
    found = shares(schools(name), WIDE, 2, ALL)
    value, error = found.value[:, 1], found.se[:, 1]

    beta_ends = np.ravel(korn_graubard(value, error, found.n, found.df, cap=False))
    t_ends = np.ravel(t_interval(value, error, found.df))

    expected, plain = case(f"{name}.ciprop.beta"), case(f"{name}.ciprop.mean")
    assert (value.item(), error.item()) == close(tuple(case(f"{name}.prop_mean_se").values()))
    assert beta_ends == close([expected["ci_low"], expected["ci_high"]])
    assert t_ends == close([plain["ci_low"], plain["ci_high"]])


@pytest.mark.parametrize("name", DESIGNS)
def test_mean_and_total_of_a_part_equal_r(name: str) -> None:
    part = Domain(np.where(SCHOOLS["comp.imp"] == "Yes", 0, -1), 1)

    mean = means(schools(name), SCHOOLS["api00"].to_numpy(dtype=float), part)
    total = totals(schools(name), SCHOOLS["api.stu"].to_numpy(dtype=float), part)

    equals(mean, case(f"{name}.domain_compimp_mean"))
    equals(total, case(f"{name}.domain_compimp_total"))


@pytest.mark.parametrize("name", DESIGNS)
def test_weighted_counts_of_a_table_equal_r(name: str) -> None:
    found = totals(schools(name), np.ones(len(SCHOOLS)), Domain(3 * WIDE + KIND, 6))

    assert found.value.reshape(2, 3) == close(
        np.array(case(f"{name}.table_schwide_stype")["cells"])
    )


def test_contrasts_between_groups_equal_r() -> None:
    expected = case("strat.contrast")
    contrasts = np.array([[1.0, -1.0, 0.0], [1.0, 0.0, -1.0]])
    api = SCHOOLS["api00"].to_numpy(dtype=float)

    values, scores = ratio_scores(schools(), api, np.ones(len(api)), Domain(KIND, 3))
    covariance = contrasts @ schools().covariance(scores) @ contrasts.T

    assert contrasts @ values == close(expected["estimate"])
    assert covariance == close(np.array(expected["vcov"]))


def test_change_within_the_same_units_equals_r() -> None:
    change = (SCHOOLS["api00"] - SCHOOLS["api99"]).to_numpy(dtype=float)

    equals(means(schools(), change, ALL), case("strat.change_paired"))


def test_rare_share_has_rs_interval() -> None:
    expected = case("edge.ciprop_beta.few")
    few = (SCHOOLS["api00"] > 880).to_numpy().astype(int)

    found = shares(schools(), few, 2, ALL)
    low, high = korn_graubard(found.value[:, 1], found.se[:, 1], found.n, found.df, cap=False)

    assert found.value[0, 1] == close(expected["estimate"])
    assert (low.item(), high.item()) == close((expected["ci_low"], expected["ci_high"]))


def test_intervals_in_all_places_equal_r() -> None:
    expected = case("fam.unraked.by_gemeinde.beta")
    design, place = families()

    found = shares(design, FAMILIES["bedarf_beratung"].to_numpy(), 2, Domain(place, 12))
    low, high = korn_graubard(found.value[:, 1], found.se[:, 1], found.n, found.df, cap=False)

    assert found.n.tolist() == expected["n"]
    assert found.se[:, 1] == close(expected["se"])
    assert low == close(expected["ci_low"])
    assert high == close(expected["ci_high"])


def test_groups_across_strata_equal_r() -> None:
    expected = case("fam.unraked.by_form_sprache")
    design, _ = families()
    form, forms = codes(FAMILIES["form"])
    language, languages = codes(FAMILIES["sprache"])
    group = language * len(forms) + form
    names = [(f, s) for s in languages for f in forms]

    found = means(design, FAMILIES["bedarf_beratung"].to_numpy(dtype=float), Domain(group, 8))

    assert names == list(zip(expected["form"], expected["sprache"], strict=True))
    equals(found, expected)


def test_missing_answers_leave_the_base_as_in_r() -> None:
    expected = case("fam.unraked.mean_zufriedenheit_narm")
    design, _ = families()

    found = means(
        design, FAMILIES["zufriedenheit"].to_numpy(dtype=float), Domain.everybody(len(FAMILIES))
    )

    equals(found, expected)
    assert len(FAMILIES) - found.n[0] == expected["n_missing"]


@pytest.mark.parametrize(("answer", "ends"), [(0, (0.0, None)), (1, (None, 1.0))])
def test_share_of_none_or_all_has_the_closed_interval(answer: int, ends: tuple[Any, Any]) -> None:
    n, plain = 200, Design(np.ones(200))

    found = shares(plain, np.full(n, answer), 2, Domain.everybody(n))
    low, high = korn_graubard(found.value[:, 1], found.se[:, 1], found.n, found.df)

    inner = 1 - 0.025 ** (1 / n)  # Clopper and Pearson, nobody of n
    expected = (0.0, inner) if ends[0] == 0.0 else (1 - inner, 1.0)
    assert (low.item(), high.item()) == close(expected)


@pytest.mark.parametrize(("name", "answer"), [("none", 0), ("all", 1)])
def test_where_r_has_no_interval_the_closed_one_stands(name: str, answer: int) -> None:
    expected = {"none": case("edge.ciprop_beta.none"), "all": case("edge.ciprop_beta.all")}[name]

    found = shares(strat(), np.full(200, answer), 2, ALL)
    low, high = korn_graubard(found.value[:, 1], found.se[:, 1], found.n, found.df)

    # 200 answers, with the little that 3 strata take off the degrees of freedom.
    effective = 200 * (t.ppf(0.025, 199) / t.ppf(0.025, 197)) ** 2
    inner = 0.025 ** (1 / effective)
    assert found.value[0, 1] == expected["estimate"]
    assert (expected["ci_low"], expected["ci_high"]) == (None, None)
    assert (low.item(), high.item()) == close((0, 1 - inner) if answer == 0 else (inner, 1))


def test_interval_equals_the_closed_form_of_beta_quantiles() -> None:
    low, high = korn_graubard(np.array(0.3), np.array(0.1), np.array(100), np.array(99))

    effective = 0.3 * 0.7 / 0.01
    assert low == close(beta.ppf(0.025, 0.3 * effective, 0.7 * effective + 1))
    assert high == close(beta.ppf(0.975, 0.3 * effective + 1, 0.7 * effective))


def test_answer_nobody_gave_has_share_zero() -> None:
    found = shares(Design(np.ones(4)), np.array([0, 0, 2, -1]), 3, Domain.everybody(4))

    assert found.value.tolist() == [close([2 / 3, 0.0, 1 / 3])]
    assert found.n.tolist() == [3]


def test_empty_group_has_no_value_and_an_empty_base_is_an_error() -> None:
    design, answers = Design(np.ones(4)), np.array([0, 1, 0, 1])

    found = shares(design, answers, 2, Domain(np.array([0, 0, 0, 0]), 2))

    assert np.isnan(found.value[1]).all()
    assert found.n.tolist() == [4, 0]
    with pytest.raises(EmptyBaseError, match="nobody in the base"):
        shares(design, np.full(4, -1), 2, Domain.everybody(4))


def test_stratum_with_one_unit_is_named() -> None:
    design = Design(np.ones(3), strata=np.array([0, 0, 1]))

    with pytest.raises(LonelyUnitError, match="stratum 1 holds a single sampling unit"):
        means(design, np.array([1.0, 2.0, 3.0]), Domain.everybody(3))


@pytest.mark.parametrize("population", [-5.0, 0.0, math.nan])
def test_population_that_cannot_be_is_named(population: float) -> None:
    design = Design(np.ones(4), population=np.array([population]))

    with pytest.raises(AnalyticsError, match="stratum 0"):
        shares(design, np.array([0, 1, 0, 1]), 2, Domain.everybody(4))


def test_fully_surveyed_stratum_of_one_adds_no_error() -> None:
    design = Design(np.ones(3), np.array([0, 0, 1]), population=np.array([np.inf, 1.0]))

    found = means(design, np.array([1.0, 2.0, 3.0]), Domain.everybody(3))

    # By hand: two units around their mean with squared deviations 0.25 each, times 2, by 3 squared.
    assert found.se.item() == close(1 / 3)


def test_children_count_as_their_family() -> None:
    design = Design(np.array([1.0, 2.0, 1.0]))
    owner = np.array([0, 0, 1, 2, 2, 2])
    values = np.array([1.0, 0.0, 1.0, 0.0, 0.0, 1.0])

    found = means(design, values, Domain.everybody(6, owner))

    # By hand: family totals y = (1, 1, 1), x = (2, 1, 3), R = 4/7, u = w (y - R x) / 7.
    u = np.array([1 - 8 / 7, 2 - 8 / 7, 1 - 12 / 7]) / 7
    assert found.value.item() == close(4 / 7)
    assert found.se.item() == close(np.sqrt(1.5 * (u**2).sum()))
    assert (found.n[0], found.respondents[0], found.df[0]) == (6, 3, 2)


def test_more_units_than_families_need_an_owner() -> None:
    with pytest.raises(AnalyticsError, match="name their owner"):
        means(Design(np.ones(2)), np.ones(3), Domain.everybody(3))


def test_interval_never_rests_on_more_units_than_there_are() -> None:
    small_error = np.array(0.001)

    capped = korn_graubard(np.array(0.3), small_error, np.array(50), np.array(49))
    free = korn_graubard(np.array(0.3), small_error, np.array(50), np.array(49), cap=False)

    assert capped[1] - capped[0] > 0.2
    assert free[1] - free[0] < 0.01
