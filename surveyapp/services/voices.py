"""What families said in their own words, as far as a person approved it; nothing else is ever read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from surveyapp.services.quoting import wording_of
from surveyapp.storage import quotes
from surveyapp.storage.quotes import Quote


@dataclass(frozen=True, slots=True)
class Voice:
    """One approved wording."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Voices:
    """What was approved of the answers to one question."""

    question: str
    voices: tuple[Voice, ...]


def of_wave(session: Session, slug: str, number: int) -> tuple[Voices, ...]:
    """Return the approved quotations of a survey's wave by question."""
    wave = quotes.quoted_wave(session, slug, number)
    if wave is None:
        return ()
    found = quotes.of_wave(session, wave.id)
    return tuple(
        Voices(
            wording_of(session, wave, question),
            tuple(Voice(each.text, each.language) for each in group),
        )
        for question, group in groupby(found, _question)
    )


def _question(quote: Quote) -> str:
    return quote.question
