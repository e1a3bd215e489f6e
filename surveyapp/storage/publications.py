"""Published questionnaires: added once, read for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from surveyapp.storage.db import lifted
from surveyapp.storage.tables import Publication, Survey, Wave

__all__ = ["Publication"]


def add(
    session: Session,
    *,
    questionnaire: str,
    version: int,
    correction: int,
    document: str,
    published_on: date,
    note: str = "",
) -> Publication:
    """Add a publication; its hash is worked out here, so that it always fits the document."""
    publication = Publication(
        document_hash=hash_of(document),
        questionnaire=questionnaire,
        version=version,
        correction=correction,
        document=document,
        published_on=published_on,
        note=note,
    )
    session.add(publication)
    session.flush()
    return publication


def hash_of(document: str) -> str:
    """Return the SHA-256 of a document, hexadecimal."""
    return hashlib.sha256(document.encode()).hexdigest()


def by_hash(session: Session, document_hash: str) -> Publication | None:
    """Return the publication with this document."""
    return session.get(Publication, document_hash)


def latest(session: Session, questionnaire: str, version: int) -> Publication | None:
    """Return the latest correction of a version; None where it is not published."""
    query = (
        select(Publication)
        .where(Publication.questionnaire == questionnaire, Publication.version == version)
        .order_by(Publication.correction.desc())
        .limit(1)
    )
    return session.scalar(query)


def all_of(session: Session, questionnaire: str) -> Sequence[Publication]:
    """Return everything published of a questionnaire, oldest first."""
    query = (
        select(Publication)
        .where(Publication.questionnaire == questionnaire)
        .order_by(Publication.version, Publication.correction)
    )
    return session.scalars(query).all()


def ids(session: Session) -> Sequence[str]:
    """Return the ids of all questionnaires of which something was published."""
    query = select(Publication.questionnaire).distinct().order_by(Publication.questionnaire)
    return session.scalars(query).all()


def ask_corrected(session: Session, corrected: Publication) -> None:
    """Let every open wave of the version ask the correction from now on."""
    surveys = select(Survey.id).where(Survey.questionnaire == corrected.questionnaire)
    query = (
        update(Wave)
        .where(Wave.state == "open", Wave.version == corrected.version, Wave.survey_id.in_(surveys))
        .values(document_hash=corrected.document_hash)
    )
    with lifted(session):  # a typing error is mended for every county that asks the version
        session.execute(query, execution_options={"synchronize_session": "fetch"})
