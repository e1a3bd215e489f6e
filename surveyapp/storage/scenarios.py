"""Scenarios of a county and how it weighs urgency. Nothing here commits, or touches the stock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.storage.db import new_id
from surveyapp.storage.tables import Scenario, ScenarioChange, UrgencyWeights

__all__ = ["Scenario", "ScenarioChange"]

LONGEST_NAME = 80

MOST_CHANGES = 30
"""Changes one scenario may hold."""

MOST_SCENARIOS = 50
"""Scenarios a county may keep."""

EVEN_POINTS: Mapping[str, int] = {"need": 2, "deprivation": 1, "distance": 1}
"""Points of a county that has not given its own: the need counts as much as the other two together."""


def scenarios_of(session: Session, county_ags: str) -> Sequence[Scenario]:
    """Return the scenarios of a county with their changes, by type and name; two statements."""
    query = select(Scenario).where(Scenario.county_ags == county_ags)
    return session.scalars(query.order_by(Scenario.type, Scenario.name)).all()


def count_of(session: Session, county_ags: str) -> int:
    """Return how many scenarios a county keeps."""
    query = select(func.count()).select_from(Scenario).where(Scenario.county_ags == county_ags)
    return session.scalar(query) or 0


def scenario_of(session: Session, county_ags: str, scenario_id: str) -> Scenario | None:
    """Return a scenario of a county; None where it does not exist, or belongs to another one."""
    found = session.get(Scenario, scenario_id)
    return found if found is not None and found.county_ags == county_ags else None


def exists(session: Session, scenario_id: str) -> bool:
    """Say whether any county keeps a scenario."""
    return session.get(Scenario, scenario_id) is not None


def scenario_named(session: Session, county_ags: str, name: str) -> Scenario | None:
    """Return the scenario of a county with a name, or None."""
    query = select(Scenario).where(Scenario.county_ags == county_ags, Scenario.name == name)
    return session.scalar(query)


def add(
    session: Session, *, county_ags: str, name: str, kind: str, made_on: date
) -> Scenario | None:
    """Add an empty scenario; None where the county has one of that name, made just now perhaps."""
    scenario = Scenario(
        id=new_id(), county_ags=county_ags, name=name, type=kind, made_on=made_on, changes=[]
    )
    try:
        with session.begin_nested():
            session.add(scenario)
    except IntegrityError:
        return None
    return scenario


def next_number(scenario: Scenario) -> int:
    """Return the number the next change of a scenario gets."""
    return max((change.number for change in scenario.changes), default=0) + 1


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what is done to which place, where it would stand, and with how many places."""

    #: add, move, resize or close.
    kind: str
    place_key: str | None = None
    spot: str | None = None
    places: int | None = None


def add_change(session: Session, scenario: Scenario, number: int, change: Change) -> bool:
    """Add a change; False where the scenario has one of that number, made just now perhaps."""
    values = {"scenario_id": scenario.id, "number": number, **asdict(change)}
    try:
        with session.begin_nested():
            session.execute(insert(ScenarioChange).values(values))
    except IntegrityError:
        return False
    session.refresh(scenario)
    return True


def remove_change(session: Session, scenario: Scenario, number: int) -> None:
    """Remove one change; without it nothing happens."""
    scenario.changes = [change for change in scenario.changes if change.number != number]
    session.flush()


def remove(session: Session, scenario: Scenario) -> None:
    """Delete a scenario with its changes."""
    session.delete(scenario)
    session.flush()


def points_of(session: Session, county_ags: str) -> Mapping[str, int]:
    """Return how a county weighs urgency, in points by factor."""
    row = session.get(UrgencyWeights, county_ags)
    return EVEN_POINTS if row is None else {name: getattr(row, name) for name in EVEN_POINTS}


def set_points(session: Session, county_ags: str, points: Mapping[str, int]) -> None:
    """Replace how a county weighs urgency."""
    session.merge(UrgencyWeights(county_ags=county_ags, **points))
    session.flush()
