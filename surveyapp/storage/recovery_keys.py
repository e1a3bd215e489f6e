"""The counties' recovery keys: the public halves, to which keys of waiting batches are sealed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.storage.tables import RecoveryKey


def public_key_of(session: Session, county_ags: str) -> bytes | None:
    """Return the public recovery key of a county; None where it has none."""
    query = select(RecoveryKey.public_key).where(RecoveryKey.county_ags == county_ags)
    return session.scalar(query)


def keep(session: Session, county_ags: str, public_key: bytes, made_on: date) -> None:
    """Keep the public recovery key of a county in place of any other."""
    session.merge(RecoveryKey(county_ags=county_ags, public_key=public_key, made_on=made_on))
    session.flush()
