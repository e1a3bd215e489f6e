"""What a chart is: a finding, its picture, the same numbers as a table, base and source.

A ``Figure`` is made by ``analytics.figures`` from a ``ReleasedTable`` and nothing else. It holds the
picture twice: as a static SVG that paints at once, and as the JSON object Plotly draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart with everything a reader needs to trust it."""

    #: Stable id, used as element id and file name.
    id: str
    #: The finding as a sentence; German.
    title: str
    #: What the picture shows, for people who cannot see it.
    alt: str
    #: Base and number of respondents, such as "Familien mit Kindern, n = 1 230".
    base: str
    #: How to read intervals and hatching.
    note: str
    #: Attribution.
    source: str
    #: Header and rows of the same numbers, formatted for people.
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: Static picture; presentation attributes only, no style attribute, no script.
    svg: str
    #: ``{"data": [...], "layout": {...}}`` for Plotly's basic bundle.
    plotly: Mapping[str, Any]
    #: Static picture for narrow screens, where the other one's words would not fit; may be empty.
    narrow_svg: str = ""
