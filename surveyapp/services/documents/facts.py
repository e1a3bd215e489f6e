"""What is true of one survey, read once from the stores: all that the documents may say of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.questionnaire import document, library
from surveyapp.questionnaire.model import Question, Questionnaire
from surveyapp.questionnaire.texts import label_of, wording
from surveyapp.questionnaire.types import kind_of
from surveyapp.region import territory
from surveyapp.services import batches, retention
from surveyapp.services.asked import published
from surveyapp.services.documents import figures
from surveyapp.services.keys import settings
from surveyapp.storage import microdata, publications, safeguards
from surveyapp.storage.db import register_store
from surveyapp.storage.surveys import Survey, Wave

_CITY = ", Stadt"


class Profile(StrEnum):
    """On which law a survey rests."""

    #: Municipal statistics with a statute of the county.
    STATISTICS = "statistik"
    #: The consent of those who answer.
    CONSENT = "einwilligung"


class Mode(StrEnum):
    """How the right to answer and the answers are kept apart."""

    #: A blindly signed ticket; without scripts the sealed way.
    TICKET = "ticket"
    #: Code and answers come in one request and are parted by the server.
    SEALED = "sealed"
    #: Anybody may answer; there is no code.
    OPEN = "open"


class NoWaveError(ValueError):
    """Documents were asked for a survey without waves."""


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A question that needs stricter protection."""

    label: str
    purpose: str
    #: None where nobody said it.
    keep_months: int | None
    #: Whether it is answered in own words, which are kept apart.
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """The form of those who want to be called back."""

    title: str
    asks: tuple[str, ...]
    consent: str
    keep_days: int


@dataclass(frozen=True, slots=True)
class Office:
    """An office for which treated rows of families were made."""

    name: str
    address: str
    purpose: str
    legal_basis: str
    #: Day by which it has deleted them.
    keep_until: date


@dataclass(frozen=True, slots=True)
class Facts:
    """One wave of one survey as it really is."""

    county: str
    #: Whether it is a city that is no part of a county.
    is_city: bool
    survey: str
    slug: str
    questionnaire: str
    version: int
    languages: tuple[str, ...]
    minutes: int
    questions: int
    sensitive: tuple[Sensitive, ...]
    #: Labels of the questions that are answered in own words.
    texts: tuple[str, ...]
    contact: Contact | None
    asks_area: bool
    asks_children: bool
    wave: int
    state: str
    sampling: str
    invited: int | None
    strata: tuple[str, ...]
    opens_on: date
    closes_on: date
    is_simulated: bool
    mode: Mode
    batch_size: int
    has_recovery_key: bool
    #: Months after the end of the wave by what is deleted.
    months: Mapping[str, int]
    is_postgresql: bool
    is_https: bool
    profile: Profile
    made_on: date
    #: What the county has filled in, by the name of the blank.
    filled: Mapping[str, str]
    #: The measured figures of this release, as they were packaged.
    figures: Mapping[str, Any]
    #: For whom treated rows of the survey were made, each office once for each purpose.
    offices: tuple[Office, ...] = ()


def facts_of(
    session: Session, survey: Survey, profile: Profile, today: date, filled: Mapping[str, str]
) -> Facts:
    """Return what is true of the newest wave of a survey; ``filled`` is what the county added.

    Raises
    ------
    NoWaveError
        If the survey has no wave: nothing is decided yet that a document could say.
    """
    if not survey.waves:
        message = f"{survey.slug} has no wave; plan one first, for the documents tell of its dates"
        raise NoWaveError(message)
    wave = survey.waves[-1]
    asked = _asked(session, wave)
    with register_store() as register:
        strata = safeguards.signed_strata(register, wave.id)
    config, county = settings(), territory.county(survey.county_ags).name
    return Facts(
        county=county.removesuffix(_CITY),
        is_city=county.endswith(_CITY),
        survey=survey.title,
        slug=survey.slug,
        questionnaire=wording(asked.title, "de"),
        version=asked.version,
        languages=asked.languages,
        minutes=asked.minutes,
        questions=sum(1 for _ in _questions(asked)),
        sensitive=tuple(_sensitive(each) for each in _questions(asked) if each.is_sensitive),
        texts=tuple(label_of(each) for each in _questions(asked) if kind_of(each).is_stored_apart),
        contact=_contact(asked),
        asks_area=asked.area_question is not None,
        asks_children=asked.child_age_question is not None,
        wave=wave.number,
        state=wave.state,
        sampling=wave.sampling,
        invited=wave.invited,
        strata=tuple(stratum for stratum in strata if stratum),
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        is_simulated=wave.is_simulated,
        mode=_mode(wave, is_signing=bool(strata)),
        batch_size=batches.together(wave),
        has_recovery_key=safeguards.has_recovery_key(session, survey.county_ags),
        months=retention.plan(session, survey),
        is_postgresql=not config.is_sqlite,
        is_https=config.is_https,
        profile=profile,
        made_on=today,
        filled=filled,
        figures=figures.packaged(),
        offices=_offices(session, survey),
    )


def _offices(session: Session, survey: Survey) -> tuple[Office, ...]:
    found = (
        Office(each.office, each.address, each.purpose, each.legal_basis, each.keep_until)
        for each in microdata.ready_of_survey(session, survey.id)
    )
    return tuple(dict.fromkeys(found))


def _mode(wave: Wave, *, is_signing: bool) -> Mode:
    """Return the mode of a wave; a ticket is promised only where it can still come or is there."""
    if wave.sampling == "open":
        return Mode.OPEN
    return Mode.TICKET if is_signing or wave.state == "planned" else Mode.SEALED


def _asked(session: Session, wave: Wave) -> Questionnaire:
    """Return what a wave asks, or would ask if it were opened now."""
    if wave.document_hash is not None:
        return published(session, wave.document_hash)
    name = wave.survey.questionnaire
    latest = publications.latest(session, name, wave.version)
    return document.parse(latest.document) if latest else library.load(name, wave.version)


def _questions(asked: Questionnaire) -> Iterator[Question]:
    for page in asked.pages:
        yield from (each for each in page.questions if kind_of(each).is_asked)


def _sensitive(question: Question) -> Sensitive:
    purpose = wording(question.purpose, "de") if question.purpose else ""
    return Sensitive(
        label_of(question), purpose, question.keep_months, kind_of(question).is_stored_apart
    )


def _contact(asked: Questionnaire) -> Contact | None:
    form = asked.contact
    if form is None:
        return None
    return Contact(
        title=wording(form.title, "de"),
        asks=tuple(label_of(each) for each in form.questions if kind_of(each).is_asked),
        consent=wording(form.consent, "de"),
        keep_days=form.keep_days,
    )


class FilledInError(ValueError):
    """The file with what a county filled in cannot be read; the message names it and the cure."""


def file_to_fill_in(instance: Path, county_ags: str) -> Path:
    """Return the file in which the county of an installation fills in the blanks."""
    return instance / "documents" / f"{county_ags}.json"


def filled_in(county_ags: str) -> Mapping[str, str]:
    """Return what a county has filled in, by the name of the blank; nothing without a file.

    Raises
    ------
    FilledInError
        If the file cannot be used.
    """
    path = file_to_fill_in(settings().instance, county_ags)
    if not path.is_file():
        return {}
    cure = 'it must hold names of blanks and their texts, such as {"Postanschrift": "Markt 8"}'
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        message = f"{path} is no JSON ({error}); {cure}"
        raise FilledInError(message) from error
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        message = f"{path} holds something else than texts; {cure}"
        raise FilledInError(message)
    return found
