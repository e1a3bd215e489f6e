"""Pictures of a table of cells: how much there is, and what is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from analytics import picture, plot

SPAN = 96.0
"""Per cent of the width that the cells fill."""

CELL = 46
BAND = 6
"""Pixels of the hatched band at the foot of an uncertain cell."""
KEY_CHARACTERS = 38
HEAD_CHARACTERS = 14
HEAD_LINE = 15


class Mark(StrEnum):
    """What a cell is marked as."""

    NONE = "none"
    #: Nothing there although it is needed: dashed.
    GAP = "gap"
    #: Little there although much is needed: a heavy line.
    THIN = "thin"


@dataclass(frozen=True, slots=True)
class Field:
    """One cell: two lines, how dark it is, and what it is marked as."""

    upper: str
    lower: str
    level: int
    mark: Mark
    words: str
    is_uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows and columns of cells; columns have a short code and a name."""

    rows: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    fields: tuple[tuple[Field, ...], ...]
    #: Meaning of the levels, from the lightest.
    levels: tuple[str, ...]
    #: Meaning of the marks.
    marks: Mapping[Mark, str] = field(default_factory=dict)
    #: Short words that stand in cells, and what they mean.
    signs: Mapping[str, str] = field(default_factory=dict)


COLORS = (picture.PAPER, "#e6f0ef", "#c3dde0", "#94c2cf", "#5b9bbd")
"""Every colour carries dark text."""

GAP = "#b3261e"
_BORDERS = {
    Mark.NONE: (picture.GRID, 1.0, ""),
    Mark.GAP: (GAP, 3.0, "6 3"),
    Mark.THIN: (GAP, 4.0, ""),
}


def draw_matrix(figure_id: str, alt: str, matrix: Matrix) -> str:
    """Return the picture of a table of cells whose columns carry their names."""
    heads = [_head_lines(words) for _, words in matrix.columns]
    lowest = 16 + HEAD_LINE * (max(map(len, heads), default=1) - 1)
    parts: list[str] = []
    for position, lines in enumerate(heads):
        x = _middle(matrix, position)
        top = lowest - HEAD_LINE * (len(lines) - 1)
        for k, words in enumerate(lines):
            y = top + k * HEAD_LINE
            parts.append(picture.text(x, y, words, anchor="middle", size=12, weight=600))
    return _drawn(figure_id, alt, matrix, parts, lowest + 14, is_narrow=False)


def draw_narrow_matrix(figure_id: str, alt: str, matrix: Matrix) -> str:
    """Return the picture for narrow screens: columns carry their codes, the key explains them."""
    parts = [
        picture.text(_middle(matrix, k), 20, code, anchor="middle", weight=600)
        for k, (code, _) in enumerate(matrix.columns)
    ]
    return _drawn(f"{figure_id}-schmal", alt, matrix, parts, 34.0, is_narrow=True)


def _head_lines(words: str) -> list[str]:
    return picture.wrapped(words, HEAD_CHARACTERS)


def _wide(matrix: Matrix) -> float:
    return SPAN / max(1, len(matrix.columns))


def _middle(matrix: Matrix, position: int) -> str:
    return f"{(position + 0.5) * _wide(matrix):.2f}%"


def _drawn(
    figure_id: str, alt: str, matrix: Matrix, parts: list[str], top: float, *, is_narrow: bool
) -> str:
    y, wide = top, _wide(matrix)
    for label, fields in zip(matrix.rows, matrix.fields, strict=True):
        parts.append(picture.text("0", y + 14, label))
        for position, cell in enumerate(fields):
            parts += _field(figure_id, cell, position * wide, wide, y + 20)
        y += CELL + 34
    key, bottom = _key(figure_id, matrix, y + 8)
    if is_narrow:
        names, bottom = _names(matrix, bottom + 8)
        key += names
    hatch = [picture.hatch(f"{figure_id}-hatch", picture.INK)] if _has_uncertain(matrix) else []
    return picture.draw(figure_id, alt, bottom, [*hatch, picture.shifted(6, 0, parts), *key])


def _has_uncertain(matrix: Matrix) -> bool:
    return any(cell.is_uncertain for row in matrix.fields for cell in row)


def _field(figure_id: str, cell: Field, left: float, wide: float, y: float) -> list[str]:
    x, middle = f"{left + 0.4:.2f}%", f"{left + wide / 2:.2f}%"
    width = f"{wide - 0.8:.2f}%"
    band = [_hatched(figure_id, x, y, width)] if cell.is_uncertain else []
    return [
        _bordered(x, y, width, CELL, COLORS[cell.level], cell.mark),
        *band,
        picture.text(middle, y + 20, cell.upper, anchor="middle", size=16, weight=600),
        picture.text(middle, y + 38, cell.lower, anchor="middle", size=13),
    ]


def _hatched(figure_id: str, x: str, y: float, width: str) -> str:
    """Return the band at the foot of an uncertain cell; stripes behind words would hide them."""
    return picture.rect(x, y + CELL - BAND, width, BAND, f"url(#{figure_id}-hatch)")


def _bordered(x: str, y: float, width: str, height: float, fill: str, mark: Mark) -> str:
    stroke, thick, dash = _BORDERS[mark]
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<rect x="{x}" y="{y:.1f}" width="{width}" height="{height:.1f}" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="{thick:g}"{dashes}/>'
    )


UNCERTAIN_WORDS = "schraffierter Rand: unsicher"


def _key(figure_id: str, matrix: Matrix, top: float) -> tuple[list[str], float]:
    entries = list(zip(COLORS, matrix.levels, strict=False))
    if _has_uncertain(matrix):
        entries.append(("url(#{id}-hatch)", UNCERTAIN_WORDS))
    parts = [picture.shifted(6, 0, picture.legend(figure_id, entries, top))]
    y = top + 22 * len(entries)
    for mark, meaning in matrix.marks.items():
        parts.append(_bordered("8", y + 1, "16", 13, picture.PAPER, mark))
        for words in picture.wrapped(meaning, KEY_CHARACTERS):
            parts.append(picture.text("34", y + 12, words))
            y += 20
        y += 4
    for sign, meaning in matrix.signs.items():
        parts.append(picture.text("12", y + 12, sign, weight=600))
        parts.append(picture.text("34", y + 12, meaning))
        y += 22
    return parts, y + 4


def _names(matrix: Matrix, top: float) -> tuple[list[str], float]:
    parts, y = [], top + 12
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
        (column, row, cell)
        for row, fields in enumerate(matrix.fields)
        for column, cell in enumerate(fields)
    ]
    trace = {
        "type": "scatter",
        "mode": "text",
        "x": [column for column, _, _ in spots],
        "y": [row for _, row, _ in spots],
        "text": [f"{f.upper}<br>{f.lower}" if f.lower else f.upper for _, _, f in spots],
        "customdata": [f.words for _, _, f in spots],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    heads = ["<br>".join(_head_lines(words)) for _, words in matrix.columns]
    keyed = plot.keyed(_plot_key(matrix))
    above = 36 + 17 * max((head.count("<br>") + 1 for head in heads), default=1)
    layout = {
        "height": above + 8 + ROW * len(matrix.rows),
        "margin": {"l": 8, "r": 8, "t": above, "b": 8},
        "hovermode": "closest",
        **keyed,
        # Narrow screens have no room for names: the page puts these in their place.
        "meta": {**_meta(keyed), "narrow": _narrow(matrix)},
        "shapes": [_plot_cell(*spot) for spot in spots],
        "annotations": [plot.row_label(k, label, 2) for k, label in enumerate(matrix.rows)],
        "xaxis": {
            "side": "top",
            "tickvals": list(range(len(matrix.columns))),
            "ticktext": heads,
            "tickangle": 0,
            "ticklabelstandoff": 8,
            "tickfont": {"size": 13},
            "range": [-0.5, len(matrix.columns) - 0.5],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": plot.row_axis(len(matrix.rows), ROW, 2),
    }
    return {"data": [trace], "layout": layout}


def _meta(keyed: Mapping[str, object]) -> Mapping[str, object]:
    meta = keyed["meta"]
    assert isinstance(meta, Mapping)
    return meta


def _narrow(matrix: Matrix) -> dict[str, object]:
    return {
        "xaxis.ticktext": [code for code, _ in matrix.columns],
        "margin.t": 48,
        "height": 56 + ROW * len(matrix.rows),
    }


def _plot_key(matrix: Matrix) -> Sequence[plot.Entry]:
    entries = [plot.Entry(w, c) for c, w in zip(COLORS, matrix.levels, strict=False)]
    if _has_uncertain(matrix):
        entries.append(
            plot.Entry(UNCERTAIN_WORDS.replace("schraffierter", "gepunkteter"), mark="┈")
        )
    entries += [plot.Entry(meaning, mark=sign) for sign, meaning in matrix.signs.items()]
    entries += [
        plot.Entry(words, picture.PAPER, GAP, thick=3, is_dashed=mark is Mark.GAP)
        for mark, words in matrix.marks.items()
    ]
    entries += [plot.Entry(words, mark=code, is_narrow_only=True) for code, words in matrix.columns]
    return entries


def _plot_cell(column: int, row: int, cell: Field) -> dict[str, object]:
    half = 20 / ROW
    stroke, thick, dash = _BORDERS[cell.mark]
    if cell.is_uncertain:
        stroke, thick, dash = picture.MUTED, 2.0, "2 2"
    dashed = "dot" if cell.is_uncertain else "dash" if dash else "solid"
    return {
        "type": "rect",
        "layer": "below",
        "x0": column - 0.47,
        "x1": column + 0.47,
        "y0": row - half,
        "y1": row + half,
        "fillcolor": COLORS[cell.level],
        "line": {"color": stroke, "width": thick, "dash": dashed},
    }
