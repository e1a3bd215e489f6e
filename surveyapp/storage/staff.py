"""Staff accounts: finding and adding them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveyapp.storage.db import new_id
from surveyapp.storage.tables import Staff

__all__ = ["Staff"]


def staff_by_email(session: Session, email: str) -> Staff | None:
    """Return the account with this address, upper or lower case."""
    return session.scalar(select(Staff).where(Staff.email == email.strip().lower()))


def staff_by_id(session: Session, staff_id: str) -> Staff | None:
    """Return the account with this id."""
    return session.get(Staff, staff_id)


def staff_of(session: Session, county_ags: str) -> Sequence[Staff]:
    """Return the accounts of a county by name."""
    query = select(Staff).where(Staff.county_ags == county_ags).order_by(Staff.name)
    return session.scalars(query).all()


def count_by_county(session: Session) -> dict[str, dict[str, int]]:
    """Return how many accounts of each county may sign in, by role."""
    query = select(Staff.county_ags, Staff.role, func.count()).where(Staff.is_active)
    grouped = query.group_by(Staff.county_ags, Staff.role).order_by(Staff.county_ags, Staff.role)
    found: dict[str, dict[str, int]] = {}
    for county_ags, role, number in session.execute(grouped):
        found.setdefault(county_ags, {})[role] = number
    return found


def add_staff(
    session: Session, *, county_ags: str, email: str, name: str, role: str, password_hash: str
) -> Staff:
    """Add an account; the address is kept in lower case."""
    staff = Staff(
        id=new_id(),
        county_ags=county_ags,
        email=email.strip().lower(),
        name=name,
        role=role,
        password_hash=password_hash,
    )
    session.add(staff)
    session.flush()
    return staff
