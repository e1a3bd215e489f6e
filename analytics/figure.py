"""What a chart is: a finding, its picture, the same numbers as a table, base and source.

A ``Figure`` is made by ``analytics.figures`` from a ``ReleasedTable`` and nothing else. It holds the
picture twice: as a static SVG that paints at once, and as the JSON object Plotly draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.printed import in_greys

if TYPE_CHECKING:
    import plotly.graph_objects as go


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

    @property
    def print_svg(self) -> str:
        """Return the static picture for black and white paper."""
        return in_greys(self.svg)

    def in_notebook(self) -> go.Figure:
        """Return the chart as an object of Plotly, with its finding, key, base and source.

        Returns
        -------
        plotly.graph_objects.Figure
            Shown by a notebook as it is; the look is that of the pages.
        """
        import plotly.graph_objects as go  # noqa: PLC0415 - heavy, and the web draws without it

        from analytics.figures.common import TEMPLATE  # noqa: PLC0415 - it imports this module
        from analytics.plot import label  # noqa: PLC0415

        made = go.Figure(data=self.plotly["data"], layout=self.plotly["layout"])
        margin = {"t": 130, "b": 110, **dict.fromkeys(("l", "r"), 40)}
        foot = "<br>".join(label(words, 110) for words in (self.base, self.note, self.source))
        made.update_layout(
            template=TEMPLATE,
            title={"text": label(self.title, 90), "font": {"size": 16}},
            margin=margin,
            height=(self.plotly["layout"].get("height") or 400) + 180,
        )
        made.add_annotation(
            text=foot, x=0, y=0, xref="paper", yref="paper", xanchor="left", yanchor="top",
            yshift=-36, showarrow=False, align="left", font={"size": 11},
        )  # fmt: skip
        return made
