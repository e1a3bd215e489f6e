"""The map of a county: one measure in classes, with the numbers of its areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from analytics import describe, picture_map, sources
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.areas import range_words, table_row, title
from analytics.figures.common import AREA, MUNICIPALITY, Group
from analytics.figures.register import kind
from analytics.released import Contents, Measure, ReleasedTable

Outline = tuple[tuple[tuple[float, float], ...], ...]


@kind("karte")
def need_map(table: ReleasedTable, contents: Contents, topic: str) -> Figure:
    """Show a need's share in each planning area as a map.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    topic
        Indicator, such as ``need.care_gap``.

    Returns
    -------
    Figure
        Areas coloured by their share, numbered as in the ranked bars.

    Raises
    ------
    NothingToShowError
        If the release holds no shares of the topic by area.
    """
    ranked = common.by_value(common.groups(table, contents, Measure.SHARE, topic, AREA))
    common.demanded(ranked, f"need map of {topic}")
    county = common.county_cell(table, contents, Measure.SHARE, topic)
    label = common.label_of(contents, topic)
    figure_map = _map(ranked, {area.code: area.rings for area in contents.areas})
    figure_id = common.slug(f"karte-{topic}")
    alt = (
        f"Karte der Planungsräume, eingefärbt nach dem Anteil {describe.quoted(label)}. "
        f"{range_words(ranked)} Die Zahlen stehen in der Tabelle darunter."
    )
    return common.finished(
        contents,
        figure_id=figure_id,
        title=title(label, ranked, county, AREA),
        alt=alt,
        base=describe.base_words(common.topic_of(contents, topic), county),
        note="Die Nummern in der Karte stehen auch in der Rangliste und in der Tabelle. Je dunkler, "
        "desto höher der Anteil. Die 95-%-Intervalle stehen in der Tabelle.",
        cells=[group.cell for group in ranked],
        columns=("Nr.", "Planungsraum", "Anteil", "95-%-Intervall", "n", "Verlässlichkeit"),
        rows=[(str(k), *table_row(g)) for k, g in enumerate(ranked, start=1)],
        svg=picture_map.draw_map(figure_id, alt, figure_map),
        plotly=picture_map.plot_map(figure_map),
        rests_on=sources.RestsOn(boundaries=True),
    )


@kind("gemeinden")
def municipality_map(table: ReleasedTable, contents: Contents, topic: str) -> Figure:
    """Show a need's share in each municipality as a map.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    topic
        Indicator, such as ``need.care_gap``.

    Returns
    -------
    Figure
        Municipalities coloured by their share; an area that is one municipality shows its own.

    Raises
    ------
    NothingToShowError
        If the release holds no shares of the topic by municipality.
    """
    shown = common.groups(table, contents, Measure.SHARE, topic, MUNICIPALITY)
    common.demanded(shown, f"map of {topic} by municipality")
    whole = (
        group
        for group in common.groups(table, contents, Measure.SHARE, topic, AREA)
        if group.code in contents.municipality_rings
    )
    ranked = common.by_value((*shown, *whole))
    county = common.county_cell(table, contents, Measure.SHARE, topic)
    label = common.label_of(contents, topic)
    figure_id = common.slug(f"gemeinden-{topic}")
    alt = (
        f"Karte der Gemeinden, eingefärbt nach dem Anteil {describe.quoted(label)}. "
        f"{range_words(ranked)} Die Zahlen stehen in der Tabelle darunter."
    )
    figure_map = _map(ranked, contents.municipality_rings)
    return common.finished(
        contents,
        figure_id=figure_id,
        title=title(f"{label} nach Gemeinden", ranked, county, MUNICIPALITY),
        alt=alt,
        base=describe.base_words(common.topic_of(contents, topic), county),
        note="In kleinen Gemeinden antworten wenige Familien: Viele Zahlen fehlen oder sind unsicher. "
        "Die Nummern stehen in der Tabelle, auch die 95-%-Intervalle.",
        cells=[group.cell for group in ranked],
        columns=("Nr.", "Gemeinde", "Anteil", "95-%-Intervall", "n", "Verlässlichkeit"),
        rows=[(str(k), *table_row(g)) for k, g in enumerate(ranked, start=1)],
        svg=picture_map.draw_map(figure_id, alt, figure_map),
        plotly=picture_map.plot_map(figure_map),
        rests_on=sources.RestsOn(boundaries=True),
    )


def _map(ranked: Sequence[Group], outlines: Mapping[str, Outline]) -> picture_map.Map:
    shares = [g.cell.value for g in ranked if g.cell.value is not None]
    cuts = _cuts(shares)
    shapes = tuple(
        picture_map.Shape(
            number=str(k),
            label=group.label,
            rings=outlines.get(group.code, ()),
            level=None if group.cell.value is None else _level(group.cell.value, cuts),
            is_uncertain=common.is_uncertain(group.cell),
            words=describe.with_interval(group.cell),
            hidden="" if group.cell.value is not None else describe.value_words(group.cell),
        )
        for k, group in enumerate(ranked, start=1)
        if outlines.get(group.code)
    )
    classes = tuple(_class_words(a, b) for a, b in pairwise(cuts))
    return picture_map.Map(shapes, classes)


def _cuts(shares: Sequence[float]) -> tuple[float, ...]:
    """Return class borders at round per cent, four or five classes that hold all shares."""
    if not shares:
        return (0.0, 1.0)
    low, high = min(shares), max(shares)
    step = next(s for s in (0.02, 0.05, 0.1, 0.2, 0.25) if s >= (high - low) / 4 - 1e-9)
    first = int(low / step + 1e-9)
    last = max(first + 1, int(high / step + 1e-9) + 1)
    return tuple(round(k * step, 4) for k in range(first, last + 1) if k * step < 1 + step / 2)


def _level(share: float, cuts: Sequence[float]) -> int:
    inner = cuts[1:-1]
    return sum(share >= cut - 1e-9 for cut in inner)


def _class_words(low: float, high: float) -> str:
    return f"{describe.number(low * 100)} bis unter {describe.percent(high)}"
