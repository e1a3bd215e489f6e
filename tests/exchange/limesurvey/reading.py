"""Reads what a file became, for the tests of LimeSurvey."""

from random import Random

from surveyapp.exchange.formats import bring_in
from surveyapp.exchange.report import Taken
from surveyapp.questionnaire.examples import example_value
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.path import meet_with
from tests.exchange.limesurvey.written import G, lss


def take(content, name="survey.lss"):
    """Return what became of a file that must come over; its questionnaire is walked by twenty families."""
    outcome = bring_in(content, name)
    assert isinstance(outcome, Taken), [each.say("de") for each in outcome.errors]
    for seed in range(20):
        randomness = Random(seed)
        meet_with(outcome.questionnaire, lambda asked, _, r=randomness: example_value(asked, r))
    return outcome


def take_questions(*questions, **more):
    """Return what became of some questions in one group."""
    return take(lss([G("Gruppe", list(questions))], **more))


def question(taken, name):
    """Return one question of the questionnaire."""
    return index_of(taken.questionnaire).questions[name]


def said(remarks):
    """Return remarks in German, each as one line."""
    return [each.say("de") for each in remarks]


def refusals(content, name="survey.lss"):
    """Return why a file is refused."""
    outcome = bring_in(content, name)
    assert not isinstance(outcome, Taken)
    return said(outcome.errors)
