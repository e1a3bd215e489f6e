"""Where a need is greatest: the probability of being among the highest, never a bare order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analytics import describe, picture_bars, plot_bars
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.areas import bar_scale, numbered, strip
from analytics.figures.common import AREA, Group
from analytics.figures.register import kind
from analytics.released import Cell, Contents, Measure, ReleasedTable

NEARLY_SURE, LIKELY, UNLIKELY = 0.95, 0.8, 0.2
"""Probabilities from which on, or below which, a place among the highest is called so."""


class Chance(NamedTuple):
    """An area with its probability and the figure it rests on."""

    code: str
    label: str
    top: Cell
    share: Cell | None


def chances(table: ReleasedTable, contents: Contents, topic: str) -> tuple[int, list[Chance]]:
    """Return how many areas count as the highest, and each area's probability, the likeliest first."""
    sizes = sorted({c.category for c in table if c.measure is Measure.TOP and c.topic == topic})
    if not sizes:
        return 0, []
    ranked: Sequence[Group] = common.by_value(
        common.groups(table, contents, Measure.TOP, topic, AREA, sizes[0])
    )
    found = [
        Chance(g.code, g.label, g.cell, table.get(Measure.SHARE, topic, AREA, g.code, common.YES))
        for g in ranked
    ]
    return int(sizes[0]), found


@kind("vorn")
def among_top(table: ReleasedTable, contents: Contents, topic: str) -> Figure:
    """Show how likely each area is to be among those with the strongest need.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    topic
        Indicator.

    Returns
    -------
    Figure
        Bars of probabilities from the highest; the share with its interval stands with each.

    Raises
    ------
    NothingToShowError
        If the release holds no such probabilities, or anybody could answer.
    """
    common.demand_invited(contents, f"areas with the strongest need {topic}")
    top, found = chances(table, contents, topic)
    if not found:
        message = f"areas with the strongest need {topic}: the release holds no probabilities"
        raise common.NothingToShowError(message)
    label = common.label_of(contents, topic)
    figure_id = common.slug(f"vorn-{topic}")
    numbers = numbered(table, contents, topic)
    rows = tuple(
        picture_bars.Row(_label(chance, numbers.get(chance.code)), (_strip(chance.top),))
        for chance in found
    )
    bars = picture_bars.Bars(rows, bar_scale([0.0, 1.0], Measure.TOP), describe.percent)
    alt = (
        f"Balken: Wahrscheinlichkeit, zu den {top} Planungsräumen mit dem höchsten Anteil zu "
        f"gehören, für {describe.quoted(label)}. Neben jedem Namen steht der Anteil mit Intervall."
    )
    county = common.county_cell(table, contents, Measure.SHARE, topic)
    return common.finished(
        contents,
        figure_id=figure_id,
        title=describe.about(label, top_sentence(top, found)),
        alt=alt,
        base=describe.base_words(common.topic_of(contents, topic), county),
        cells=[cell for c in found for cell in (c.top, c.share) if cell is not None],
        note=f"Der Balken zeigt, wie wahrscheinlich ein Planungsraum zu den {top} höchsten gehört. "
        "Gerechnet ist mit allen Gebieten zusammen, damit kleine nicht durch Zufall vorn stehen. "
        "In Klammern: 95-%-Intervall des Anteils.",
        columns=(
            "Planungsraum",
            f"Unter den {top} höchsten",
            "Einschätzung",
            "Anteil",
            "95-%-Intervall",
            "n",
        ),
        rows=[_row(chance) for chance in found],
        svg=picture_bars.draw_bars(figure_id, alt, bars),
        plotly=plot_bars.plot_bars(bars),
    )


def _label(chance: Chance, number: int | None) -> str:
    share = f"Anteil {describe.beside_bar(chance.share) if chance.share else describe.NO_FIGURE}"
    if chance.share and chance.share.value is not None:
        share = share.replace(" ", describe.NBSP)  # a line never breaks before the interval
    return f"{f'{number}  ' if number else ''}{chance.label} – {share}"


def _strip(cell: Cell) -> picture_bars.Strip:
    """Return a bar without an interval: a probability says by itself how sure something is."""
    drawn = strip(cell, words=describe.value_words(cell))
    return picture_bars.Strip(drawn.value, None, None, drawn.words, drawn.is_uncertain)


def estimate(cell: Cell) -> str:
    """Say a probability in words."""
    if cell.value is None:
        return describe.certainty(cell)
    if cell.value >= NEARLY_SURE:
        return "fast sicher"
    if cell.value >= LIKELY:
        return "wahrscheinlich"
    return "offen" if cell.value > UNLIKELY else "unwahrscheinlich"


def top_sentence(top: int, found: Sequence[Chance]) -> str:
    """Say which areas belong to the highest for sure, or that none does."""
    known = [c for c in found if c.top.value is not None]
    if not known:
        return "Für eine Aussage nach Planungsräumen reichen die Antworten nicht."
    if len(found) <= top:
        return f"Bei nur {len(found)} {_areas(found)} sagt eine Rangfolge nichts."
    words = (("fast sicher", NEARLY_SURE), ("wahrscheinlich", LIKELY))
    for word, least in words:
        sure = [f"„{c.label}“" for c in known if (c.top.value or 0.0) >= least]
        if sure:
            verb = "gehört" if len(sure) == 1 else "gehören"
            return (
                f"{describe.capital(word)} {verb} {describe.listed(sure)} zu den {top} "
                "Planungsräumen mit dem höchsten Anteil."
            )
    first = known[0]
    return (
        f"Welche Planungsräume vorn liegen, ist offen; am ehesten „{first.label}“ "
        f"(Wahrscheinlichkeit {describe.value_words(first.top)})."
    )


def _areas(found: Sequence[Chance]) -> str:
    return "Planungsraum" if len(found) == 1 else "Planungsräumen"


def _row(chance: Chance) -> tuple[str, ...]:
    return (
        chance.label,
        describe.value_words(chance.top),
        estimate(chance.top),
        describe.value_words(chance.share),
        describe.interval_words(chance.share),
        describe.respondents(chance.share),
    )
