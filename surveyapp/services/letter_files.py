"""The files of issued codes: made in memory for one answer, never kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy.orm import Session

from surveyapp.exchange.letters import lists, paper
from surveyapp.exchange.letters.model import Occasion
from surveyapp.questionnaire import library
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.texts import neutral
from surveyapp.region import territory
from surveyapp.services.asked import published
from surveyapp.services.keys import settings
from surveyapp.services.letters import Issued
from surveyapp.storage import publications
from surveyapp.storage.surveys import Wave

FORMATS: Mapping[str, Callable[[Issued, Occasion], bytes]] = {
    ".xlsx": lambda issued, _occasion: lists.codes_xlsx(issued.letters),
    ".csv": lambda issued, _occasion: lists.codes_csv(issued.letters),
    ".pdf": lambda issued, occasion: paper.letters_pdf(issued.letters, occasion),
}
"""Ending of a file to what writes it."""

REMINDERS: Mapping[str, Callable[[tuple[int, ...]], bytes]] = {
    ".xlsx": lists.reminders_xlsx,
    ".csv": lists.reminders_csv,
}
"""Ending of a list of letters to send again to what writes it."""


def occasion(session: Session, wave: Wave, contact: str = "") -> Occasion:
    """Return what all letters of a wave say; ``contact`` is whom families may ask."""
    asked, address = asked_by(session, wave), settings().address
    return Occasion(
        county=territory.county(wave.survey.county_ags).name.removesuffix(", Stadt"),
        title=wave.survey.title,
        short_address=f"{urlsplit(address).netloc}/f/{wave.survey.slug}",
        minutes=asked.minutes,
        closes_on=wave.closes_on,
        languages=asked.languages,
        contact=contact,
        address=f"{address}/f/{wave.survey.slug}",
        needs_code=wave.sampling != "open",
        titles={"de": wave.survey.title, **neutral(asked.title)},
    )


def bundle(issued: Issued, common: Occasion, name: str) -> bytes:
    """Return every file of the issued codes in one archive."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for suffix, write in FORMATS.items():
            archive.writestr(f"{name}{suffix}", write(issued, common))
    return stream.getvalue()


def asked_by(session: Session, wave: Wave) -> Questionnaire:
    """Return what a wave asks, or would ask if it were opened now."""
    if wave.document_hash is not None:
        return published(session, wave.document_hash)
    survey = wave.survey
    latest = publications.latest(session, survey.questionnaire, wave.version)
    if latest is not None:
        return published(session, latest.document_hash)
    return library.load(survey.questionnaire, wave.version)
