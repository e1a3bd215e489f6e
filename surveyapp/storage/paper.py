"""Sheets of paper while they are keyed: sealed, found by a keyed hash, deleted when they are done."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from surveyapp.storage.tables import KeyedSheet


def sheet(session: Session, sheet_id: bytes) -> bytes | None:
    """Return a sealed sheet, and keep others from changing it until the transaction ends."""
    query = select(KeyedSheet.sealed).where(KeyedSheet.id == sheet_id)
    return session.scalar(query.with_for_update())


def sheets_of(session: Session, wave_id: str) -> Mapping[bytes, bytes]:
    """Return the sealed sheets of a wave by their id."""
    query = select(KeyedSheet).where(KeyedSheet.wave_id == wave_id).order_by(KeyedSheet.id)
    return {row.id: row.sealed for row in session.scalars(query)}


def waves_with_sheets(session: Session) -> tuple[str, ...]:
    """Return the waves of which a sheet is not done yet."""
    query = select(KeyedSheet.wave_id).distinct().order_by(KeyedSheet.wave_id)
    return tuple(session.scalars(query))


def put(session: Session, sheet_id: bytes, wave_id: str, sealed: bytes) -> None:
    """Keep a sheet in place of what was kept of it before."""
    session.merge(KeyedSheet(id=sheet_id, wave_id=wave_id, sealed=sealed))
    session.flush()


def remove(session: Session, sheet_id: bytes) -> None:
    """Delete what was keyed of a sheet."""
    session.execute(delete(KeyedSheet).where(KeyedSheet.id == sheet_id))


def remove_all(session: Session, wave_id: str) -> None:
    """Delete what was keyed of all sheets of a wave."""
    session.execute(delete(KeyedSheet).where(KeyedSheet.wave_id == wave_id))
