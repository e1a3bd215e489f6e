"""Journals of screens, read along the way."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire.answers import Answers, raw_step
from surveyapp.questionnaire.flow import steps
from surveyapp.questionnaire.journal import replay
from surveyapp.questionnaire.path import Step
from tests.questionnaire.mini import fill, mini

CHILDREN = mini("repeat_children")
TWO = fill(
    CHILDREN,
    ("count", {"children_count": "2"}),
    ("child_age.1", {"age_band": "3-5"}),
    ("child_care.1", {"hours_now": "30"}),
    ("child_age.2", {"age_band": "6-9"}),
)


def journal_of(answers):
    """Return what a device would have written down of these answers."""
    return {step.key: raw_step(CHILDREN, answers, step) for step in steps(CHILDREN, answers)}


def test_a_whole_journal_gives_the_answers_it_was_made_of():
    settled = replay(CHILDREN, journal_of(TWO))

    assert (settled.answers, settled.step, settled.errors) == (TWO, None, ())


def test_a_journal_leads_to_the_first_screen_it_does_not_hold():
    journal = journal_of(TWO)
    del journal["child_age.2"]

    found = replay(CHILDREN, journal)

    assert found.step == Step("child_age", "2")
    assert found.answers.get("hours_now", "1") == 30
    assert found.errors == ()


def test_what_was_answered_before_needs_no_line_in_the_journal():
    journal = journal_of(TWO)
    del journal["count"]

    assert replay(CHILDREN, journal, TWO).step is None


def test_a_journal_that_knows_only_one_of_two_children_stops_at_the_other():
    journal = {**journal_of(TWO), "count": {"children_count": ["3"]}}

    assert replay(CHILDREN, journal).step == Step("child_age", "3")


@pytest.mark.parametrize("given", [["lots"], ["13"], []])
def test_a_wrong_answer_stops_the_journal_and_is_named(given):
    found = replay(CHILDREN, {**journal_of(TWO), "count": {"children_count": given}})

    assert found.step == Step("count")
    assert [error.field for error in found.errors] == ["children_count"]


def test_screens_that_are_not_on_the_way_count_for_nothing():
    journal = {
        **journal_of(TWO),
        "child_age.1": {"age_band": ["6-9"]},
        "made_up": {"children_count": ["9"]},
    }

    found = replay(CHILDREN, journal, Answers())

    assert found.step is None
    assert found.answers.get("hours_now", "1") is None
