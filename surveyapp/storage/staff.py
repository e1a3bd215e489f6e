"""Staff accounts: finding and adding them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.access.roles import Role
from surveyapp.storage.db import lifted, new_id
from surveyapp.storage.tables import Staff

__all__ = ["Seat", "Staff"]

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class Seat:
    """Whom an account is for, and what for."""

    county_ags: str
    email: str
    name: str
    role: str
    #: The facility somebody keeps.
    place_id: int | None = None


def staff_by_email(session: Session, email: str) -> Staff | None:
    """Return the account with this address, upper or lower case."""
    with lifted(session):  # an address belongs to one account of the whole installation
        return session.scalar(select(Staff).where(Staff.email == email.strip().lower()))


def staff_by_id(session: Session, staff_id: str) -> Staff | None:
    """Return the account with this id."""
    return session.get(Staff, staff_id)


def staff_of(session: Session, county_ags: str) -> Sequence[Staff]:
    """Return the accounts of a county by name."""
    query = select(Staff).where(Staff.county_ags == county_ags).order_by(Staff.name)
    return session.scalars(query).all()


def staff_of_county(session: Session, county_ags: str, staff_id: str) -> Staff | None:
    """Return an account of a county as the store holds it now; None where it has none of this id."""
    query = select(Staff).where(Staff.county_ags == county_ags, Staff.id == staff_id)
    return session.scalar(query.execution_options(populate_existing=True))


def hold(session: Session, staff_id: str) -> None:
    """Let nobody else change or hold an account until the transaction ends."""
    session.execute(select(Staff.id).where(Staff.id == staff_id).with_for_update())


def lock_admins(session: Session, county_ags: str) -> Sequence[Staff]:
    """Return the active accounts that run a county, and let nobody change them until the commit.

    Two who take each other's right away at the same moment wait for each other; SQLite has one writer.
    """
    query = select(Staff).where(
        Staff.county_ags == county_ags, Staff.role == Role.ADMIN.value, Staff.is_active
    )
    locked = query.order_by(Staff.id).with_for_update()
    return session.scalars(locked.execution_options(populate_existing=True)).all()


def count_by_county(session: Session) -> dict[str, dict[str, int]]:
    """Return how many accounts of each county may sign in, by role."""
    query = select(Staff.county_ags, Staff.role, func.count()).where(Staff.is_active)
    grouped = query.group_by(Staff.county_ags, Staff.role).order_by(Staff.county_ags, Staff.role)
    found: dict[str, dict[str, int]] = {}
    for county_ags, role, number in session.execute(grouped):
        found.setdefault(county_ags, {})[role] = number
    return found


def add_staff(
    session: Session, seat: Seat, password_hash: str | None, staff_id: str | None = None
) -> Staff | None:
    """Add an account, its address in lower case; None where one has it, made just now perhaps."""
    values = {
        "id": staff_id or new_id(),
        "county_ags": seat.county_ags,
        "email": seat.email.strip().lower(),
        "name": seat.name,
        "role": seat.role,
        "password_hash": password_hash,
        "place_id": seat.place_id,
        "is_active": True,
    }
    query = _INSERT[session.get_bind().dialect.name](Staff).values(values)
    return session.scalar(query.on_conflict_do_nothing(index_elements=["email"]).returning(Staff))
