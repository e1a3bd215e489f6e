"""Differences between groups, within persons and between waves equal R's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.design import Design, SecondStage
from analytics.differences import differences, paired_gaps, stack
from analytics.errors import AnalyticsError
from analytics.estimate import Domain, means, ratio_covariance
from analytics.replicates import jackknife
from tests.analytics.samples import (
    CLUSTERS,
    SCHOOLS,
    by,
    by_kind,
    close,
    clus1,
    equals,
    everybody,
    kind,
    number,
    raked,
    strat,
)
from tests.references.witness import case, codes

SECOND_LESS_FIRST = np.array([[-1.0, 1.0]])


@pytest.mark.parametrize("name", ["strat", "strat_nofpc"])
def test_t_test_of_two_groups_equals_r(name: str) -> None:
    expected = case(f"{name}.ttest")
    design = strat(fpc=name == "strat")

    found = differences(design, number("api00"), np.ones(200), by("comp.imp"), SECOND_LESS_FIRST)

    assert found.value.item() == close(expected["estimate"])
    assert (found.value / found.se).item() == close(expected["t"])
    assert (found.df.item(), found.p.item()) == (expected["df"], close(expected["p_value"]))
    assert (found.low.item(), found.high.item()) == close(expected["ci"])


def test_t_tests_of_raked_and_cluster_samples_equal_r() -> None:
    for name, design, of in (
        ("ttest.rake", raked(strat()), SCHOOLS),
        ("clus1.ttest", clus1(), CLUSTERS),
    ):
        expected, ones = case(name), np.ones(len(of))

        found = differences(
            design, number("api00", of), ones, by("comp.imp", of), SECOND_LESS_FIRST
        )

        assert (found.value / found.se).item() == close(expected["t"])
        assert found.p.item() == close(expected["p_value"])
        assert (found.low.item(), found.high.item()) == close(expected["ci"])


def test_several_differences_keep_their_covariance() -> None:
    expected = case("strat.contrast")
    contrasts = np.array([[1.0, -1.0, 0.0], [1.0, 0.0, -1.0]])

    found = differences(strat(), number("api00"), np.ones(200), by_kind(), contrasts)

    assert found.value == close(expected["estimate"])
    assert found.se == close(expected["se"])
    assert found.covariance == close(expected["vcov"])


def test_replicates_give_differences_with_covariance() -> None:
    design, ones = jackknife(strat(fpc=False)), np.ones(200)

    found = differences(design, number("api00"), ones, by_kind(), np.array([[1.0, -1.0, 0.0]]))

    # Means of strata: leaving one out is exact, so both ways agree.
    plain = differences(
        strat(fpc=False), number("api00"), ones, by_kind(), np.array([[1.0, -1.0, 0.0]])
    )
    assert found.se == close(plain.se)


def test_gap_within_persons_who_rated_both_equals_r() -> None:
    expected = case("gap.missing")
    late = np.where(number("api00") > 800, np.nan, number("api00"))[:, None]
    early = number("api99")[:, None]

    all_ = paired_gaps(raked(strat()), late, early, everybody())
    each = paired_gaps(raked(strat()), late, early, by_kind())

    equals(all_.gap, expected["all"])
    for group, name in enumerate("EHM"):
        assert each.gap.value[group] == close([expected["by"][name]["estimate"]])
        assert each.gap.se[group] == close([expected["by"][name]["se"]])
    assert all_.importance_raters.tolist() == [[int(np.isfinite(late).sum())]]
    assert all_.satisfaction_raters.tolist() == [[200]]
    assert all_.gap.value == close(all_.importance.value - all_.satisfaction.value)


def test_gap_with_all_answers_equals_the_paired_change_of_r() -> None:
    found = paired_gaps(strat(), number("api00")[:, None], number("api99")[:, None], everybody())

    equals(found.gap, case("strat.change_paired"))


def panel(first: pd.DataFrame, second: pd.DataFrame, unit: str) -> tuple[list[np.ndarray], Domain]:
    """Return the units of both waves in common numbers, and the waves as groups."""
    names = sorted(set(first[unit]) | set(second[unit]))
    units = [codes(of[unit], names)[0] for of in (first, second)]
    return units, Domain(np.repeat([0, 1], [len(first), len(second)]), 2)


def test_two_waves_of_a_panel_use_the_covariance_as_in_r() -> None:
    expected = case("panel.strat")
    first, second = SCHOOLS[:150], SCHOOLS[50:]
    units, waves = panel(first, second, "cds")
    designs = [
        replace(strat(of), units=unit) for of, unit in zip((first, second), units, strict=True)
    ]
    y = np.concatenate([number("api99", first), number("api00", second)])

    design = stack(designs, shared=True)
    found = differences(design, y, np.ones(len(y)), waves, SECOND_LESS_FIRST)

    values, covariance = ratio_covariance(design, y, np.ones(len(y)), waves)
    assert values == close(expected["estimate"])
    assert covariance == close(expected["vcov"])
    assert found.se.item() == close(expected["change"]["se"])


def test_two_waves_in_the_same_clusters_use_the_covariance_as_in_r() -> None:
    expected = case("panel.clus1")
    second = CLUSTERS[CLUSTERS["stype"] != "H"]
    units, waves = panel(CLUSTERS, second, "dnum")
    designs = [replace(clus1(of), units=u) for of, u in zip((CLUSTERS, second), units, strict=True)]
    y = np.concatenate([number("api99", CLUSTERS), number("api00", second)])

    found = differences(stack(designs, shared=True), y, np.ones(len(y)), waves, SECOND_LESS_FIRST)

    assert found.value.item() == close(expected["change"]["estimate"])
    assert found.se.item() == close(expected["change"]["se"])
    assert found.df.tolist() == [expected["df"] - 1]


def test_waves_drawn_anew_are_independent_as_in_r() -> None:
    expected = case("waves.strat")
    first, second = SCHOOLS[::2], SCHOOLS[1::2]
    waves = Domain(np.repeat([0, 1], 100), 2)
    y = np.concatenate([number("api99", first), number("api00", second)])

    design = stack([strat(first), strat(second)])
    found = differences(design, y, np.ones(200), waves, SECOND_LESS_FIRST)

    _, covariance = ratio_covariance(design, y, np.ones(200), waves)
    assert covariance == close(expected["vcov"])
    assert found.value.item() == close(expected["change"]["estimate"])
    assert found.se.item() == close(expected["change"]["se"])


def test_change_in_each_group_is_that_of_the_group_alone() -> None:
    first, second = SCHOOLS[::2], SCHOOLS[1::2]
    wave = np.repeat([0, 1], 100)
    kinds = np.concatenate([kind(first), kind(second)])
    y = np.concatenate([number("api99", first), number("api00", second)])
    design, contrasts = stack([strat(first), strat(second)]), np.kron(np.eye(3), SECOND_LESS_FIRST)

    found = differences(design, y, np.ones(200), Domain(2 * kinds + wave, 6), contrasts)

    for group in range(3):
        part = Domain(np.where(kinds == group, wave, -1), 2)
        alone = differences(design, y, np.ones(200), part, SECOND_LESS_FIRST)
        assert found.se[group] == close(alone.se.item())
        assert found.df[group] == alone.df.item()
        assert found.p[group] == close(alone.p.item())


@pytest.mark.parametrize("fitted", ["both", "first", "calibrated"])
def test_each_wave_keeps_the_gain_of_its_own_margins(fitted: str) -> None:
    odd, even = SCHOOLS[::2], SCHOOLS[1::2]
    first, second = strat(odd), strat(even)
    if fitted == "calibrated":
        second = replace(second, auxiliaries=number("api99", even)[:, None])
    else:
        first = raked(first, odd)
        second = raked(second, even) if fitted == "both" else second
    y = np.concatenate([number("api00", odd), number("api00", even)])

    found = differences(
        stack([first, second]),
        y,
        np.ones(200),
        Domain(np.repeat([0, 1], 100), 2),
        SECOND_LESS_FIRST,
    )

    parts = [
        means(design, number("api00", of), everybody(of)).se.item()
        for design, of in ((first, odd), (second, even))
    ]
    assert found.se.item() == close(np.hypot(*parts))


def test_waves_that_cannot_be_stacked_are_refused() -> None:
    staged = Design(np.ones(2), second=SecondStage(np.full(2, 4.0)))
    with pytest.raises(AnalyticsError, match="second stage cannot be stacked"):
        stack([staged, staged])
    with pytest.raises(AnalyticsError, match="panel needs the units"):
        stack([strat(), strat()], shared=True)


def test_strata_keep_their_population_when_only_one_wave_has_one() -> None:
    first = Design(np.ones(2), population=np.array([2.0]))
    second = Design(np.ones(3))

    found = means(
        stack([first, second]),
        np.array([1.0, 5.0, 1.0, 2.0, 3.0]),
        Domain(np.array([0, 0, 1, 1, 1]), 2),
    )

    assert found.se[0, 0] == 0.0
    assert found.se[1, 0] == close(np.sqrt(1 / 3))
    assert kind().max() == 2
