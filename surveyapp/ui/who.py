"""Who is looking at a page: the one place that reads and writes the staff session."""

from __future__ import annotations

from dataclasses import dataclass

from flask import session

STAFF_ID, COUNTY, ROLE = "staff_id", "county_ags", "role"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in member of a county's staff."""

    staff_id: str
    county_ags: str
    #: admin or planner.
    role: str


def signed_in() -> Visitor | None:
    """Return the staff member of this request; None for everybody else."""
    staff_id, county_ags, role = (session.get(name) for name in (STAFF_ID, COUNTY, ROLE))
    if isinstance(staff_id, str) and isinstance(county_ags, str) and isinstance(role, str):
        return Visitor(staff_id, county_ags, role)
    return None


def remember(visitor: Visitor) -> None:
    """Sign somebody in; whatever the session held before is dropped."""
    session.clear()
    session.update({STAFF_ID: visitor.staff_id, COUNTY: visitor.county_ags, ROLE: visitor.role})


def forget() -> None:
    """Sign out."""
    session.clear()
