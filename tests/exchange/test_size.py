"""Questionnaires that no family could answer are refused before they take all time and memory."""

import json

from surveyapp.exchange.formats import MAX_PARTS, bring_in
from surveyapp.exchange.report import Refused


def test_questionnaire_of_too_many_options_is_refused_with_its_size():
    choices = list(range(MAX_PARTS))
    survey = {"elements": [{"type": "dropdown", "name": "a", "choices": choices}]}

    outcome = bring_in(json.dumps(survey).encode(), "umfrage.json", "surveyjs")

    assert isinstance(outcome, Refused)
    assert f"{MAX_PARTS + 1} Fragen" in outcome.errors[0].say("de")
