"""Groups compared on one measure: bars, points or ranges with intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from analytics import describe, picture, picture_bars, plot_bars, sources
from analytics.contrast import LEVEL, contrast
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.common import AREA, MUNICIPALITY, Group
from analytics.figures.register import kind
from analytics.picture_bars import Shape
from analytics.released import Cell, Contents, Measure, ReleasedTable

_SHARES = frozenset(
    {Measure.SHARE, Measure.REACH, Measure.RESPONSE, Measure.POPULATION, Measure.TOP,
     Measure.STEP_FREE, Measure.LANGUAGE, Measure.OPEN_HOURS}
)  # fmt: skip
"""Measures that never pass 1; more children than places may use a place, so use may."""
_COMPARABLE = _SHARES | {
    Measure.MEAN, Measure.PER_100, Measure.ACCESS, Measure.COVERED, Measure.NEAREST,
    Measure.QUANTILE, Measure.USE,
}  # fmt: skip
"""Measures whose county value means the same as an area's: not sums."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Groups on one measure, and all that is said of them."""

    figure_id: str
    title: str
    #: What the picture shows, without the way it is drawn.
    shows: str
    base: str
    view: str
    measure: Measure
    groups: Sequence[Group]
    county: Cell | None
    note: str = describe.INTERVAL_NOTE
    rests_on: sources.RestsOn = sources.SURVEY
    shape: Shape = Shape.BAR
    #: Number of each group on a map.
    numbers: Mapping[str, int] = field(default_factory=dict)
    #: More than its name that is said of a group above its bar.
    said: Callable[[Group], str] = lambda _: ""
    #: Head of the last column, and what stands there.
    verdict: tuple[str, Callable[[Cell], str]] = ("Verlässlichkeit", describe.certainty)
    #: Value to compare with; by default the county's.
    reference: tuple[float, str] | None = None


_DRAWN = {
    Shape.BAR: "Balken",
    Shape.POINT: "Punkte",
    Shape.RANGE: "Spannen mit der Mitte",
}


def compare(contents: Contents, what: Compared) -> Figure:
    """Draw groups that are compared on one measure.

    Parameters
    ----------
    contents
        Labels, codes and places of the release.
    what
        The groups, in the order they are shown, and all that is said of them.

    Returns
    -------
    Figure
        One row for each group.
    """
    bars = _bars(what)
    has_interval = any(group.cell.low is not None for group in what.groups)
    lines = f" mit {'' if has_interval else 'ihren Werten, ohne '}Intervallen"
    alt = f"{_DRAWN[what.shape]}{lines}: {what.shows}. {range_words(what.groups)}"
    return common.finished(
        contents,
        figure_id=what.figure_id,
        title=what.title,
        alt=alt,
        base=what.base,
        note=what.note,
        cells=[group.cell for group in what.groups],
        columns=(
            common.view_label(contents, what.view),
            describe.MEASURE_LABELS[what.measure],
            "95-%-Intervall",
            "n",
            what.verdict[0],
        ),
        rows=[table_row(group, what.verdict[1]) for group in what.groups],
        svg=picture_bars.draw_bars(what.figure_id, alt, bars),
        plotly=plot_bars.plot_bars(bars),
        rests_on=what.rests_on,
    )


def _bars(what: Compared) -> picture_bars.Bars:
    rows = tuple(picture_bars.Row(_row_label(g, what), (strip(g.cell),)) for g in what.groups)
    reference = what.reference
    county = what.county
    if reference is None and county and county.value is not None and what.measure in _COMPARABLE:
        reference = (county.value, f"Landkreis: {describe.value_words(county)}")
    bounds = [*bounds_of([g.cell for g in what.groups]), *([reference[0]] if reference else [])]
    return picture_bars.Bars(
        rows,
        bar_scale(bounds, what.measure, from_zero=what.shape is Shape.BAR),
        describe.FORMATS[what.measure],
        reference,
        shape=what.shape,
    )


def _row_label(group: Group, what: Compared) -> str:
    number = f"{what.numbers[group.code]}  " if group.code in what.numbers else ""
    said = what.said(group)
    return f"{number}{group.label}{f' – {said}' if said else ''}"


def bounds_of(cells: Sequence[Cell]) -> list[float]:
    """Return all finite values and ends of intervals."""
    known = [c for c in cells if c.value is not None]
    found = (b for c in known for b in (c.value, c.low, c.high) if b is not None)
    return [bound for bound in found if math.isfinite(bound)]


def numbered(table: ReleasedTable, contents: Contents, topic: str) -> dict[str, int]:
    """Return the number each planning area carries on a need's map and beside its bars."""
    found = common.groups(table, contents, Measure.SHARE, topic, AREA)
    return {g.code: k for k, g in enumerate(common.by_value(found), start=1)}


@kind("rangliste")
def ranked_bars(
    table: ReleasedTable, contents: Contents, topic: str, view: str = AREA, category: str = ""
) -> Figure:
    """Show a share in each group of a view as bars with intervals.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    topic
        Indicator or variable.
    view
        ``area`` or an axis.
    category
        Answer category; by default the one an indicator or option carries.

    Returns
    -------
    Figure
        Areas from the highest value, axes in the order of their categories.

    Raises
    ------
    NothingToShowError
        If the release holds no such figures.
    """
    category = category or common.YES
    found = common.groups(table, contents, Measure.SHARE, topic, view, category)
    common.demanded(found, f"bars of {topic} by {view}")
    groups = common.by_value(found) if view in {AREA, MUNICIPALITY} else list(found)
    county = common.county_cell(table, contents, Measure.SHARE, topic, category)
    label = _label(contents, topic, category)
    is_area = view == AREA
    crossing = " Die Reihenfolge ist unsicher, wo sich die Linien überschneiden."
    return compare(
        contents,
        Compared(
            figure_id=common.slug(f"balken-share-{topic}-{view}"),
            title=_rank_title(label, groups) if is_area else title(label, groups, county, view),
            shows=f"{label} nach {common.view_label(contents, view)}",
            base=describe.base_words(common.topic_of(contents, topic), county),
            view=view,
            measure=Measure.SHARE,
            groups=groups,
            county=county,
            note=describe.INTERVAL_NOTE + (crossing if is_area else ""),
            numbers=numbered(table, contents, topic)
            if is_area and topic.startswith("need.")
            else {},
        ),
    )


def _label(contents: Contents, topic: str, category: str) -> str:
    label = common.full_label(contents, topic)
    known = common.topic_of(contents, topic)
    if known is None or category == common.YES:
        return label
    return f"{label} – {describe.quoted(known.categories.get(category, category))}"


def bar_scale(
    values: Sequence[float], measure: Measure, *, from_zero: bool = True
) -> picture.Scale:
    """Return the scale of rows of a measure."""
    if measure in _SHARES:
        return picture.scale(values, from_zero=from_zero, most=1.0)
    return picture.scale(values, from_zero=from_zero, steps=picture.EVEN_STEPS)


def strip(cell: Cell, *, series: int = 0, words: str = "") -> picture_bars.Strip:
    """Return a cell as one bar; its words are its value and interval unless others are given."""
    has_value = cell.value is not None
    return picture_bars.Strip(
        cell.value,
        cell.low if has_value else None,
        cell.high if has_value else None,
        words or describe.beside_bar(cell),
        common.is_uncertain(cell),
        series,
    )


def title(label: str, found: Sequence[Group], county: Cell | None, view: str) -> str:
    """Return the title of a figure that compares groups: what it measures, and how far they differ."""
    noun, many = nouns(view)
    if county is not None and county.low is None and county.value is not None:
        return describe.about(label, f"{plain_range(found, county)}.")
    claim = common.spread_claim(found, county, noun, many)
    if county is None or county.value is None:
        return describe.about(label, f"{claim}.")
    value = describe.value_words(county)
    is_difference = claim.endswith("als im Landkreis")
    said = f"{claim} ({value})" if is_difference else f"{claim}; im Landkreis {value}"
    return describe.about(label, f"{said}.")


def nouns(view: str) -> tuple[str, str]:
    """Return what a group of a view is called, singular and dative plural."""
    names = {AREA: (common.PLACE, "Planungsräumen"), MUNICIPALITY: ("Gemeinde", "Gemeinden")}
    return names.get(view, ("Gruppe", "Gruppen"))


def _rank_title(label: str, ranked: Sequence[Group]) -> str:
    """Name the ends of a ranking, and say whether they differ for sure.

    The ends were picked from all pairs, so their p value counts as often as there are pairs.
    """
    known = [group for group in ranked if group.cell.value is not None]
    if len(known) < 2:
        return describe.about(label, "Für eine Rangfolge reichen die Antworten nicht.")
    first, last = known[0], known[-1]
    difference = contrast(first.cell, last.cell)
    pairs = len(known) * (len(known) - 1) / 2
    sure = difference is not None and difference.p * pairs <= LEVEL
    ends = (
        f"„{first.label}“ liegt vorn ({describe.value_words(first.cell)}), „{last.label}“ hinten "
        f"({describe.value_words(last.cell)})"
    )
    verdict = (
        "dieser Unterschied ist belastbar"
        if sure
        else "auch dazwischen kein belastbarer Unterschied"
    )
    return f"{describe.quoted(label)} nach Planungsräumen: {ends}; {verdict}."


ENDS = ("höchster Wert", "niedrigster")


def plain_range(found: Sequence[Group], county: Cell, ends: tuple[str, str] = ENDS) -> str:
    """Say the county's value and the ends of the groups', where nothing was sampled."""
    known = [g for g in found if g.cell.value is not None]
    if not known:
        return f"{describe.value_words(county)} im Landkreis; für die Gebiete fehlen die Angaben"
    high, low = max(known, key=_value), min(known, key=_value)
    if describe.value_words(high.cell) == describe.value_words(low.cell):
        return f"überall {describe.value_words(high.cell)}"
    return (
        f"{describe.value_words(county)} im Landkreis; {ends[0]} in „{high.label}“ "
        f"({describe.value_words(high.cell)}), {ends[1]} in „{low.label}“ "
        f"({describe.value_words(low.cell)})"
    )


def range_words(found: Sequence[Group]) -> str:
    """Return the highest and the lowest value as sentences."""
    known = [g for g in found if g.cell.value is not None]
    if not known:
        return "Für keine Gruppe wird eine Zahl gezeigt."
    if len(known) == 1:
        return f"Der Wert für „{known[0].label}“ ist {describe.with_interval(known[0].cell)}."
    high, low = max(known, key=_value), min(known, key=_value)
    return (
        f"Am höchsten ist der Wert für „{high.label}“ ({describe.with_interval(high.cell)}), am "
        f"niedrigsten für „{low.label}“ ({describe.with_interval(low.cell)})."
    )


def _value(group: Group) -> float:
    return group.cell.value or 0.0


def table_row(group: Group, verdict: Callable[[Cell], str] = describe.certainty) -> tuple[str, ...]:
    """Return a group as a row of the table below the figure."""
    cell = group.cell
    return (
        group.label,
        describe.value_words(cell),
        describe.interval_words(cell),
        describe.respondents(cell),
        verdict(cell) if cell.n is not None or cell.value is None else "",
    )
