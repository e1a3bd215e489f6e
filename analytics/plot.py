"""Parts that Plotly's charts share: labels above their bars, keys of colours, numbered points.

Labels stand above the bars as in the static pictures: beside them they would leave no room for the
bars on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence

from analytics import picture

LABEL_CHARACTERS = 36
KEY_CHARACTERS = 30
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


def key(entries: Sequence[tuple[str, str, str]]) -> list[dict[str, object]]:
    """Return traces that show nothing but a line of the key; entries are fill, line and words."""
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [None],
            "y": [None],
            "name": words,
            "hoverinfo": "skip",
            "marker": {
                "symbol": "square",
                "size": 15,
                "color": fill,
                "line": {"color": line, "width": 2},
            },
        }
        for fill, line, words in entries
    ]


def key_below(lines: int) -> dict[str, object]:
    """Return the layout of a key of so many lines under the chart; the height is added by the caller."""
    return {
        "legend": {
            "orientation": "v",
            "x": 0,
            "xanchor": "left",
            "yref": "container",
            "y": 0,
            "yanchor": "bottom",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "showlegend": lines > 0,
    }
