"""Drafts put aside in the urn: kept, found and deleted by the hash of their code."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.storage.tables import SavedDraft

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def keep(
    session: Session, code_hash: bytes, *, wave_id: str, ciphertext: bytes, expires_on: date
) -> None:
    """Keep a sealed draft; the one that lies under the same code is replaced."""
    content = {"ciphertext": ciphertext, "expires_on": expires_on}
    row = {"code_hash": code_hash, "wave_id": wave_id, **content}
    query = _INSERT[session.get_bind().dialect.name](SavedDraft).values(row)
    session.execute(query.on_conflict_do_update(index_elements=["code_hash"], set_=content))


def find(session: Session, code_hash: bytes, today: date) -> bytes | None:
    """Return the sealed draft under a code; None where there is none, or its time is over."""
    is_kept = SavedDraft.code_hash == code_hash, SavedDraft.expires_on >= today
    return session.scalar(select(SavedDraft.ciphertext).where(*is_kept))


def is_kept(session: Session, code_hash: bytes) -> bool:
    """Say whether a draft lies under a code, expired or not."""
    query = select(SavedDraft.wave_id).where(SavedDraft.code_hash == code_hash)
    return session.scalar(query) is not None


def remove(session: Session, code_hash: bytes) -> None:
    """Delete the draft under a code."""
    session.execute(delete(SavedDraft).where(SavedDraft.code_hash == code_hash))


def remove_of_wave(session: Session, wave_id: str) -> None:
    """Delete all drafts of a wave: nobody can send them any more."""
    session.execute(delete(SavedDraft).where(SavedDraft.wave_id == wave_id))


def count_expired(session: Session, today: date) -> int:
    """Return how many drafts there are whose time is over."""
    query = select(func.count()).select_from(SavedDraft).where(SavedDraft.expires_on < today)
    return session.scalar(query) or 0


def remove_expired(session: Session, today: date) -> None:
    """Delete every draft whose time is over."""
    session.execute(delete(SavedDraft).where(SavedDraft.expires_on < today))
