"""From what a family wrote to what everybody may read: only through the eyes of a person.

Texts are read after a wave has closed, in an order that means nothing. Who reads may shorten a text or
blacken words in it, and add none; what is approved stands in the main store, and only that is shown.
The id of a quotation follows from its text and a key, so that approving again changes the same one and
a copy of the main store leads to no row of the urn.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, Actor, may
from surveyapp.questionnaire.quoting import added_words
from surveyapp.questionnaire.texts import neutral, wording
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.keys import derived_key
from surveyapp.storage import quotes, texts
from surveyapp.storage.db import urn_reading
from surveyapp.storage.quotes import Quote
from surveyapp.storage.surveys import Wave

ON_A_PAGE = 50
"""Texts that are read on one page."""


class Reader(Actor, Protocol):
    """A person with an account."""

    @property
    def id(self) -> str:
        """The id of the account."""


@dataclass(frozen=True, slots=True)
class Read:
    """One text as a person reads it, with what was approved of it."""

    id: bytes
    text: str
    language: str
    #: The wording that is shown to everybody; none where nothing was approved.
    approved: str | None


@dataclass(frozen=True, slots=True)
class Added:
    """The wording holds words the family did not write; nothing was approved."""

    words: tuple[str, ...]


class NothingLeft:
    """The wording is empty; nothing was approved."""


class NoSuchText:
    """There is no such text to read; nothing was approved."""


Outcome = Quote | Added | NothingLeft | NoSuchText


def may_read(actor: Actor, wave: Wave) -> bool:
    """Say whether somebody may read the texts of a wave: an open one's are nobody's to read."""
    return wave.state == "closed" and may(actor, Action.READ_TEXTS, wave.survey.county_ags)


def numbers_of_texts(wave: Wave) -> dict[str, int]:
    """Return how many texts each question of a closed wave got, in the order of the questions."""
    if wave.state != "closed":
        return {}
    with urn_reading() as urn:
        found = texts.count_by_question(urn, wave.id)
    return dict(sorted(found.items()))


def read_texts(
    session: Session, actor: Actor, wave: Wave, question: str, place: int
) -> tuple[Read, ...]:
    """Return the texts of one page, ``place`` counted from 1.

    Raises
    ------
    PermissionError
        If the actor may not read them; ask ``may_read`` first.
    """
    if not may_read(actor, wave):
        message = f"texts of {wave.survey.slug} are read by administrators, after the wave closed"
        raise PermissionError(message)
    first = (place - 1) * ON_A_PAGE
    with urn_reading() as urn:
        found = texts.some_of(urn, wave.id, question, first=first, most=ON_A_PAGE)
    known = {each.id: each.text for each in quotes.of_wave(session, wave.id)}
    return tuple(
        Read(each.id, each.text, each.language, known.get(quote_id(each.id))) for each in found
    )


def approve(session: Session, reader: Reader, wave: Wave, text_id: bytes, said: str) -> Outcome:
    """Let everybody read a text in a wording that leaves words out and adds none."""
    if not may_read(reader, wave):
        return NoSuchText()
    with urn_reading() as urn:
        text = texts.by_id(urn, wave.id, text_id)
    if text is None:
        return NoSuchText()
    said = said.replace("\r\n", "\n").strip()
    if added := added_words(text.text, said):
        return Added(added)
    if not any(symbol.isalnum() for symbol in said):
        return NothingLeft()
    quote = Quote(
        id=quote_id(text.id),
        wave_id=wave.id,
        question=text.question,
        language=text.language,
        text=said,
        approved_by=reader.id,
    )
    quotes.keep(session, quote)
    session.commit()
    return quote


def take_back(session: Session, actor: Actor, wave: Wave, quote: str) -> bool:
    """Show a quotation to nobody any more; False if it is not there, or not the actor's."""
    if not may_read(actor, wave):
        return False
    is_gone = quotes.remove(session, wave.id, quote)
    if is_gone:
        session.commit()
    return is_gone


def quote_id(text_id: bytes) -> str:
    """Return the id of the quotation that a text becomes."""
    digest = hmac.digest(derived_key("quotes"), text_id, "sha256")[:16]
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def wording_of(session: Session, wave: Wave, question: str) -> str:
    """Return the German words of a question, as everybody may read them."""
    asked = questionnaire_of(session, wave)
    found = (each for page in asked.pages for each in page.questions if each.id == question)
    return next((wording(neutral(each.text), "de") for each in found), question)
