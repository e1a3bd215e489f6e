"""The European grid of square kilometres, and counties drawn on it.

The grid (INSPIRE, EPSG:3035) counts kilometres north and east in an equal-area projection, so a square
has the same size everywhere; the census of 2011 uses the same squares.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import Any

from surveyapp.region.packaged import read_features
from surveyapp.region.territory import county

Point = tuple[float, float]

# The ellipsoid GRS 80, and the middle of the projection: 52° north, 10° east, false origin in km.
_RADIUS, _FLATTENING = 6378.137, 1 / 298.257222101
_LAT, _LON, _EAST, _NORTH = math.radians(52), math.radians(10), 4321.0, 3210.0
_E2 = _FLATTENING * (2 - _FLATTENING)
_E = math.sqrt(_E2)


def _q(lat: float) -> float:
    """Return the authalic function of a latitude (Snyder 1987, equation 3-12)."""
    sine = _E * math.sin(lat)
    logarithm = math.log((1 - sine) / (1 + sine)) / (2 * _E)
    return (1 - _E2) * (math.sin(lat) / (1 - sine * sine) - logarithm)


_POLE = _q(math.pi / 2)
_BETA = math.asin(_q(_LAT) / _POLE)
_RQ = _RADIUS * math.sqrt(_POLE / 2)
_M = math.cos(_LAT) / math.sqrt(1 - _E2 * math.sin(_LAT) ** 2)
_D = _RADIUS * _M / (_RQ * math.cos(_BETA))


def grid_km(lon: float, lat: float) -> Point:
    """Return kilometres east and north of the grid's origin (Snyder 1987, equations 24-17 to 24-19)."""
    beta, turn = math.asin(_q(math.radians(lat)) / _POLE), math.radians(lon) - _LON
    across = math.cos(beta) * math.cos(turn)
    scale = _RQ * math.sqrt(2 / (1 + math.sin(_BETA) * math.sin(beta) + math.cos(_BETA) * across))
    east = scale * _D * math.cos(beta) * math.sin(turn)
    north = scale / _D * (math.cos(_BETA) * math.sin(beta) - math.sin(_BETA) * across)
    return _EAST + east, _NORTH + north


def cell_at(lon: float, lat: float) -> str:
    """Return the square kilometre that holds a point, such as "1kmN3133E4393"."""
    east, north = grid_km(lon, lat)
    return f"1kmN{math.floor(north)}E{math.floor(east)}"


@cache
def county_rings(county_ags: str) -> tuple[tuple[Point, ...], ...]:
    """Return the border of a county in kilometres of the grid, rounded to 100 m."""
    county(county_ags)
    features = read_features("th_counties.geojson")
    geometry = next(each["geometry"] for each in features if each["id"] == county_ags)
    return tuple(tuple(_rounded(ring)) for ring in _rings(geometry))


@cache
def municipality_rings(county_ags: str) -> tuple[tuple[Point, ...], ...]:
    """Return the borders of a county's municipalities in kilometres of the grid, to 100 m."""
    county(county_ags)
    features = read_features("th_municipalities.geojson")
    inside = (
        each["geometry"] for each in features if each["properties"]["county_ags"] == county_ags
    )
    return tuple(tuple(_rounded(ring)) for geometry in inside for ring in _rings(geometry))


def _rings(geometry: dict[str, Any]) -> Iterator[list[list[float]]]:
    is_one = geometry["type"] == "Polygon"
    for polygon in [geometry["coordinates"]] if is_one else geometry["coordinates"]:
        yield from polygon


def _rounded(ring: list[list[float]]) -> Iterator[Point]:
    """Yield the corners of a ring, without those that fall together."""
    last: Point | None = None
    for lon, lat in ring:
        east, north = grid_km(lon, lat)
        here = (round(east, 1), round(north, 1))
        if here != last:
            yield here
        last = here
