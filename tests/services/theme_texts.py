"""A closed wave of invented texts, and two people who give them themes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from surveyapp.services import code_texts
from surveyapp.services.code_texts import Choice, Look
from surveyapp.storage import responses, surveys
from surveyapp.storage.db import main_store, urn_reading, urn_store
from surveyapp.storage.responses import Opened
from surveyapp.storage.tables import TextAnswer, TextCode
from tests.builders import a_response, a_wave
from tests.staff_journey import an_account

BUS, CALM = "Mehr Busse am Abend.", "Mir fällt nichts ein."


class Desk:
    """A closed wave, its texts, and the people at work on them."""

    def __init__(self, words, question="wish", slug="familie-26"):
        self.question = question
        self.wave = a_wave(slug=slug)
        self.survey = self.wave.survey
        add(self.wave, words, question)
        surveys.mark_closed(main_store(), self.wave, today=date(2026, 12, 1))
        main_store().commit()
        self.first, self.second = an_account(), an_account(email="zweite@16065.example")
        for person, look in ((self.first, Look.FIRST), (self.second, Look.SECOND)):
            code_texts.begin(main_store(), person, self.wave, question, look)

    def ids(self):
        with urn_reading() as urn:
            query = select(TextAnswer.id).where(TextAnswer.question == self.question)
            return list(urn.scalars(query.order_by(TextAnswer.id)))

    def sheet(self, look=Look.FIRST, page=None):
        person = self.second if look is Look.SECOND else self.first
        return code_texts.sheet(main_store(), person, self.wave, self.question, look, page)

    def give(self, gifts, look=Look.FIRST, seen=None):
        """Let a look give texts (by id) these themes; an empty string means none of them."""
        person = self.second if look is Look.SECOND else self.first
        choices = {
            text_id: Choice(frozenset(codes.split()), not codes, seen)
            for text_id, codes in gifts.items()
        }
        return code_texts.save(main_store(), person, self.wave, self.question, look, choices)

    def give_all(self, codes, look=Look.FIRST):
        return self.give(dict.fromkeys(self.ids(), codes), look)

    def progress(self):
        return code_texts.progress_of_question(self.wave, self.question)


def add(wave, words, question):
    """Put texts into the urn, their ids in the order of the words."""
    with urn_store() as urn:
        for number, said in enumerate(words):
            ids = iter((b"r%015d" % number, b"t%015d" % number))
            opened = Opened(a_response(texts=((question, said),)), "", None, (None,))
            responses.add_opened(urn, wave.id, [opened], lambda ids=ids: next(ids))


def codes_in_urn():
    """Return all that is given in the urn: text, look and themes."""
    with urn_reading() as urn:
        query = select(TextCode).order_by(TextCode.text_id, TextCode.look)
        return [(each.text_id, each.look, each.themes) for each in urn.scalars(query)]
