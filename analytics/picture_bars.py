"""Pictures of bars: one or two strips a row, with intervals and a line to compare with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analytics import picture, plot

SPAN = 61.0
"""Per cent of the width that bars may fill; the rest holds the value in words."""

STRIP = 24
LEFT = 24
LABEL_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Strip:
    """One bar: a value with its interval, and the words beside it."""

    value: float | None
    low: float | None
    high: float | None
    words: str
    is_uncertain: bool = False
    is_second: bool = False


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
    #: Names of the first and second strip; empty when there is one kind only.
    series: tuple[str, ...] = ()
    #: What hatching means here.
    hatched: str = "unsicher: wenige Antworten"


def draw_bars(figure_id: str, alt: str, bars: Bars) -> str:
    """Return the picture of some bars."""
    key = picture.legend(figure_id, _key(bars), 4)
    top = 4 + 22 * len(_key(bars)) + (24 if bars.reference else 8)
    body: list[str] = []
    y = float(top)
    for row in bars.rows:
        parts, y = _row(figure_id, row, bars, y)
        body += parts
    grid = _grid(bars, top, y)
    hatches = [
        picture.hatch(f"{figure_id}-hatch", picture.FIRST),
        picture.hatch(f"{figure_id}-hatch2", picture.SECOND),
    ]
    inner = picture.shifted(LEFT, 0, [*grid, *body])
    return picture.draw(figure_id, alt, y + 34, [*hatches, *key, inner])


def _key(bars: Bars) -> list[tuple[str, str]]:
    fills = (picture.FIRST, picture.SECOND)
    key = list(zip(fills, bars.series, strict=False))
    if any(strip.is_uncertain for row in bars.rows for strip in row.strips):
        key.append(("url(#{id}-hatch)", bars.hatched))
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
        -LEFT - 12, 0, [picture.text("100%", y + 14, strip.words, anchor="end")]
    )
    if strip.value is None:
        return [words]
    suffix = "2" if strip.is_second else ""
    plain = picture.SECOND if strip.is_second else picture.FIRST
    fill = f"url(#{figure_id}-hatch{suffix})" if strip.is_uncertain else plain
    zero, end = sorted((_percent(bars, 0.0), _percent(bars, strip.value)))
    bar = picture.rect(f"{zero:.2f}%", y + 2, f"{end - zero:.2f}%", 15, fill, plain)
    return [bar, *_whisker(strip, bars, y + 9.5), words]


def _whisker(strip: Strip, bars: Bars, y: float) -> list[str]:
    if strip.low is None or strip.high is None:
        return []
    low, high = (f"{_percent(bars, bound):.2f}%" for bound in (strip.low, strip.high))
    ends = ((low, y, high, y), (low, y - 5, low, y + 5), (high, y - 5, high, y + 5))
    halo = [picture.line(*end, picture.PAPER, 4) for end in ends]
    return halo + [picture.line(*end, picture.INK, 1.6) for end in ends]


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


def plot_bars(bars: Bars) -> dict[str, object]:
    """Return the same bars as Plotly draws them."""
    strips = max((len(row.strips) for row in bars.rows), default=1)
    height = plot.row_height([row.label for row in bars.rows], strips)
    names: Sequence[str] = bars.series or ("",)
    data = [
        _trace(bars, name, 20 / height, is_second=second)
        for second, name in zip((False, True), names, strict=False)
    ]
    layout: dict[str, object] = {
        "height": 90 + height * len(bars.rows),
        "barmode": "overlay",
        **plot.keyed(
            plot.Entry(words, picture.FIRST if "url(" in fill else fill, is_hatched="url(" in fill)
            for fill, words in _key(bars)
        ),
        "xaxis": {
            "domain": [0.02, 0.63],
            "range": [bars.scale.low, bars.scale.high],
            "tickvals": list(bars.scale.ticks),
            "ticktext": [bars.write(tick) for tick in bars.scale.ticks],
            "tickangle": 0,
            "fixedrange": True,
        },
        "yaxis": plot.row_axis(len(bars.rows), height, strips),
        "annotations": _notes_of(bars, height),
    }
    if bars.reference:
        layout["shapes"] = [_reference_line(bars.reference[0])]
        layout["annotations"] = [_reference_words(*bars.reference), *_notes_of(bars, height)]
    return {"data": data, "layout": layout}


def _notes_of(bars: Bars, height: int) -> list[dict[str, object]]:
    return [note for k, row in enumerate(bars.rows) for note in _notes(row, k, height)]


def _notes(row: Row, position: int, height: int) -> list[dict[str, object]]:
    words = [
        plot.row_words(_place(row, k, position, height), s.words) for k, s in enumerate(row.strips)
    ]
    return [plot.row_label(position, row.label, len(row.strips)), *words]


def _place(row: Row, strip: int, position: int, height: int) -> float:
    """Return where the middle of a strip lies, counted in rows."""
    return round(position + (strip - (len(row.strips) - 1) / 2) * 20 / height, 4)


def _trace(bars: Bars, name: str, thick: float, *, is_second: bool) -> dict[str, object]:
    height = round(20 / thick)
    found = [
        (row, _place(row, k, position, height), strip)
        for position, row in enumerate(bars.rows)
        for k, strip in enumerate(row.strips)
        if strip.is_second == is_second
    ]
    strips = [strip for _, _, strip in found]
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "width": round(thick * 0.85, 4),
        "y": [place for _, place, _ in found],
        "x": [strip.value for strip in strips],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [_reach(s.value, s.high) for s in strips],
            "arrayminus": [_reach(s.low, s.value) for s in strips],
            "color": picture.INK,
        },
        "marker": {
            "color": picture.SECOND if is_second else picture.FIRST,
            "pattern": {"shape": ["/" if s.is_uncertain else "" for s in strips]},
        },
        "customdata": [f"{plot.label(row.label)}<br>{strip.words}" for row, _, strip in found],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _reach(low: float | None, high: float | None) -> float:
    return 0.0 if low is None or high is None else round(high - low, 6)


def _reference_line(value: float) -> dict[str, object]:
    ends = {"x0": value, "x1": value, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "line", **ends, "line": {"dash": "dash", "color": picture.INK, "width": 1.5}}


def _reference_words(value: float, words: str) -> dict[str, object]:
    place = {"x": value, "y": 1.0, "yref": "paper", "yanchor": "bottom"}
    return {**place, "text": words, "showarrow": False}
