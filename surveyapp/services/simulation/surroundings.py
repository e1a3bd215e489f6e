"""What each municipality of a county has for families, read from the inventory."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from surveyapp.inventory import lists
from surveyapp.region.model import Municipality
from surveyapp.region.population import children_by_area, children_by_municipality
from surveyapp.region.territory import municipalities_of
from surveyapp.services.simulation.households import Surroundings, nearness
from surveyapp.storage import areas as area_store
from surveyapp.storage import capacities, inventory

WINDING = 1.3
"""Way by road over straight line."""

ROAMING = 0.7
"""Nearness of an offer that comes to the municipality."""

KM_PER_DEGREE = 111.2
CARE_TYPES = ("kita", "thekiz", "childminding")
CARE_AGES = (0, 5)
AFTER_SCHOOL_TYPES = ("after_school",)
AFTER_SCHOOL_AGES = (6, 9)

UNCOUNTED = 0.6
"""Places for each child next door to a facility whose places nobody counted in the whole county."""

TOWN = 10_000
"""Persons from which a municipality counts as a town."""


def surroundings_of(session: Session, county_ags: str, day: date) -> tuple[Surroundings, ...]:
    """Return the surroundings of every municipality of a county on one day."""
    points = _points(session, county_ags, day)
    roaming = _roaming(session, county_ags, day)
    care = _places_per_child(session, county_ags, day, CARE_TYPES, CARE_AGES)
    after_school = _places_per_child(
        session, county_ags, day, AFTER_SCHOOL_TYPES, AFTER_SCHOOL_AGES
    )
    kinds = frozenset(points) | {kind for found in roaming.values() for kind in found}
    children = children_by_municipality(county_ags, 0, 17)
    reach = {code: default.reach_km for code, default in lists.facility_types().items()}
    found = []
    for place in municipalities_of(county_ags):
        near = dict.fromkeys(kinds, 0.0) | _nearness(place, points, reach, roaming[place.ags])
        guess = UNCOUNTED * near.get("after_school", 0.0)
        found.append(
            Surroundings(
                ags=place.ags,
                children=float(children[place.ags]),
                nearness=near,
                care_places=care[place.ags],
                after_school_places=after_school[place.ags]
                if any(after_school.values())
                else guess,
                density=2 if place.persons >= TOWN else 3,
            )
        )
    return tuple(found)


Points = Mapping[str, list[tuple[float, float]]]


def _points(session: Session, county_ags: str, day: date) -> Points:
    """Return longitude and latitude of every place by type; offers stand where their place is."""
    points: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    places = inventory.places_on(session, county_ags, day)
    where = {place.id: (place.lon, place.lat) for place in places}
    for place in places:
        points[place.type].append(where[place.id])
    for offer in inventory.offers_on(session, county_ags, day):
        if offer.place_id in where:
            points[offer.type].append(where[offer.place_id])
    return points


def _roaming(session: Session, county_ags: str, day: date) -> Mapping[str, set[str]]:
    """Return the types that come to each municipality, by its key."""
    members = {
        area.code: area.municipalities for area in area_store.areas_on(session, county_ags, day)
    }
    found: defaultdict[str, set[str]] = defaultdict(set)
    for offer in inventory.offers_on(session, county_ags, day):
        for code in inventory.codes(offer, "area"):
            for ags in members.get(code, ()):
                found[ags].add(offer.type)
    return found


def _places_per_child(
    session: Session, county_ags: str, day: date, types: Sequence[str], ages: tuple[int, int]
) -> Mapping[str, float]:
    """Return usable places for each child of the ages, for the municipality's planning area."""
    areas = area_store.areas_on(session, county_ags, day)
    children = children_by_area(county_ags, areas, *ages)
    area_of = {ags: area.code for area in areas for ags in area.municipalities}
    places: defaultdict[str, int] = defaultdict(int)
    for place in inventory.places_on(session, county_ags, day, types=types):
        code = area_of.get(place.municipality_ags or "")
        if code is not None:
            places[code] += capacities.usable_places(place, day)
    return {ags: places[code] / max(children[code], 1) for ags, code in area_of.items()}


def _nearness(
    place: Municipality, points: Points, reach: Mapping[str, float], roaming: Iterable[str]
) -> dict[str, float]:
    found = {
        kind: nearness(min(_km(place, point) for point in there), reach.get(kind, 5.0))
        for kind, there in points.items()
    }
    return {**found, **{kind: max(ROAMING, found.get(kind, 0.0)) for kind in roaming}}


def _km(place: Municipality, point: tuple[float, float]) -> float:
    east = (point[0] - place.lon) * math.cos(math.radians(place.lat))
    return WINDING * KM_PER_DEGREE * math.hypot(east, point[1] - place.lat)
