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
    #: False where the position is wrong or only stands for an offer: it counts for no way.
    is_placed: bool = True


@dataclass(frozen=True, slots=True)
class Ground:
    """What does not change: children, areas, and how far is near."""

    cells: tuple[Spot, ...]
    #: Area to children of the type's ages, from the register.
    children: Mapping[str, float]
    #: Ways up to this count as near, in kilometres.
    reach_km: float
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


class Ways:
    """Ways from each cell to each site; each is worked out once, whatever is compared."""

    def __init__(self, ground: Ground) -> None:
        """Begin with the cells of a ground."""
        self._cells = ground.cells
        self._known: dict[tuple[float, float], tuple[float, ...]] = {}

    def to(self, site: Site) -> tuple[float, ...]:
        """Return the way of each cell to a site."""
        point = (site.lon, site.lat)
        if point not in self._known:
            self._known[point] = tuple(way_km(cell.lon, cell.lat, *point) for cell in self._cells)
        return self._known[point]


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
        ``REACH`` in [0, 1], ``NEAREST`` in kilometres, ``PER_100``, ``ACCESS`` in places per child (2SFCA
        within twice the reach) and ``COUNT``.
    """
    known = ways or Ways(ground)
    placed = [(site, known.to(site)) for site in sites if site.is_placed]
    nearest = tuple(
        min((way[position] for _, way in placed), default=math.inf)
        for position in range(len(ground.cells))
    )
    is_near = tuple(
        way <= ground.reach_km or cell.area in ground.roaming
        for cell, way in zip(ground.cells, nearest, strict=True)
    )
    places = _sums(sites, lambda site: site.places)
    figures = {
        Measure.REACH: _means(ground, [float(near) for near in is_near]),
        Measure.NEAREST: _means(ground, nearest),
        Measure.PER_100: _per_100(ground, places),
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
    for cell, was, now in zip(ground.cells, before.is_near, after.is_near, strict=True):
        if was != now:
            into = gained if now else lost
            for group in {cell.area, NOWHERE} & into.keys():
                into[group] += cell.children
    return Moved(gained, lost)


def _sums(sites: Sequence[Site], number_of: Callable[[Site], float]) -> dict[str, float]:
    found: dict[str, float] = {NOWHERE: 0.0}
    for site in sites:
        for group in {site.area, NOWHERE}:
            found[group] = found.get(group, 0.0) + number_of(site)
    return found


def _means(ground: Ground, values: Sequence[float]) -> dict[str, float]:
    """Return the mean of each area over its cells, and of the county over its areas by children."""
    weight, total = dict.fromkeys(ground.children, 0.0), dict.fromkeys(ground.children, 0.0)
    for cell, value in zip(ground.cells, values, strict=True):
        if cell.area in weight and cell.children > 0:
            weight[cell.area] += cell.children
            total[cell.area] += cell.children * value
    found = {
        area: total[area] / weight[area]
        for area in weight
        if weight[area] and math.isfinite(total[area])
    }
    whole = sum(ground.children[area] for area in found)
    if whole:
        found[NOWHERE] = sum(ground.children[area] * mean for area, mean in found.items()) / whole
    return found


def _per_100(ground: Ground, places: Mapping[str, float]) -> dict[str, float]:
    if not places[NOWHERE]:
        return {}
    children = {**ground.children, NOWHERE: sum(ground.children.values())}
    return {
        group: 100 * places.get(group, 0.0) / number for group, number in children.items() if number
    }


def _shared(ground: Ground, placed: Sequence[tuple[Site, Sequence[float]]]) -> tuple[float, ...]:
    """Return the places each child can reach, shared with all others who reach them (2SFCA)."""
    limit, each = 2 * ground.reach_km, [0.0] * len(ground.cells)
    for site, way in placed:
        inside = [position for position, km in enumerate(way) if km <= limit]
        children = sum(ground.cells[position].children for position in inside)
        if children:
            for position in inside:
                each[position] += site.places / children
    return tuple(each)
