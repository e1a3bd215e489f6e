"""Invitations of staff, by the hash of the secret in their link. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from surveyapp.storage.db import new_id
from surveyapp.storage.staff import Seat
from surveyapp.storage.tables import StaffInvitation

__all__ = ["StaffInvitation"]


def add(
    session: Session,
    secret_hash: bytes,
    seat: Seat,
    *,
    invited_by: str,
    until: int,
    staff_id: str | None,
) -> StaffInvitation:
    """Add an invitation in the place of an older one to the same address."""
    address = seat.email.strip().lower()
    is_older = StaffInvitation.county_ags == seat.county_ags, StaffInvitation.email == address
    session.execute(delete(StaffInvitation).where(*is_older))
    row = StaffInvitation(
        id=new_id(),
        secret_hash=secret_hash,
        county_ags=seat.county_ags,
        email=address,
        name=seat.name,
        role=seat.role,
        place_id=seat.place_id,
        staff_id=staff_id,
        invited_by=invited_by,
        until=until,
    )
    session.add(row)
    session.flush()
    return row


def find(session: Session, secret_hash: bytes, minute: int) -> StaffInvitation | None:
    """Return the invitation whose link still opens."""
    query = select(StaffInvitation).where(
        StaffInvitation.secret_hash == secret_hash, StaffInvitation.until >= minute
    )
    return session.scalar(query)


def open_ones(session: Session, county_ags: str, minute: int) -> Sequence[StaffInvitation]:
    """Return the invitations of a county that still open, by name."""
    query = select(StaffInvitation).where(
        StaffInvitation.county_ags == county_ags, StaffInvitation.until >= minute
    )
    return session.scalars(query.order_by(StaffInvitation.name, StaffInvitation.email)).all()


def use(session: Session, invitation_id: str) -> bool:
    """Use an invitation up; False where somebody did so at the same moment."""
    query = delete(StaffInvitation).where(StaffInvitation.id == invitation_id)
    return session.connection().execute(query).rowcount == 1


def take_back(session: Session, county_ags: str, invitation_id: str) -> bool:
    """Take back an invitation of a county; False where there is none."""
    query = delete(StaffInvitation).where(
        StaffInvitation.county_ags == county_ags, StaffInvitation.id == invitation_id
    )
    return session.connection().execute(query).rowcount == 1


def forget_of(session: Session, staff_id: str) -> None:
    """Delete what would open an account anew, and what it has invited others with."""
    is_its = or_(StaffInvitation.staff_id == staff_id, StaffInvitation.invited_by == staff_id)
    session.execute(delete(StaffInvitation).where(is_its))


def forget_by(session: Session, staff_id: str) -> None:
    """Delete what an account has invited others with."""
    session.execute(delete(StaffInvitation).where(StaffInvitation.invited_by == staff_id))


def forget_expired(session: Session, minute: int) -> None:
    """Delete the invitations that no longer open."""
    session.execute(delete(StaffInvitation).where(StaffInvitation.until < minute))
