"""Pictures of whole answers: one bar of parts for each group."""

from __future__ import annotations

from dataclasses import dataclass

from analytics import describe, picture
from analytics.picture_bars import plot_label

SPAN = 94.0
"""Per cent of the width that a bar of 100 % fills."""

LABEL_CHARACTERS = 42


@dataclass(frozen=True, slots=True)
class Stack:
    """One group: its parts in the order of the categories; empty where there are too few answers."""

    label: str
    parts: tuple[float, ...]
    is_uncertain: bool


@dataclass(frozen=True, slots=True)
class Stacks:
    """Groups and the names of their parts."""

    stacks: tuple[Stack, ...]
    categories: tuple[str, ...]


#: Light to dark; neighbours differ in lightness, and white gaps part them as well.
_COLORS = ("#12305c", "#1f5a96", "#5b9bbd", "#a9cdd3", "#e6efe9", "#f2d7a6", "#e3a13b", "#8f5b12")
_DARK = frozenset(("#12305c", "#1f5a96", "#8f5b12"))


def part_color(position: int) -> str:
    """Return the colour of a category."""
    return _COLORS[position % len(_COLORS)]


def draw_stacks(figure_id: str, alt: str, stacks: Stacks) -> str:
    """Return the picture of some groups."""
    entries = [(part_color(k), words) for k, words in enumerate(stacks.categories)]
    parts = picture.legend(figure_id, entries, 4)
    y = 4.0 + 22 * len(entries) + 12
    rows: list[str] = []
    for stack in stacks.stacks:
        label = stack.label + (" (unsicher)" if stack.is_uncertain else "")
        for words in picture.wrapped(label, LABEL_CHARACTERS):
            rows.append(picture.text("0", y + 14, words))
            y += picture.LINE
        rows += _parts(stack, y)
        y += 38
    return picture.draw(figure_id, alt, y + 4, [*parts, picture.shifted(4, 0, rows)])


def _parts(stack: Stack, y: float) -> list[str]:
    if not stack.parts:
        return [picture.text("0", y + 17, describe.TOO_FEW, fill=picture.MUTED)]
    drawn, left = [], 0.0
    for position, part in enumerate(stack.parts):
        fill = part_color(position)
        wide = part * SPAN
        drawn.append(picture.rect(f"{left:.2f}%", y, f"{wide:.2f}%", 26, fill, picture.PAPER))
        if part >= 0.12:
            ink = picture.PAPER if fill in _DARK else picture.INK
            place = f"{left + wide / 2:.2f}%"
            words = describe.percent(part)
            drawn.append(picture.text(place, y + 18, words, anchor="middle", size=13, fill=ink))
        left += wide
    return drawn


def plot_stacks(stacks: Stacks) -> dict[str, object]:
    """Return the same groups as Plotly draws them."""
    shown = [stack for stack in stacks.stacks if stack.parts]
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "y": [plot_label(stack.label) for stack in shown],
            "x": [stack.parts[position] for stack in shown],
            "marker": {"color": part_color(position)},
            "hovertemplate": "%{y}: %{x:.0%}<extra>%{fullData.name}</extra>",
        }
        for position, name in enumerate(stacks.categories)
    ]
    layout = {
        "barmode": "stack",
        "height": 150 + 24 * len(stacks.categories) + 44 * len(shown),
        "showlegend": True,
        "legend": {"orientation": "h", "traceorder": "normal", "y": 1.02, "yanchor": "bottom"},
        "xaxis": {"range": [0, 1], "tickformat": ".0%", "fixedrange": True},
        "yaxis": {"autorange": "reversed", "automargin": True, "fixedrange": True},
    }
    return {"data": data, "layout": layout}
