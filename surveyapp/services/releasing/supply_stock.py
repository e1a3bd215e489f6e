"""One kind of place in one county: what there is, where the children live, and the ways between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analytics.supply import distances, minutes, where_measured
from surveyapp.inventory.rows import APPROVED, TAKEN, USABLE
from surveyapp.inventory.ways import Unit, Ways
from surveyapp.region.population import (
    LAST_CHILD_AGE,
    children_by_area,
    children_by_cell,
    grid_cells,
)
from surveyapp.services.releasing.setting import Setting
from surveyapp.services.releasing.supply_quality import MISMATCH, places_of
from surveyapp.storage.capacities import reported
from surveyapp.storage.inventory import FacilityType, Offer, Place, codes, ways_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Stock:
    """One facility type in one county, with the children it is for."""

    setting: Setting
    kind: FacilityType

    @property
    def ages(self) -> tuple[int, int]:
        """Return the ages of the children its places are for; all children where it names none."""
        if self.kind.age_from is None or self.kind.age_to is None:
            return (0, LAST_CHILD_AGE)
        return (self.kind.age_from, min(self.kind.age_to, LAST_CHILD_AGE))

    @cached_property
    def ways(self) -> Ways:
        """Return what the county counts as near for the type."""
        return ways_of(self.kind)

    # What there is

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Return the places of the type, those at doubtful positions included."""
        return places_of(self.setting, self.kind.code)

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Return the offers of the type."""
        return tuple(offer for offer in self.setting.offers if offer.type == self.kind.code)

    @cached_property
    def roaming(self) -> frozenset[str]:
        """Return the planning areas to which an offer of the type comes, so that nobody travels."""
        coming = (offer for offer in self.offers if offer.place_id is None)
        return frozenset(code for offer in coming for code in self.offered_in(offer))

    def offered_in(self, offer: Offer) -> frozenset[str]:
        """Return the planning areas of an offer: of its place, or to which it comes, or all."""
        if offer.place_id is not None:
            hosts = (place for place in self.setting.places if place.id == offer.place_id)
            return frozenset(code for host in hosts for code in self.area_of(host))
        every = frozenset(area.code for area in self.setting.areas)
        return frozenset(codes(offer, "area")) & every or every

    def area_of(self, place: Place) -> frozenset[str]:
        """Return the planning area of a place; empty where nobody knows it."""
        code = self.setting.area_of.get(place.municipality_ags or "")
        return frozenset() if code is None else frozenset({code})

    @cached_property
    def numbers(self) -> Mapping[str, NDArray[np.float64]]:
        """Return what each place reported, by kind of capacity; NaN where it reported nothing."""
        return {kind: self._numbers(kind) for kind in (APPROVED, USABLE, TAKEN)}

    def _numbers(self, kind: str) -> NDArray[np.float64]:
        found = (reported(place, kind, self.setting.day) for place in self.places)
        return np.array([np.nan if each is None else float(each.number) for each in found])

    @cached_property
    def place_areas(self) -> NDArray[np.intp]:
        """Return the position of each place's planning area; -1 where nobody knows it."""
        return np.array(
            [self.area_position(place.municipality_ags) for place in self.places], dtype=np.intp
        )

    # Ways

    @cached_property
    def sites(self) -> tuple[Place, ...]:
        """Return where families can go: places of the type and hosts of its offers, where positions hold."""
        hosts = {offer.place_id for offer in self.offers}
        return tuple(
            place
            for place in self.setting.places
            if (place.type == self.kind.code or place.id in hosts)
            and place.position_quality != MISMATCH
        )

    @cached_property
    def site_places(self) -> NDArray[np.float64]:
        """Return the usable places at each site; 0 where none were reported or it only hosts offers."""
        numbers = dict(zip(self.places, np.nan_to_num(self.numbers[USABLE]), strict=True))
        return np.array([float(numbers.get(site, 0.0)) for site in self.sites])

    @cached_property
    def cost(self) -> NDArray[np.float64]:
        """Return the way from each inhabited square kilometre to each site, in the unit of the type.

        Kilometres are a straight line times its detour. Minutes come from the county's table where it
        names the way, else from these kilometres at the speed of the mode.
        """
        cells = grid_cells(self.setting.county)
        origins = np.array([(cell.lon, cell.lat) for cell in cells])
        points = np.array([(site.lon, site.lat) for site in self.sites]).reshape(-1, 2)
        kilometres = distances(origins, points)
        if self.ways.unit is Unit.KILOMETRES:
            return kilometres
        return where_measured(minutes(kilometres, self.ways.speed), self.measured)

    @cached_property
    def measured(self) -> NDArray[np.float64]:
        """Return the minutes of the county's table; NaN where it does not name the way.

        A time from the square kilometre itself goes before one from its municipality.
        """
        cells = grid_cells(self.setting.county)
        table = np.full((len(cells), len(self.sites)), np.nan)
        for column, site in enumerate(self.sites):
            times = self.setting.travel.to(self.ways.mode, site.id)
            if times:
                table[:, column] = [
                    times.get(cell.id, times.get(cell.municipality_ags, np.nan)) for cell in cells
                ]
        return table

    # Children

    @cached_property
    def cell_children(self) -> NDArray[np.float64]:
        """Return the children of the type's ages in each square kilometre."""
        children = children_by_cell(self.setting.county, *self.ages)
        return np.array([children[cell.id] for cell in grid_cells(self.setting.county)])

    @cached_property
    def cell_areas(self) -> NDArray[np.intp]:
        """Return the position of each square kilometre's planning area; -1 outside of all."""
        cells = grid_cells(self.setting.county)
        return np.array([self.area_position(cell.municipality_ags) for cell in cells])

    @cached_property
    def area_children(self) -> NDArray[np.float64]:
        """Return the children of the type's ages in each planning area."""
        children = children_by_area(self.setting.county, self.setting.areas, *self.ages)
        return np.array([float(children[area.code]) for area in self.setting.areas])

    # Planning areas

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {area.code: place for place, area in enumerate(self.setting.areas)}

    def area_position(self, municipality: str | None) -> int:
        """Return the position of a municipality's planning area; -1 where it has none."""
        return self._positions.get(self.setting.area_of.get(municipality or "", ""), -1)

    def of_areas(self, values: NDArray[np.float64]) -> dict[str, float]:
        """Name the values of all areas."""
        return {area.code: float(v) for area, v in zip(self.setting.areas, values, strict=True)}
