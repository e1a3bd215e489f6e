"""Surveys that go on by themselves: when a period ends its wave closes, and the next one opens at once.

Families of a family centre answer when they register a child, so a period has few answers. A wave closes
only with as many as a release needs; otherwise it goes on to the end of the next period. So no ballot is
ever opened among fewer than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, Actor, may
from surveyapp.services import audit, batches, publish, waves
from surveyapp.services.audit import CommandLine
from surveyapp.services.count_answers import count_kept
from surveyapp.services.deeds import Deed
from surveyapp.services.field.make import FieldRefusal
from surveyapp.services.field.plan import FEWEST_SHOWN
from surveyapp.services.letters import standing
from surveyapp.storage import plans, surveys
from surveyapp.storage.order import refuse_without_room
from surveyapp.storage.publications import Publication
from surveyapp.storage.surveys import Survey, Wave

PERIODS = (3, 6, 12)
"""Months a period can have; it ends with the quarter, the half-year or the year."""


class Turned(StrEnum):
    """What became of a wave whose period is over."""

    #: Closed; the next one is open.
    DONE = "done"
    #: Too few answers: it goes on to the end of the next period.
    EXTENDED = "extended"
    #: The next wave has no codes yet; the present one stays open.
    WAITS_FOR_CODES = "waits_for_codes"
    #: Somebody planned the next wave for a later day; the present one stays open until then.
    WAITS_FOR_DAY = "waits_for_day"
    #: The time of the only planned wave is over; the present one stays open until staff decide.
    PLAN_IS_OVER = "plan_is_over"
    #: The key of the waiting ballots is missing, or the questionnaire cannot be published.
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Turn:
    """One wave whose period was over."""

    slug: str
    number: int
    turned: Turned


def period_end(day: date, months: int) -> date:
    """Return the last day of the period a day lies in.

    >>> period_end(date(2026, 11, 22), 3)
    datetime.date(2026, 12, 31)
    >>> period_end(date(2026, 4, 1), 6)
    datetime.date(2026, 6, 30)
    """
    following = (day.month - 1) // months * months + months
    first = date(day.year + following // 12, following % 12 + 1, 1)
    return first - timedelta(days=1)


def set_rolling(
    session: Session, actor: Actor, survey: Survey, months: int | None
) -> FieldRefusal | None:
    """Let a survey go on by itself with periods of some months; None ends that."""
    if survey.county_ags != actor.county_ags:
        return FieldRefusal.NOT_FOUND
    if not may(actor, Action.PLAN_FIELD, survey.county_ags):
        return FieldRefusal.NOT_ALLOWED
    if months is not None and months not in PERIODS:
        return FieldRefusal.DATES
    plans.set_months(session, survey.id, months)
    session.commit()
    return None


def turn_over(session: Session, today: date) -> Sequence[Turn]:
    """End every period that is over; called by the hourly job, and harmless however often."""
    turns = []
    for wave, months in plans.rolling_waves(session):
        if wave.closes_on < today and _is_mine(session, wave, today):
            turned = _turn(session, wave, months, today)
            turns.append(Turn(wave.survey.slug, wave.number, turned))
    return turns


def _is_mine(session: Session, wave: Wave, today: date) -> bool:
    """Hold the survey of a wave; False where another run was faster, or somebody closed it."""
    session.commit()
    plans.hold(session, wave.survey_id)
    session.refresh(wave)
    session.expire(wave.survey, ["waves"])
    is_over = wave.state == "open" and wave.closes_on < today
    if not is_over:
        session.commit()
    return is_over


def _turn(session: Session, wave: Wave, months: int, today: date) -> Turned:
    if count_kept(wave.id) < FEWEST_SHOWN:
        wave.closes_on = period_end(today, months)
        session.commit()
        return Turned.EXTENDED
    following = _following(session, wave, months, today)
    if isinstance(following, Turned):
        session.commit()
        return following
    if following.sampling != "open" and not standing(following.id).is_issued:
        session.commit()
        return Turned.WAITS_FOR_CODES
    asked = publish.packaged(session, wave.survey.questionnaire, following.version, today=today)
    if not isinstance(asked, Publication) or not batches.is_openable(wave.id):
        session.rollback()
        return Turned.FAILED
    return _exchange(session, wave, following, asked, today)


def _following(session: Session, wave: Wave, months: int, today: date) -> Wave | Turned:
    """Return the wave that comes next, or why none can yet.

    It is the planned one that begins first and is not over; one like the present where none is planned.
    """
    planned = [each for each in wave.survey.waves if each.state == "planned"]
    if not planned:
        return surveys.add_wave(
            session,
            wave.survey,
            version=wave.version,
            opens_on=today,
            closes_on=period_end(today, months),
            sampling=wave.sampling,
            invited=wave.invited,
            is_simulated=wave.is_simulated,
        )
    coming = [each for each in planned if each.closes_on >= today]
    if not coming:
        return Turned.PLAN_IS_OVER
    found = min(coming, key=lambda each: (each.opens_on, each.number))
    return found if found.opens_on <= today else Turned.WAITS_FOR_DAY


def _exchange(
    session: Session, wave: Wave, following: Wave, asked: Publication, today: date
) -> Turned:
    """Close a wave and open the next in one transaction: a family always finds one of them."""
    refuse_without_room()
    last_day = wave.closes_on
    try:
        is_done = surveys.mark_closed(session, wave, today=last_day)
        is_done = is_done and surveys.mark_open(session, following, document=asked, today=today)
        if is_done:
            batches.begin_batch(wave)  # so that what follows is remembered, as in closing by hand
            waves.receive(following)
            _noted(session, wave, following)
            session.commit()
        else:
            session.rollback()
    except IntegrityError:
        session.rollback()
        is_done = False  # somebody opens or closes a wave of this survey in the same moment
    if not is_done:
        return Turned.FAILED
    # What is wrong with ballots is said by the job itself, which tries the same again right after.
    with suppress(batches.KeyMissingError, batches.BallotDamagedError):
        waves.finish(wave)
    return Turned.DONE


def _noted(session: Session, wave: Wave, following: Wave) -> None:
    """Write into the log of the county that nobody pressed these buttons."""
    job = CommandLine(wave.survey.county_ags)
    for each, deed in ((wave, Deed.WAVE_CLOSED), (following, Deed.WAVE_OPENED)):
        subject = f"{wave.survey.slug}, Welle {each.number}"
        audit.note(session, job, deed, subject, "Der Zeitraum ist zu Ende.")
