"""What a wave asks: its published questionnaire, readied for its county.

Everything that shows, simulates or reads answers takes the questionnaire from here, so that the way
walked while answering and the way walked while counting can never differ.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from surveyapp.questionnaire import document
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


def as_asked(questionnaire: Questionnaire, wave: Wave) -> Questionnaire:
    """Return a questionnaire as families of a wave's county meet it."""
    return with_municipalities(questionnaire, towns_of(wave.survey.county_ags))


@lru_cache(maxsize=32)
def towns_of(county_ags: str) -> tuple[Town, ...]:
    """Return what a family may read or write to name each municipality of a county."""
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
