"""Sessions of staff, by the hash of what the browser holds. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from surveyapp.storage.tables import Staff, StaffSession

__all__ = ["StaffSession", "Stage", "Way"]


class Stage(StrEnum):
    """How far a sign-in has come."""

    #: The password was right; the second factor is still to come.
    HALF = "half"
    #: The account needs a second factor and has none: it may set one up and do nothing else.
    BARE = "bare"
    WHOLE = "whole"


class Way(StrEnum):
    """With what a session began."""

    PASSWORD = "password"  # noqa: S105 - a way, not a password
    PASSKEY = "passkey"
    #: The county's own sign-in.
    PROVIDER = "provider"


def add(
    session: Session, id_hash: bytes, staff_id: str, *, minute: int, stage: Stage, way: Way
) -> StaffSession:
    """Add a session that begins now."""
    row = StaffSession(
        id_hash=id_hash,
        staff_id=staff_id,
        began=minute,
        seen=minute,
        proven=minute,
        stage=stage.value,
        way=way.value,
    )
    session.add(row)
    session.flush()
    return row


def find(session: Session, id_hash: bytes) -> StaffSession | None:
    """Return the session with this hash as the store holds it now."""
    query = select(StaffSession).where(StaffSession.id_hash == id_hash)
    return session.scalar(query.execution_options(populate_existing=True))


def of_staff(session: Session, staff_id: str) -> Sequence[StaffSession]:
    """Return the sessions of an account, the newest first."""
    query = select(StaffSession).where(StaffSession.staff_id == staff_id)
    return session.scalars(query.order_by(StaffSession.began.desc(), StaffSession.id_hash)).all()


def touch(session: Session, id_hash: bytes, minute: int) -> None:
    """Note that a page was asked for; does nothing where the session has ended meanwhile."""
    query = update(StaffSession).where(StaffSession.id_hash == id_hash)
    session.execute(query.values(seen=minute))


def prove(session: Session, id_hash: bytes, minute: int) -> None:
    """Note that the person has just proven who it is."""
    query = update(StaffSession).where(StaffSession.id_hash == id_hash)
    session.execute(query.values(proven=minute))


def complete(session: Session, id_hash: bytes) -> None:
    """Make a session whole that lacked a second factor to be set up."""
    is_bare = StaffSession.id_hash == id_hash, StaffSession.stage == Stage.BARE.value
    session.execute(update(StaffSession).where(*is_bare).values(stage=Stage.WHOLE.value))


def count_by_staff(session: Session, county_ags: str, seen_after: int) -> dict[str, int]:
    """Return how many sessions the accounts of a county have, by account."""
    query = (
        select(StaffSession.staff_id, func.count())
        .join(Staff, Staff.id == StaffSession.staff_id)
        .where(Staff.county_ags == county_ags, StaffSession.seen > seen_after)
        .group_by(StaffSession.staff_id)
    )
    return dict(session.execute(query).all())


def end(session: Session, staff_id: str, id_hash: bytes) -> bool:
    """End one session of an account; False where it had ended."""
    query = delete(StaffSession).where(
        StaffSession.staff_id == staff_id, StaffSession.id_hash == id_hash
    )
    return session.connection().execute(query).rowcount == 1


def end_all(session: Session, staff_id: str, *, but: bytes | None = None) -> int:
    """End the sessions of an account but the one with the hash ``but``; return how many."""
    query = delete(StaffSession).where(StaffSession.staff_id == staff_id)
    if but is not None:
        query = query.where(StaffSession.id_hash != but)
    return session.connection().execute(query).rowcount


def end_old(session: Session, *, began_by: int, seen_by: int) -> None:
    """Delete sessions that began or were last seen by these minutes."""
    is_over = or_(StaffSession.began <= began_by, StaffSession.seen <= seen_by)
    session.execute(delete(StaffSession).where(is_over))
