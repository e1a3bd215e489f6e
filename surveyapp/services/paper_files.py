"""The files of paper for a wave: forms, their layout for a scanner, posters and cards; never kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from surveyapp.exchange import pdf
from surveyapp.exchange.letters import posters
from surveyapp.questionnaire import library
from surveyapp.services.asked import as_asked
from surveyapp.services.letter_files import asked_by, occasion
from surveyapp.storage.surveys import Wave

MOST_ITEMS = 6
"""Parts of a list that one form holds at most: more children take a second form."""

MOST_SHEETS = 200
"""Numbered forms in one file; a print service takes several."""


def sheets(
    session: Session, wave: Wave, language: str, items: int, serials: Sequence[int] = ()
) -> bytes:
    """Return the form of a wave in a language, once or once for each serial."""
    return _form(session, wave, language, items, serials).content


def layout(session: Session, wave: Wave, language: str, items: int) -> bytes:
    """Return where a scanner finds every box of the form, as JSON."""
    found = _form(session, wave, language, items, ()).layout
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _form(
    session: Session, wave: Wave, language: str, items: int, serials: Sequence[int]
) -> pdf.Form:
    asked = as_asked(asked_by(session, wave), wave)

    def finds(name: str) -> Path | None:
        return library.picture_of(asked.id, name)

    return pdf.form_of(asked, language, finds, items=items, serials=serials)


def languages_of(session: Session, wave: Wave) -> tuple[str, ...]:
    """Return the languages of what a wave asks, German first."""
    spoken = asked_by(session, wave).languages
    return tuple(sorted(spoken, key=lambda each: (each != "de", spoken.index(each))))


def poster(
    session: Session, wave: Wave, paper: str, languages: Sequence[str], contact: str
) -> bytes:
    """Return a poster or card of a survey, a page for each language; ``paper`` names its sort."""
    return posters.posters_pdf(occasion(session, wave, contact), languages, posters.PAPERS[paper])
