"""Opening and closing a wave: when families may answer, and which document they see."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, Actor, may
from surveyapp.services import batches, issuer_keys, publish
from surveyapp.services.keying import sheets
from surveyapp.services.run_bounded import Unfinished
from surveyapp.storage import surveys
from surveyapp.storage.order import refuse_without_room
from surveyapp.storage.publications import Publication
from surveyapp.storage.surveys import Wave


class WaveStep(StrEnum):
    """How an attempt to open or close a wave ended."""

    DONE = "done"
    #: There is no such wave in the actor's county.
    NOT_FOUND = "not_found"
    #: The actor's role does not allow it.
    NOT_ALLOWED = "not_allowed"
    #: Only a planned wave can be opened, only an open one closed.
    WRONG_STATE = "wrong_state"
    #: Another wave of the survey is open.
    ANOTHER_OPEN = "another_open"
    #: The questionnaire has findings that must be mended first.
    NOT_PUBLISHED = "not_published"
    #: The key that opens the waiting ballots is missing; nothing is lost.
    KEY_MISSING = "key_missing"
    #: The check of the questionnaire did not finish; it may another time.
    NOT_CHECKED = "not_checked"


def open_wave(session: Session, actor: Actor, wave_id: str, today: date) -> WaveStep:
    """Let families answer a planned wave from today; its document is frozen now."""
    wave = surveys.wave_by_id(session, wave_id)
    if wave is None or wave.survey.county_ags != actor.county_ags:
        return WaveStep.NOT_FOUND
    if not may(actor, Action.OPEN_WAVE, wave.survey.county_ags):
        return WaveStep.NOT_ALLOWED
    if wave.state == "planned" and surveys.open_wave_of(session, wave.survey.slug):
        return WaveStep.ANOTHER_OPEN
    if wave.state != "planned":
        return WaveStep.WRONG_STATE
    step = _begun(session, wave, today)
    # While its questionnaire was checked, somebody may have changed, opened or deleted it.
    return open_wave(session, actor, wave_id, today) if step is None else step


def _begun(session: Session, wave: Wave, today: date) -> WaveStep | None:
    """Freeze what a planned wave asks, and open it; None where it is not what it was meanwhile."""
    asked = publish.packaged(session, wave.survey.questionnaire, wave.version, today=today)
    if isinstance(asked, Unfinished):
        return WaveStep.NOT_CHECKED
    if not isinstance(asked, Publication):
        return WaveStep.NOT_PUBLISHED
    try:
        is_done = surveys.mark_open(session, wave, document=asked, today=today)
        if is_done:
            receive(wave)
        session.commit()
    except IntegrityError:
        session.rollback()
        return WaveStep.ANOTHER_OPEN  # in the same moment: the database lets one be open
    return WaveStep.DONE if is_done else None


def receive(wave: Wave) -> None:
    """Make what an open wave needs to take answers: a batch to wait for, keys of its strata."""
    batches.begin_batch(wave)
    issuer_keys.ensure_issuers(wave.id)


def close_wave(session: Session, actor: Actor, wave_id: str, today: date) -> WaveStep:
    """Take no more answers from now on, open all that wait, and erase the order in which they came.

    A job that stops on the way is finished by the next ``surveyapp mix``, or before results are
    computed.

    Raises
    ------
    StoreUnavailableError
        If a store has no room to be rewritten; the wave stays open.
    """
    wave = surveys.wave_by_id(session, wave_id)
    if wave is None or wave.survey.county_ags != actor.county_ags:
        return WaveStep.NOT_FOUND
    if not may(actor, Action.CLOSE_WAVE, wave.survey.county_ags):
        return WaveStep.NOT_ALLOWED
    if wave.state == "open" and not batches.is_openable(wave.id):
        return WaveStep.KEY_MISSING
    refuse_without_room()
    is_done = surveys.mark_closed(session, wave, today=today)
    if is_done:
        batches.begin_batch(wave)  # so that what follows is remembered, whatever there was before
    session.commit()
    if not is_done:
        return WaveStep.WRONG_STATE
    finish(wave)
    return WaveStep.DONE


def finish(wave: Wave) -> None:
    """Open all that waits in a closed wave, and forget the sheets nobody finished."""
    sheets.forget_all(wave.id)
    batches.mix_all(wave.id)
