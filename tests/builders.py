"""Small surveys, waves and responses for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import event

from surveyapp.questionnaire import document, library
from surveyapp.questionnaire.anonymise import AnonymousResponse
from surveyapp.services import batches
from surveyapp.storage import publications, responses, surveys
from surveyapp.storage.db import main_store, urn_store
from surveyapp.storage.responses import Opened


@dataclass(frozen=True)
class Actor:
    """Somebody of the demo county."""

    county_ags: str = "16065"
    role: str = "admin"
    is_active: bool = True


def a_response(**changes):
    """What one family answered, as the urn takes it."""
    answers = {
        "version": 1,
        "language": "de",
        "mode": "web",
        "received_year": 2026,
        "received_month": 11,
        "document": {"municipality": "16065067"},
        "texts": (),
    }
    return AnonymousResponse(**{**answers, **changes})


def add_texts(wave, *texts, question="ideas"):
    """Put free texts (language and words) into the urn, their ids aaa…, bbb… in this order."""
    response_ids = iter(b"%016d" % number for number in range(100))
    text_ids = iter(bytes([number]) * 16 for number in range(97, 123))
    for language, words in texts:
        ids = iter((next(response_ids), next(text_ids)))
        response = a_response(language=language, texts=((question, words),))
        with urn_store() as urn:
            opened = Opened(response, "", None, (None,))
            responses.add_opened(urn, wave.id, [opened], lambda ids=ids: next(ids))


def a_wave(*, slug="familie-26", sampling="all", state="open", county_ags="16065"):
    """Add a survey with one wave in the given state and return the wave."""
    session = main_store()
    survey = surveys.add_survey(
        session, county_ags=county_ags, slug=slug, title="Familien 2026", questionnaire="familie"
    )
    wave = surveys.add_wave(
        session,
        survey,
        version=1,
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 12, 15),
        sampling=sampling,
        invited=None if sampling == "open" else 100,
    )
    if state != "planned":
        surveys.mark_open(session, wave, document=published("familie"), today=date(2026, 11, 1))
        batches.begin_batch(wave)
    if state == "closed":
        surveys.mark_closed(session, wave, today=date(2026, 12, 1))
    session.commit()
    return wave


def published(questionnaire, version=1):
    """Return the publication of a packaged questionnaire, published now where it was not."""
    session = main_store()
    found = publications.latest(session, questionnaire, version)
    return found or publications.add(
        session,
        questionnaire=questionnaire,
        version=version,
        correction=0,
        document=library.text_of(questionnaire, version),
        published_on=date(2026, 11, 1),
    )


def open_all(*waves):
    """Open every ballot that waits in these waves, or in all open ones; they stay open."""
    for wave in waves or surveys.open_waves(main_store()):
        batches.mix_all(wave.id)
        if wave.state == "open":
            batches.begin_batch(wave)


def a_wave_asking(text, *, slug):
    """Put a document into the store, whatever the checks say, and return an open wave that asks it."""
    session = main_store()
    questionnaire = document.parse(text)
    publication = publications.add(
        session,
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        correction=0,
        document=text,
        published_on=date(2026, 11, 1),
    )
    survey = surveys.add_survey(
        session,
        county_ags="16065",
        slug=slug,
        title=f"Umfrage {slug}",
        questionnaire=questionnaire.id,
    )
    wave = surveys.add_wave(
        session,
        survey,
        version=questionnaire.version,
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 12, 15),
        sampling="open",
        invited=None,
    )
    surveys.mark_open(session, wave, document=publication, today=date(2026, 11, 1))
    session.commit()
    batches.begin_batch(wave)
    return wave


def statements_of(*engines):
    """Return a list that collects the statements the engines run from now on, without BEGIN."""
    seen = []

    def collect(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", collect)
    return seen
