"""What the server asked a browser and hears once. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from surveyapp.storage.tables import OpenQuestion


def ask(session: Session, key_hash: bytes, content: bytes, *, minute: int, until: int) -> None:
    """Keep a question; those nobody answered in time go."""
    session.execute(delete(OpenQuestion).where(OpenQuestion.until < minute))
    session.add(OpenQuestion(key_hash=key_hash, content=content, until=until))
    session.flush()


def hear(session: Session, key_hash: bytes, minute: int) -> bytes | None:
    """Return what was kept and forget it, so that it is heard once; None where nothing waits."""
    query = delete(OpenQuestion).where(
        OpenQuestion.key_hash == key_hash, OpenQuestion.until >= minute
    )
    return session.scalar(query.returning(OpenQuestion.content))
