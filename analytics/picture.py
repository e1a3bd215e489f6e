"""Static pictures: the SVG elements all figures share.

Horizontal places are per cent of the picture's width and everything else is in pixels, so text keeps
its size on a phone and on a wide screen. Only presentation attributes are used: no style, no script.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 640
INK = "#1b1b1b"
MUTED = "#4a4a4a"
GRID = "#c8ccd2"
PAPER = "#ffffff"
#: Bars and points, and the series beside them; told apart by lightness as well.
FIRST = "#1f5a96"
SECOND = "#e3a13b"
THIRD = "#a9cdd3"
#: Light to dark, safe for all kinds of colour vision; the last ones carry white text.
SEQUENCE = ("#eef4f1", "#bcd9d9", "#7fb3c8", "#3f83ad", "#1f5a96", "#12305c")
FONT = "'Noto Sans', 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
LINE = 18


def draw(
    figure_id: str,
    alt: str,
    height: float,
    parts: Iterable[str],
    view_box: str = "",
) -> str:
    """Return a whole picture that is readable on its own."""
    box = f' viewBox="{view_box}"' if view_box else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{figure_id}-svg" class="picture" role="img" '
        f'aria-label="{escape(alt)}" width="{WIDTH}" height="{height:.0f}"{box} '
        f'font-family="{FONT}" font-size="14" fill="{INK}">'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


def captioned(svg: str, words: str) -> str:
    """Return a picture with one more line at its foot, which goes wherever the picture goes."""
    head, rest = svg.split(">", 1)
    height = float(re.search(r' height="([\d.]+)"', head)[1])  # type: ignore[index]
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', head)
    wide, high = (WIDTH, height) if box is None else (float(box[1]), float(box[2]))
    foot = text("4", high + LINE, words, size=14 if box is None else 18, weight=600)
    taller = f' height="{height + 1.5 * LINE * WIDTH / wide:.0f}"'
    head = re.sub(r' height="[\d.]+"', taller, head)
    if box is not None:
        head = head.replace(box[0], f'viewBox="0 0 {wide:.0f} {high + 1.5 * LINE:.0f}"')
    return f"{head}>{rest.removesuffix('</svg>')}{foot}</svg>"


def fluid(svg: str) -> str:
    """Return a picture that takes the width it is given; its height in pixels stays.

    A picture with a view box keeps its proportions by itself.
    """
    head, rest = svg.split(">", 1)
    return (
        svg
        if "viewBox" in head
        else "".join((head.replace(f'width="{WIDTH}"', 'width="100%"'), ">", rest))
    )


def text(
    x: str,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    size: int = 14,
    weight: int = 400,
    fill: str = INK,
    has_halo: bool = False,
) -> str:
    """Return one line of text; a halo keeps it readable on any ground."""
    halo = f' stroke="{PAPER}" stroke-width="4" paint-order="stroke"' if has_halo else ""
    return (
        f'<text x="{x}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
        f'font-weight="{weight}" fill="{fill}"{halo}>{escape(words)}</text>'
    )


def line(
    x1: str, y1: float, x2: str, y2: float, stroke: str = INK, width: float = 1.0, dash: str = ""
) -> str:
    """Return a straight line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1}" y1="{y1:.1f}" x2="{x2}" y2="{y2:.1f}" stroke="{stroke}" '
        f'stroke-width="{width}"{dashes}/>'
    )


def rect(x: str, y: float, width: str, height: float, fill: str, stroke: str = "none") -> str:
    """Return a rectangle."""
    return (
        f'<rect x="{x}" y="{y:.1f}" width="{width}" height="{height:.1f}" fill="{fill}" '
        f'stroke="{stroke}"/>'
    )


def circle(x: str, y: float, fill: str, stroke: str) -> str:
    """Return a point with a rim."""
    return (
        f'<circle cx="{x}" cy="{y:.1f}" r="6" fill="{fill}" stroke="{stroke}" stroke-width="2.5"/>'
    )


def shifted(x: float, y: float, parts: Iterable[str]) -> str:
    """Return parts moved by pixels, which per cent cannot do."""
    return f'<g transform="translate({x:.1f},{y:.1f})">{"".join(parts)}</g>'


def hatch(pattern_id: str, fill: str, stroke: str = PAPER) -> str:
    """Return the definition of a hatching: stripes of two colours."""
    return (
        f'<defs><pattern id="{pattern_id}" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="7" height="7" fill="{fill}"/>'
        f'<rect width="3" height="7" fill="{stroke}"/></pattern></defs>'
    )


def dotted(pattern_id: str) -> str:
    """Return the definition of a ground of dots, for places where too few answered."""
    return (
        f'<defs><pattern id="{pattern_id}" width="10" height="10" patternUnits="userSpaceOnUse">'
        f'<rect width="10" height="10" fill="{PAPER}"/>'
        f'<circle cx="5" cy="5" r="1.3" fill="#6b6b6b"/></pattern></defs>'
    )


def crossed(pattern_id: str) -> str:
    """Return the definition of a ground of crosses, for places without a figure."""
    return (
        f'<defs><pattern id="{pattern_id}" width="12" height="12" patternUnits="userSpaceOnUse">'
        f'<rect width="12" height="12" fill="{PAPER}"/>'
        f'<path d="M3 3L9 9M9 3L3 9" stroke="#6b6b6b" stroke-width="1.2"/></pattern></defs>'
    )


def wrapped(words: str, characters: int) -> list[str]:
    """Break a label into lines of at most so many characters."""
    return textwrap.wrap(words, characters) or [""]


@dataclass(frozen=True, slots=True)
class Scale:
    """A range of values and the marks on it."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Return where a value lies, from 0 at the low end to 1 at the high end."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


STEPS = (1, 2, 2.5, 5, 10)
EVEN_STEPS = (1, 2, 5, 10)
"""Steps between marks, and those that need no digit more than the values; times a power of ten."""


def scale(
    values: Sequence[float],
    *,
    from_zero: bool = True,
    most: float | None = None,
    steps: Sequence[float] = STEPS,
) -> Scale:
    """Return a scale with round marks that holds all values.

    Parameters
    ----------
    values
        Values to hold; may be empty.
    from_zero
        True when zero must be on the scale, as bars demand.
    most
        Upper end that is never passed, such as 1 for shares.
    steps
        Steps between marks that may be taken, times a power of ten; the last is 10.

    Returns
    -------
    Scale
        Ends and marks, in the unit of the values.
    """
    pool = [*values, *([0.0] if from_zero or not values else [])]
    low, high = min(pool), max(pool)
    if high - low < 1e-9:
        high = low + (most or 1.0)
    step = _round_step((high - low) / 4, steps)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    marks = tuple(round(k * step, 10) for k in range(first, last + 1))
    if most is not None and marks[-1] > most:
        marks = (*(m for m in marks if m < most), most)
    return Scale(marks[0], marks[-1], marks)


def _round_step(raw: float, steps: Sequence[float]) -> float:
    magnitude = 10.0 ** math.floor(math.log10(raw))
    return next(m * magnitude for m in steps if m * magnitude >= raw - 1e-12)


def legend(figure_id: str, entries: Sequence[tuple[str, str]], top: float) -> list[str]:
    """Return the key of colours, one entry a line; entries are fill and words."""
    parts = []
    for position, (fill, words) in enumerate(entries):
        y = top + position * 22
        parts.append(rect("1", y, "18", 14, fill.format(id=figure_id), MUTED))
        parts.append(text("28", y + 12, words))
    return parts
