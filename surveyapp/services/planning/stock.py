"""The facilities of one type as a trial needs them: where they are, for whom, and how far is near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from analytics.whatif import NOWHERE, Ground, Site, Spot
from surveyapp.inventory import lists
from surveyapp.inventory.rows import USABLE
from surveyapp.inventory.ways import Unit, Ways
from surveyapp.region import territory
from surveyapp.region.model import AreaGroup, GridCell
from surveyapp.region.population import (
    LAST_CHILD_AGE,
    children_by_area,
    children_by_cell,
    grid_cells,
)
from surveyapp.storage import areas as area_store
from surveyapp.storage import inventory
from surveyapp.storage.capacities import reported
from surveyapp.storage.inventory import FacilityType, Offer, Place, codes, ways_of
from surveyapp.storage.travel_times import TravelTimes, times_of


@dataclass(frozen=True)
class Stock:
    """The facilities of one type in one county on one day, and the children they are for."""

    county: str
    kind: FacilityType
    areas: tuple[AreaGroup, ...]
    #: Facilities of the type: these can be changed.
    sites: tuple[Site, ...]
    #: Other places where offers of the type are: they bring it near, without places of their own.
    hosts: tuple[Site, ...]
    roaming: frozenset[str]

    @property
    def ways(self) -> Ways:
        """Return what the county counts as near for the type."""
        return ways_of(self.kind)

    @property
    def has_places(self) -> bool:
        """Say whether places are counted at facilities of this type."""
        default = lists.facility_types().get(self.kind.code)
        is_counted = default is not None and default.places_are_counted
        return is_counted or any(site.places for site in self.sites)

    @cached_property
    def cells(self) -> Mapping[str, GridCell]:
        """Return the inhabited square kilometres, where new facilities may stand."""
        return {cell.id: cell for cell in grid_cells(self.county)}

    @cached_property
    def area_of(self) -> Mapping[str, str]:
        """Return the planning area of each municipality."""
        return _area_of(self.areas)

    @cached_property
    def ground(self) -> Ground:
        """Return the children, and how far is near."""
        ages = ages_of(self.kind)
        by_cell = children_by_cell(self.county, *ages)
        spots = tuple(
            Spot(
                cell.lon,
                cell.lat,
                by_cell[cell.id],
                self.area_of.get(cell.municipality_ags, NOWHERE),
            )
            for cell in self.cells.values()
        )
        children = children_by_area(self.county, self.areas, *ages)
        ways = self.ways
        return Ground(
            spots,
            {code: float(number) for code, number in children.items()},
            ways.reach,
            1.0 if ways.unit is Unit.KILOMETRES else 60 / ways.speed,
            ways.catchment.value,
            ways.zones,
            self.roaming,
        )

    @cached_property
    def middles(self) -> Mapping[str, str]:
        """Return where a new facility stands in each municipality: where most people live."""
        found: dict[str, GridCell] = {}
        for cell in self.cells.values():
            best = found.setdefault(cell.municipality_ags, cell)
            if (cell.persons, cell.id) > (best.persons, best.id):
                found[cell.municipality_ags] = cell
        return {ags: cell.id for ags, cell in found.items()}

    def place_of(self, spot: str) -> str:
        """Return the name of the municipality in which a square kilometre lies."""
        return territory.municipality(self.cells[spot].municipality_ags).short_name


def ages_of(kind: FacilityType) -> tuple[int, int]:
    """Return the ages of the children a type is for; all children where it names none."""
    if kind.age_from is None or kind.age_to is None:
        return (0, LAST_CHILD_AGE)
    return (kind.age_from, min(kind.age_to, LAST_CHILD_AGE))


def stock_of(session: Session, county_ags: str, code: str, day: date) -> Stock | None:
    """Read the facilities of a type on a day; None where the county has no such type."""
    kind = inventory.facility_type(session, county_ags, code)
    if kind is None:
        return None
    areas = area_store.areas_on(session, county_ags, day)
    offers = inventory.offers_on(session, county_ags, day, {code})
    at = {offer.place_id for offer in offers}
    places = inventory.places_on(session, county_ags, day)
    desk = _Desk(county_ags, day, ways_of(kind), _area_of(areas), times_of(session, county_ags))
    return Stock(
        county=county_ags,
        kind=kind,
        areas=areas,
        sites=tuple(desk.site(place) for place in places if place.type == code),
        hosts=tuple(desk.host(place) for place in places if place.id in at and place.type != code),
        roaming=_roaming(offers, frozenset(area.code for area in areas)),
    )


def _roaming(offers: Sequence[Offer], every: frozenset[str]) -> frozenset[str]:
    """Return the areas to which offers come; one that names none comes to all."""
    coming = (offer for offer in offers if offer.place_id is None)
    named = (frozenset(codes(offer, "area")) & every or every for offer in coming)
    return frozenset[str]().union(*named)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Turns places of the stock into sites."""

    county: str
    day: date
    ways: Ways
    area_of: Mapping[str, str]
    times: TravelTimes

    def site(self, place: Place) -> Site:
        """Return a facility of the type."""
        number = reported(place, USABLE, self.day)
        return Site(
            place.key,
            place.name,
            place.lon,
            place.lat,
            self.area_of.get(place.municipality_ags or "", NOWHERE),
            float(number.number) if number else 0.0,
            is_placed=place.position_quality != "mismatch",
            is_reported=number is not None,
            measured=self._measured(place),
        )

    def host(self, place: Place) -> Site:
        """Return a place of another type where an offer of the type is."""
        return replace(self.site(place), places=0.0)

    def _measured(self, place: Place) -> tuple[float | None, ...]:
        """Return the minutes of the county's table; a square's own go before its municipality's."""
        is_timed = self.ways.unit is Unit.MINUTES
        times = self.times.to(self.ways.mode.value, place.id) if is_timed else {}
        if not times:
            return ()
        cells = grid_cells(self.county)
        return tuple(times.get(cell.id, times.get(cell.municipality_ags)) for cell in cells)


def _area_of(areas: tuple[AreaGroup, ...]) -> dict[str, str]:
    return {ags: area.code for area in areas for ags in area.municipalities}
