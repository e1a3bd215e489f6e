"""The log of deletions: rows are added at its end and never changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.storage.tables import Deletion

__all__ = ["Deletion"]


def every(session: Session) -> Sequence[Deletion]:
    """Return all entries in their order, as they stand in the store now."""
    query = select(Deletion).order_by(Deletion.number).execution_options(populate_existing=True)
    return session.scalars(query).all()


def last(session: Session) -> Deletion | None:
    """Return the newest entry."""
    return session.scalar(select(Deletion).order_by(Deletion.number.desc()).limit(1))


def add(session: Session, entry: Deletion) -> None:
    """Add an entry at the end."""
    session.add(entry)
    session.flush()
