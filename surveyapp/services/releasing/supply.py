"""What there is for families, by facility type and planning area; no answer goes in here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analytics.released import Cell, Flag, Measure
from analytics.supply import (
    by_area,
    distances,
    floating_catchment,
    per_100,
    share_within,
    within,
)
from analytics.supply import (
    supply_cells as cells_of,
)
from analytics.views import AREA, COUNTY
from surveyapp.inventory import lists
from surveyapp.region.population import (
    LAST_CHILD_AGE,
    children_by_area,
    children_by_cell,
    grid_cells,
)
from surveyapp.services.releasing.setting import Setting
from surveyapp.storage.capacities import usable_places
from surveyapp.storage.inventory import FacilityType, Place, codes

if TYPE_CHECKING:
    from numpy.typing import NDArray

OFFERS = "offers"
CHAIN = "life_stage*field"


@dataclass(frozen=True)
class _Supply:
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
    def places(self) -> tuple[Place, ...]:
        """Return the places of the type whose position can be trusted, and those of its offers."""
        at = {offer.place_id for offer in self.setting.offers if offer.type == self.kind.code}
        return tuple(
            place
            for place in self.setting.places
            if (place.type == self.kind.code or place.id in at)
            and place.position_quality != "mismatch"
        )

    @cached_property
    def roaming(self) -> frozenset[str]:
        """Return the planning areas to which an offer of the type comes."""
        return frozenset(
            code
            for offer in self.setting.offers
            if offer.type == self.kind.code
            for code in codes(offer, "area")
        )

    @cached_property
    def capacity(self) -> Mapping[int, int]:
        """Return the usable places of each place of the type."""
        return {place.id: usable_places(place, self.setting.day) for place in self.places}

    @cached_property
    def cost(self) -> NDArray[np.float64]:
        """Return the way from each inhabited square kilometre to each place, in kilometres."""
        cells = grid_cells(self.setting.county)
        origins = np.array([(cell.lon, cell.lat) for cell in cells])
        points = np.array([(place.lon, place.lat) for place in self.places]).reshape(-1, 2)
        return distances(origins, points)

    @cached_property
    def cell_children(self) -> NDArray[np.float64]:
        """Return the children of the type's ages in each square kilometre."""
        children = children_by_cell(self.setting.county, *self.ages)
        return np.array([children[cell.id] for cell in grid_cells(self.setting.county)])

    @cached_property
    def cell_areas(self) -> NDArray[np.intp]:
        """Return the position of each square kilometre's planning area."""
        position = {area.code: place for place, area in enumerate(self.setting.areas)}
        of = {ags: position[code] for ags, code in self.setting.area_of.items()}
        return np.array([of.get(c.municipality_ags, -1) for c in grid_cells(self.setting.county)])

    def of_areas(self, values: NDArray[np.float64]) -> dict[str, float]:
        """Name the values of all areas."""
        return {area.code: float(v) for area, v in zip(self.setting.areas, values, strict=True)}


def supply_cells(setting: Setting) -> Iterator[Cell]:
    """Yield what there is: counts, places per 100 children, reach and shared access."""
    for kind in setting.types:
        supply = _Supply(setting, kind)
        if not supply.places and not supply.roaming and not _offers_of(setting, kind.code):
            continue
        for measure, values_of in MEASURES.items():
            values = values_of(supply)
            in_county = {k: v for k, v in values.items() if k == setting.county}
            in_areas = {k: v for k, v in values.items() if k != setting.county}
            yield from cells_of(measure, kind.code, COUNTY, in_county)
            yield from cells_of(measure, kind.code, AREA, in_areas)
    yield from _chain_cells(setting)


def _offers_of(setting: Setting, code: str) -> list[int]:
    return [offer.id for offer in setting.offers if offer.type == code]


def _counts(supply: _Supply) -> dict[str, float]:
    """Count places in each area; an offer that roams counts in every area it comes to."""
    own = [place for place in supply.setting.places if place.type == supply.kind.code]
    there = Counter(supply.setting.area_of.get(place.municipality_ags or "") for place in own)
    areas = {
        area.code: float(there[area.code] + (area.code in supply.roaming))
        for area in supply.setting.areas
    }
    offers = len(_offers_of(supply.setting, supply.kind.code))
    return {**areas, supply.setting.county: float(len(own) + offers)}


def _per_100(supply: _Supply) -> dict[str, float]:
    """Return usable places per 100 children of the type's ages, where places are counted."""
    if not any(supply.capacity.values()):
        return {}
    children = children_by_area(supply.setting.county, supply.setting.areas, *supply.ages)
    places: defaultdict[str, float] = defaultdict(float)
    for place in supply.places:
        places[supply.setting.area_of.get(place.municipality_ags or "", "")] += supply.capacity[
            place.id
        ]
    counted = np.array([places[area.code] for area in supply.setting.areas])
    demand = np.array([float(children[area.code]) for area in supply.setting.areas])
    whole = per_100(counted.sum(keepdims=True), demand.sum(keepdims=True))
    return {
        **_rounded(supply.of_areas(per_100(counted, demand)), 1),
        supply.setting.county: round(float(whole[0]), 1),
    }


def _reach(supply: _Supply) -> dict[str, float]:
    """Return the share of children with a place within the reach of the type, in whole percent."""
    limit, size = supply.kind.reach_km, len(supply.setting.areas)
    inside = supply.of_areas(
        share_within(supply.cost, limit, supply.cell_children, supply.cell_areas, size)
    )
    reached = {code: 1.0 if code in supply.roaming else share for code, share in inside.items()}
    return _rounded(_with_county(supply, reached), 2)


def _access(supply: _Supply) -> dict[str, float]:
    """Return places each child can reach, shared with all others who reach them (2SFCA)."""
    if not any(supply.capacity.values()):
        return {}
    places = np.array([float(supply.capacity[place.id]) for place in supply.places])
    each = floating_catchment(
        supply.cost, supply.cell_children, places, within(2 * supply.kind.reach_km)
    )
    means = by_area(each, supply.cell_children, supply.cell_areas, len(supply.setting.areas))
    return _rounded(_with_county(supply, supply.of_areas(means)), 2)


def _with_county(supply: _Supply, areas: Mapping[str, float]) -> dict[str, float]:
    """Add the county's mean, each area weighted by its children."""
    children = children_by_area(supply.setting.county, supply.setting.areas, *supply.ages)
    known = {code: value for code, value in areas.items() if np.isfinite(value)}
    total = sum(children[code] for code in known)
    mean = sum(children[code] * value for code, value in known.items()) / total if total else np.nan
    return {**areas, supply.setting.county: float(mean)}


def _rounded(values: Mapping[str, float], digits: int) -> dict[str, float]:
    return {group: round(value, digits) for group, value in values.items()}


MEASURES: Mapping[Measure, Callable[[_Supply], dict[str, float]]] = {
    Measure.COUNT: _counts,
    Measure.PER_100: _per_100,
    Measure.REACH: _reach,
    Measure.ACCESS: _access,
}
"""Every measure of supply and how it is computed, by group."""


def _chain_cells(setting: Setting) -> Iterator[Cell]:
    """Yield the offers and places for each life stage and field of action."""
    counts: Counter[tuple[str, str]] = Counter()
    kinds = {kind.code: kind for kind in setting.types}
    for offer in setting.offers:
        counts.update(_crossings(codes(offer, "life_stage"), codes(offer, "field")))
    for place in setting.places:
        kind = kinds.get(place.type)
        if kind is not None:
            counts.update(_crossings(kind.life_stages, kind.fields))
    for stage, field in _crossings(lists.life_stages(), lists.fields_of_action()):
        number = float(counts[stage, field])
        key = (Measure.COUNT, OFFERS, CHAIN, f"{stage}*{field}", "")
        yield Cell(*key, number, None, None, None, Flag.PLAIN)


def _crossings(stages: Iterable[str], fields: Iterable[str]) -> list[tuple[str, str]]:
    every = tuple(fields)
    return [(stage, field) for stage in stages for field in every]
