"""Who wants to be called back: left by families, read and deleted by the county's administrators.

Nothing here knows of answers: a wish is left by a request of its own, and is kept in the main store.
It is sealed, so that a copied database shows nothing. Every function first deletes what has expired.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, Actor, may
from surveyapp.questionnaire.texts import wording
from surveyapp.services import audit
from surveyapp.services.asked import published
from surveyapp.services.keys import derived_key, opened_with, sealed_with, settings
from surveyapp.storage import contacts, surveys
from surveyapp.storage.contacts import ContactWish
from surveyapp.storage.surveys import Survey

ID_BYTES = 16

_PURPOSE = "contacts"

STEP = 512
"""Entries are padded to multiples of this many bytes, so that their length tells little."""


Said = tuple[str, str]
"""A question and its answer, both in the words of the county's staff."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year; no day exists."""

    year: int
    month: int


@dataclass(frozen=True, slots=True)
class Wish:
    """One family's wish as administrators read it."""

    id: bytes
    #: None where the installation's key is no longer the one that sealed it.
    said: tuple[Said, ...] | None
    delete_in: Month


class WishRefusal(StrEnum):
    """Why a wish was not kept."""

    #: The survey takes no answers now.
    CLOSED = "closed"
    #: As many wishes wait as the installation keeps for one survey.
    FULL = "full"


def new_wish_id() -> bytes:
    """Return the id of a wish, made with its page: sending the page twice leaves one wish."""
    return secrets.token_bytes(ID_BYTES)


def month_after(today: date, keep_days: int) -> Month:
    """Return the month after the one in which the last of ``keep_days`` falls."""
    last = today + timedelta(days=keep_days)
    return Month(last.year + last.month // 12, last.month % 12 + 1)


def leave_wish(
    session: Session,
    slug: str,
    wish_id: bytes,
    said: Sequence[Said],
    *,
    consent: str,
    keep_days: int,
    today: date,
) -> Month | WishRefusal:
    """Keep a wish and return the month in which it will be deleted.

    ``consent`` is the wording the family agreed to. The same page sent again replaces the wish.
    """
    wave = surveys.open_wave_of(session, slug)
    if wave is None:
        return WishRefusal.CLOSED
    is_new = contacts.survey_of(session, wish_id) is None
    if is_full(session, wave.survey_id, today) and is_new:
        return WishRefusal.FULL
    delete_in = month_after(today, keep_days)
    wish = ContactWish(
        id=wish_id,
        survey_id=wave.survey_id,
        entry=_sealed(said, wish_id, wave.survey_id),
        consent_hash=hashlib.sha256(consent.encode()).hexdigest(),
        delete_year=delete_in.year,
        delete_month=delete_in.month,
    )
    contacts.keep(session, wish)
    session.commit()
    return delete_in


def is_full(session: Session, survey_id: str, today: date) -> bool:
    """Say whether a survey keeps as many wishes as it may."""
    forget_expired(session, today)
    return contacts.count(session, survey_id) >= settings().contacts_most


def count(session: Session, survey: Survey, today: date) -> int:
    """Return how many wishes of a survey wait for the county."""
    forget_expired(session, today)
    return contacts.count(session, survey.id)


def wishes_of(session: Session, actor: Actor, survey: Survey, today: date) -> tuple[Wish, ...]:
    """Return the wishes left in a survey, in an order that means nothing.

    Raises
    ------
    PermissionError
        If the actor may not read them; ask ``may_read`` first.
    """
    if not may_read(actor, survey):
        message = f"contact wishes of {survey.slug} are read by administrators of its county only"
        raise PermissionError(message)
    forget_expired(session, today)
    return tuple(_opened(wish) for wish in contacts.of_survey(session, survey.id))


def purpose_of(session: Session, survey: Survey) -> str:
    """Return what families agreed to when they left their address, in the newest wave that asked."""
    for wave in reversed(survey.waves):
        if wave.document_hash is None:
            continue
        form = published(session, wave.document_hash).contact
        if form is not None:
            return wording(form.consent, "de")
    return ""


def may_read(actor: Actor, survey: Survey) -> bool:
    """Say whether somebody may read and delete the wishes left in a survey."""
    return may(actor, Action.READ_CONTACTS, survey.county_ags)


def forget_wish(session: Session, actor: Actor, wish_id: bytes, today: date) -> bool:
    """Delete one wish; False if it is not there, or not the actor's to delete."""
    forget_expired(session, today)
    survey = contacts.survey_of(session, wish_id)
    if survey is None or not may_read(actor, survey):
        return False
    is_gone = contacts.remove(session, wish_id)
    if is_gone:
        session.commit()
    return is_gone


def forget_expired(session: Session, today: date) -> int:
    """Delete every wish whose month of deletion has come, and return how many there were."""
    number = contacts.remove_expired(session, today)
    with audit.beside(session):
        session.commit()
    return number


def _sealed(said: Sequence[Said], wish_id: bytes, survey_id: str) -> bytes:
    """Seal an entry to its row and survey: it cannot be read in the place of another."""
    written = json.dumps(list(said), ensure_ascii=False, separators=(",", ":")).encode()
    padded = written + bytes(-len(written) % STEP)
    return sealed_with(derived_key(_PURPOSE), padded, wish_id + survey_id.encode())


def _opened(wish: ContactWish) -> Wish:
    delete_in = Month(wish.delete_year, wish.delete_month)
    place = wish.id + wish.survey_id.encode()
    try:
        padded = opened_with(derived_key(_PURPOSE), wish.entry, place)
    except InvalidTag:
        return Wish(wish.id, None, delete_in)
    said = tuple((question, answer) for question, answer in json.loads(padded.rstrip(b"\0")))
    return Wish(wish.id, said, delete_in)
