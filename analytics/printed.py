"""Pictures for black and white paper: the same content in greys, with patterns in place of hues.

Every hue becomes the grey that is as light. Hues whose grey would be taken for another one become a
pattern, and the key of the picture with them, so a new kind of figure has its print version at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from analytics import picture

_STRIPES = '<path d="M0 0V8" stroke="{ink}" stroke-width="{wide}"/>'
_DOTS = '<circle cx="4" cy="4" r="{wide}" fill="{ink}"/>'
_CROSSES = '<path d="M0 0H8M0 0V8" stroke="{ink}" stroke-width="{wide}"/>'

PATTERNS: Mapping[str, str] = {
    picture.SECOND: _STRIPES.format(ink="#555555", wide=3),
    picture.THIRD: _DOTS.format(ink="#555555", wide=1.4),
    "#f2d7a6": _CROSSES.format(ink="#777777", wide=1),
    "#8f5b12": _CROSSES.format(ink="#222222", wide=4),
}
"""Hues that lightness alone would not tell apart, and what is drawn in their place on white."""

_FILLED = re.compile(r'fill="(#[0-9a-f]{6})"')
_STROKED = re.compile(r'stroke="(#[0-9a-f]{6})"')
_PLAIN_TEXT = re.compile(r'(<text [^>]*fill=")(#[0-9a-f]{6})(")>')
_ID = re.compile(r' id="([^"]+)-svg"')


def in_greys(svg: str) -> str:
    """Return a picture as it is printed in black and white.

    Parameters
    ----------
    svg
        A picture of ``analytics.picture``.

    Returns
    -------
    str
        The same picture without any hue; words inside coloured parts have a halo.

    Examples
    --------
    >>> in_greys('<svg id="a-svg"><rect fill="#1f5a96"/></svg>')
    '<svg id="a-druck-svg"><rect fill="#585858"/></svg>'
    """
    found = _ID.search(svg)
    name = found[1] if found else "bild"
    own = svg.replace(f'id="{name}-', f'id="{name}-druck-').replace(
        f"url(#{name}-", f"url(#{name}-druck-"
    )
    own = _PLAIN_TEXT.sub(_with_halo, own)
    used = [hue for hue in PATTERNS if f'fill="{hue}"' in own]
    own = _FILLED.sub(lambda hit: f'fill="{_fill(hit[1], name)}"', own)
    own = _STROKED.sub(lambda hit: f'stroke="{grey(hit[1])}"', own)
    head, rest = own.split(">", 1)
    return f"{head}>{''.join(_pattern(hue, name) for hue in used)}{rest}"


def grey(color: str) -> str:
    """Return the grey that is as light as a colour."""
    luminance = relative_luminance(color)
    level = 12.92 * luminance if luminance <= 0.0031308 else 1.055 * luminance ** (1 / 2.4) - 0.055
    return f"#{round(level * 255):02x}" + f"{round(level * 255):02x}" * 2


def relative_luminance(color: str) -> float:
    """Return how light a colour is, from 0 for black to 1 for white (WCAG 2.2)."""
    parts = (int(color[k : k + 2], 16) / 255 for k in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted(relative_luminance(color) for color in (first, second))
    return (lighter + 0.05) / (darker + 0.05)


def _fill(color: str, name: str) -> str:
    return f"url(#{name}-druck-{color[1:]})" if color in PATTERNS else grey(color)


def _pattern(hue: str, name: str) -> str:
    return (
        f'<defs><pattern id="{name}-druck-{hue[1:]}" width="8" height="8" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="8" height="8" fill="{picture.PAPER}"/>{PATTERNS[hue]}</pattern></defs>'
    )


def _with_halo(hit: re.Match[str]) -> str:
    """Give words a rim of the other end of the scale, which keeps them readable on patterns."""
    rim = picture.INK if hit[2] == picture.PAPER else picture.PAPER
    return f'{hit[1]}{hit[2]}{hit[3]} stroke="{rim}" stroke-width="4" paint-order="stroke">'
