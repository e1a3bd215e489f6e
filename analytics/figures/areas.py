"""Ranked bars: groups compared on one measure."""

from __future__ import annotations

from collections.abc import Sequence

from analytics import describe, picture, picture_bars, sources
from analytics.contrast import LEVEL, contrast
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.common import AREA, Group
from analytics.released import SURVEY_MEASURES, Cell, Contents, Measure, ReleasedTable

_SHARES = frozenset({Measure.SHARE, Measure.REACH, Measure.RESPONSE, Measure.POPULATION})


def numbered(table: ReleasedTable, contents: Contents, topic: str) -> dict[str, int]:
    """Return the number each planning area carries on a need's map and beside its bars."""
    found = common.groups(table, contents, Measure.SHARE, topic, AREA)
    return {g.code: k for k, g in enumerate(common.by_value(found), start=1)}


def ranked_bars(
    table: ReleasedTable,
    contents: Contents,
    topic: str,
    view: str = AREA,
    *,
    measure: Measure = Measure.SHARE,
    category: str = "",
) -> Figure:
    """Show one measure in each group of a view as bars with intervals.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    topic
        Indicator, variable or facility type.
    view
        ``area`` or an axis.
    measure
        Any measure whose values can be compared by length.
    category
        Answer category; by default the one an indicator or facility type carries.

    Returns
    -------
    Figure
        Areas from the highest value, axes in the order of their categories.

    Raises
    ------
    NothingToShowError
        If the release holds no such figures.
    """
    category = category or common.category_of(measure)
    found = common.groups(table, contents, measure, topic, view, category)
    common.demanded(found, f"bars of {measure} {topic} by {view}")
    ranked = common.by_value(found) if view == AREA else list(found)
    county = common.county_cell(table, contents, measure, topic, category)
    label = _bar_label(contents, topic, measure, category)
    is_ranking = view == AREA and measure is Measure.SHARE
    figure_id = common.slug(f"balken-{measure}-{topic}-{view}")
    bars = _bars(ranked, county, measure, _numbers(table, contents, topic, view, measure))
    alt = (
        f"Balken mit Intervallen: {label} nach {common.view_label(contents, view)}. "
        f"{range_words(ranked)}"
    )
    return common.finished(
        contents,
        figure_id=figure_id,
        title=_rank_title(label, ranked) if is_ranking else title(label, ranked, county, view),
        alt=alt,
        base=_base(contents, topic, measure, county),
        note=_rank_note(view, ranked),
        columns=(
            common.view_label(contents, view),
            describe.MEASURE_LABELS[measure],
            "95-%-Intervall",
            "n",
            "Verlässlichkeit",
        ),
        rows=[table_row(group) for group in ranked],
        svg=picture_bars.draw_bars(figure_id, alt, bars),
        plotly=picture_bars.plot_bars(bars),
        rests_on=_rests_on(contents, measure, topic),
    )


def _base(contents: Contents, topic: str, measure: Measure, county: Cell | None) -> str:
    if measure in SURVEY_MEASURES:
        return describe.base_words(common.topic_of(contents, topic), county)
    return f"erfasster Bestand {describe.in_county(contents)}, keine Befragung"


def _rests_on(contents: Contents, measure: Measure, topic: str) -> sources.RestsOn:
    if measure is Measure.GAP:
        need = common.topic_of(contents, topic)
        return sources.supply(measure, *(need.facility_types if need else ()), survey=True)
    return sources.SURVEY if measure in SURVEY_MEASURES else sources.supply(measure, topic)


def _bar_label(contents: Contents, topic: str, measure: Measure, category: str) -> str:
    label = common.full_label(contents, topic)
    known = common.topic_of(contents, topic)
    if measure is not Measure.SHARE:
        return f"{label} – {describe.MEASURE_LABELS[measure]}"
    if known is None or category == common.YES:
        return label
    return f"{label} – {describe.quoted(known.categories.get(category, category))}"


def _numbers(
    table: ReleasedTable, contents: Contents, topic: str, view: str, measure: Measure
) -> dict[str, int]:
    on_map = view == AREA and measure is Measure.SHARE and topic.startswith("need.")
    return numbered(table, contents, topic) if on_map else {}


def _bars(
    ranked: Sequence[Group], county: Cell | None, measure: Measure, numbers: dict[str, int]
) -> picture_bars.Bars:
    rows = tuple(
        picture_bars.Row(
            f"{numbers[g.code]}  {g.label}" if g.code in numbers else g.label, (strip(g.cell),)
        )
        for g in ranked
    )
    bounds = [
        bound
        for g in ranked
        for bound in (g.cell.value, g.cell.low, g.cell.high)
        if bound is not None
    ]
    reference = None
    if county is not None and county.value is not None and measure in _COMPARABLE:
        reference = (county.value, f"Landkreis: {describe.value_words(county)}")
        bounds.append(county.value)
    return picture_bars.Bars(rows, bar_scale(bounds, measure), describe.FORMATS[measure], reference)


_COMPARABLE = _SHARES | {Measure.MEAN, Measure.PER_100, Measure.ACCESS}
"""Measures whose county value means the same as an area's: not sums."""


def bar_scale(values: Sequence[float], measure: Measure) -> picture.Scale:
    """Return the scale of bars of a measure."""
    return picture.scale(values, most=1.0 if measure in _SHARES else None)


def strip(cell: Cell, *, is_second: bool = False) -> picture_bars.Strip:
    """Return a cell as one bar."""
    return picture_bars.Strip(
        cell.value,
        cell.low if cell.value is not None else None,
        cell.high if cell.value is not None else None,
        describe.beside_bar(cell),
        common.is_uncertain(cell),
        is_second,
    )


def _rank_note(view: str, ranked: Sequence[Group]) -> str:
    has_interval = any(g.cell.low is not None for g in ranked)
    note = describe.INTERVAL_NOTE if has_interval else "Diese Zahlen stammen nicht aus Antworten."
    if view != AREA or not has_interval:
        return note
    return f"{note} Die Reihenfolge ist unsicher, wo sich die Linien überschneiden."


def title(label: str, found: Sequence[Group], county: Cell | None, view: str) -> str:
    """Return the title of a figure that compares groups: what it measures, and how far they differ."""
    noun, many = ("Planungsraum", "Planungsräumen") if view == AREA else ("Gruppe", "Gruppen")
    if county is not None and county.measure not in _COMPARABLE:
        return describe.about(label, f"{_sum_claim(found, county, many)}.")
    if county is not None and county.low is None and county.value is not None:
        return describe.about(label, f"{_plain_range(found, county)}.")
    value = f" ({describe.value_words(county)})" if county and county.value is not None else ""
    return describe.about(label, f"{common.spread_claim(found, county, noun, many)}{value}.")


def _rank_title(label: str, ranked: Sequence[Group]) -> str:
    """Name the ends of a ranking, and say whether they differ for sure.

    The ends were picked from all pairs, so their p value counts as often as there are pairs.
    """
    known = [group for group in ranked if group.cell.value is not None]
    if len(known) < 2:
        return describe.about(label, "Für eine Rangfolge gibt es zu wenige Antworten.")
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


def _sum_claim(found: Sequence[Group], county: Cell, many: str) -> str:
    sure = [g for g in found if g.cell.low is not None and g.cell.low > 0]
    whole = f"{describe.with_interval(county)} im ganzen Landkreis"
    if county.measure is not Measure.GAP:
        return whole
    if not sure:
        return f"{whole}; in keinem Planungsraum ist eine Lücke belegt"
    names = describe.listed([f"„{g.label}“" for g in sure])
    where = names if len(sure) <= 2 else f"{len(sure)} {many}"
    return f"{whole}; belegt ist eine Lücke in {where}"


def _plain_range(found: Sequence[Group], county: Cell) -> str:
    known = [g for g in found if g.cell.value is not None]
    high, low = max(known, key=_value), min(known, key=_value)
    if describe.value_words(high.cell) == describe.value_words(low.cell):
        return f"überall {describe.value_words(high.cell)}"
    return (
        f"{describe.value_words(county)} im Landkreis; höchster Wert in „{high.label}“ "
        f"({describe.value_words(high.cell)}), niedrigster in „{low.label}“ "
        f"({describe.value_words(low.cell)})"
    )


def range_words(found: Sequence[Group]) -> str:
    """Return the highest and the lowest value as sentences."""
    known = [g for g in found if g.cell.value is not None]
    if not known:
        return "Überall gibt es zu wenige Antworten."
    high, low = max(known, key=_value), min(known, key=_value)
    return (
        f"Der höchste Wert ist {describe.with_interval(high.cell)} in „{high.label}“, "
        f"der niedrigste {describe.with_interval(low.cell)} in „{low.label}“."
    )


def _value(group: Group) -> float:
    return group.cell.value or 0.0


def table_row(group: Group) -> tuple[str, ...]:
    """Return a group as a row of the table below the figure."""
    cell = group.cell
    sure = describe.certainty(cell) if cell.n is not None or cell.value is None else ""
    return (
        group.label,
        describe.value_words(cell),
        describe.interval_words(cell),
        describe.respondents(cell),
        sure,
    )
