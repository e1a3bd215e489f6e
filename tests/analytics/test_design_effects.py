"""Families reached through facilities: intervals hold the truth only with the effect of clusters."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.design import Design
from analytics.design_effects import clustering, design_effect
from analytics.errors import AnalyticsError
from analytics.intervals import korn_graubard
from analytics.margins import Floats
from analytics.weights import kish

FACILITIES, DRAWN, REPEATS = 120, 25, 300


def population(chance: np.random.Generator) -> tuple[Floats, np.ndarray]:
    """Return yes or no of the families of all facilities, whose level differs, and their facility."""
    sizes = chance.integers(20, 90, FACILITIES)
    level = 1 / (1 + np.exp(-chance.normal(-0.8, 0.6, FACILITIES)))
    facility = np.repeat(np.arange(FACILITIES), sizes)
    return (chance.random(len(facility)) < level[facility]).astype(float), facility


def answered(
    chance: np.random.Generator, facility: np.ndarray
) -> tuple[np.ndarray, Floats]:  # fmt: skip
    """Draw facilities, let four in ten of their families answer, and weigh both chances."""
    drawn = chance.choice(FACILITIES, DRAWN, replace=False)
    rows = np.flatnonzero(np.isin(facility, drawn) & (chance.random(len(facility)) < 0.4))
    invited = np.bincount(facility, minlength=FACILITIES)
    came = np.bincount(facility[rows], minlength=FACILITIES)
    return rows, (FACILITIES / DRAWN * invited / np.maximum(came, 1))[facility[rows]]


def test_intervals_hold_the_truth_with_the_effect_of_clusters_and_not_with_kish_alone() -> None:
    chance = np.random.default_rng(20261122)
    held = {"kish": 0, "clusters": 0}
    for _ in range(REPEATS):
        yes, facility = population(chance)
        rows, weights = answered(chance, facility)
        design, n = Design(weights, units=facility[rows]), len(rows)
        share = float(weights @ yes[rows] / weights.sum())
        simple = kish(weights)[0] * share * (1 - share) / (n - 1)
        factors = {"kish": 1.0, "clusters": clustering(design, yes[rows][:, None]).item()}
        for name, factor in factors.items():
            error = np.array(np.sqrt(factor * simple))
            low, high = korn_graubard(np.array(share), error, np.array(n), np.array(n - 1))
            held[name] += bool(low <= yes.mean() <= high)

    assert 0.93 <= held["clusters"] / REPEATS <= 0.99
    assert held["kish"] / REPEATS < 0.85


def test_design_effect_of_whole_clusters_that_all_say_the_same_is_their_size() -> None:
    said = np.repeat([1.0, 0, 1, 0, 0, 1, 1, 0], 5)
    design = Design(np.ones(40), units=np.repeat(np.arange(8), 5))

    found = design_effect(design, said[:, None]).item()

    # Variance p q / (m - 1) of 8 cluster means over p q / (n - 1) of 40 families.
    assert found == pytest.approx(39 / 7)


def test_variables_nobody_answered_or_all_alike_have_no_design_effect() -> None:
    answers = np.column_stack([np.full(10, np.nan), np.ones(10), np.arange(10.0)])
    design = Design(np.ones(10), units=np.repeat(np.arange(5), 2))

    found = design_effect(design, answers)

    assert np.isnan(found).tolist() == [True, True, False]
    assert np.isfinite(clustering(design, answers)).all()


def test_children_count_with_their_family() -> None:
    family = np.array([0, 0, 1, 2, 3, 3])
    child_says = np.array([1.0, 1, 0, 1, 0, 0])[:, None]
    alike = Design(np.ones(4), units=np.arange(4))

    found = design_effect(alike, child_says, owner=family).item()

    of_families = Design(np.ones(6), units=family)
    assert found == pytest.approx(design_effect(of_families, child_says).item())
    with pytest.raises(AnalyticsError, match="name the owner"):
        design_effect(alike, child_says)
