"""Replicate weights give R's errors, made here, delivered, and fitted again."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.design import Design, Lonely
from analytics.errors import WeightError
from analytics.estimate import Domain, means, ratio_covariance, ratios, totals
from analytics.margins import categorical
from analytics.quantiles import quantiles
from analytics.replicates import Replicates, bootstrap, jackknife, recalibrated
from analytics.weights import rake
from tests.analytics.samples import (
    CLUSTERS,
    KIND_TOTALS,
    KINDS,
    by,
    by_kind,
    close,
    clus1,
    equals,
    everybody,
    kind,
    number,
    school_margins,
    strat,
)
from tests.references.witness import case

API = number("api00", CLUSTERS)
POST = [categorical("stype", KINDS, kind(CLUSTERS), KIND_TOTALS)]


def delivered(*, around_full: bool = False) -> Replicates:
    """Return the bootstrap weights that came with the sample."""
    made = case("boot.clus1")
    rows = [made["units"].index(unit) for unit in CLUSTERS["dnum"]]
    weights = number("pw", CLUSTERS)
    factors = np.array(made["factors"])[rows]
    ones = np.ones(factors.shape[1])
    return Replicates(weights, factors * weights[:, None], made["scale"], ones, around_full)


def precise(margins_weights, margins):
    return rake(margins_weights, margins, tolerance=1e-14)


def test_leaving_out_clusters_gives_rs_errors() -> None:
    expected = case("jk1.clus1")
    design, all_ = jackknife(clus1(fpc=False)), everybody(CLUSTERS)

    mean = means(design, API, all_)
    ratio = ratios(design, number("api.stu", CLUSTERS)[:, None], number("enroll", CLUSTERS), all_)
    _, covariance = ratio_covariance(design, API, np.ones(len(API)), by_kind(CLUSTERS))

    equals(mean, expected["mean"])
    assert mean.df.tolist() == [expected["mean"]["df"]]
    equals(totals(design, number("enroll", CLUSTERS), all_), expected["total"])
    equals(ratio, expected["ratio"])
    equals(means(design, API, by_kind(CLUSTERS)), expected["by"])
    assert covariance == close(expected["vcov"])


def test_finite_population_shrinks_the_jackknife_as_in_r() -> None:
    design = jackknife(clus1(), around_full=True)

    equals(means(design, API, everybody(CLUSTERS)), case("jk1.fpc"))


def test_stratified_jackknife_gives_rs_errors() -> None:
    expected = case("strat.jkn")
    design = jackknife(strat())

    mean = means(design, number("api00"), everybody())

    equals(mean, expected["mean_api00"])
    assert mean.df.tolist() == [expected["mean_api00"]["df"]]
    equals(totals(design, number("enroll"), everybody()), expected["total_enroll"])


def test_replicates_fitted_again_give_rs_post_stratified_errors() -> None:
    expected = case("jk1.post")

    design = recalibrated(jackknife(clus1(fpc=False)), POST, precise)

    equals(means(design, API, everybody(CLUSTERS)), expected["mean"])
    equals(totals(design, number("enroll", CLUSTERS), everybody(CLUSTERS)), expected["total"])
    equals(means(design, API, by("comp.imp", CLUSTERS)), expected["by"])


def test_replicates_raked_again_give_rs_errors() -> None:
    expected = case("jkn.rake")

    design = recalibrated(jackknife(strat()), school_margins(), precise)
    mean = means(design, number("api00"), everybody())

    equals(mean, expected["mean"])
    assert mean.df.tolist() == [expected["mean"]["df"]]
    equals(totals(design, number("enroll"), everybody()), expected["total"])
    equals(means(design, number("api00"), by("comp.imp")), expected["by"])


def test_delivered_bootstrap_weights_give_rs_errors_and_quantiles() -> None:
    expected = case("boot.clus1")
    design = delivered()

    mean = means(design, API, everybody(CLUSTERS))
    found = quantiles(design, API, everybody(CLUSTERS), (0.25, 0.5))

    equals(mean, expected["mean"])
    assert mean.df.tolist() == [expected["mean"]["df"]]
    equals(totals(design, number("enroll", CLUSTERS), everybody(CLUSTERS)), expected["total"])
    equals(means(design, API, by_kind(CLUSTERS)), expected["by"])
    assert found.value[0].tolist() == expected["median"]["estimate"]
    assert found.low[0] == close(expected["median"]["ci_low"])
    assert found.se[0] == close(expected["median"]["se"])


def test_errors_around_the_full_estimate_equal_r_before_and_after_fitting() -> None:
    expected = case("boot.mse")
    design = delivered(around_full=True)

    equals(means(design, API, everybody(CLUSTERS)), expected["mean"])
    fitted = recalibrated(design, POST, precise)
    equals(means(fitted, API, everybody(CLUSTERS)), expected["post"])


def test_bootstrap_draws_one_unit_less_than_there_are_in_each_stratum() -> None:
    start = strat()

    made = bootstrap(start, 40, np.random.default_rng(1))
    again = bootstrap(start, 40, np.random.default_rng(1))

    n = np.bincount(kind_of(start))[kind_of(start)]
    drawn = made.replicates / start.weights[:, None] * ((n - 1) / n)[:, None]
    each = [drawn[kind_of(start) == k].sum(axis=0) for k in range(3)]
    assert np.allclose(drawn, drawn.round())
    assert np.allclose(each, (np.bincount(kind_of(start)) - 1)[:, None])
    assert made.scale == 1 / 39
    assert (made.replicates == again.replicates).all()


def kind_of(design: Design) -> np.ndarray:
    assert design.strata is not None
    return design.strata


def test_bootstrap_errors_come_near_those_of_linearisation() -> None:
    design = clus1(fpc=False)

    found = means(bootstrap(design, 2000, np.random.default_rng(2)), API, everybody(CLUSTERS))

    assert found.se.item() == pytest.approx(
        means(design, API, everybody(CLUSTERS)).se.item(), rel=0.1
    )


def test_group_that_is_empty_in_some_replicates_uses_the_others() -> None:
    design = jackknife(Design(np.ones(4)))
    group = Domain(np.array([0, 1, 1, 1]), 2)

    found = means(design, np.array([5.0, 1.0, 2.0, 3.0]), group)

    assert found.value[:, 0].tolist() == [5.0, 2.0]
    assert found.se[0, 0] == 0.0
    assert np.isfinite(found.se[1, 0])


def test_replicates_of_the_wrong_shape_are_refused() -> None:
    with pytest.raises(WeightError, match="shape"):
        Replicates(np.ones(3), np.ones((3, 4)), 1.0, np.ones(5))
    with pytest.raises(WeightError, match="1 replicates say nothing"):
        bootstrap(strat(), 1, np.random.default_rng(0))


def test_lonely_unit_keeps_its_weight_in_all_replicates() -> None:
    design = Design(np.ones(4), np.array([0, 0, 0, 1]), lonely=Lonely.REMOVE)
    values = np.array([1.0, 2.0, 3.0, 9.0])

    drawn = bootstrap(design, 50, np.random.default_rng(0))
    left_out = means(jackknife(design), values, Domain.everybody(4))

    assert (drawn.replicates[3] == 1).all()
    assert left_out.se == close(means(design, values, Domain.everybody(4)).se)
