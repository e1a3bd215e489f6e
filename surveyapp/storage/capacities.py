"""How many places a county holds: of one place, and summed by planning area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from surveyapp.inventory.rows import APPROVED, USABLE
from surveyapp.region.model import AreaGroup
from surveyapp.storage.inventory import valid_on
from surveyapp.storage.tables import Capacity, Place


@dataclass(frozen=True, slots=True)
class Reported:
    """How many places a facility reported, and for which days."""

    number: int
    #: Oldest and newest key date behind the number.
    oldest: date
    newest: date


def usable_places(place: Place, day: date) -> int:
    """Return how many places of all age groups can be used on a day; 0 where nobody reported any."""
    found = reported(place, USABLE, day)
    return found.number if found else 0


def reported(place: Place, kind: str, day: date) -> Reported | None:
    """Return what a place reported of one kind up to a day; None where it reported nothing.

    Of each age group the newest key date counts, and groups that overlap are not counted twice: the
    newer one stands, of one day the wider. Approved places stand in for usable ones.
    """
    counted: list[Capacity] = []
    for capacity in _newest_first(place, kind, day):
        if not any(_overlap(capacity.age_group, each.age_group) for each in counted):
            counted.append(capacity)
    if not counted:
        return None
    days = [each.key_date for each in counted]
    return Reported(sum(each.number for each in counted), min(days), max(days))


def _newest_first(place: Place, kind: str, day: date) -> list[Capacity]:
    """Return the newest report of each age group, the newest and widest first."""
    kinds = (APPROVED, USABLE) if kind == USABLE else (kind,)
    newest: dict[tuple[str, str], Capacity] = {}
    for capacity in sorted(place.capacities, key=lambda each: each.key_date):
        if capacity.key_date <= day and capacity.kind in kinds:
            newest[capacity.age_group, capacity.kind] = capacity
    chosen = {group: newest[group, k] for k in kinds for group, kept in newest if kept == k}
    return sorted(
        chosen.values(), key=lambda each: (each.key_date, _width(each.age_group)), reverse=True
    )


def _ages(age_group: str) -> tuple[int, int]:
    """Return the ages of a group; everybody where it names none."""
    first, _dash, last = age_group.partition("-")
    return (int(first), int(last)) if age_group else (0, 99)


def _width(age_group: str) -> int:
    first, last = _ages(age_group)
    return last - first


def _overlap(one: str, other: str) -> bool:
    (first, last), (from_, to) = _ages(one), _ages(other)
    return first <= to and from_ <= last


@dataclass(frozen=True, slots=True)
class CapacitySum:
    """Places of one type, age group and kind in one planning area."""

    area: str
    type: str
    age_group: str
    kind: str
    #: Newest key date behind the sum.
    key_date: date
    number: int


def capacity_by_area(
    session: Session, county_ags: str, areas: Iterable[AreaGroup], day: date
) -> tuple[CapacitySum, ...]:
    """Sum what the places of a day hold by planning area, in one statement.

    Of every place, age group and kind only the newest key date up to the day counts.
    """
    area_of = {ags: area.code for area in areas for ags in area.municipalities}
    sums: dict[tuple[str, str, str, str], int] = defaultdict(int)
    newest: dict[tuple[str, str, str, str], date] = {}
    for ags, type_, age_group, kind, key_date, number in session.execute(
        _sums_by_municipality(county_ags, day)
    ):
        if ags in area_of:
            key = (area_of[ags], type_, age_group, kind)
            sums[key] += number
            newest[key] = max(key_date, newest.get(key, key_date))
    return tuple(CapacitySum(*key, newest[key], sums[key]) for key in sorted(sums))


def _sums_by_municipality(
    county_ags: str, day: date
) -> Select[str | None, str, str, str, date, int]:
    newest = (
        select(
            Capacity.place_id,
            Capacity.age_group,
            Capacity.kind,
            func.max(Capacity.key_date).label("key_date"),
        )
        .where(Capacity.key_date <= day)
        .group_by(Capacity.place_id, Capacity.age_group, Capacity.kind)
        .subquery()
    )
    columns = (Place.municipality_ags, Place.type, Capacity.age_group, Capacity.kind)
    return (
        select(*columns, func.max(Capacity.key_date), func.sum(Capacity.number))
        .join(Capacity, Capacity.place_id == Place.id)
        .join(
            newest,
            (newest.c.place_id == Capacity.place_id)
            & (newest.c.age_group == Capacity.age_group)
            & (newest.c.kind == Capacity.kind)
            & (newest.c.key_date == Capacity.key_date),
        )
        .where(*valid_on(Place, county_ags, day))
        .group_by(*columns)
    )
