"""The files of issued codes: made in memory for one answer, or sealed for the browser that asked.

Codes lie on no disk that anybody could read them from: not in the store, not in a file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy.orm import Session

from surveyapp.exchange.letters import lists, paper
from surveyapp.exchange.letters.model import Letter, Occasion
from surveyapp.questionnaire import library
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.texts import neutral
from surveyapp.region import territory
from surveyapp.services.asked import published
from surveyapp.services.jobs import JobRefusedError, Result, Work, sealed
from surveyapp.services.keys import settings
from surveyapp.services.letters import Issued
from surveyapp.storage import publications, surveys
from surveyapp.storage.surveys import Wave

AT_ONCE = 500
"""Letters that are written within the request that asks for them; more are long work."""

Tell = Callable[[int], None]

FORMATS: Mapping[str, Callable[[Issued, Occasion, Tell | None], bytes]] = {
    ".xlsx": lambda issued, _occasion, _tell: lists.codes_xlsx(issued.letters),
    ".csv": lambda issued, _occasion, _tell: lists.codes_csv(issued.letters),
    ".pdf": lambda issued, occasion, tell: paper.letters_pdf(issued.letters, occasion, tell),
}
"""Ending of a file to what writes it."""

CODES = "codes"
"""Name of what is handed in with the long work."""

GONE = "Diese Welle gibt es nicht mehr."

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


def bundle(issued: Issued, common: Occasion, name: str, tell: Tell | None = None) -> bytes:
    """Return every file of the issued codes in one archive."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for suffix, write in FORMATS.items():
            archive.writestr(f"{name}{suffix}", write(issued, common, tell))
    return stream.getvalue()


def written(issued: Issued, contact: str) -> bytes:
    """Return issued codes as the long work takes them in; sealed before it lies anywhere."""
    letters = [asdict(each) for each in issued.letters]
    return json.dumps({"contact": contact, "letters": letters}).encode()


def work(job: Work, arguments: Mapping[str, Any]) -> Result:
    """Write the files of many letters, with the key of the browser that asked, and seal them again."""
    wave = surveys.wave_by_id(job.session, arguments["wave"])
    if wave is None:
        raise JobRefusedError(GONE)
    job.progress(0, 0, "Wartet auf die Seite, die den Auftrag gegeben hat")
    key = sealed.key_given(job)
    given = sealed.opened(key, job.handed_in(CODES).read_bytes())
    if given is None:
        raise JobRefusedError(sealed.NOBODY_CAME)
    said = json.loads(given)
    issued = Issued(tuple(Letter(**each) for each in said["letters"]))
    number = sum(not each.is_reserve for each in issued.letters)
    common = occasion(job.session, wave, said["contact"])
    name = arguments["name"]
    content = bundle(issued, common, name, lambda at: job.progress(at, number, "Schreibt Briefe"))
    job.progress(number, number, "Packt alles in eine Datei")
    return Result(files=(sealed.keep(job, key, f"{name}.zip", "application/zip", content),))


def asked_by(session: Session, wave: Wave) -> Questionnaire:
    """Return what a wave asks, or would ask if it were opened now."""
    if wave.document_hash is not None:
        return published(session, wave.document_hash)
    survey = wave.survey
    latest = publications.latest(session, survey.questionnaire, wave.version)
    if latest is not None:
        return published(session, latest.document_hash)
    return library.load(survey.questionnaire, wave.version)
