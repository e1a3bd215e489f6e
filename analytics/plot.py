"""Parts that Plotly's charts share: labels above their bars, keys of colours, numbered points.

Labels stand above the bars as in the static pictures: beside them they would leave no room for the
bars on a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from analytics import picture

LABEL_CHARACTERS = 36
LINE = 17
PALE = "rgba(255,255,255,0.85)"


def label(words: str, characters: int = LABEL_CHARACTERS) -> str:
    """Return a label as Plotly reads it: short lines, no markup of its own."""
    lines = picture.wrapped(words, characters)
    return "<br>".join(part.replace("&", "&amp;").replace("<", "&lt;") for part in lines)


def row_height(labels: Sequence[str], bars: int) -> int:
    """Return the pixels each row needs for its label and so many bars of 20 pixels."""
    lines = max((len(picture.wrapped(words, LABEL_CHARACTERS)) for words in labels), default=1)
    return 20 * bars + LINE * lines + 20


def row_label(position: int, words: str, bars: int) -> dict[str, object]:
    """Return the label above the bars of one row."""
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": position,
        "yanchor": "bottom",
        "yshift": 10 * bars + 1,
        "text": label(words),
        "align": "left",
        "showarrow": False,
        "bgcolor": PALE,
    }


def row_words(position: float, words: str) -> dict[str, object]:
    """Return the words at the right end of a bar's row."""
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "right",
        "y": position,
        "text": words,
        "showarrow": False,
        "bgcolor": PALE,
    }


def row_axis(rows: int, height: int, bars: int) -> dict[str, object]:
    """Return the axis of rows counted from 0 downwards, with room for the first label."""
    above = (height - 10 * bars - 8) / height
    return {"visible": False, "range": [rows - 1 + (1 - above), -above], "fixedrange": True}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a key: a coloured square, or a mark such as a number, and its words."""

    words: str
    fill: str = ""
    line: str = picture.MUTED
    #: Width of the square's border in pixels.
    thick: float = 1.5
    mark: str = ""
    is_hatched: bool = False
    is_dashed: bool = False
    #: True where wide screens say the same in the chart itself.
    is_narrow_only: bool = False


def keyed(entries: Iterable[Entry]) -> dict[str, object]:
    """Return the part of a layout that carries the key.

    The page writes it as a list under the chart: Plotly's own legend scrolls or is cut on a phone.
    """
    return {"showlegend": False, "meta": {"key": [asdict(entry) for entry in entries]}}
