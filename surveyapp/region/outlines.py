"""Borders: outlines of planning areas for maps, and whether a point lies where it should.

The packaged borders are generalised by up to a kilometre, so nothing within that distance of a border
is called wrong. Only this module needs shapely, and only when a border is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from surveyapp.region.model import AreaGroup
from surveyapp.region.packaged import read_features
from surveyapp.region.territory import county, load

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]
Ring = tuple[Point, ...]

BORDER_KM = 1.0
"""How far the packaged borders may be off."""

GAP_KM2 = 1.0
"""Faces between the borders below this size are gaps of the generalisation, larger ones enclaves."""


class Position(StrEnum):
    """How a point agrees with the municipality it is said to lie in."""

    OK = "ok"
    #: Outside, but no farther than the borders are generalised.
    NEAR_BORDER = "near_border"
    #: In another municipality of the county.
    MISMATCH = "mismatch"
    #: Not in the county at all.
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Plane:
    """A flat map around one point, good to a few metres across a county."""

    lon: float
    lat: float

    def km(self, lon: float, lat: float) -> Point:
        """Return kilometres east and north of the middle (series of the WGS 84 ellipsoid)."""
        per_lon, per_lat = self._per_degree
        return (lon - self.lon) * per_lon, (lat - self.lat) * per_lat

    def degrees(self, east: float, north: float) -> Point:
        """Return longitude and latitude of a point of the map: the way back from ``km``."""
        per_lon, per_lat = self._per_degree
        return self.lon + east / per_lon, self.lat + north / per_lat

    @property
    def _per_degree(self) -> Point:
        """Return how many kilometres a degree of longitude and of latitude has here."""
        phi = math.radians(self.lat)
        per_lon = 111.41284 * math.cos(phi) - 0.0935 * math.cos(3 * phi)
        return per_lon, 111.13292 - 0.55982 * math.cos(2 * phi) + 0.001175 * math.cos(4 * phi)


@cache
def plane_of(county_ags: str) -> Plane:
    """Return the flat map around the middle of a county."""
    middle = _county_shape(county_ags).centroid
    return Plane(middle.x, middle.y)


def area_rings(
    county_ags: str, areas: Sequence[AreaGroup], tolerance_km: float = 0.25
) -> Mapping[str, tuple[Ring, ...]]:
    """Return the outer and inner rings of every planning area by its code.

    Coordinates are kilometres east and north of the county's middle, rounded to 10 m. Neighbours are
    simplified together (Visvalingam-Whyatt on the whole coverage), so common borders stay common.
    """
    import shapely  # noqa: PLC0415 - only maps need it, the families' process must not load it

    faces = _faces(county_ags)
    unions = [
        shapely.union_all([face for ags in area.municipalities for face in faces[ags]])
        for area in areas
    ]
    simple = shapely.coverage_simplify(unions, tolerance=tolerance_km)
    return {area.code: _rings(shape) for area, shape in zip(areas, simple, strict=True)}


def areas_by_nearness(county_ags: str, areas: Sequence[AreaGroup]) -> Mapping[str, tuple[str, ...]]:
    """Return for every planning area the others, those with a common border first, then by distance."""
    import shapely  # noqa: PLC0415 - only maps and weights need it

    faces = _faces(county_ags)
    shapes = {
        area.code: shapely.union_all([face for ags in area.municipalities for face in faces[ags]])
        for area in areas
    }

    def far(one: BaseGeometry, other: BaseGeometry) -> tuple[float, float]:
        return float(one.distance(other)), float(one.centroid.distance(other.centroid))

    return {
        code: tuple(
            sorted(shapes.keys() - {code}, key=lambda other: (*far(shape, shapes[other]), other))
        )
        for code, shape in shapes.items()
    }


def position_of(municipality_ags: str, lon: float, lat: float) -> Position:
    """Judge whether a point lies in the municipality it is said to lie in."""
    from shapely import Point as ShapelyPoint  # noqa: PLC0415

    county_ags = municipality_ags[:5]
    point = ShapelyPoint(plane_of(county_ags).km(lon, lat))
    shapes = _municipality_shapes(county_ags)
    distance = shapes[municipality_ags].distance(point)
    if distance == 0:
        return Position.OK
    if distance <= BORDER_KM:
        return Position.NEAR_BORDER
    is_near_county = any(shape.distance(point) <= BORDER_KM for shape in shapes.values())
    return Position.MISMATCH if is_near_county else Position.OUTSIDE


def municipality_at(county_ags: str, lon: float, lat: float) -> str | None:
    """Return the key of the municipality of a county that holds a point, or None."""
    from shapely import Point as ShapelyPoint  # noqa: PLC0415

    point = ShapelyPoint(plane_of(county_ags).km(lon, lat))
    shapes = _municipality_shapes(county_ags)
    return next((ags for ags, shape in shapes.items() if shape.covers(point)), None)


@cache
def _county_shape(county_ags: str) -> BaseGeometry:
    from shapely.geometry import shape  # noqa: PLC0415

    county(county_ags)
    features = read_features("th_counties.geojson")
    return shape(next(one["geometry"] for one in features if one["id"] == county_ags))


@cache
def _geometries() -> Mapping[str, Mapping[str, object]]:
    return {one["id"]: one["geometry"] for one in read_features("th_municipalities.geojson")}


@cache
def _municipality_shapes(county_ags: str) -> Mapping[str, BaseGeometry]:
    """Return the municipalities of a county on its flat map."""
    import shapely  # noqa: PLC0415
    from shapely.geometry import shape  # noqa: PLC0415

    plane = plane_of(county_ags)
    return {
        ags: shapely.transform(shape(_geometries()[ags]), plane.km, interleaved=False)
        for ags, one in load().municipalities.items()
        if one.county_ags == county_ags
    }


@cache
def _faces(county_ags: str) -> Mapping[str, tuple[BaseGeometry, ...]]:
    """Cut a county into faces that neither overlap nor leave gaps, by municipality.

    The packaged borders of neighbours differ here and there by metres. All borders together are
    therefore cut into faces; a face in no municipality is a gap and goes to the neighbour with which
    it shares most border.
    """
    import shapely  # noqa: PLC0415

    shapes = _municipality_shapes(county_ags)
    lines = shapely.union_all([shape.boundary for shape in shapes.values()])
    owned: dict[str, list[BaseGeometry]] = {ags: [] for ags in shapes}
    for face in shapely.get_parts(shapely.polygonize([lines])):
        inside = face.representative_point()
        owner = next((ags for ags, shape in shapes.items() if shape.covers(inside)), None)
        if owner is None and face.area < GAP_KM2:
            owner = max(shapes, key=lambda ags: _common_border(shapes[ags], face))
        if owner is not None:
            owned[owner].append(face)
    return {ags: tuple(faces) for ags, faces in owned.items()}


def _common_border(shape: BaseGeometry, face: BaseGeometry) -> float:
    length: float = shape.boundary.intersection(face.boundary).length
    return length


def _rings(shape: BaseGeometry) -> tuple[Ring, ...]:
    import shapely  # noqa: PLC0415

    # Outer rings run counter-clockwise, holes clockwise, so either fill rule paints them right.
    polygons = shapely.get_parts(shapely.orient_polygons(shape))
    rings = (ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors))
    return tuple(tuple((round(x, 2), round(y, 2)) for x, y in ring.coords) for ring in rings)
