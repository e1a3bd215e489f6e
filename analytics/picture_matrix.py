"""Pictures of a table of cells: how much there is, and what is needed."""

from __future__ import annotations

from dataclasses import dataclass

from analytics import picture, plot

SPAN = 96.0
"""Per cent of the width that the cells fill."""

CELL = 46
KEY_CHARACTERS = 38


@dataclass(frozen=True, slots=True)
class Field:
    """One cell: two lines, how dark it is, and if it is marked as a gap."""

    upper: str
    lower: str
    level: int
    is_gap: bool
    words: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows and columns of cells; columns are named by a short code and explained in the key."""

    rows: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    fields: tuple[tuple[Field, ...], ...]
    #: Meaning of the levels, from the lightest.
    levels: tuple[str, ...]
    gap_words: str


COLORS = (picture.PAPER, "#dcebea", "#9cc7d0", "#5b9bbd")
"""Every colour carries dark text."""

GAP = "#b3261e"


def draw_matrix(figure_id: str, alt: str, matrix: Matrix) -> str:
    """Return the picture of a table of cells."""
    parts: list[str] = []
    wide = SPAN / max(1, len(matrix.columns))
    for position, (code, _) in enumerate(matrix.columns):
        x = f"{(position + 0.5) * wide:.2f}%"
        parts.append(picture.text(x, 20, code, anchor="middle", weight=600))
    y = 34.0
    for label, fields in zip(matrix.rows, matrix.fields, strict=True):
        parts.append(picture.text("0", y + 14, label))
        for position, field in enumerate(fields):
            parts += _field(field, position * wide, wide, y + 20)
        y += CELL + 34
    key, bottom = _key(matrix, y + 8)
    return picture.draw(figure_id, alt, bottom, [picture.shifted(6, 0, parts), *key])


def _field(field: Field, left: float, wide: float, y: float) -> list[str]:
    x, middle = f"{left + 0.4:.2f}%", f"{left + wide / 2:.2f}%"
    width = f"{wide - 0.8:.2f}%"
    parts = [picture.rect(x, y, width, CELL, COLORS[field.level], picture.GRID)]
    if field.is_gap:
        parts.append(
            f'<rect x="{x}" y="{y:.1f}" width="{width}" height="{CELL}" fill="{picture.PAPER}" '
            f'stroke="{GAP}" stroke-width="3" stroke-dasharray="6 3"/>'
        )
    parts.append(picture.text(middle, y + 20, field.upper, anchor="middle", size=16, weight=600))
    parts.append(picture.text(middle, y + 38, field.lower, anchor="middle", size=13))
    return parts


def _key(matrix: Matrix, top: float) -> tuple[list[str], float]:
    entries = list(zip(COLORS, matrix.levels, strict=False))
    parts = [picture.shifted(6, 0, picture.legend("", entries, top))]
    y = top + 22 * len(entries)
    parts.append(
        f'<rect x="8" y="{y + 1:.1f}" width="16" height="13" fill="{picture.PAPER}" '
        f'stroke="{GAP}" stroke-width="2.5" stroke-dasharray="5 2"/>'
    )
    for words in picture.wrapped(matrix.gap_words, KEY_CHARACTERS):
        parts.append(picture.text("34", y + 12, words))
        y += 20
    y += 22
    for code, words in matrix.columns:
        parts.append(picture.text("6", y, code, weight=600))
        for part in picture.wrapped(words, KEY_CHARACTERS):
            parts.append(picture.text("50", y, part))
            y += 20
    return parts, y


def plot_matrix(matrix: Matrix) -> dict[str, object]:
    """Return the same table as Plotly draws it: squares of one scatter trace."""
    codes = [code for code, _ in matrix.columns]
    spots = [
        (code, row, field)
        for row, fields in zip(matrix.rows, matrix.fields, strict=True)
        for code, field in zip(codes, fields, strict=True)
    ]
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "showlegend": False,
        "x": [code for code, _, _ in spots],
        "y": [row for _, row, _ in spots],
        "text": [f"{f.upper}<br>{f.lower}" for _, _, f in spots],
        "customdata": [f.words for _, _, f in spots],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "symbol": "square",
            "size": 40,
            "color": [COLORS[f.level] for _, _, f in spots],
            "line": {
                "color": [GAP if f.is_gap else picture.GRID for _, _, f in spots],
                "width": [3 if f.is_gap else 1 for _, _, f in spots],
            },
        },
    }
    entries = [(c, picture.GRID, w) for c, w in zip(COLORS, matrix.levels, strict=False)]
    entries.append((picture.PAPER, GAP, matrix.gap_words))
    explained = [f"{code}: {words}" for code, words in matrix.columns]
    names = plot.key([("rgba(0,0,0,0)", "rgba(0,0,0,0)", words) for words in explained])
    lines = len(entries) + len(explained)
    layout = {
        "height": 100 + 56 * len(matrix.rows) + 22 * lines,
        "margin": {"l": 12, "r": 12, "t": 44, "b": 20 + 22 * lines},
        **plot.key_below(lines),
        "xaxis": {"side": "top", "showgrid": False, "zeroline": False, "fixedrange": True},
        "yaxis": {
            "autorange": "reversed",
            "automargin": True,
            "showgrid": False,
            "fixedrange": True,
        },
    }
    return {"data": [trace, *plot.key(entries), *names], "layout": layout}
