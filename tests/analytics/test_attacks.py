"""A strong attacker finds nobody in a release, in the difference of two, or in a panel asked twice."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.protect import Policy
from analytics.release import safe_cells
from analytics.released import Cell, Flag, Measure, ReleasedTable
from analytics.variable_cells import Earlier
from analytics.views import View, cross
from benchmarks.disclosure import differences
from benchmarks.disclosure.attack import exact, views_of
from benchmarks.disclosure.bed import ALONE, NESTED, bed
from benchmarks.disclosure.gate import key, released, row

SURVEY = bed()
SECRET = {"need.secret"}


def every_cross() -> list[View]:
    """Return the views of a program that lets a reader cross whatever there is."""
    views = {view.name: view for view in views_of(SURVEY, ALONE)}
    twice = cross(views["area*axis.form"], views["axis.age"])
    return [*views.values(), twice, cross(twice, views["axis.language"])]


def test_the_survey_to_attack_is_the_one_described() -> None:
    assert len(SURVEY.weights) == 5000
    assert (SURVEY.alike == 1).sum() == 77
    assert SURVEY.secret.mean() == pytest.approx(0.099, abs=0.005)


def test_figures_without_noise_give_families_away() -> None:
    found = row("exact", SURVEY, lambda _: [exact(SURVEY, every_cross(), key(0), 0.0, 1)], keys=1)

    assert found.right >= 5


@pytest.mark.parametrize("area_of", [ALONE, NESTED], ids=["towns", "towns in areas"])
@pytest.mark.parametrize("draws", [1, 3])
def test_strong_attacker_is_sure_of_nobody(area_of: dict[str, str], draws: int) -> None:
    views = views_of(SURVEY, area_of)

    found = row("released", SURVEY, released(SURVEY, views, draws), keys=4)

    assert found.figures > 50 * draws
    assert found.sure == 0


def test_difference_of_two_releases_with_one_family_less_tells_nothing() -> None:
    targets = differences.alone(SURVEY, most=6)

    found = differences.one_family_less(SURVEY, targets, old=False)

    assert found.yes == 6
    assert found.found == found.wrong == 0


def test_noise_that_follows_from_the_name_alone_cancelled_and_gave_families_away() -> None:
    targets = differences.alone(SURVEY, most=6)

    found = differences.one_family_less(SURVEY, targets, old=True)

    assert found.found >= 4
    assert found.wrong == 0


def test_panel_asked_twice_gives_nobody_away() -> None:
    found = differences.panel(SURVEY, waves=2, keys=3)

    assert found.yes > 100
    assert found.found == found.wrong == 0


def test_equal_figures_released_again_are_no_new_evidence() -> None:
    views, policy = views_of(SURVEY, ALONE), Policy()
    first = safe_cells(SURVEY.dataset, SURVEY.weights, views, policy, key(1), only=SECRET)
    before = Earlier(ReleasedTable(first.cells), views, first.marks, policy)

    again = safe_cells(
        SURVEY.dataset, SURVEY.weights, views, policy, key(1), only=SECRET, earlier=[before]
    )

    assert first.leaks == again.leaks == frozenset()
    assert again.cells == first.cells


def test_release_is_attacked_together_with_what_was_released_before() -> None:
    """Exact figures stand in the open: what is added to them lets the attack succeed, and is named."""
    views, policy, unprotected = views_of(SURVEY, ALONE), Policy(), Policy()
    object.__setattr__(unprotected, "tau", 0.0)  # as a program without protection had released
    truth = exact(SURVEY, every_cross(), key(0), 0.0, 1)
    cells = tuple(
        Cell(Measure.SHARE, "need.secret", *name.split("|"), "1", share, 0.0, 1.0, 20, Flag.PLAIN)
        for name, share in zip(truth.names, truth.shares, strict=True)
    )
    before = Earlier(ReleasedTable(cells), every_cross(), {}, unprotected)

    after = safe_cells(
        SURVEY.dataset, SURVEY.weights, views, policy, key(1), only=SECRET, earlier=[before]
    )

    assert {view for _, view in after.leaks} == {
        view.name for view in views if "need.secret" not in view.name
    }


def test_same_input_gives_the_same_marks_and_one_family_less_gives_others() -> None:
    views = views_of(SURVEY, NESTED)
    smaller = SURVEY.without(0)
    arguments = (Policy(), key(1))

    marks = [
        safe_cells(each.dataset, each.weights, seen, *arguments, only={"need.usual"}).marks
        for each, seen in (
            (SURVEY, views),
            (SURVEY, views),
            (smaller, views_of(smaller, NESTED)),
        )
    ]

    assert marks[0] == marks[1]
    assert not set(marks[0].values()) & set(marks[2].values())
    assert np.unique(list(marks[0].values())).size == len(views)
