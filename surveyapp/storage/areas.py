"""Planning areas: those a county made for itself, and before any its associations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from surveyapp.region.model import AreaGroup
from surveyapp.region.territory import default_areas
from surveyapp.storage.tables import PlanningArea, PlanningAreaMember

__all__ = ["AreaGroup", "areas_on", "last_start", "municipalities_by_code", "replace_areas"]


def areas_on(session: Session, county_ags: str, day: date) -> tuple[AreaGroup, ...]:
    """Return the planning areas a county had on a day, in the order of their names."""
    rows = session.scalars(
        select(PlanningArea)
        .where(
            PlanningArea.county_ags == county_ags,
            PlanningArea.valid_from <= day,
            or_(PlanningArea.valid_to.is_(None), PlanningArea.valid_to > day),
        )
        .order_by(PlanningArea.name)
    ).all()
    return tuple(_group(row) for row in rows) or default_areas(county_ags)


def municipalities_by_code(session: Session, county_ags: str) -> dict[str, tuple[str, ...]]:
    """Return the municipalities of every area code a county ever used, the newest meaning winning.

    Offers keep the codes of their day; with this an offer is still found after a regrouping.
    """
    rows = session.scalars(
        select(PlanningArea)
        .where(PlanningArea.county_ags == county_ags)
        .order_by(PlanningArea.valid_from, PlanningArea.code)
    )
    groups = (*default_areas(county_ags), *(_group(row) for row in rows))
    return {group.code: group.municipalities for group in groups}


def last_start(session: Session, county_ags: str) -> date | None:
    """Return the first day of a county's newest own planning areas, or None."""
    return session.scalar(
        select(func.max(PlanningArea.valid_from)).where(PlanningArea.county_ags == county_ags)
    )


def replace_areas(
    session: Session, county_ags: str, groups: Sequence[AreaGroup], valid_from: date
) -> None:
    """End a county's present planning areas on a day and begin new ones."""
    session.execute(
        update(PlanningArea)
        .where(PlanningArea.county_ags == county_ags, PlanningArea.valid_to.is_(None))
        .values(valid_to=valid_from)
    )
    session.add_all(_row(county_ags, group, valid_from) for group in groups)
    session.flush()


def _group(row: PlanningArea) -> AreaGroup:
    members = sorted(member.municipality_ags for member in row.members)
    return AreaGroup(row.code, row.name, tuple(members))


def _row(county_ags: str, group: AreaGroup, valid_from: date) -> PlanningArea:
    return PlanningArea(
        county_ags=county_ags,
        code=group.code,
        name=group.name,
        valid_from=valid_from,
        members=[PlanningAreaMember(municipality_ags=ags) for ags in group.municipalities],
    )
