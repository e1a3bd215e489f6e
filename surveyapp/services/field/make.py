"""Making surveys and their waves: what staff say before families are asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, Actor, may
from surveyapp.services import find_questionnaires as finding
from surveyapp.services.accounts import is_place
from surveyapp.services.find_questionnaires import Stage
from surveyapp.services.letters import FEWEST_LETTERS, MOST_LETTERS, standing
from surveyapp.storage import plans, surveys
from surveyapp.storage.surveys import Survey, Wave

LONGEST_TITLE = 200
LONGEST_SLUG = 60
MOST_DAYS = 800
"""A wave of more than two years is a mistyped year."""

MOST_PROPOSALS = 99
"""Surveys of one title that get an address by themselves."""

SAMPLINGS = ("random", "all", "cluster", "open")

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SIGNS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
RESERVED = frozenset({"neu"})
"""Short names that are addresses of our own."""


class FieldRefusal(StrEnum):
    """Why a survey or a wave was not made, changed or deleted."""

    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"
    #: Empty, too long, or with signs nobody can see.
    TITLE = "title"
    #: No short address: other signs than small letters, digits and single hyphens.
    SLUG = "slug"
    SLUG_TAKEN = "slug_taken"
    #: Its address stands in letters, or families have it already.
    SLUG_IN_USE = "slug_in_use"
    UNKNOWN_QUESTIONNAIRE = "unknown_questionnaire"
    #: No facility of the county's register.
    PLACE = "place"
    #: The last day lies before the first one, or in the past.
    DATES = "dates"
    #: Longer than ``MOST_DAYS``.
    TOO_LONG = "too_long"
    SAMPLING = "sampling"
    #: With codes, fewer than ``FEWEST_LETTERS`` or more than ``MOST_LETTERS``.
    LETTERS = "letters"
    #: The wave is open or closed; only a planned one is changed.
    WRONG_STATE = "wrong_state"
    #: Codes were issued for the wave, so how families take part is settled.
    CODES_ISSUED = "codes_issued"
    #: Somebody made the same wave meanwhile.
    MADE_MEANWHILE = "made_meanwhile"
    #: The survey has waves, or something else hangs on it.
    NOT_EMPTY = "not_empty"


@dataclass(frozen=True, slots=True)
class WavePlan:
    """What is planned of a wave."""

    version: int
    opens_on: date
    closes_on: date
    #: One of ``SAMPLINGS``.
    sampling: str
    #: Letters; None where anybody may answer.
    invited: int | None


def _proposals(title: str) -> Iterator[str]:
    """Yield short addresses made of a title, the plain one first."""
    yield _plain(title)
    yield from (f"{_plain(title)}-{number}" for number in range(2, MOST_PROPOSALS + 1))


def _is_free(session: Session, slug: str) -> bool:
    return slug not in RESERVED and surveys.title_of(session, slug) is None


def versions_of(session: Session, county_ags: str, questionnaire: str) -> tuple[int, ...]:
    """Return the versions of a questionnaire a wave can ask, oldest first; drafts are none."""
    found = finding.newest(session, county_ags)
    numbers = {
        each.questionnaire.version
        for each in found
        if each.stage is not Stage.DRAFT and each.questionnaire.id == questionnaire
    }
    return tuple(sorted(numbers))


@dataclass(frozen=True, slots=True)
class SurveyPlan:
    """What a new survey is to be."""

    title: str
    #: Short address; empty for one made of the title.
    slug: str
    questionnaire: str
    #: Facility of the county's register whose families are asked; None for the whole county.
    place_id: int | None = None


def make_survey(session: Session, actor: Actor, plan: SurveyPlan) -> Survey | FieldRefusal:
    """Make a survey of the actor's county; without a short address it gets one from its title.

    Asked for a second time, as a second press of the button does, it returns the survey of the first.
    """
    refusal = _wrong_survey(session, actor, plan)
    if refusal is not None:
        return refusal
    if not plan.slug and not _plain(plan.title):
        return FieldRefusal.SLUG
    for address in (plan.slug,) if plan.slug else _proposals(plan.title):
        made = _made(session, actor, plan, address)
        if made is not None:
            return made
        there = surveys.survey_by_slug(session, address)  # maybe the first press was just faster
        if there is not None and _is_same(there, actor, plan):
            return there
    return FieldRefusal.SLUG_TAKEN


def _made(session: Session, actor: Actor, plan: SurveyPlan, address: str) -> Survey | None:
    """Add a survey; None where its address is taken, maybe by a county this session cannot see."""
    if not _is_free(session, address):
        return None
    try:
        made = surveys.add_survey(
            session,
            county_ags=actor.county_ags,
            slug=address,
            title=plan.title,
            questionnaire=plan.questionnaire,
            place_id=plan.place_id,
        )
        session.commit()
    except IntegrityError:
        session.rollback()
        return None
    return made


def _plain(title: str) -> str:
    """Return a title as an address, with room for a number behind it."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower().translate(_SIGNS)).strip("-")
    return plain[: LONGEST_SLUG - 4].strip("-")


def _is_same(there: Survey, actor: Actor, plan: SurveyPlan) -> bool:
    found = (there.county_ags, there.title, there.questionnaire, there.place_id)
    wanted = (actor.county_ags, plan.title, plan.questionnaire, plan.place_id)
    return found == wanted and not there.waves


def _wrong_survey(session: Session, actor: Actor, plan: SurveyPlan) -> FieldRefusal | None:
    if not may(actor, Action.PLAN_FIELD, actor.county_ags):
        return FieldRefusal.NOT_ALLOWED
    if not _is_title(plan.title):
        return FieldRefusal.TITLE
    if plan.slug and not _is_slug(plan.slug):
        return FieldRefusal.SLUG
    if not versions_of(session, actor.county_ags, plan.questionnaire):
        return FieldRefusal.UNKNOWN_QUESTIONNAIRE
    if plan.place_id is None or is_place(session, actor.county_ags, plan.place_id):
        return None
    return FieldRefusal.PLACE


def _is_title(title: str) -> bool:
    return bool(title.strip()) and title.isprintable() and len(title) <= LONGEST_TITLE


def _is_slug(slug: str) -> bool:
    return bool(_SLUG.fullmatch(slug)) and 3 <= len(slug) <= LONGEST_SLUG and slug not in RESERVED


def change_survey(
    session: Session, actor: Actor, survey: Survey, title: str, slug: str
) -> FieldRefusal | None:
    """Give a survey another title, or another address as long as no family can have it."""
    if not may(actor, Action.PLAN_FIELD, survey.county_ags):
        return FieldRefusal.NOT_ALLOWED
    if not _is_title(title):
        return FieldRefusal.TITLE
    if slug != survey.slug:
        refusal = _wrong_move(session, survey, slug)
        if refusal is not None:
            return refusal
    survey.title, survey.slug = title, slug
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        return FieldRefusal.SLUG_TAKEN
    return None


def _wrong_move(session: Session, survey: Survey, slug: str) -> FieldRefusal | None:
    if not _is_slug(slug):
        return FieldRefusal.SLUG
    if not may_move(survey):
        return FieldRefusal.SLUG_IN_USE
    return None if _is_free(session, slug) else FieldRefusal.SLUG_TAKEN


def may_move(survey: Survey) -> bool:
    """Say whether no family can have the address of a survey: nothing was opened, nothing issued."""
    return all(
        wave.state == "planned" and not standing(wave.id).last_serial for wave in survey.waves
    )


def delete_survey(session: Session, actor: Actor, survey: Survey) -> FieldRefusal | None:
    """Delete a survey without waves on which nothing else hangs."""
    if not may(actor, Action.PLAN_FIELD, survey.county_ags):
        return FieldRefusal.NOT_ALLOWED
    if survey.waves:
        return FieldRefusal.NOT_EMPTY
    try:
        plans.set_months(session, survey.id, None)
        surveys.remove_survey(session, survey)
        session.commit()
    except IntegrityError:
        session.rollback()
        return FieldRefusal.NOT_EMPTY
    return None


# Waves


def next_number(survey: Survey) -> int:
    """Return the number the next wave of a survey gets."""
    return 1 + max((wave.number for wave in survey.waves), default=0)


def add_wave(
    session: Session, actor: Actor, survey: Survey, plan: WavePlan, number: int, today: date
) -> Wave | FieldRefusal:
    """Plan the next wave of a survey; ``number`` is the one the page offered.

    Pressed twice, the second press finds its number taken.
    """
    if not may(actor, Action.PLAN_FIELD, survey.county_ags):
        return FieldRefusal.NOT_ALLOWED
    refusal = _wrong_plan(session, survey, plan, today)
    if refusal is not None:
        return refusal
    if number != next_number(survey):
        return FieldRefusal.MADE_MEANWHILE
    try:
        made = surveys.add_wave(
            session,
            survey,
            version=plan.version,
            opens_on=plan.opens_on,
            closes_on=plan.closes_on,
            sampling=plan.sampling,
            invited=plan.invited,
        )
        session.commit()
    except IntegrityError:
        session.rollback()
        return FieldRefusal.MADE_MEANWHILE
    return made


def change_wave(
    session: Session, actor: Actor, wave_id: str, plan: WavePlan, today: date
) -> FieldRefusal | None:
    """Change what is planned of a wave that is not open yet.

    Once codes are issued, how families take part and how many are invited is settled.
    """
    wave, refusal = own_planned(session, actor, wave_id)
    if wave is None:
        return refusal
    refusal = _wrong_plan(session, wave.survey, plan, today)
    if refusal is not None:
        return refusal
    is_other = (plan.sampling, plan.invited) != (wave.sampling, wave.invited)
    is_done = surveys.change_planned(
        session,
        wave,
        version=plan.version,
        opens_on=plan.opens_on,
        closes_on=plan.closes_on,
        sampling=plan.sampling,
        invited=plan.invited,
    )
    if not is_done:
        session.rollback()
        return FieldRefusal.WRONG_STATE
    # Looked at behind the change: whoever issues codes now waits for it, and finds the wave changed.
    if is_other and standing(wave.id).is_issued:
        session.rollback()
        return FieldRefusal.CODES_ISSUED
    if is_other:
        plans.forget_plan(session, wave.id)  # its letters are other letters
    session.commit()
    return None


def delete_wave(session: Session, actor: Actor, wave_id: str) -> FieldRefusal | None:
    """Delete a planned wave for which no code was ever issued."""
    wave, refusal = own_planned(session, actor, wave_id)
    if wave is None:
        return refusal
    try:
        plans.forget_plan(session, wave.id)
        is_gone = surveys.remove_planned(session, wave)
        has_codes = is_gone and bool(standing(wave_id).last_serial)  # looked at behind the change
        if not is_gone or has_codes:
            session.rollback()  # the plan that went first stays with the wave
            return FieldRefusal.CODES_ISSUED if has_codes else FieldRefusal.WRONG_STATE
        session.commit()
    except IntegrityError:
        session.rollback()
        return FieldRefusal.NOT_EMPTY
    return None


def own_planned(
    session: Session, actor: Actor, wave_id: str
) -> tuple[Wave, None] | tuple[None, FieldRefusal]:
    """Return a wave the actor may still change, or why there is none."""
    wave = surveys.wave_by_id(session, wave_id)
    if wave is None or wave.survey.county_ags != actor.county_ags:
        return None, FieldRefusal.NOT_FOUND
    if not may(actor, Action.PLAN_FIELD, wave.survey.county_ags):
        return None, FieldRefusal.NOT_ALLOWED
    return (wave, None) if wave.state == "planned" else (None, FieldRefusal.WRONG_STATE)


def _wrong_plan(
    session: Session, survey: Survey, plan: WavePlan, today: date
) -> FieldRefusal | None:
    has_codes = plan.sampling != "open"
    letters = plan.invited or 0
    known = versions_of(session, survey.county_ags, survey.questionnaire)
    rules = (
        (plan.version not in known, FieldRefusal.UNKNOWN_QUESTIONNAIRE),
        (plan.closes_on < max(plan.opens_on, today), FieldRefusal.DATES),
        ((plan.closes_on - plan.opens_on).days > MOST_DAYS, FieldRefusal.TOO_LONG),
        (plan.sampling not in SAMPLINGS, FieldRefusal.SAMPLING),
        (has_codes and not FEWEST_LETTERS <= letters <= MOST_LETTERS, FieldRefusal.LETTERS),
        (not has_codes and plan.invited is not None, FieldRefusal.LETTERS),
    )
    return next((refusal for is_broken, refusal in rules if is_broken), None)
