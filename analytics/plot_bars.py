"""Rows on one scale as a plot that can be pointed at."""

from __future__ import annotations

from collections.abc import Iterable

from analytics import picture, plot
from analytics.picture_bars import COLORS, RANGE, Bars, Row, Shape, Strip, key_of


def plot_bars(bars: Bars) -> dict[str, object]:
    """Return the same rows as Plotly draws them."""
    strips = max((len(row.strips) for row in bars.rows), default=1)
    height = plot.row_height([row.label for row in bars.rows], strips)
    names = bars.series or ("",)
    data = [_trace(bars, series, name, height) for series, name in enumerate(names)]
    if bars.shape is Shape.RANGE:
        data.append(_middles(bars, height))
    layout: dict[str, object] = {
        "height": 90 + height * len(bars.rows),
        "barmode": "overlay",
        **plot.keyed(
            plot.Entry(words, picture.FIRST if "url(" in fill else fill, is_hatched="url(" in fill)
            for fill, words in key_of(bars)
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


def _trace(bars: Bars, series: int, name: str, height: int) -> dict[str, object]:
    found = [
        (row, _place(row, k, position, height), strip)
        for position, row in enumerate(bars.rows)
        for k, strip in enumerate(row.strips)
        if strip.series == series
    ]
    strips = [strip for _, _, strip in found]
    return {
        "name": name,
        "y": [place for _, place, _ in found],
        **_DRAWN[bars.shape](strips, COLORS[series], 17 / height),
        "customdata": [f"{plot.label(row.label)}<br>{strip.words}" for row, _, strip in found],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _bars(strips: list[Strip], color: str, thick: float) -> dict[str, object]:
    return {
        **_solid(strips, color, thick),
        "x": [strip.value for strip in strips],
        **_errors(strips),
    }


def _ranges(strips: list[Strip], color: str, thick: float) -> dict[str, object]:
    """Return bars that begin where a range does; its middle value stands in the words."""
    ends = [strip.ends or (None, None) for strip in strips]
    return {
        **_solid(strips, RANGE if color == COLORS[0] else color, thick),
        "base": [first for first, _ in ends],
        "x": [None if b is None or a is None else round(b - a, 6) for a, b in ends],
    }


def _solid(strips: Iterable[Strip], color: str, thick: float) -> dict[str, object]:
    return {
        "type": "bar",
        "orientation": "h",
        "width": round(thick, 4),
        "marker": {
            "color": color,
            "pattern": {"shape": ["/" if s.is_uncertain else "" for s in strips]},
        },
    }


def _points(strips: list[Strip], color: str, _thick: float) -> dict[str, object]:
    fills = [picture.PAPER if strip.is_uncertain else color for strip in strips]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [strip.value for strip in strips],
        **_errors(strips),
        "marker": {"size": 12, "color": fills, "line": {"color": color, "width": 2.5}},
    }


def _middles(bars: Bars, height: int) -> dict[str, object]:
    """Return the marks of the values between the ends of ranges, with their intervals."""
    found = [
        (_place(row, k, position, height), strip)
        for position, row in enumerate(bars.rows)
        for k, strip in enumerate(row.strips)
    ]
    strips = [strip for _, strip in found]
    return {
        "type": "scatter",
        "mode": "markers",
        "y": [place for place, _ in found],
        "x": [strip.value for strip in strips],
        **_errors(strips),
        "marker": {
            "symbol": "line-ns-open",
            "size": 20,
            "line": {"color": picture.INK, "width": 3},
        },
        "hoverinfo": "skip",
    }


_DRAWN = {Shape.BAR: _bars, Shape.POINT: _points, Shape.RANGE: _ranges}


def _errors(strips: list[Strip]) -> dict[str, object]:
    """Return the lines of intervals; nothing where no value has one, or stubs would be drawn."""
    if all(strip.low is None for strip in strips):
        return {}
    lines = {
        "type": "data",
        "symmetric": False,
        "array": [_reach(s.value, s.high) for s in strips],
        "arrayminus": [_reach(s.low, s.value) for s in strips],
        "color": picture.INK,
    }
    return {"error_x": lines}


def _reach(low: float | None, high: float | None) -> float:
    return 0.0 if low is None or high is None else round(high - low, 6)


def _reference_line(value: float) -> dict[str, object]:
    ends = {"x0": value, "x1": value, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "line", **ends, "line": {"dash": "dash", "color": picture.INK, "width": 1.5}}


def _reference_words(value: float, words: str) -> dict[str, object]:
    place = {"x": value, "y": 1.0, "yref": "paper", "yanchor": "bottom"}
    return {**place, "text": words, "showarrow": False}
