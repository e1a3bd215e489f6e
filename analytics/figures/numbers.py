"""Answers in numbers and on scales: means of groups, and how far answers lie apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from analytics import describe, picture_bars, plot_bars
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.areas import Compared, bar_scale, bounds_of, compare, title
from analytics.figures.common import COUNTY
from analytics.figures.register import kind
from analytics.picture_bars import Shape
from analytics.released import Cell, Contents, Measure, ReleasedTable

LOWER, MIDDLE, UPPER = "25", "50", "75"
"""Categories of the quantiles between which half of the answers lie."""


_READING = (
    "Balken: die mittlere Hälfte der Antworten. Ein Viertel liegt darunter, ein Viertel darüber. "
    "Dicker Strich: mittlerer Wert (Median), dünne Linie: sein 95-%-Intervall."
)


class Spread(NamedTuple):
    """How far the answers of one group lie apart."""

    label: str
    middle: Cell
    lower: Cell | None
    upper: Cell | None

    @property
    def ends(self) -> tuple[float, float] | None:
        """Return the values between which half of the answers lie, where they are shown."""
        values = [cell.value for cell in (self.lower, self.upper) if cell is not None]
        low, high = values if len(values) == 2 else (None, None)
        return None if low is None or high is None else (low, high)


@kind("mittelwerte")
def means_by_group(table: ReleasedTable, contents: Contents, topic: str, view: str) -> Figure:
    """Show the mean of a scale in each group of a view as points with intervals.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    topic
        Variable with a scale.
    view
        ``area`` or an axis.

    Returns
    -------
    Figure
        Groups in their own order, areas from the highest mean.

    Raises
    ------
    NothingToShowError
        If the release holds no such means.
    """
    found = common.groups(table, contents, Measure.MEAN, topic, view, "")
    common.demanded(found, f"means of {topic} by {view}")
    county = common.county_cell(table, contents, Measure.MEAN, topic, "")
    label = f"{common.full_label(contents, topic)} – Mittelwert"
    shown = common.by_value(found) if view == common.AREA else found
    return compare(
        contents,
        Compared(
            figure_id=common.slug(f"mittelwerte-{topic}-{view}"),
            title=title(label, shown, county, view),
            shows=f"{label} nach {common.view_label(contents, view)}",
            base=describe.base_words(common.topic_of(contents, topic), county),
            view=view,
            measure=Measure.MEAN,
            groups=shown,
            county=county,
            note=f"{_scale_words(contents, topic)}{describe.INTERVAL_NOTE}",
            shape=Shape.POINT,
        ),
    )


def _scale_words(contents: Contents, topic: str) -> str:
    """Name the answers at both ends of a scale, where they are known."""
    known = common.topic_of(contents, topic)
    if known is None or not known.points:
        return ""
    ends = (pick(known.points, key=lambda code: known.points[code]) for pick in (min, max))
    low, high = (
        f"{_write(known.points[code])} („{known.categories.get(code, code)}“)" for code in ends
    )
    return f"Die Skala reicht von {low} bis {high}. "


@kind("verteilung")
def distribution(
    table: ReleasedTable, contents: Contents, topic: str, view: str = COUNTY
) -> Figure:
    """Show between which values half of the answers lie, and the one in the middle.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    topic
        Variable that holds a number.
    view
        ``county``, ``area`` or an axis.

    Returns
    -------
    Figure
        A range for each group, its median marked with an interval.

    Raises
    ------
    NothingToShowError
        If the release holds no median of the topic in this view.
    """
    found = spreads(table, contents, topic, view)
    if not found:
        message = f"distribution of {topic} by {view}: the release holds no median"
        raise common.NothingToShowError(message)
    cells = [c for s in found for c in (s.middle, s.lower, s.upper) if c is not None]
    bounds = [b for s in found for b in (*bounds_of([s.middle]), *(s.ends or ()))]
    bars = picture_bars.Bars(
        tuple(picture_bars.Row(s.label, (_strip(s),)) for s in found),
        bar_scale(bounds, Measure.QUANTILE),
        _write,
        shape=Shape.RANGE,
    )
    unit = _unit(contents, topic)
    label = common.full_label(contents, topic)
    figure_id = common.slug(f"verteilung-{topic}-{view}")
    alt = (
        f"Spannen: {label} nach {common.view_label(contents, view)}. Jede Spanne zeigt, wo die "
        f"mittlere Hälfte der Antworten liegt; der Strich darin ist der mittlere Wert."
    )
    county = common.county_cell(table, contents, Measure.QUANTILE, topic, MIDDLE)
    return common.finished(
        contents,
        figure_id=figure_id,
        title=describe.about(label, _claim(table, contents, topic, unit)),
        alt=alt,
        base=describe.base_words(common.topic_of(contents, topic), county or found[0].middle),
        cells=cells,
        note=f"{_READING}{f' Angaben in {unit}.' if unit else ''}",
        columns=(
            common.view_label(contents, view),
            "Mittlerer Wert (Median)",
            "95-%-Intervall",
            "Ein Viertel liegt unter",
            "Ein Viertel liegt über",
            "n",
            "Verlässlichkeit",
        ),
        rows=[_row(s) for s in found],
        svg=picture_bars.draw_bars(figure_id, alt, bars),
        plotly=plot_bars.plot_bars(bars),
    )


def spreads(table: ReleasedTable, contents: Contents, topic: str, view: str) -> list[Spread]:
    """Return the groups of a view whose median was released or hidden, in their own order."""
    by_part: Mapping[str, Mapping[str, Cell]] = {
        part: {g.code: g.cell for g in _groups(table, contents, topic, view, part)}
        for part in (LOWER, MIDDLE, UPPER)
    }
    return [
        Spread(g.label, g.cell, by_part[LOWER].get(g.code), by_part[UPPER].get(g.code))
        for g in _groups(table, contents, topic, view, MIDDLE)
    ]


def _groups(
    table: ReleasedTable, contents: Contents, topic: str, view: str, part: str
) -> Iterable[common.Group]:
    return common.groups(table, contents, Measure.QUANTILE, topic, view, part)


def _write(value: float) -> str:
    """Return a number of answers: whole ones without a comma."""
    return describe.number(value, 0 if abs(value - round(value)) < 0.05 else 1)


def _interval(cell: Cell) -> str:
    if cell.low is None or cell.high is None or cell.value is None:
        return ""
    return f"{_write(cell.low)} bis {_write(cell.high)}"


def _value(cell: Cell | None) -> str:
    return describe.value_words(cell) if cell is None or cell.value is None else _write(cell.value)


def _beside(cell: Cell) -> str:
    interval = _interval(cell).replace(" bis ", "–")
    return f"{_value(cell)} ({interval})" if interval else _value(cell)


def _strip(spread: Spread) -> picture_bars.Strip:
    cell = spread.middle
    has_value = cell.value is not None
    return picture_bars.Strip(
        cell.value,
        cell.low if has_value else None,
        cell.high if has_value else None,
        _beside(cell),
        common.is_uncertain(cell),
        ends=spread.ends if has_value else None,
    )


def _row(spread: Spread) -> tuple[str, ...]:
    cell = spread.middle
    return (
        spread.label,
        _value(cell),
        _interval(cell),
        _value(spread.lower),
        _value(spread.upper),
        describe.respondents(cell),
        describe.certainty(cell),
    )


def _unit(contents: Contents, topic: str) -> str:
    known = common.topic_of(contents, topic)
    return known.counted_in if known else ""


def _claim(table: ReleasedTable, contents: Contents, topic: str, unit: str) -> str:
    """Say what half of the families answered in the whole county."""
    county = next(iter(spreads(table, contents, topic, COUNTY)), None)
    if county is None or county.middle.value is None:
        return "Für den ganzen Landkreis gibt es dazu keine Zahl."
    where = describe.capital(describe.among(contents))
    measured = f" {unit}" if unit else ""
    number = f"{_value(county.middle)}{measured} ({_interval(county.middle)})"
    middle = f"{where} liegt der mittlere Wert bei {number}"
    if county.ends is None:
        return f"{middle}."
    low, high = (_write(end) for end in county.ends)
    return f"{middle}, die Hälfte der Antworten zwischen {low} und {high}."
