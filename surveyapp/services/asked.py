"""What a wave asks: its published questionnaire, readied for its county.

Everything that shows, simulates or reads answers takes the questionnaire from here, so that the way
walked while answering and the way walked while counting can never differ.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from surveyapp.questionnaire import contact, document
from surveyapp.questionnaire.index import SameObject
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.places import Town, with_municipalities
from surveyapp.region import territory
from surveyapp.region.grid import cell_at
from surveyapp.storage import publications
from surveyapp.storage.surveys import Wave


def questionnaire_of(session: Session, wave: Wave) -> Questionnaire:
    """Return what the families of a wave are asked now.

    Raises
    ------
    ValueError
        If the wave was never opened, so that nothing is fixed yet.
    """
    if wave.document_hash is None:
        message = f"wave {wave.number} of {wave.survey.slug} was never open; it asks nothing yet"
        raise ValueError(message)
    return as_asked(published(session, wave.document_hash), wave)


def contact_form_of(session: Session, wave: Wave) -> Questionnaire | None:
    """Return the contact form of what an open wave asks, as a questionnaire of one page, if any."""
    form = contact.form_of(published(session, wave.document_hash or ""))
    return None if form is None else as_asked(form, wave)


def as_asked(questionnaire: Questionnaire, wave: Wave) -> Questionnaire:
    """Return a questionnaire as families of a wave's county meet it."""
    return _readied(SameObject(questionnaire), wave.survey.county_ags, wave.number, wave.opens_on)


def as_tried(questionnaire: Questionnaire, county_ags: str, day: date) -> Questionnaire:
    """Return a questionnaire as families of a county would meet it in a first wave from a day on."""
    return _readied(SameObject(questionnaire), county_ags, 1, day)


@lru_cache(maxsize=64)
def _readied(key: SameObject, county_ags: str, number: int, opens_on: date) -> Questionnaire:
    placed = with_municipalities(key.questionnaire, towns_of(county_ags))
    facts: dict[str, str | float] = {
        "wave.number": number,
        "wave.year": opens_on.year,
        "wave.month": 100 * opens_on.year + opens_on.month,
        "county.ags": county_ags,
    }
    areas: dict[str, dict[str, str | float]] = {
        each.ags: {"association": each.association_key, "population": each.persons}
        for each in territory.municipalities_of(county_ags)
    }
    return replace(placed, facts=facts, areas=areas)


@lru_cache(maxsize=32)
def towns_of(county_ags: str) -> tuple[Town, ...]:
    """Return what a family may read and write to name each municipality of a county."""
    postcodes = territory.postcodes_of(county_ags)
    return tuple(
        Town(each.ags, each.short_name, postcodes.get(each.ags, ()), cell_at(each.lon, each.lat))
        for each in territory.municipalities_of(county_ags)
    )


def published(session: Session, document_hash: str) -> Questionnaire:
    """Return a published questionnaire; read once in the life of a process, for it never changes.

    Raises
    ------
    LookupError
        If nothing with this hash was published.
    """
    if document_hash not in _KEPT:
        found = publications.by_hash(session, document_hash)
        if found is None:
            message = f"no questionnaire with the hash {document_hash} was published"
            raise LookupError(message)
        _KEPT[document_hash] = document.parse(found.document, Path(document_hash[:12]))
    return _KEPT[document_hash]


_KEPT: dict[str, Questionnaire] = {}
"""Hash to questionnaire. Hashes name their content for ever, and an installation has few of them."""
