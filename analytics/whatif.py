"""What would be: reach, ways and places of one facility type in a county, before and after changes.

Plain Python without libraries, so that a page can answer at once. The formulas are those of
``analytics.supply``, which works on whole tables; both give the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analytics.released import Measure

EARTH_KM = 6371.0088
DETOUR = 1.3
"""As in ``analytics.supply``."""

NOWHERE = ""
"""Area of what lies in no planning area."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Children around one point."""

    lon: float
    lat: float
    children: float
    #: Code of the planning area.
    area: str


@dataclass(frozen=True, slots=True)
class Site:
    """A facility: where it is and how many places it has."""

    key: str
    name: str
    lon: float
    lat: float
    #: Code of the planning area.
    area: str
    places: float
    #: False where the position is wrong: no way leads there.
    is_placed: bool = True
    #: False where nobody reported how many places it has.
    is_reported: bool = True
    #: Measured cost from each spot of the ground, None where nobody measured; empty for none at all.
    measured: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What does not change: children, areas, and how far is near.

    A cost is a way in the unit of the type: kilometres, or minutes.
    """

    spots: tuple[Spot, ...]
    #: Area to children of the type's ages, from the register.
    children: Mapping[str, float]
    #: Costs up to this count as near.
    reach: float
    #: Cost of one kilometre of way: 1 where ways are kilometres, else minutes.
    per_km: float = 1.0
    #: How places are shared: a code of ``SHARED``, and the ends of three zones.
    catchment: str = "2sfca"
    zones: tuple[float, float, float] = (1.0, 2.0, 3.0)
    #: Areas to which an offer of the type comes: there it is near for all.
    roaming: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Figures of one state; group "" is the whole county, others are planning areas."""

    #: Measure to group to value; a group without children or without places has no entry.
    figures: Mapping[Measure, Mapping[str, float]]
    #: Places of each area, and for "" of the county.
    places: Mapping[str, float]
    #: For each cell of the ground, whether a place is near.
    is_near: tuple[bool, ...]


def way_km(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    """Return the way between two points in kilometres: great circle (haversine) times ``DETOUR``."""
    north, to_north = math.radians(lat), math.radians(to_lat)
    height = math.sin((to_north - north) / 2) ** 2
    side = math.cos(north) * math.cos(to_north)
    height += side * math.sin(math.radians(to_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(height)) * DETOUR


def cost_of(ground: Ground, spot: Spot, lon: float, lat: float) -> float:
    """Return the cost of the way from a spot to a point where nobody measured it."""
    return way_km(spot.lon, spot.lat, lon, lat) * ground.per_km


class Ways:
    """Costs from each spot to each site; each is worked out once, whatever is compared."""

    def __init__(self, ground: Ground) -> None:
        """Begin with a ground."""
        self._ground = ground
        self._known: dict[tuple[object, ...], tuple[float, ...]] = {}

    def to(self, site: Site) -> tuple[float, ...]:
        """Return the cost of each spot to a site: measured where somebody did, else estimated."""
        key = (site.lon, site.lat, site.measured)
        if key not in self._known:
            spots = self._ground.spots
            times = site.measured or (None,) * len(spots)
            self._known[key] = tuple(
                cost_of(self._ground, spot, site.lon, site.lat) if time is None else time
                for spot, time in zip(spots, times, strict=True)
            )
        return self._known[key]


def _limit(cost: float, zones: tuple[float, float, float]) -> float:
    return float(cost <= zones[-1])


def _zones(cost: float, zones: tuple[float, float, float]) -> float:
    return next((w for end, w in zip(zones, ZONE_WEIGHTS, strict=True) if cost <= end), 0.0)


def _bell(cost: float, zones: tuple[float, float, float]) -> float:
    return math.exp(-0.5 * (2 * cost / zones[-1]) ** 2) if cost <= zones[-1] else 0.0


ZONE_WEIGHTS = (1.0, 0.68, 0.22)
SHARED: Mapping[str, Callable[[float, tuple[float, float, float]], float]] = {
    "2sfca": _limit,
    "e2sfca": _zones,
    "gaussian": _bell,
}
"""How much a place at a cost counts, by code; as ``analytics.supply.CATCHMENTS``."""


def outcome(ground: Ground, sites: Sequence[Site], ways: Ways | None = None) -> Outcome:
    """Return what sites mean for the children of a county.

    Parameters
    ----------
    ground
        Children, areas and reach.
    sites
        All facilities of the type.
    ways
        Ways known already, from a comparison on the same ground.

    Returns
    -------
    Outcome
        ``REACH`` in [0, 1], ``NEAREST`` as a cost, ``PER_100``, ``ACCESS`` in places per child by the
        floating catchment of the ground, and ``COUNT``.
    """
    known = ways or Ways(ground)
    placed = [(site, known.to(site)) for site in sites if site.is_placed]
    nearest = tuple(
        min((way[position] for _, way in placed), default=math.inf)
        for position in range(len(ground.spots))
    )
    is_near = tuple(
        way <= ground.reach or spot.area in ground.roaming
        for spot, way in zip(ground.spots, nearest, strict=True)
    )
    places = _sums(sites, lambda site: site.places)
    figures = {
        Measure.REACH: _means(ground, [float(near) for near in is_near]),
        Measure.NEAREST: _means(ground, nearest, ground.roaming),
        Measure.PER_100: _per_100(ground, sites, places),
        Measure.ACCESS: _means(ground, _shared(ground, placed)) if places[NOWHERE] else {},
        Measure.COUNT: _sums(sites, lambda _: 1.0),
    }
    return Outcome(figures, places, is_near)


@dataclass(frozen=True, slots=True)
class Moved:
    """Children who gain a place near them, and who lose one, by area and for "" in the county."""

    gained: Mapping[str, float]
    lost: Mapping[str, float]


def moved(ground: Ground, before: Outcome, after: Outcome) -> Moved:
    """Return whom a change of sites brings a place near, and from whom it takes one.

    Parameters
    ----------
    ground
        Where both were worked out.
    before
        One state.
    after
        The other.

    Returns
    -------
    Moved
        Children; an area that neither gains nor loses has 0.
    """
    gained, lost = (dict.fromkeys((*ground.children, NOWHERE), 0.0) for _ in range(2))
    for spot, was, now in zip(ground.spots, before.is_near, after.is_near, strict=True):
        if was != now:
            into = gained if now else lost
            for group in {spot.area, NOWHERE} & into.keys():
                into[group] += spot.children
    return Moved(gained, lost)


def _sums(sites: Sequence[Site], number_of: Callable[[Site], float]) -> dict[str, float]:
    found: dict[str, float] = {NOWHERE: 0.0}
    for site in sites:
        for group in {site.area, NOWHERE}:
            found[group] = found.get(group, 0.0) + number_of(site)
    return found


def _means(
    ground: Ground, values: Sequence[float], without: frozenset[str] = frozenset()
) -> dict[str, float]:
    """Return the mean of each area over its spots, and of the county over its areas by children."""
    weight, total = dict.fromkeys(ground.children, 0.0), dict.fromkeys(ground.children, 0.0)
    for spot, value in zip(ground.spots, values, strict=True):
        if spot.area in weight and spot.children > 0:
            weight[spot.area] += spot.children
            total[spot.area] += spot.children * value
    found = {
        area: total[area] / weight[area]
        for area in weight
        if weight[area] and math.isfinite(total[area]) and area not in without
    }
    whole = sum(ground.children[area] for area in found)
    if whole:
        found[NOWHERE] = sum(ground.children[area] * mean for area, mean in found.items()) / whole
    return found


def _per_100(
    ground: Ground, sites: Sequence[Site], places: Mapping[str, float]
) -> dict[str, float]:
    """Return places per 100 children, but for areas in which no facility reported its places."""
    if not places[NOWHERE]:
        return {}
    there = {site.area for site in sites}
    silent = there - {site.area for site in sites if site.is_reported}
    children = {**ground.children, NOWHERE: sum(ground.children.values())}
    return {
        group: 100 * places.get(group, 0.0) / number
        for group, number in children.items()
        if number and (group == NOWHERE or group not in silent)
    }


def _shared(ground: Ground, placed: Sequence[tuple[Site, Sequence[float]]]) -> tuple[float, ...]:
    """Return the places each child can reach, shared with all others who reach them."""
    weight_at, each = SHARED[ground.catchment], [0.0] * len(ground.spots)
    for site, costs in placed:
        weights = [weight_at(cost, ground.zones) for cost in costs]
        children = sum(w * spot.children for w, spot in zip(weights, ground.spots, strict=True))
        if children:
            for position, weight in enumerate(weights):
                each[position] += weight * site.places / children
    return tuple(each)
