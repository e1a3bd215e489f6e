"""Pictures of whole answers: one bar of parts for each group."""

from __future__ import annotations

from dataclasses import dataclass

from analytics import describe, picture, plot

SPAN = 94.0
"""Per cent of the width that a bar of 100 % fills."""

LABEL_CHARACTERS = 42


@dataclass(frozen=True, slots=True)
class Stack:
    """One group: its parts in the order of the categories; empty where no figure is shown."""

    label: str
    parts: tuple[float, ...]
    #: What is to be said of the group, such as "unsicher"; mostly nothing.
    words: str = ""


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
    height = plot.row_height([_name(stack) for stack in stacks.stacks], 1)
    data = [
        _plot_part(stacks, position, name, 22 / height)
        for position, name in enumerate(stacks.categories)
    ]
    layout = {
        "barmode": "stack",
        "height": 70 + height * len(stacks.stacks),
        "margin": {"l": 12, "r": 24, "t": 20, "b": 40},
        **plot.keyed(plot.Entry(name, part_color(k)) for k, name in enumerate(stacks.categories)),
        "xaxis": {
            "range": [0, 1],
            "tickvals": [0, 0.5, 1],
            "ticktext": [describe.percent(share) for share in (0, 0.5, 1)],
            "fixedrange": True,
        },
        "yaxis": plot.row_axis(len(stacks.stacks), height, 1),
        "annotations": [plot.row_label(k, _name(s), 1) for k, s in enumerate(stacks.stacks)],
    }
    return {"data": data, "layout": layout}


def _plot_part(stacks: Stacks, position: int, name: str, thick: float) -> dict[str, object]:
    fill = part_color(position)
    parts = [stack.parts[position] if stack.parts else 0.0 for stack in stacks.stacks]
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "width": round(thick, 4),
        "y": list(range(len(parts))),
        "x": [round(part, 4) for part in parts],
        "marker": {"color": fill},
        "text": [describe.percent(part) if part >= 0.12 else "" for part in parts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": picture.PAPER if fill in _DARK else picture.INK},
        "customdata": [
            f"{plot.label(stack.label)}<br>{plot.label(name)}: {describe.percent(part)}"
            for stack, part in zip(stacks.stacks, parts, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _name(stack: Stack) -> str:
    return stack.label + (f" ({stack.words})" if stack.words else "")
