"""Pictures of a county: planning areas as filled outlines, numbered, with a key of colours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analytics import picture, plot
from analytics.describe import TOO_FEW, UNRELIABLE

WIDTH = 460
"""Units across the map; drawn at half to full size, so its text is larger than elsewhere."""

NUMBER_ROOM = 27
"""Units between the middles of two numbers, so that neither covers the other."""

Point = tuple[float, float]
Ring = tuple[Point, ...]

MISSING_FILL = "#ffffff"
HIDDEN_FILLS = {TOO_FEW: "url(#{id}-dotted)", UNRELIABLE: "url(#{id}-crossed)"}
"""Fill of areas without a figure, by the reason; patterns, since white looks like the lightest class."""
_HIDDEN_NAMES = {TOO_FEW: "gepunktet", UNRELIABLE: "gekreuzt"}
_HIDDEN_MARKS = {TOO_FEW: "∴", UNRELIABLE: "×"}
_HIDDEN_SHAPES = {TOO_FEW: ".", UNRELIABLE: "x"}


@dataclass(frozen=True, slots=True)
class Shape:
    """One area: its outline in kilometres, number in the map, and class of value."""

    number: str
    label: str
    rings: tuple[Ring, ...]
    #: Position in the key; None where there is no figure.
    level: int | None
    is_uncertain: bool
    words: str
    #: Why there is no figure, in words; empty where there is one.
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """Areas and what the classes mean; levels count from the lightest."""

    shapes: tuple[Shape, ...]
    classes: tuple[str, ...]


def level_colors(count: int) -> tuple[str, ...]:
    """Return so many colours from light to dark, far apart."""
    if count == 1:
        return (picture.SEQUENCE[2],)
    last = len(picture.SEQUENCE) - 1
    return tuple(picture.SEQUENCE[round(k * last / (count - 1))] for k in range(count))


def draw_map(figure_id: str, alt: str, county: Map) -> str:
    """Return the picture of a county."""
    colors = level_colors(len(county.classes))
    project, map_height = _projection(county.shapes)
    key = _key(county, colors)
    hatches = [
        picture.hatch(f"{figure_id}-level{k}", color, "#8a8a8a") for k, color in enumerate(colors)
    ]
    hatches += [picture.dotted(f"{figure_id}-dotted"), picture.crossed(f"{figure_id}-crossed")]
    areas = [
        f'<path d="{_path(shape.rings, project)}" fill="{_fill(figure_id, shape, colors)}" '
        f'stroke="{picture.MUTED}" stroke-width="1.5" stroke-linejoin="round" fill-rule="evenodd"/>'
        for shape in county.shapes
    ]
    places = label_points(county.shapes, NUMBER_ROOM / project.per_km)
    numbers = [
        picture.text(
            f"{x:.1f}", y + 6, s.number, anchor="middle", size=18, weight=600, has_halo=True
        )
        for s, point in zip(county.shapes, places, strict=True)
        for x, y in [project(point)]
    ]
    height = map_height + 26 * len(key) + 14
    parts = [*hatches, *areas, *numbers, *_key_parts(figure_id, key, map_height + 10)]
    return picture.draw(
        figure_id, alt, height * picture.WIDTH / WIDTH, parts, f"0 0 {WIDTH} {height:.0f}"
    )


def _key(county: Map, colors: Sequence[str]) -> list[tuple[str, str]]:
    key = list(zip(colors, county.classes, strict=True))
    if any(s.is_uncertain for s in county.shapes):
        middle = len(colors) // 2
        key.append((f"url(#{{id}}-level{middle})", "schraffiert: unsicher"))
    reasons = {shape.hidden for shape in county.shapes}
    key += [
        (fill, f"{_HIDDEN_NAMES[words]}: {words}")
        for words, fill in HIDDEN_FILLS.items()
        if words in reasons
    ]
    return key


def _key_parts(figure_id: str, key: Sequence[tuple[str, str]], top: float) -> list[str]:
    parts = []
    for position, (fill, words) in enumerate(key):
        y = top + 26 * position
        parts.append(picture.rect("2", y, "26", 18, fill.format(id=figure_id), picture.MUTED))
        parts.append(picture.text("38", y + 15, words, size=18))
    return parts


def _fill(figure_id: str, shape: Shape, colors: Sequence[str]) -> str:
    if shape.level is None:
        return HIDDEN_FILLS.get(shape.hidden, MISSING_FILL).format(id=figure_id)
    return f"url(#{figure_id}-level{shape.level})" if shape.is_uncertain else colors[shape.level]


class _Projection:
    """Kilometres east and north to picture units east and south."""

    def __init__(self, west: float, north: float, per_km: float) -> None:
        self.west, self.north, self.per_km = west, north, per_km

    def __call__(self, point: Point) -> Point:
        return (
            (point[0] - self.west) * self.per_km + 3,
            (self.north - point[1]) * self.per_km + 3,
        )


def _projection(shapes: Sequence[Shape]) -> tuple[_Projection, float]:
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    if not points:
        return _Projection(0.0, 0.0, 1.0), 0.0
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    per_km = (WIDTH - 6) / max(max(xs) - min(xs), (max(ys) - min(ys)) * 0.8)
    return _Projection(min(xs), max(ys), per_km), (max(ys) - min(ys)) * per_km + 6


def _path(rings: Sequence[Ring], project: _Projection) -> str:
    return "".join(
        "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in map(project, ring)) + "Z" for ring in rings
    )


def label_point(rings: Sequence[Ring]) -> Point:
    """Return a point well inside an area: the middle of a long stretch, far from top and bottom."""
    return _label_candidates(rings)[0]


def label_points(shapes: Sequence[Shape], apart: float) -> list[Point]:
    """Return a point inside each area, at least so many kilometres apart where that is possible."""
    taken: list[Point] = []
    for shape in shapes:
        candidates = _label_candidates(shape.rings)
        free = (c for c in candidates if all(math.dist(c, other) >= apart for other in taken))
        taken.append(next(free, candidates[0]))
    return taken


def _label_candidates(rings: Sequence[Ring]) -> list[Point]:
    """Return points inside an area, the roomiest first."""
    ys = [y for ring in rings for _, y in ring]
    low, high = min(ys), max(ys)
    found: list[tuple[float, Point]] = []
    for k in range(1, 24):
        y = low + (high - low) * k / 24
        crossings = sorted(x for ring in rings for x in _crossings(ring, y))
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            found.append(((right - left) * min(k, 24 - k), ((left + right) / 2, y)))
    return [point for _, point in sorted(found, key=lambda pair: -pair[0])]


def _crossings(ring: Ring, y: float) -> list[float]:
    ends = zip(ring, (*ring[1:], ring[0]), strict=True)
    return [
        x1 + (y - y1) / (y2 - y1) * (x2 - x1) for (x1, y1), (x2, y2) in ends if (y1 > y) != (y2 > y)
    ]


def plot_map(county: Map) -> dict[str, object]:
    """Return the same map as Plotly draws it: filled outlines on ordinary axes."""
    colors = level_colors(len(county.classes))
    places = label_points(county.shapes, NUMBER_ROOM / _projection(county.shapes)[0].per_km)
    hidden = {"visible": False, "fixedrange": True}
    layout = {
        "height": 380,
        "hovermode": "closest",
        "xaxis": hidden,
        "yaxis": {**hidden, "scaleanchor": "x"},
        "margin": {"l": 4, "r": 4, "t": 30, "b": 10},
        **plot.keyed(_plot_key(county, colors)),
        "annotations": [
            _number(shape, point) for shape, point in zip(county.shapes, places, strict=True)
        ],
    }
    return {"data": [_outline(shape, colors) for shape in county.shapes], "layout": layout}


def _plot_key(county: Map, colors: Sequence[str]) -> list[plot.Entry]:
    hatched = colors[len(colors) // 2]
    entries = [
        plot.Entry(words, hatched if "url(" in fill else fill, is_hatched="url(" in fill)
        for fill, words in _key(county, colors)
        if fill not in HIDDEN_FILLS.values()
    ]
    reasons = {shape.hidden for shape in county.shapes}
    marks = ((words, mark) for words, mark in _HIDDEN_MARKS.items() if words in reasons)
    return [*entries, *(plot.Entry(f"{_HIDDEN_NAMES[w]}: {w}", mark=mark) for w, mark in marks)]


def _number(shape: Shape, point: Point) -> dict[str, object]:
    x, y = point
    return {
        "x": round(x, 3),
        "y": round(y, 3),
        "text": shape.number,
        "showarrow": False,
        "bgcolor": plot.PALE,
        "borderpad": 1,
        "captureevents": False,
    }


def _outline(shape: Shape, colors: Sequence[str]) -> dict[str, object]:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in shape.rings:
        closed = (*ring, ring[0])
        xs += [*(round(x, 3) for x, _ in closed), None]
        ys += [*(round(y, 3) for _, y in closed), None]
    fill = MISSING_FILL if shape.level is None else colors[shape.level]
    trace: dict[str, object] = {
        "type": "scatter",
        "mode": "lines",
        "fill": "toself",
        "x": xs[:-1],
        "y": ys[:-1],
        "fillcolor": fill,
        "line": {"color": picture.MUTED, "width": 1},
        "hoveron": "fills",
        "text": f"{shape.label}: {shape.words}",
        "hoverinfo": "text",
        "name": shape.label,
        "showlegend": False,
    }
    if shape.is_uncertain:
        trace["fillpattern"] = {"shape": "/", "bgcolor": fill, "fgcolor": "#8a8a8a"}
    if shape.hidden:
        drawn = _HIDDEN_SHAPES[shape.hidden]
        trace["fillpattern"] = {"shape": drawn, "bgcolor": fill, "fgcolor": "#8a8a8a"}
    return trace
