"""Drafts of questionnaires: kept for one county until they are published or deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from surveyapp.storage.db import new_id
from surveyapp.storage.tables import DraftQuestionnaire

__all__ = ["DraftQuestionnaire"]

LONGEST_TITLE = 200


def add(
    session: Session, *, county_ags: str, title: str, document: str, updated_on: date
) -> DraftQuestionnaire:
    """Keep a draft for a county."""
    draft = DraftQuestionnaire(
        id=new_id(),
        county_ags=county_ags,
        title=title[:LONGEST_TITLE],
        document=document,
        updated_on=updated_on,
    )
    session.add(draft)
    session.flush()
    return draft


def drafts_of(session: Session, county_ags: str) -> Sequence[DraftQuestionnaire]:
    """Return the drafts of a county, by title."""
    query = (
        select(DraftQuestionnaire)
        .where(DraftQuestionnaire.county_ags == county_ags)
        .order_by(DraftQuestionnaire.title, DraftQuestionnaire.id)
    )
    return session.scalars(query).all()


def count_of(session: Session, county_ags: str) -> int:
    """Return how many drafts a county keeps."""
    of_county = DraftQuestionnaire.county_ags == county_ags
    return (
        session.scalar(select(func.count()).select_from(DraftQuestionnaire).where(of_county)) or 0
    )


def draft_of(session: Session, county_ags: str, draft_id: str) -> DraftQuestionnaire | None:
    """Return a draft of a county; None where it does not exist, or belongs to another one."""
    found = session.get(DraftQuestionnaire, draft_id)
    return found if found is not None and found.county_ags == county_ags else None


def hold(session: Session, county_ags: str, draft_id: str) -> DraftQuestionnaire | None:
    """Return a draft of a county that nobody else changes until this transaction ends."""
    own = (DraftQuestionnaire.id == draft_id, DraftQuestionnaire.county_ags == county_ags)
    # Writing the same number takes the lock on both databases before anything is read.
    lock = update(DraftQuestionnaire).where(*own).values(revision=DraftQuestionnaire.revision)
    session.execute(lock.execution_options(synchronize_session=False))
    query = select(DraftQuestionnaire).where(*own)
    return session.scalar(query.execution_options(populate_existing=True))


def remove(session: Session, draft: DraftQuestionnaire) -> None:
    """Delete a draft."""
    session.execute(delete(DraftQuestionnaire).where(DraftQuestionnaire.id == draft.id))
