"""The figures of planning areas and municipalities on their outlines, for maps of other programs (RFC 7946).

What is not shown says so in its status: an empty value alone would look like a gap of the survey.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from analytics.describe import MEASURE_LABELS
from analytics.figures.common import AREA, MUNICIPALITY
from analytics.released import Cell, Flag
from surveyapp.exchange.released.model import Whole
from surveyapp.region.outlines import Plane, plane_of

Ring = Sequence[tuple[float, float]]

STATUS: Mapping[Flag, str] = {
    Flag.PLAIN: "gezeigt",
    Flag.UNCERTAIN: "unsicher",
    Flag.BELOW: "unter 3 Prozent",
    Flag.ABOVE: "über 97 Prozent",
    Flag.TOO_FEW: "zu wenige Antworten, keine Zahl",
    Flag.UNRELIABLE: "zu unsicher, keine Zahl",
}


def collection(whole: Whole) -> bytes:
    """Return one feature for each planning area and each municipality that figures were released of."""
    found = {
        "type": "FeatureCollection",
        "about": dict(whole.about.values()),
        "notes": [note for note in whole.notes() if note],
        "fields": _fields(whole),
        "features": [*_areas(whole), *_municipalities(whole)],
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _areas(whole: Whole) -> Iterator[dict[str, Any]]:
    cells = _by_place(whole, AREA)
    for area in whole.contents.areas:
        plain = {"kind": "Planungsraum", "children": area.children}
        name = whole.group_label(AREA, area.code)
        yield _feature(whole, (area.code, name), plain, area.rings, cells.get(area.code, ()))


def _municipalities(whole: Whole) -> Iterator[dict[str, Any]]:
    cells, rings = _by_place(whole, MUNICIPALITY), whole.contents.municipality_rings
    for code, name in whole.contents.municipalities.items():
        if code in cells:
            plain = {"kind": "Gemeinde"}
            yield _feature(whole, (code, name), plain, rings.get(code, ()), cells[code])


def _by_place(whole: Whole, view: str) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {}
    for cell in whole.table:
        if cell.view == view:
            found.setdefault(cell.group, []).append(cell)
    return found


def _feature(
    whole: Whole,
    place: tuple[str, str],
    plain: Mapping[str, Any],
    rings: Sequence[Ring],
    cells: Sequence[Cell],
) -> dict[str, Any]:
    properties: dict[str, Any] = {"code": place[0], "name": place[1], **plain}
    for cell in cells:
        key, row = _key(cell), whole.row_of(cell)
        properties[key] = row.value
        properties[f"{key}.status"] = STATUS[cell.flag]
        if row.low is not None:
            properties |= {f"{key}.low": row.low, f"{key}.high": row.high, f"{key}.n": row.n}
    lines = _polygons(rings, plane_of(whole.contents.county)) if rings else []
    geometry = {"type": "MultiPolygon", "coordinates": lines} if lines else None
    return {"type": "Feature", "id": place[0], "geometry": geometry, "properties": properties}


def _key(cell: Cell) -> str:
    return ".".join(filter(None, (str(cell.measure), cell.topic, cell.category)))


def _fields(whole: Whole) -> dict[str, str]:
    """Return what the properties mean: name to words."""
    found: dict[str, str] = {}
    for cell in whole.table:
        if cell.view in {AREA, MUNICIPALITY} and _key(cell) not in found:
            parts = (
                whole.label(cell.topic),
                whole.category_label(cell),
                MEASURE_LABELS[cell.measure],
            )
            found[_key(cell)] = " – ".join(filter(None, parts))
    return found


def _polygons(rings: Sequence[Ring], plane: Plane) -> list[list[list[list[float]]]]:
    """Return rings as polygons: outer ones counter-clockwise, each with its holes, in degrees."""
    outward = _area(rings[0]) > 0
    polygons: list[list[list[list[float]]]] = []
    for ring in rings:
        is_outer = (_area(ring) > 0) == outward
        wanted = ring if (_area(ring) > 0) == is_outer else ring[::-1]
        line = [[round(each, 6) for each in plane.degrees(*point)] for point in wanted]
        if is_outer:
            polygons.append([line])
        else:
            polygons[-1].append(line)
    return polygons


def _area(ring: Ring) -> float:
    """Return the area of a ring, above 0 where it runs counter-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2
