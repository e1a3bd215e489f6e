"""The facilities of one type as a trial needs them: where they are, for whom, and how far is near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from analytics.whatif import NOWHERE, Ground, Site, Spot
from surveyapp.inventory import lists
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
from surveyapp.storage.capacities import usable_places
from surveyapp.storage.inventory import FacilityType, Offer, Place, codes


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
        return Ground(
            spots, {k: float(v) for k, v in children.items()}, self.kind.reach_km, self.roaming
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
    area_of = _area_of(areas)
    offers = inventory.offers_on(session, county_ags, day, {code})
    places = inventory.places_on(session, county_ags, day)
    return Stock(
        county=county_ags,
        kind=kind,
        areas=areas,
        sites=tuple(
            _site(place, area_of, float(usable_places(place, day)))
            for place in places
            if place.type == code
        ),
        hosts=tuple(_hosts(places, offers, area_of, code)),
        roaming=frozenset(area for offer in offers for area in codes(offer, "area")),
    )


def _hosts(
    places: Sequence[Place], offers: Sequence[Offer], area_of: Mapping[str, str], code: str
) -> Iterator[Site]:
    at = {offer.place_id for offer in offers}
    return (_site(each, area_of, 0.0) for each in places if each.id in at and each.type != code)


def _site(place: Place, area_of: Mapping[str, str], number: float) -> Site:
    area = area_of.get(place.municipality_ags or "", NOWHERE)
    is_placed = place.position_quality != "mismatch"
    return Site(place.key, place.name, place.lon, place.lat, area, number, is_placed=is_placed)


def _area_of(areas: tuple[AreaGroup, ...]) -> dict[str, str]:
    return {ags: area.code for area in areas for ags in area.municipalities}
