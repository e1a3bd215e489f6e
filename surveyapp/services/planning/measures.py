"""What staff do with measures: add, write, resolve, translate, delete. Each is kept whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from surveyapp.planning.measures import Refusal, Resolution, Standing, State, step, wrong_words
from surveyapp.storage import measures
from surveyapp.storage.measures import Content, Known, Words
from surveyapp.storage.surveys import Survey

_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control signs; those for the direction of writing would turn the words of the page around them."""


def propose(
    session: Session, survey: Survey, content: Content, staff_id: str, today: date
) -> str | Refusal:
    """Add a proposed measure in answer to a survey; return its id."""
    content = _tidy(content)
    wrong = wrong_words(content.words.title, content.words.sentence)
    if wrong is not None:
        return wrong
    made = measures.add(session, survey, content, staff_id, today)
    session.commit()
    return made


def rewrite(
    session: Session, known: Known, content: Content, staff_id: str, today: date
) -> Refusal | None:
    """Replace what a measure says and is about."""
    content = _tidy(content)
    wrong = wrong_words(content.words.title, content.words.sentence)
    if wrong is not None:
        return wrong
    return _change(
        session, known, staff_id, today, lambda: measures.write(session, known.id, content)
    )


def take_step(
    session: Session,
    known: Known,
    to: State,
    resolution: Resolution | None,
    done_on: date | None,
    staff_id: str,
    today: date,
) -> Refusal | None:
    """Say how far a measure is, with the resolution that is known of it now."""
    standing = step(known.standing, to, resolution, done_on, today)
    if not isinstance(standing, Standing):
        return standing
    return _change(
        session, known, staff_id, today, lambda: measures.stand(session, known.id, standing)
    )


def translate(
    session: Session, known: Known, words: Mapping[str, Words], staff_id: str, today: date
) -> Mapping[str, Refusal] | Refusal | None:
    """Replace the words of a measure in other languages; those left empty are taken out.

    What is wrong is said by language; then nothing is kept.
    """
    tidy = {language: _tidy_words(each) for language, each in words.items()}
    written = {language: each for language, each in tidy.items() if each.title or each.sentence}
    found = {code: wrong_words(each.title, each.sentence) for code, each in written.items()}
    wrong = {code: refusal for code, refusal in found.items() if refusal is not None}
    if wrong:
        return wrong
    return _change(
        session, known, staff_id, today, lambda: measures.translate(session, known.id, written)
    )


def remove(session: Session, known: Known) -> Refusal | None:
    """Delete a measure that was never more than proposed; families may have read of any other."""
    if known.standing.state is not State.PROPOSED:
        return Refusal.NOT_ONLY_PROPOSED
    if not measures.claim(session, known, known.changed_by, known.changed_on):
        session.rollback()
        return Refusal.CHANGED_MEANWHILE
    measures.remove(session, known.id)
    session.commit()
    return None


def _change(
    session: Session, known: Known, staff_id: str, today: date, change: Callable[[], None]
) -> Refusal | None:
    if not measures.claim(session, known, staff_id, today):
        session.rollback()
        return Refusal.CHANGED_MEANWHILE
    change()
    session.commit()
    return None


def _tidy(content: Content) -> Content:
    return Content(_tidy_words(content.words), content.subjects)


def _tidy_words(words: Words) -> Words:
    """Return words with single blanks between them, and no sign nobody sees: as they will be read."""
    return Words(_tidy_text(words.title), _tidy_text(words.sentence))


def _tidy_text(text: str) -> str:
    return " ".join(_UNSEEN.sub("", text).split())
