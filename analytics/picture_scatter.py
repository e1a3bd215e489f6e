"""Pictures of points in two directions, with intervals, cross hairs and numbered labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analytics import picture

SPAN = 77.0
"""Per cent of the width the plot fills."""

HEIGHT = 330
LEFT = 50
NARROW = 225.0
"""Width of the plot in pixels on the smallest phone, where labels are closest together."""

KEY_CHARACTERS = 38


@dataclass(frozen=True, slots=True)
class Reach:
    """A value and its interval in one direction."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """One point: the number that names it in the picture, and its label."""

    label: str
    x: Reach
    y: Reach
    words: str
    is_uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction: title, scale, how a value is written, and where the cross hair lies."""

    title: str
    scale: picture.Scale
    write: Callable[[float], str]
    cross: float
    cross_words: str


@dataclass(frozen=True, slots=True)
class Scatter:
    """Points on two axes; ``corner`` says what the upper left quarter means."""

    spots: tuple[Spot, ...]
    x: Axis
    y: Axis
    corner: str = ""


def draw_scatter(figure_id: str, alt: str, scatter: Scatter) -> str:
    """Return the picture of some points."""
    y_title = picture.wrapped(f"↑ {scatter.y.title}", KEY_CHARACTERS)
    x_title = picture.wrapped(f"{scatter.x.title} →", KEY_CHARACTERS)
    top = 28 + picture.LINE * len(y_title)
    body = [*_frame(scatter), *_crosses(scatter)]
    body += [part for spot in scatter.spots for part in _intervals(scatter, spot)]
    offsets = label_offsets(scatter)
    for number, (spot, offset) in enumerate(zip(scatter.spots, offsets, strict=True), start=1):
        body += _spot(scatter, spot, str(number), offset)
    body += _title(x_title, f"{SPAN}%", HEIGHT + 44, "end")
    key, bottom = _key(scatter, top + HEIGHT + 58 + picture.LINE * len(x_title))
    parts = [*_title(y_title, "4", 18, "start"), picture.shifted(LEFT, top, body), *key]
    return picture.draw(figure_id, alt, bottom, parts)


def _title(lines: Sequence[str], x: str, y: float, anchor: str) -> list[str]:
    return [
        picture.text(x, y + k * picture.LINE, words, anchor=anchor, weight=600)
        for k, words in enumerate(lines)
    ]


def _percent(axis: Axis, value: float) -> str:
    return f"{axis.scale.place(value) * SPAN:.2f}%"


def _pixels(axis: Axis, value: float) -> float:
    return (1 - axis.scale.place(value)) * HEIGHT


def _frame(scatter: Scatter) -> list[str]:
    parts = [picture.rect("0", 0, f"{SPAN}%", HEIGHT, "none", picture.GRID)]
    for tick in scatter.x.scale.ticks:
        x = _percent(scatter.x, tick)
        parts.append(picture.line(x, HEIGHT, x, HEIGHT + 5, picture.MUTED))
        words = scatter.x.write(tick)
        parts.append(picture.text(x, HEIGHT + 20, words, anchor="middle", size=13))
    for tick in scatter.y.scale.ticks:
        y = _pixels(scatter.y, tick)
        parts.append(picture.line("0", y, "-5", y, picture.MUTED))
        parts.append(picture.text("-8", y + 5, scatter.y.write(tick), anchor="end", size=13))
    return parts


def _crosses(scatter: Scatter) -> list[str]:
    x, y = _percent(scatter.x, scatter.x.cross), _pixels(scatter.y, scatter.y.cross)
    return [
        picture.line(x, 0, x, HEIGHT, picture.INK, 1.2, "5 4"),
        picture.line("0", y, f"{SPAN}%", y, picture.INK, 1.2, "5 4"),
        picture.text(x, -6, scatter.x.cross_words, anchor="middle", size=13),
    ]


def _intervals(scatter: Scatter, spot: Spot) -> list[str]:
    parts = []
    x, y = _percent(scatter.x, spot.x.value), _pixels(scatter.y, spot.y.value)
    if spot.y.low is not None and spot.y.high is not None:
        ends = _pixels(scatter.y, spot.y.low), _pixels(scatter.y, spot.y.high)
        parts.append(picture.line(x, ends[0], x, ends[1], "#7d8794", 1.4))
    if spot.x.low is not None and spot.x.high is not None:
        low, high = _percent(scatter.x, spot.x.low), _percent(scatter.x, spot.x.high)
        parts.append(picture.line(low, y, high, y, "#7d8794", 1.4))
    return parts


def _spot(scatter: Scatter, spot: Spot, number: str, offset: tuple[float, float]) -> list[str]:
    x, y = _percent(scatter.x, spot.x.value), _pixels(scatter.y, spot.y.value)
    fill = picture.PAPER if spot.is_uncertain else picture.FIRST
    dx, dy = offset
    leader = f'<line x1="0" y1="0" x2="{dx:.0f}" y2="{dy:.0f}" stroke="{picture.MUTED}"/>'
    # A nested picture moves the origin to a place in per cent; pixels count from there.
    label = picture.text(f"{dx:.0f}", dy + 5, number, anchor="middle", weight=600, has_halo=True)
    point = f'<circle r="5" fill="{fill}" stroke="{picture.FIRST}" stroke-width="2"/>'
    return [f'<svg x="{x}" y="{y:.1f}" overflow="visible">{leader}{point}{label}</svg>']


def _key(scatter: Scatter, top: float) -> tuple[list[str], float]:
    parts, y = [], top
    if scatter.corner:
        parts.append(picture.text("6", y, f"Oben links: {scatter.corner}", fill=picture.MUTED))
        y += 28
    for number, spot in enumerate(scatter.spots, start=1):
        parts.append(picture.text("28", y, str(number), anchor="end", weight=600))
        note = " (unsicher)" if spot.is_uncertain else ""
        for words in picture.wrapped(spot.label + note, KEY_CHARACTERS):
            parts.append(picture.text("40", y, words))
            y += 20
    return parts, y + 2


def label_offsets(scatter: Scatter) -> list[tuple[float, float]]:
    """Place the numbers near their points so that none covers another or a point.

    Parameters
    ----------
    scatter
        Points with their scales.

    Returns
    -------
    list
        Offsets in pixels from each point, at the narrowest width; wider pictures only move points
        apart.
    """
    centres = [
        (scatter.x.scale.place(s.x.value) * NARROW, _pixels(scatter.y, s.y.value))
        for s in scatter.spots
    ]
    taken: list[tuple[float, float]] = []
    offsets = []
    for centre in centres:
        offset = _free_offset(centre, taken, centres)
        taken.append((centre[0] + offset[0], centre[1] + offset[1]))
        offsets.append(offset)
    return offsets


_DIRECTIONS = ((1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1.4), (0, 1.4), (1.4, 0), (-1.4, 0))


def _free_offset(
    centre: tuple[float, float],
    taken: Sequence[tuple[float, float]],
    points: Sequence[tuple[float, float]],
) -> tuple[float, float]:
    candidates = [
        (dx * far, dy * far) for far in (12.0, 20.0, 30.0, 42.0) for dx, dy in _DIRECTIONS
    ]
    return min(candidates, key=lambda offset: _crowding(centre, offset, taken, points))


def _crowding(
    centre: tuple[float, float],
    offset: tuple[float, float],
    taken: Sequence[tuple[float, float]],
    points: Sequence[tuple[float, float]],
) -> float:
    """Return how bad a place for a label is: overlaps first, then distance."""
    x, y = centre[0] + offset[0], centre[1] + offset[1]
    labels = sum(abs(x - a) < 20 and abs(y - b) < 17 for a, b in taken)
    spots = sum(abs(x - a) < 14 and abs(y - b) < 14 for a, b in points)
    outside = not (4 <= x <= NARROW - 4 and 8 <= y <= HEIGHT - 6)
    return 1000 * (labels + outside) + 300 * spots + abs(offset[0]) + abs(offset[1])
