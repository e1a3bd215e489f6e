"""Every page for families stays light, with all styles and scripts it needs."""

from __future__ import annotations

import gzip
import re
from random import Random

import pytest
from flask import g

from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.flow import steps
from surveyapp.services.enter import Ticket
from surveyapp.ui import languages
from surveyapp.web.respond.draft import Draft
from surveyapp.web.respond.moves import show
from surveyapp.web.respond.views import render
from surveyapp.web.respond.visit import REVIEW, OpenSurvey, Visit
from tests.journeys.journey import an_open_wave

MOST = 30 * 1024
"""Bytes of any page where nothing it needs was loaded before."""


def pages_of(app, name):
    """Return every page of a family that has answered everything, by the key of its step."""
    with app.app_context():
        survey = OpenSurvey.of(an_open_wave(name))
        answers = example_answers(survey.questionnaire, Random(4)).answers
        keys = [step.key for step in steps(survey.questionnaire, answers)]
    return {key: page_at(app, survey, answers, key) for key in (*keys, REVIEW)}


def page_at(app, survey, answers, key):
    ticket = Ticket(survey.wave_id, bytes(32))
    draft = Draft(ticket, "de", survey.document_hash, answers, key)
    with app.test_request_context(f"/f/{survey.slug}/", method="POST"):
        g.language = languages.SOURCE
        return render(show(Visit(survey, draft, {}))).get_data(as_text=True)


def weight(client, page):
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    sizes = (len(gzip.compress(client.get(part).data)) for part in parts)
    return len(gzip.compress(page.encode())) + sum(sizes)


@pytest.mark.parametrize("name", ["familie", "every_type", "live_types", "live_parts"])
def test_every_page_stays_light_with_all_it_needs(sqlite_app, mini_questionnaires, name):
    pages = pages_of(sqlite_app, name)

    weights = {key: weight(sqlite_app.test_client(), page) for key, page in pages.items()}

    assert len(weights) > 1
    assert {key: size for key, size in weights.items() if size > MOST} == {}
