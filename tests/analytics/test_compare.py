"""Gaps, waves and rankings say no more than the intervals allow."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from analytics.compare import (
    ChangeVerdict,
    changes,
    rank,
)
from analytics.errors import EmptyBaseError
from analytics.released import Cell, Flag, IncomparableError, Measure

CODED = ("all", "random")


def share(value: float, low: float, high: float, group: str = "a") -> Cell:
    return Cell(Measure.SHARE, "need.care", "area", group, "1", value, low, high, 100, Flag.PLAIN)


HIDDEN = Cell(Measure.SHARE, "need.care", "area", "a", "1", None, None, None, None, Flag.TOO_FEW)


def test_clear_change_is_told_from_chance_after_adjusting() -> None:
    groups = [f"{i}" for i in range(12)]
    before = [share(0.30, 0.25, 0.35, group) for group in groups]
    after = [share(0.50 if group == "3" else 0.38, 0.45 if group == "3" else 0.33,
                   0.55 if group == "3" else 0.43, group) for group in groups]  # fmt: skip

    found = changes(before, after, CODED)

    # By hand: 8 points with a standard error of 3.6 are p = 0.027 alone, but not among twelve.
    alone = changes(before[:1], after[:1], CODED)
    assert {c.cell.group for c in found if c.verdict is ChangeVerdict.ROSE} == {"3"}
    assert found[0].verdict is ChangeVerdict.UNCLEAR
    assert alone[0].p == pytest.approx(2 * norm.sf(0.08 / (np.sqrt(2) * 0.05 / norm.ppf(0.975))))
    assert alone[0].verdict is ChangeVerdict.ROSE


def test_change_of_a_hidden_figure_is_not_told() -> None:
    found = changes([share(0.3, 0.2, 0.4)], [HIDDEN], CODED)

    assert [change.verdict for change in found] == [ChangeVerdict.TOO_FEW]


@pytest.mark.parametrize("samplings", [("open", "all"), ("random", "open"), ("open", "open")])
def test_a_wave_open_to_anybody_is_never_compared(samplings: tuple[str, str]) -> None:
    with pytest.raises(IncomparableError, match="stands for nobody else"):
        changes([share(0.3, 0.2, 0.4)], [share(0.5, 0.4, 0.6)], samplings)


def test_figure_of_one_wave_only_is_not_compared() -> None:
    assert changes([share(0.3, 0.2, 0.4, "a")], [share(0.3, 0.2, 0.4, "b")], CODED) == ()


def test_ranking_of_two_areas_equals_the_integral() -> None:
    values, errors = np.array([0.5, 0.4]), np.array([0.06, 0.06])

    found = rank(values, errors, 1, np.random.default_rng(5))

    tau = np.linspace(0, 0.4, 4001)[1:]
    total = tau**2 + 0.06**2
    weight = np.exp(-(0.1**2) / (4 * total) - (tau / 0.1) ** 2 / 2) / np.sqrt(total)
    shrink = tau**2 / total
    above = norm.cdf(shrink * 0.1 / np.sqrt(2 * shrink * 0.06**2))
    expected = (weight * above).sum() / weight.sum()
    assert found.among_top == pytest.approx([expected, 1 - expected], abs=0.012)


def test_areas_nothing_is_known_of_are_equally_likely_on_top() -> None:
    values = np.array([0.9, 0.1, 0.5, 0.5])

    found = rank(values, np.full(4, 50.0), 2, np.random.default_rng(6))

    assert found.among_top == pytest.approx(np.full(4, 0.5), abs=0.015)


def test_small_area_is_pulled_to_the_others() -> None:
    values, errors = np.array([0.7, 0.4, 0.4, 0.4]), np.array([0.15, 0.02, 0.02, 0.02])

    found = rank(values, errors, 1, np.random.default_rng(7))

    assert 0.4 < found.pooled[0] < 0.6
    assert found.among_top.sum() == pytest.approx(1)


def test_one_area_cannot_be_ranked() -> None:
    with pytest.raises(EmptyBaseError, match="at least two areas"):
        rank(np.array([0.5]), np.array([0.1]), 1, np.random.default_rng(8))
