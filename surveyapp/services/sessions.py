"""Sessions of staff: the browser holds a random id, the store its hash and what may end it at once."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass

from sqlalchemy.orm import Session

from surveyapp.storage import staff as staff_rows
from surveyapp.storage import staff_sessions as rows
from surveyapp.storage.staff import Staff
from surveyapp.storage.staff_sessions import StaffSession, Stage, Way

__all__ = ["Entry", "Stage", "Way"]

LONGEST_SESSION = 12 * 60
"""Minutes after which one has to sign in again, however busy one was."""
LONGEST_PAUSE = 30
"""Minutes without a page after which one has to sign in again."""
LONGEST_HALF = 10
"""Minutes a password waits for its second factor."""
LONGEST_PROOF = 15
"""Minutes for which a proof of who it is counts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A browser somebody signed in with, as far as the sign-in has come."""

    staff: Staff
    id_hash: bytes
    stage: Stage
    way: Way
    began: int
    seen: int
    is_proven: bool


def minute_now() -> int:
    """Return the time in whole minutes: enough to end a session, too coarse to follow a person."""
    return int(time.time() // 60)


def hash_of(secret: str) -> bytes:
    """Return what the store keeps of a random id of a browser."""
    return hashlib.sha256(secret.encode()).digest()


def begin(session: Session, staff: Staff, way: Way, stage: Stage, minute: int) -> str:
    """Begin a session and return the random id the browser shall hold."""
    secret = secrets.token_urlsafe(32)
    rows.end_old(session, began_by=minute - LONGEST_SESSION, seen_by=minute - LONGEST_PAUSE)
    rows.add(session, hash_of(secret), staff.id, minute=minute, stage=stage, way=way)
    session.commit()
    return secret


def find(session: Session, secret: str, minute: int) -> Entry | None:
    """Return who the browser with this id is, and note that it is still used; None if it has ended."""
    row = rows.find(session, hash_of(secret))
    if row is None or _has_ended(row, minute):
        return None
    staff = staff_rows.staff_by_id(session, row.staff_id)
    if staff is None or not staff.is_active:
        return None
    entry = _entry(staff, row, minute)
    if row.seen != minute:  # at most once a minute
        rows.touch(session, row.id_hash, max(minute, row.began))
        session.commit()
    return entry


def prove(session: Session, entry: Entry, minute: int) -> None:
    """Note that somebody has just proven who it is."""
    rows.prove(session, entry.id_hash, max(minute, entry.began))
    session.commit()


def complete(session: Session, entry: Entry) -> None:
    """Let a session do everything that lacked only a second factor to be set up."""
    rows.complete(session, entry.id_hash)
    session.commit()


def others_of(session: Session, staff_id: str, minute: int) -> tuple[Entry, ...]:
    """Return the sessions of an account that have not ended."""
    staff = staff_rows.staff_by_id(session, staff_id)
    if staff is None:
        return ()
    found = rows.of_staff(session, staff_id)
    return tuple(_entry(staff, row, minute) for row in found if not _has_ended(row, minute))


def end(session: Session, staff_id: str, id_hash: bytes) -> bool:
    """End one session of an account; False where it had ended. The caller commits."""
    return rows.end(session, staff_id, id_hash)


def end_all(session: Session, staff_id: str, *, but: bytes | None = None) -> int:
    """End the sessions of an account but one; return how many. The caller commits."""
    return rows.end_all(session, staff_id, but=but)


def _has_ended(row: StaffSession, minute: int) -> bool:
    longest = LONGEST_HALF if row.stage == Stage.HALF.value else LONGEST_SESSION
    return minute - row.began >= longest or minute - row.seen >= LONGEST_PAUSE


def _entry(staff: Staff, row: StaffSession, minute: int) -> Entry:
    return Entry(
        staff=staff,
        id_hash=row.id_hash,
        stage=Stage(row.stage),
        way=Way(row.way),
        began=row.began,
        seen=row.seen,
        is_proven=minute - row.proven < LONGEST_PROOF,
    )
