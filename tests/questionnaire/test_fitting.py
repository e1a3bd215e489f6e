"""Invented and simulated families keep the checks of a questionnaire."""

from __future__ import annotations

from random import Random

import pytest

from surveyapp.questionnaire import constraints
from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.path import walk
from surveyapp.services.simulate import answer
from surveyapp.services.simulation.households import Surroundings, draw_household
from tests.questionnaire.mini import changed, mini


def broken(questionnaire, answers):
    way = walk(questionnaire, answers)
    return [error for screen in way.screens for error in constraints.broken(way, screen)]


@pytest.mark.parametrize("seed", range(30))
def test_an_invented_family_keeps_every_check(seed):
    questionnaire = mini("checks")

    found = example_answers(questionnaire, Random(seed))

    assert broken(questionnaire, found.answers) == []


def test_what_can_hardly_be_drawn_is_left_out_rather_than_wrong():
    questionnaire = changed("checks", "that: ends > starts", "that: ends == starts + 1")

    found = [example_answers(questionnaire, Random(seed)).answers for seed in range(10)]

    assert {str(answers.get("ends")) for answers in found} <= {"unanswered", "refused"}


def test_checks_that_contradict_each_other_are_named():
    old = "required: true\n        minimum: 1\n        maximum: 4\n"
    never = "children_count > 4, message: {de: Nie., en: Never.}"
    new = f"{old}        may_refuse: false\n        checks: [{{that: {never}}}]\n"

    with pytest.raises(ValueError, match="children_count"):
        example_answers(changed("checks", old, new), Random(1))


def test_simulated_households_keep_the_checks_too():
    around = Surroundings(
        ags="16065067", children=9, nearness={}, care_places=1, after_school_places=1, density=3
    )
    randomness = Random(3)
    households = [draw_household([around], [1.0], randomness) for _ in range(60)]

    found = [answer(mini("checks"), household, randomness).answers for household in households]

    assert [broken(mini("checks"), answers) for answers in found] == [[]] * 60
