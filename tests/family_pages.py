"""Every page of a family that has answered everything, as the server renders it."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from flask import Flask, g

from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.flow import steps
from surveyapp.services.enter import Ticket
from surveyapp.ui import languages
from surveyapp.web.respond.draft import Draft
from surveyapp.web.respond.moves import show
from surveyapp.web.respond.views import render
from surveyapp.web.respond.visit import REVIEW, OpenSurvey, Visit
from tests.journeys.journey import an_open_wave


def pages_of(app: Flask, name: str, language: str = languages.SOURCE) -> Mapping[str, str]:
    """Return the pages of a new open survey in one language, by the key of their step."""
    with app.app_context():
        survey = OpenSurvey.of(an_open_wave(name))
        answers = example_answers(survey.questionnaire, Random(4)).answers
        keys = [step.key for step in steps(survey.questionnaire, answers)]
    return {key: _page_at(app, survey, answers, key, language) for key in (*keys, REVIEW)}


def _page_at(app: Flask, survey: OpenSurvey, answers: Answers, key: str, language: str) -> str:
    ticket = Ticket(survey.wave_id, bytes(32))
    draft = Draft(ticket, language, survey.document_hash, answers, key)
    with app.test_request_context(f"/f/{survey.slug}/", method="POST"):
        g.language = languages.SOURCE
        languages.use(language)
        return render(show(Visit(survey, draft, {}))).get_data(as_text=True)
