"""Pictures of rows on one scale: bars, points or ranges, with intervals and a line to compare with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from analytics import picture

SPAN = 61.0
"""Per cent of the width that bars may fill; the rest holds the value in words."""

STRIP = 24
LEFT = 24
LABEL_CHARACTERS = 40


class Shape(StrEnum):
    """How the value of a strip is drawn."""

    #: From zero to the value: for what can be compared by length.
    BAR = "bar"
    #: A point, on a scale that need not begin at zero.
    POINT = "point"
    #: From one value to another, with a mark for the value between them.
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Strip:
    """One value with its interval, and the words beside it."""

    value: float | None
    low: float | None
    high: float | None
    words: str
    is_uncertain: bool = False
    #: Which of the figure's series it belongs to, from 0.
    series: int = 0
    #: Ends of a range; None for bars and points.
    ends: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One label with its strips."""

    label: str
    strips: tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Rows on one scale."""

    rows: tuple[Row, ...]
    scale: picture.Scale
    write: Callable[[float], str]
    #: Value all rows are compared with, and its words; None for no line.
    reference: tuple[float, str] | None = None
    #: Names of the series; empty when there is one only.
    series: tuple[str, ...] = ()
    #: What hatching means here.
    hatched: str = "schraffiert: unsicher"
    shape: Shape = Shape.BAR


COLORS = (picture.FIRST, picture.SECOND, picture.THIRD)
"""Fill of each series."""

RANGE = picture.THIRD
"""Fill of ranges; light, because the line of an interval lies on it."""


def draw_bars(figure_id: str, alt: str, bars: Bars) -> str:
    """Return the picture of some bars."""
    entries = key_of(bars)
    key = picture.legend(figure_id, entries, 4)
    top = 4 + 22 * len(entries) + (24 if bars.reference else 8)
    body: list[str] = []
    y = float(top)
    for row in bars.rows:
        parts, y = _row(figure_id, row, bars, y)
        body += parts
    grid = _grid(bars, top, y)
    hatches = [
        picture.hatch(f"{figure_id}-hatch{k}", color)
        for k, color in enumerate(COLORS[: max(1, len(bars.series))])
    ]
    inner = picture.shifted(LEFT, 0, [*grid, *body])
    return picture.draw(figure_id, alt, y + 34, [*hatches, *key, inner])


def key_of(bars: Bars) -> list[tuple[str, str]]:
    """Return the key of colours: fill and words; hatching is named where something is hatched."""
    key = list(zip(COLORS, bars.series, strict=False))
    if any(strip.is_uncertain for row in bars.rows for strip in row.strips):
        is_point = bars.shape is Shape.POINT
        hollow = (picture.PAPER, "leerer Punkt: unsicher")
        key.append(hollow if is_point else ("url(#{id}-hatch0)", bars.hatched))
    return key


def _row(figure_id: str, row: Row, bars: Bars, y: float) -> tuple[list[str], float]:
    parts = []
    for words in picture.wrapped(row.label, LABEL_CHARACTERS):
        parts.append(picture.text("0", y + 14, words, has_halo=True))
        y += picture.LINE
    for strip in row.strips:
        parts += _strip(figure_id, strip, bars, y)
        y += STRIP
    return parts, y + 8


def _strip(figure_id: str, strip: Strip, bars: Bars, y: float) -> list[str]:
    words = picture.shifted(
        -LEFT - 12, 0, [picture.text("100%", y + 14, strip.words, anchor="end", has_halo=True)]
    )
    if strip.value is None:
        return [words]
    return [*_body(figure_id, strip, bars, y), *_whisker(strip, bars, y + 9.5), words]


def _body(figure_id: str, strip: Strip, bars: Bars, y: float) -> list[str]:
    """Return the bar, the range with its mark, or nothing yet: points lie above their line."""
    color = RANGE if bars.shape is Shape.RANGE else COLORS[strip.series]
    fill = f"url(#{figure_id}-hatch{strip.series})" if strip.is_uncertain else color
    if bars.shape is Shape.POINT or strip.value is None:
        return []
    first, last = sorted(strip.ends or (0.0, strip.value))
    left, right = _percent(bars, first), _percent(bars, last)
    edge = COLORS[strip.series]
    return [picture.rect(f"{left:.2f}%", y + 2, f"{right - left:.2f}%", 15, fill, edge)]


def _whisker(strip: Strip, bars: Bars, y: float) -> list[str]:
    """Return the line of the interval, and the point or mark of the value on it."""
    return [*_interval(strip, bars, y), *_mark(strip, bars, y)]


def _interval(strip: Strip, bars: Bars, y: float) -> list[str]:
    if strip.low is None or strip.high is None:
        return []
    low, high = (f"{_percent(bars, bound):.2f}%" for bound in (strip.low, strip.high))
    ends = ((low, y, high, y), (low, y - 5, low, y + 5), (high, y - 5, high, y + 5))
    halo = [picture.line(*end, picture.PAPER, 4) for end in ends]
    return halo + [picture.line(*end, picture.INK, 1.6) for end in ends]


def _mark(strip: Strip, bars: Bars, y: float) -> list[str]:
    if bars.shape is Shape.BAR or strip.value is None:
        return []
    x = f"{_percent(bars, strip.value):.2f}%"
    if bars.shape is Shape.RANGE:
        return [
            picture.line(x, y - 10, x, y + 10, picture.PAPER, 7),
            picture.line(x, y - 10, x, y + 10, picture.INK, 3),
        ]
    fill = picture.PAPER if strip.is_uncertain else COLORS[strip.series]
    return [picture.circle(x, y, fill, COLORS[strip.series])]


def _grid(bars: Bars, top: float, bottom: float) -> list[str]:
    parts = []
    for tick in bars.scale.ticks:
        x = f"{_percent(bars, tick):.2f}%"
        parts.append(picture.line(x, top, x, bottom, picture.GRID, 2 if tick == 0 else 1))
        parts.append(
            picture.text(x, bottom + 18, bars.write(tick), anchor="middle", fill=picture.MUTED)
        )
    if bars.reference:
        value, words = bars.reference
        place = _percent(bars, value)
        x = f"{place:.2f}%"
        anchor = "end" if place > SPAN / 2 else "start"
        parts.append(picture.line(x, top - 6, x, bottom, picture.INK, 1.5, "5 4"))
        parts.append(picture.text(x, top - 10, words, anchor=anchor, weight=600))
    return parts


def _percent(bars: Bars, value: float) -> float:
    return bars.scale.place(value) * SPAN
