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


ROW = 66
"""Pixels of one row of the interactive table: label and cell."""


def plot_matrix(matrix: Matrix) -> dict[str, object]:
    """Return the same table as Plotly draws it: rectangles with their words."""
    spots = [
        (column, row, field)
        for row, fields in enumerate(matrix.fields)
        for column, field in enumerate(fields)
    ]
    trace = {
        "type": "scatter",
        "mode": "text",
        "showlegend": False,
        "x": [column for column, _, _ in spots],
        "y": [row for _, row, _ in spots],
        "text": [f"{f.upper}<br>{f.lower}" if f.lower else f.upper for _, _, f in spots],
        "customdata": [f.words for _, _, f in spots],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    key, lines = _plot_key(matrix)
    layout = {
        "height": 80 + ROW * len(matrix.rows) + 20 * lines,
        "margin": {"l": 8, "r": 8, "t": 40, "b": 20 + 20 * lines},
        "hovermode": "closest",
        **plot.key_below(lines),
        "shapes": [_plot_cell(*spot) for spot in spots],
        "annotations": [plot.row_label(k, label, 2) for k, label in enumerate(matrix.rows)],
        "xaxis": {
            "side": "top",
            "tickvals": list(range(len(matrix.columns))),
            "ticktext": [code for code, _ in matrix.columns],
            "range": [-0.5, len(matrix.columns) - 0.5],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": plot.row_axis(len(matrix.rows), ROW, 2),
    }
    return {"data": [trace, *key], "layout": layout}


def _plot_key(matrix: Matrix) -> tuple[list[dict[str, object]], int]:
    """Return the key's traces and the number of its lines."""
    clear = "rgba(0,0,0,0)"
    entries = [(c, picture.GRID, w) for c, w in zip(COLORS, matrix.levels, strict=False)]
    entries.append((picture.PAPER, GAP, matrix.gap_words))
    entries += [(clear, clear, f"{code}: {words}") for code, words in matrix.columns]
    labels = [(fill, line, plot.label(words, plot.KEY_CHARACTERS)) for fill, line, words in entries]
    return plot.key(labels), sum(words.count("<br>") + 1 for _, _, words in labels)


def _plot_cell(column: int, row: int, field: Field) -> dict[str, object]:
    half = 20 / ROW
    return {
        "type": "rect",
        "layer": "below",
        "x0": column - 0.47,
        "x1": column + 0.47,
        "y0": row - half,
        "y1": row + half,
        "fillcolor": picture.PAPER if field.is_gap else COLORS[field.level],
        "line": {
            "color": GAP if field.is_gap else picture.GRID,
            "width": 3 if field.is_gap else 1,
            "dash": "dash" if field.is_gap else "solid",
        },
    }
