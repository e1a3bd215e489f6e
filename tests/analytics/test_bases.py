"""Several answers and steps of use have the base they speak of, with R's errors."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.bases import Base, funnel, multiple_choice
from analytics.design import Design
from analytics.estimate import Domain
from tests.analytics.samples import close, everybody, raked, strat, yes
from tests.references.witness import case

STEPS = np.column_stack([yes("sch.wide"), yes("comp.imp"), yes("awards")])


def test_share_of_all_asked_and_of_those_who_named_any_equal_r() -> None:
    expected = case("several")

    asked = multiple_choice(strat(), STEPS, everybody())
    named = multiple_choice(strat(), STEPS, everybody(), Base.NAMED)

    # R gives "not named" beside "named".
    assert asked.value[0] == close(expected["asked"]["estimate"][1::2])
    assert asked.se[0] == close(expected["asked"]["se"][1::2])
    assert named.value[0] == close(expected["named"]["estimate"][1::2])
    assert named.se[0] == close(expected["named"]["se"][1::2])


def test_each_step_has_the_base_of_those_who_came_to_it() -> None:
    expected = case("way")

    found = funnel(raked(strat()), STEPS, everybody())

    assert found.passed.value[0, 1:] == close(
        [expected["tried"]["estimate"][1], expected["used"]["estimate"][1]]
    )
    assert found.passed.se[0, 1:] == close([expected["tried"]["se"][1], expected["used"]["se"][1]])
    assert found.passed.n[0].tolist() == [
        200, int(STEPS[:, 0].sum()), int(STEPS[:, :2].all(axis=1).sum()),
    ]  # fmt: skip
    assert found.reached.value[0, 2] == close(expected["reached"]["estimate"][1])
    assert found.reached.se[0, 2] == close(expected["reached"]["se"][1])


def test_share_of_a_margin_has_the_error_that_rs_ten_rounds_leave() -> None:
    found = funnel(raked(strat()), STEPS, everybody())

    assert found.passed.se[0, 0] == pytest.approx(case("way")["known"], rel=1e-4)
    assert found.passed.se[0, 0] < 1e-9


def test_somebody_who_stopped_answering_leaves_the_base_only_from_there_on() -> None:
    way = np.array([[1, 1, 1], [1, 1, -1], [1, -1, -1], [0, -1, -1]])

    found = funnel(Design(np.ones(4)), way, Domain.everybody(4))

    # Known 3 of 4; of those, 2 answered the next step and said yes; of those, one answered.
    assert found.passed.value[0].tolist() == close([0.75, 1.0, 1.0])
    assert found.passed.n[0].tolist() == [4, 2, 1]
    assert found.reached.value[0].tolist() == close([0.75, 2 / 3, 0.5])
    assert found.reached.n[0].tolist() == [4, 3, 2]


def test_step_nobody_came_to_has_no_share() -> None:
    found = funnel(Design(np.ones(2)), np.array([[0, -1], [0, -1]]), Domain.everybody(2))

    assert found.passed.value[0, 0] == 0.0
    assert np.isnan(found.passed.value[0, 1])
    assert found.reached.value[0].tolist() == [0.0, 0.0]


def test_question_nobody_answered_has_no_shares() -> None:
    found = multiple_choice(Design(np.ones(3)), np.full((3, 2), -1), Domain.everybody(3))

    assert np.isnan(found.value).all()
    assert found.n.tolist() == [[0, 0]]
