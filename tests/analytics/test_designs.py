"""Cluster samples, fitted weights, lonely units and weights of zero give R's standard errors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analytics.design import Design, Lonely, SecondStage, indicators
from analytics.errors import AnalyticsError, EmptyBaseError, LonelyUnitError
from analytics.estimate import Domain, means, ratio_covariance, ratio_scores, ratios, shares, totals
from analytics.intervals import SHARE_INTERVALS, korn_graubard, t_interval
from tests.analytics.samples import (
    CLUSTERS,
    FAMILIES,
    SCHOOLS,
    STAGES,
    by,
    by_kind,
    close,
    clus1,
    clus2,
    equals,
    everybody,
    families,
    kind,
    number,
    raked,
    raked_families,
    strat,
    yes,
)
from tests.references.witness import case, codes


def test_cluster_sample_has_rs_figures() -> None:
    design = clus1()

    mean = means(design, number("api00", CLUSTERS), everybody(CLUSTERS))

    equals(mean, case("clus1.mean"))
    assert mean.df.tolist() == [case("clus1.mean")["df"]]
    equals(totals(design, number("enroll", CLUSTERS), everybody(CLUSTERS)), case("clus1.total"))
    equals(means(design, number("api00", CLUSTERS), by_kind(CLUSTERS)), case("clus1.by_stype"))


def test_intervals_of_groups_in_a_cluster_sample_use_the_groups_own_freedom() -> None:
    expected = case("clus1.beta_by_stype")

    found = shares(clus1(), yes("comp.imp", CLUSTERS), 2, by_kind(CLUSTERS))
    low, high = korn_graubard(found.value[:, 1], found.se[:, 1], found.n, found.df, cap=False)

    assert found.value[:, 1] == close(expected["estimate"])
    assert low == close(expected["ci_low"])
    assert high == close(expected["ci_high"])


def test_two_stages_have_rs_figures() -> None:
    design, all_ = clus2(), everybody(STAGES)
    both = np.column_stack([number("api00", STAGES), number("api99", STAGES)])
    enrolled, tested = number("enroll", STAGES), number("api.stu", STAGES)
    known = np.isfinite(enrolled)

    mean = ratios(design, both, np.ones(len(both)), all_)
    ratio = ratios(design, np.where(known, tested, 0)[:, None], np.where(known, enrolled, 0), all_)

    equals(mean, case("clus2.mean"))
    assert mean.df.tolist() == [case("clus2.mean")["df"]]
    equals(totals(design, enrolled, all_), case("clus2.total"))
    equals(ratio, case("clus2.ratio"))
    equals(means(design, number("api00", STAGES), by_kind(STAGES)), case("clus2.by_stype"))


def test_covariances_of_groups_in_two_stages_equal_r() -> None:
    expected = case("clus2.covariance")
    ones = np.ones(len(STAGES))

    value, covariance = ratio_covariance(clus2(), number("api00", STAGES), ones, by_kind(STAGES))

    assert value == close(expected["estimate"])
    assert covariance == close(expected["vcov"])


@pytest.mark.parametrize("method", ["beta", "mean", "logit", "xlogit", "asin"])
def test_each_interval_of_a_share_equals_r(method: str) -> None:
    expected = case("clus2.ciprop")[method]
    name = "logit" if method == "xlogit" else method

    found = shares(clus2(), yes("comp.imp", STAGES), 2, everybody(STAGES))
    ends = SHARE_INTERVALS[name](found.value[:, 1], found.se[:, 1], found.n, found.df)

    assert np.ravel(ends) == close(expected["ends"])


@pytest.mark.parametrize("name", ["strat", "strat_nofpc"])
@pytest.mark.parametrize("method", ["logit", "asin", "xlogit"])
def test_other_intervals_of_a_stratified_share_equal_r(name: str, method: str) -> None:
    expected = case(f"{name}.ciprop.{method}")
    row = "logit" if method == "xlogit" else method

    found = shares(strat(fpc=name == "strat"), yes("sch.wide"), 2, everybody())
    low, high = SHARE_INTERVALS[row](found.value[:, 1], found.se[:, 1], found.n, found.df)

    assert (low.item(), high.item()) == close((expected["ci_low"], expected["ci_high"]))


def test_logit_intervals_in_all_places_equal_r() -> None:
    expected = case("fam.unraked.by_gemeinde.logit")
    design, place = families()

    found = shares(design, FAMILIES["bedarf_beratung"].to_numpy(), 2, Domain(place, 12))
    ends = SHARE_INTERVALS["logit"](found.value[:, 1], found.se[:, 1], found.n, found.df)

    assert ends[0] == close(expected["ci_low"])
    assert ends[1] == close(expected["ci_high"])


def test_post_stratified_clusters_have_rs_errors() -> None:
    expected = case("post.clus1")
    start = clus1()
    factor = np.array([4421, 755, 1018]) / (start.weights @ indicators(kind(CLUSTERS)))
    design = replace(
        start,
        weights=start.weights * factor[kind(CLUSTERS)],
        auxiliaries=indicators(kind(CLUSTERS)),
        fit=start.weights,
    )

    equals(means(design, number("api00", CLUSTERS), everybody(CLUSTERS)), expected["mean"])
    equals(totals(design, number("enroll", CLUSTERS), everybody(CLUSTERS)), expected["total"])
    equals(means(design, number("api00", CLUSTERS), by("comp.imp", CLUSTERS)), expected["by"])


def test_post_stratification_weighs_its_residuals_by_the_design() -> None:
    expected = case("post.uneven")
    start, cells = strat(), indicators(yes("awards"))
    factor = np.array([2027, 4167]) / (start.weights @ cells)
    weights = start.weights * (cells @ factor)
    design = replace(start, weights=weights, auxiliaries=cells, fit=start.weights)

    equals(means(design, number("api00"), everybody()), expected["mean"])
    equals(totals(design, number("enroll"), everybody()), expected["total"])
    equals(means(design, number("api00"), by("comp.imp")), expected["by"])


def test_linear_calibration_of_clusters_has_rs_errors() -> None:
    expected = case("linear.clus1")
    start = clus1()
    auxiliaries = np.column_stack([indicators(kind(CLUSTERS)), number("api99", CLUSTERS)])
    design = replace(
        start,
        weights=np.array(expected["weights"]),
        auxiliaries=auxiliaries,
        fit=start.weights,
    )

    equals(means(design, number("api00", CLUSTERS), everybody(CLUSTERS)), expected["mean"])
    equals(totals(design, number("enroll", CLUSTERS), everybody(CLUSTERS)), expected["total"])
    equals(means(design, number("api00", CLUSTERS), by("comp.imp", CLUSTERS)), expected["by"])


def test_raked_clusters_have_rs_errors() -> None:
    expected = case("rake.clus1")

    design = raked(clus1(), CLUSTERS)

    assert design.weights == close(expected["weights"])
    equals(means(design, number("api00", CLUSTERS), everybody(CLUSTERS)), expected["mean"])
    equals(totals(design, number("enroll", CLUSTERS), everybody(CLUSTERS)), expected["total"])
    equals(means(design, number("api00", CLUSTERS), by("comp.imp", CLUSTERS)), expected["by"])


def test_raked_families_have_rs_weights_shares_and_means() -> None:
    expected = case("rake.families")
    design, place = raked_families()
    form, _ = codes(FAMILIES["form"])
    language, _ = codes(FAMILIES["sprache"])

    by_place = shares(design, language, 2, Domain(place, 12))
    by_form = means(design, number("zufriedenheit", FAMILIES), Domain(form, 4))
    need = totals(design, number("bedarf_beratung", FAMILIES), everybody(FAMILIES))

    assert design.weights == close(expected["weights"])
    assert by_place.value.T.ravel() == close(expected["shares"]["estimate"])
    assert by_place.se.T.ravel() == close(np.ravel(expected["shares"]["se"]))
    equals(by_form, expected["means"])
    equals(need, expected["total"])


@pytest.mark.parametrize("name", ["remove", "certainty", "adjust", "average"])
def test_lonely_stratum_is_treated_as_by_r(name: str) -> None:
    expected = case(f"lonely.{name}")
    alone = (SCHOOLS["stype"] == "M") & ((SCHOOLS["stype"] == "M").cumsum() > 1)
    some = SCHOOLS[~alone]
    way = Lonely.REMOVE if name == "certainty" else Lonely(name)
    design = replace(strat(some), lonely=way)

    mean = means(design, number("api00", some), everybody(some))

    equals(mean, expected["mean"])
    assert mean.df.tolist() == [expected["mean"]["df"]]
    equals(totals(design, number("enroll", some), everybody(some)), expected["total"])
    if name != "average":  # R drops the strata a group is not in before it takes their average.
        equals(means(design, number("api00", some), by("comp.imp", some)), expected["by"])


@pytest.mark.parametrize("way", ["remove", "adjust"])
def test_lonely_unit_of_the_second_stage_is_treated_as_by_r(way: str) -> None:
    design = replace(clus2(more=2), weights=clus2().weights, lonely=Lonely(way))

    found = means(design, number("api00", STAGES), everybody(STAGES))

    equals(found, case(f"lonely.second.{way}"))


def test_lonely_unit_of_the_second_stage_is_named() -> None:
    with pytest.raises(LonelyUnitError, match="sampling unit 0 holds a single"):
        means(clus2(more=2), number("api00", STAGES), everybody(STAGES))


def test_weights_of_zero_leave_the_base_but_not_the_sample() -> None:
    expected = case("weight0")
    weights = number("pw").copy()
    weights[::7] = 0
    design = replace(strat(), weights=weights)

    mean = means(design, number("api00"), everybody())

    equals(mean, expected["mean"])
    assert mean.df.tolist() == [expected["mean"]["df"]]
    assert mean.n.tolist() == [200 - len(weights[::7])]
    equals(means(design, number("api00"), by("comp.imp")), expected["by"])


def test_negative_weight_is_refused() -> None:
    with pytest.raises(AnalyticsError, match="family 1 has the weight -2"):
        Design(np.array([1.0, -2.0]))


def test_stratum_without_a_population_is_refused() -> None:
    with pytest.raises(AnalyticsError, match="2 strata, but 1 populations"):
        Design(np.ones(2), strata=np.array([0, 1]), population=np.array([5.0]))


def test_more_drawn_than_there_are_is_refused() -> None:
    design = Design(np.ones(3), np.array([0, 1, 1]), population=np.array([9.0, 1.0]))

    with pytest.raises(AnalyticsError, match="stratum 1: 2 were drawn, more than its population"):
        means(design, np.ones(3), Domain.everybody(3))


def test_families_asked_in_drawn_centres_are_a_second_stage() -> None:
    centre = np.array([0, 0, 1, 1, 2, 2])
    values = np.array([1.0, 3.0, 2.0, 2.0, 5.0, 5.0])
    second = SecondStage(np.full(6, 4.0))
    design = Design(np.full(6, 20.0), units=centre, population=np.array([30.0]), second=second)

    found = totals(design, values, Domain.everybody(6))

    # By hand: totals 80, 80, 200 of centres; (1 - 3/30) 3/2 of their squares, and 3/30 of
    # (1 - 2/4) 2/1 of the squares 2 * 20^2 in the first centre.
    squares = (80 - 120) ** 2 * 2 + (200 - 120) ** 2
    assert found.se.item() == close(np.sqrt(0.9 * 1.5 * squares + 0.1 * 0.5 * 2 * 800))


def test_one_pass_over_groups_gives_the_same_errors_as_the_scores_of_each() -> None:
    design, place = raked_families()
    satisfied = number("zufriedenheit", FAMILIES)
    known = np.isfinite(satisfied).astype(float)
    domain = Domain(place, 12)

    found = ratios(design, np.nan_to_num(satisfied)[:, None], known, domain)
    values, scores = ratio_scores(design, np.nan_to_num(satisfied), known, domain)

    assert found.value[:, 0] == close(values)
    assert found.se[:, 0] == close(design.standard_errors(scores))


@pytest.mark.parametrize("seed", range(8))
def test_groups_of_any_design_have_the_errors_of_their_scores(seed: int) -> None:
    draws = np.random.default_rng(seed)
    families, children = 60, 90
    strata = np.sort(draws.integers(0, 3, families))
    units = draws.integers(0, 5, families) if seed % 2 else None
    staged = seed % 4 == 1
    design = Design(
        draws.uniform(1, 9, families) * (draws.uniform(size=families) > 0.1),
        strata,
        units,
        population=np.array([40.0, np.inf, 90.0]),
        raked=(draws.integers(0, 4, families), draws.integers(-1, 2, families)) if seed > 2 else (),
        auxiliaries=draws.normal(size=(families, 2)) if seed > 4 else None,
        second=SecondStage(np.full(families, 70.0)) if staged else None,
        lonely=Lonely.ADJUST,
    )
    owner = np.concatenate([np.arange(families), draws.integers(0, families, children - families)])
    domain = Domain(draws.integers(-1, 3, children), 3, owner)
    above, below = draws.uniform(0, 5, children), draws.integers(0, 3, children).astype(float)

    found = ratios(design, above[:, None], below, domain)
    values, scores = ratio_scores(design, above, below, domain)

    assert found.value[:, 0] == close(values)
    assert found.se[:, 0] == close(design.standard_errors(scores))
    inside = [(domain.groups == g) & (below > 0) & (design.weights[owner] > 0) for g in range(3)]
    assert found.respondents.tolist() == [len(set(owner[here])) for here in inside]
    assert found.df.tolist() == [design.freedom(np.unique(owner[here])) for here in inside]


def test_nobody_at_all_is_an_empty_base() -> None:
    with pytest.raises(EmptyBaseError, match="nobody in the base"):
        means(Design(np.zeros(0)), np.zeros(0), Domain.everybody(0))


def test_what_margins_explain_almost_wholly_keeps_its_digits() -> None:
    design, place = raked_families()
    form, _ = codes(FAMILIES["form"])
    nearly = form + 1e-5 * number("bedarf_beratung", FAMILIES)
    domain = Domain(np.where(place < 12, 0, -1), 1)

    found = totals(design, nearly, domain)

    assert found.se[0, 0] == pytest.approx(design.standard_errors(nearly[:, None])[0], rel=1e-10)
    assert found.se[0, 0] < 1e-4 * found.value[0, 0]


def test_everybody_asked_and_answering_leaves_no_error() -> None:
    census = Design(np.ones(4), population=np.array([4.0]))

    found = means(census, np.array([1.0, 2.0, 3.0, 5.0]), Domain.everybody(4))

    assert found.se.item() == 0.0


def test_group_of_one_sampling_unit_has_an_interval_that_says_nothing() -> None:
    design = Design(np.ones(6), units=np.array([0, 0, 1, 1, 2, 2]))
    group = Domain(np.array([0, 0, -1, -1, -1, -1]), 1)

    found = shares(design, np.array([0, 1, 0, 1, 0, 1]), 2, group)
    low, high = korn_graubard(found.value, found.se, found.n, found.df)
    t_low, _ = t_interval(found.value, found.se, found.df)

    assert found.df.tolist() == [0]
    assert (low.tolist(), high.tolist()) == ([[0.0, 0.0]], [[1.0, 1.0]])
    assert np.isnan(t_low).all()


def test_group_nobody_is_in_has_no_interval() -> None:
    design = Design(np.ones(3))

    found = shares(design, np.array([0, 1, 1]), 2, Domain(np.zeros(3, dtype=int), 2))
    low, high = korn_graubard(found.value[:, 1], found.se[:, 1], found.n, found.df)

    assert np.isfinite([low[0], high[0]]).all()
    assert np.isnan([low[1], high[1]]).all()
