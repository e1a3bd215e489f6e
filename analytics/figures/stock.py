"""What there is for families: one measure of supply by area, or by category for the county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics import describe, picture_bars, plot_bars, sources
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.areas import (
    ENDS,
    Compared,
    bar_scale,
    bounds_of,
    compare,
    plain_range,
    strip,
)
from analytics.figures.common import AREA, COUNTY, Group
from analytics.figures.register import kind
from analytics.released import Contents, Measure, ReleasedTable

SUPPLY_MEASURES = (
    Measure.PER_100,
    Measure.REACH,
    Measure.NEAREST,
    Measure.ACCESS,
    Measure.USE,
    Measure.COUNT,
    Measure.STEP_FREE,
    Measure.OPEN_HOURS,
    Measure.LANGUAGE,
)
"""Measures of what there is, in the order in which pages show them."""

COUNTED = (
    "Diese Zahlen stammen aus der Bestandsliste, nicht aus Antworten; sie haben kein Intervall."
)
_READING: Mapping[Measure, str] = {
    Measure.PER_100: "Plätze für je 100 Kinder im passenden Alter.",
    Measure.REACH: "Anteil der Kinder mit einem Ort in der Entfernung, die der Landkreis als nah "
    "festgelegt hat.",
    Measure.NEAREST: "Mittlerer Weg der Kinder zum nächsten Ort.",
    Measure.ACCESS: "Plätze, die ein Kind erreicht, geteilt mit allen anderen Kindern in der Nähe.",
    Measure.USE: "Belegte von den vorhandenen Plätzen; über 100 % heißt: mehr Kinder als Plätze.",
    Measure.COUNT: "Wie groß ein Ort oder Angebot ist, zählt hier nicht.",
    Measure.STEP_FREE: "Gezählt sind nur Orte, zu denen die Liste etwas sagt.",
    Measure.OPEN_HOURS: "Gezählt sind nur Orte, deren Öffnungszeiten in der Liste stehen.",
    Measure.LANGUAGE: "Gezählt sind nur Angebote, deren Sprachen in der Liste stehen.",
}


def measures_of(table: ReleasedTable, supply: str) -> tuple[Measure, ...]:
    """Return the measures of supply that were released for a kind of place or a need, in order."""
    known = {cell.measure for cell in table if cell.topic == supply and cell.view in {COUNTY, AREA}}
    return tuple(measure for measure in SUPPLY_MEASURES if measure in known)


@kind("angebot")
def supply_bars(
    table: ReleasedTable, contents: Contents, supply: str, measure: Measure, category: str = ""
) -> Figure:
    """Show one measure of supply in each planning area.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    supply
        Facility type, or a need whose places are meant.
    measure
        One of ``SUPPLY_MEASURES``.
    category
        Language or hours, where the measure has them; by default the first.

    Returns
    -------
    Figure
        Bars from the highest value; ways from the longest.

    Raises
    ------
    NothingToShowError
        If the release holds no such figures.
    """
    chosen = category or next(iter(categories(table, measure, supply, AREA)), "")
    found = common.by_value(common.groups(table, contents, measure, supply, AREA, chosen))
    common.demanded(found, f"{measure} of {supply} by area")
    county = common.county_cell(table, contents, measure, supply, chosen)
    label = f"{common.label_of(contents, supply)} – {measure_label(contents, measure, chosen)}"
    claim = plain_range(found, county, _ends_of(measure)) if county else _ends(found)
    return compare(
        contents,
        Compared(
            figure_id=common.slug(f"angebot-{measure}-{supply}-{chosen}".rstrip("-")),
            title=describe.about(label, f"{claim}."),
            shows=f"{label} nach Planungsräumen",
            base=f"erfasster Bestand {describe.in_county(contents)}, keine Befragung",
            view=AREA,
            measure=measure,
            groups=found,
            county=county if measure is not Measure.COUNT else None,
            note=_note(table, contents, supply, measure),
            rests_on=sources.supply(measure, *_types(contents, supply)),
            verdict=("Hinweis", lambda _: ""),
        ),
    )


def measure_label(contents: Contents, measure: Measure, category: str) -> str:
    """Return the name of a measure, with the language or hours it speaks of."""
    words = describe.MEASURE_LABELS[measure]
    return f"{words} ({category_label(contents, category)})" if category else words


def category_label(contents: Contents, category: str) -> str:
    """Return the German name of a language, of hours or of a unit; the code where it has none."""
    return contents.supply_categories.get(category, category)


def categories(table: ReleasedTable, measure: Measure, supply: str, view: str) -> tuple[str, ...]:
    """Return the languages or hours for which a measure was released, in order."""
    found = (
        cell.category
        for cell in table
        if cell.measure is measure and cell.topic == supply and cell.view == view
    )
    return tuple(dict.fromkeys(found))


def _types(contents: Contents, supply: str) -> tuple[str, ...]:
    known = common.topic_of(contents, supply)
    return (supply,) if supply in contents.facility_types else known.facility_types if known else ()


BY_CATEGORY = frozenset({Measure.STEP_FREE, Measure.OPEN_HOURS, Measure.LANGUAGE})
"""Measures that are a share for each of several categories."""


def _note(table: ReleasedTable, contents: Contents, supply: str, measure: Measure) -> str:
    known = contents.supply_notes.get(supply)
    sharing = known.sharing if known and measure is Measure.ACCESS else ""
    parts = (
        COUNTED,
        _READING.get(measure, ""),
        "Ein kleiner Wert ist hier gut." if measure is Measure.NEAREST else "",
        f"{describe.capital(sharing)}." if sharing else "",
        data_age(table, contents, supply) if measure not in BY_CATEGORY else "",
        _unknown(table, contents, supply, measure),
    )
    return " ".join(filter(None, parts))


def _unknown(table: ReleasedTable, contents: Contents, supply: str, measure: Measure) -> str:
    """Say of how many places nothing is known."""
    cells = (
        common.county_cell(table, contents, measure, supply, category)
        for category in categories(table, measure, supply, COUNTY)
        if _is_unknown(category)
    )
    shares = [cell.value for cell in cells if cell is not None and cell.value]
    if measure not in BY_CATEGORY or not shares:
        return ""
    return f"Von bis zu {describe.percent(max(shares))} der Orte ist dazu nichts bekannt."


def _is_unknown(category: str) -> bool:
    return category.endswith("unknown")


def data_age(table: ReleasedTable, contents: Contents, supply: str) -> str:
    """Say how many facilities reported their places, and how many numbers are old.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    supply
        Facility type, or a need whose places are meant.

    Returns
    -------
    str
        One or two German sentences; empty where the line of sources says it, or nobody counted.
    """
    if supply in contents.supply_notes:
        return ""  # the line of sources says it
    number = {
        part: common.county_cell(table, contents, Measure.COUNT, supply, part)
        for part in ("", "reported", "outdated")
    }
    every, told, old = (
        None if cell is None else cell.value
        for cell in (number[""], number["reported"], number["outdated"])
    )
    if every is None or told is None:
        return ""
    words = (
        f"Von {describe.number(every)} Einrichtungen ist für {describe.number(told)} bekannt, wie "
        "viele Plätze sie haben."
    )
    if not old:
        return words
    verb = "ist" if old == 1 else "sind"
    return f"{words} {describe.number(old)} dieser Angaben {verb} älter als zwei Jahre."


def _ends_of(measure: Measure) -> tuple[str, str]:
    return ("längster", "kürzester") if measure is Measure.NEAREST else ENDS


def _ends(found: Sequence[Group]) -> str:
    known = [group for group in found if group.cell.value is not None]
    if not known:
        return "dazu fehlen Angaben"
    first, last = known[0], known[-1]
    return (
        f"höchster Wert in „{first.label}“ ({describe.value_words(first.cell)}), niedrigster in "
        f"„{last.label}“ ({describe.value_words(last.cell)})"
    )


def _most_and_least(ranked: Sequence[Group]) -> str:
    known = [group for group in ranked if group.cell.value is not None]
    if len(known) < 2:
        return _ends(ranked) if not known else f"{describe.value_words(known[0].cell)}"
    first, last = known[0], known[-1]
    return (
        f"am häufigsten „{first.label}“ ({describe.value_words(first.cell)}), am seltensten "
        f"„{last.label}“ ({describe.value_words(last.cell)})"
    )


@kind("angebot-arten")
def supply_by_category(
    table: ReleasedTable, contents: Contents, supply: str, measure: Measure
) -> Figure:
    """Show a measure of supply for each language, or for each of some hours, in the county.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    supply
        Facility type.
    measure
        ``language`` or ``open_hours``.

    Returns
    -------
    Figure
        Bars from the highest share.

    Raises
    ------
    NothingToShowError
        If the release holds no such figures.
    """
    found = [
        Group(code, category_label(contents, code), cell)
        for code in categories(table, measure, supply, COUNTY)
        if not _is_unknown(code)
        and (cell := common.county_cell(table, contents, measure, supply, code)) is not None
    ]
    ranked = common.by_value(common.demanded(found, f"{measure} of {supply} by category"))
    label = f"{common.label_of(contents, supply)} – {describe.MEASURE_LABELS[measure]}"
    figure_id = common.slug(f"angebot-arten-{measure}-{supply}")
    rows = tuple(picture_bars.Row(g.label, (strip(g.cell),)) for g in ranked)
    bars = picture_bars.Bars(
        rows, bar_scale(bounds_of([g.cell for g in ranked]), measure), describe.FORMATS[measure]
    )
    alt = f"Balken, ohne Intervalle: {label} im Landkreis."
    return common.finished(
        contents,
        figure_id=figure_id,
        title=describe.about(label, f"{_most_and_least(ranked)}."),
        alt=alt,
        base=f"erfasster Bestand {describe.in_county(contents)}, keine Befragung",
        note=_note(table, contents, supply, measure),
        cells=[g.cell for g in ranked],
        columns=("Art", "Anteil"),
        rows=[(g.label, describe.value_words(g.cell)) for g in ranked],
        svg=picture_bars.draw_bars(figure_id, alt, bars),
        plotly=plot_bars.plot_bars(bars),
        rests_on=sources.supply(measure, *_types(contents, supply)),
    )
