"""How long families take."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.minutes import SECONDS, lines, minutes_by_family, minutes_of
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.types import KINDS
from tests.questionnaire.mini import mini


def test_every_kind_of_question_has_its_seconds():
    assert set(KINDS) <= set(SECONDS)


def test_families_with_more_children_take_longer():
    found = minutes_by_family(mini("repeat_children"))

    assert [each.children for each in found] == [0, 1, 2, 3]
    typical = [each.typical for each in found]
    assert typical == sorted(typical)
    assert all(each.shortest <= each.typical <= each.longest for each in found)


@pytest.mark.parametrize("name", ["collect_list", "adults_and_children"])
def test_numbers_of_children_that_are_not_allowed_are_left_out(name):
    found = minutes_by_family(mini(name))

    assert [each.children for each in found] == [1, 2, 3]


def test_without_children_there_is_one_type_of_family():
    (found,) = minutes_by_family(mini("skip_rule"))

    assert found.children is None
    assert next(lines(mini("skip_rule"))).startswith("families: typically")


def test_a_way_takes_its_words_and_its_answers():
    questionnaire = mini("skip_rule")

    short = walk(questionnaire, Answers().put("kita", "no"))
    long = walk(questionnaire, Answers().put("kita", "yes"))

    assert 0 < minutes_of(short) < minutes_of(long) < 2
