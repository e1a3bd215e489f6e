"""Answers that do not fit together are told once, in the author's words, and never sent."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire.answers import AnswerErrors, Answers, complete, parse_step
from surveyapp.questionnaire.flow import step_from_key
from tests.questionnaire.mini import changed, fill

CHECK = """        maximum: 12
        checks:
          - that: children_count < 5 or children_count == 12
            message: {de: "{children_count, plural, other {# Kinder?}}", en: "# {children_count}?"}
"""
FAMILY = changed("piping_plural", "        maximum: 12\n", CHECK)
START = step_from_key("start_page")


@pytest.mark.parametrize(("children", "is_fine"), [("4", True), ("7", False), ("12", True)])
def test_a_check_that_does_not_hold_stops_at_its_question(children, is_fine):
    found = parse_step(FAMILY, Answers(), START, {"children_count": [children]})

    assert isinstance(found, Answers) is is_fine


def test_the_message_is_the_author_s_in_every_language_with_the_answers_put_in():
    found = parse_step(FAMILY, Answers(), START, {"children_count": ["7"]})

    assert isinstance(found, AnswerErrors)
    assert [(each.field, each.message) for each in found.errors] == [
        ("children_count", {"de": "7 Kinder?", "en": "# 7?"})
    ]


def test_what_is_not_answered_breaks_no_check():
    found = parse_step(FAMILY, Answers(), START, {})

    assert isinstance(found, Answers)


def test_answers_that_stopped_fitting_are_not_complete():
    answers = fill(FAMILY, ("start_page", {"children_count": "4"}))

    found = complete(FAMILY, answers.put("children_count", 7))

    assert isinstance(found, AnswerErrors)
    assert [each.key for each in found.errors] == ["check"]


def test_a_file_cannot_hold_what_comes_from_the_wave():
    with pytest.raises(ValueError, match="facts comes from the wave"):
        changed("piping_plural", "minutes: 2\n", "minutes: 2\nfacts: {wave.year: 2026}\n")
