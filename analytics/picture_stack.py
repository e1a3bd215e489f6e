"""Pictures of whole answers: one bar of parts for each group."""

from __future__ import annotations

from dataclasses import dataclass

from analytics import describe, picture, plot

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
        for words in picture.wrapped(_name(stack), LABEL_CHARACTERS):
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
    height = plot.row_height([stack.label for stack in shown], 1)
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "width": round(22 / height, 4),
            "y": list(range(len(shown))),
            "x": [round(stack.parts[position], 4) for stack in shown],
            "marker": {"color": part_color(position)},
            "customdata": [f"{plot.label(s.label)}<br>{plot.label(name)}" for s in shown],
            "hovertemplate": "%{customdata}: %{x:.0%}<extra></extra>",
        }
        for position, name in enumerate(stacks.categories)
    ]
    key = 22 * len(stacks.categories)
    layout = {
        "barmode": "stack",
        "height": 90 + key + height * len(shown),
        "margin": {"l": 12, "r": 24, "t": 20, "b": 50 + key},
        **plot.key_below(len(stacks.categories)),
        "xaxis": {"range": [0, 1], "tickformat": ".0%", "fixedrange": True},
        "yaxis": plot.row_axis(len(shown), height, 1),
        "annotations": [plot.row_label(k, _name(stack), 1) for k, stack in enumerate(shown)],
    }
    return {"data": data, "layout": layout}


def _name(stack: Stack) -> str:
    return stack.label + (" (unsicher)" if stack.is_uncertain else "")
