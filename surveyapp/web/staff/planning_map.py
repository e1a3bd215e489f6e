"""The map of a scenario: which square kilometres have a facility near them, and who gains or loses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.whatif import Site
from surveyapp.region.grid import Point, grid_km, municipality_rings
from surveyapp.services.planning.stock import Stock
from surveyapp.services.planning.try_out import Comparison, Tried

STATES = {
    (True, True): "near",
    (False, False): "far",
    (False, True): "gained",
    (True, False): "lost",
}
"""Whether a facility was near and is near, and what the square is called then."""


@dataclass(frozen=True, slots=True)
class Square:
    """One inhabited square kilometre."""

    spot: str
    x: float
    y: float
    state: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One facility: kept, new (or moved here), or gone (or moved away)."""

    x: float
    y: float
    state: str
    name: str


@dataclass(frozen=True, slots=True)
class MapView:
    """A map in kilometres, from its north-western corner."""

    width: float
    height: float
    borders: str
    squares: tuple[Square, ...]
    marks: tuple[Mark, ...]


def map_view(stock: Stock, found: Comparison, before: Tried, after: Tried) -> MapView:
    """Return the map of a county before and after changes."""
    rings = municipality_rings(stock.county)
    points = [point for ring in rings for point in ring]
    west, east = min(x for x, _ in points) - 1, max(x for x, _ in points) + 1
    south, north = min(y for _, y in points) - 1, max(y for _, y in points) + 1
    corner = (west, north)
    return MapView(
        round(east - west, 1),
        round(north - south, 1),
        "".join(_path(ring, corner) for ring in rings),
        tuple(_squares(stock, found, corner)),
        tuple(_marks(before, after, corner)),
    )


def _path(ring: tuple[Point, ...], corner: Point) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (_at(p, corner) for p in ring)) + "Z"


def _at(point: Point, corner: Point) -> Point:
    return round(point[0] - corner[0], 2), round(corner[1] - point[1], 2)


def _squares(stock: Stock, found: Comparison, corner: Point) -> Iterator[Square]:
    states = zip(stock.cells, found.before.is_near, found.after.is_near, strict=True)
    for spot, was, now in states:
        north, east = spot.removeprefix("1kmN").split("E")
        x, y = _at((float(east), float(north) + 1), corner)
        yield Square(spot, x, y, STATES[was, now])


def _marks(before: Tried, after: Tried, corner: Point) -> Iterator[Mark]:
    was = {(site.key, site.lon, site.lat): site for site in before.sites if site.is_placed}
    now = {(site.key, site.lon, site.lat): site for site in after.sites if site.is_placed}
    for key in sorted(was.keys() - now.keys()):
        yield _mark(was[key], "gone", corner)
    for key, site in now.items():
        yield _mark(site, "kept" if key in was else "new", corner)


def _mark(site: Site, state: str, corner: Point) -> Mark:
    x, y = _at(grid_km(site.lon, site.lat), corner)
    return Mark(x, y, state, site.name)
