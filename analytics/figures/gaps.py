"""Need against supply in places and persons: what is missing, what is covered, who is affected."""

from __future__ import annotations

from collections.abc import Sequence

from analytics import describe, sources
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.areas import Compared, compare
from analytics.figures.common import AREA, Group
from analytics.figures.ranking import chances, top_sentence
from analytics.figures.register import kind
from analytics.released import Cell, Contents, Measure, ReleasedTable, Topic

VERDICT = ("Urteil", describe.gap_verdict)
_READING = (
    "„Lücke belegt“: Das ganze Intervall spricht dafür. „Lücke möglich“: Die Befragung lässt beides "
    "zu. „Lücke nicht belegt“: Das ganze Intervall spricht dagegen."
)


@kind("luecken")
def missing_places(
    table: ReleasedTable, contents: Contents, topic: str, view: str = AREA
) -> Figure:
    """Show how many places are missing in each group, and whether that is proven.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    topic
        Need that a place answers.
    view
        ``area``.

    Returns
    -------
    Figure
        Bars of missing places from the highest, a verdict with each.

    Raises
    ------
    NothingToShowError
        If the release holds no missing places of the need, or anybody could answer.
    """
    common.demand_invited(contents, f"missing places of {topic}")
    found = common.by_value(common.groups(table, contents, Measure.GAP, topic, view, ""))
    common.demanded(found, f"missing places of {topic} by {view}")
    county = common.county_cell(table, contents, Measure.GAP, topic, "")
    label = common.label_of(contents, topic)
    return compare(
        contents,
        Compared(
            figure_id=common.slug(f"luecken-{topic}-{view}"),
            title=describe.about(label, f"{gap_sentence(county, contents)}{_where(found)}"),
            shows=f"fehlende Plätze zu {describe.quoted(label)} nach "
            f"{common.view_label(contents, view)}",
            base=_base(contents, topic, county),
            view=view,
            measure=Measure.GAP,
            groups=found,
            county=county,
            note=f"Fehlende Plätze: gewünschte minus vorhandene. {_READING} "
            f"{describe.INTERVAL_NOTE}",
            rests_on=_rests_on(contents, topic),
            said=lambda group: describe.gap_verdict(group.cell),
            verdict=VERDICT,
        ),
    )


def gap_sentence(county: Cell | None, contents: Contents) -> str:
    """Say what the county's missing places come to, as far as the interval allows."""
    where = describe.in_county(contents)
    if county is None or county.value is None:
        return "Für den ganzen Landkreis gibt es dazu keine Zahl."
    interval = describe.interval_words(county)
    return {
        describe.PROVEN: f"Lücke belegt: {describe.capital(where)} fehlen rund "
        f"{describe.value_words(county)} Plätze ({interval}).",
        describe.POSSIBLE: f"Lücke möglich: Ob {where} Plätze fehlen, lässt sich aus der Befragung "
        f"nicht sagen ({interval}).",
        describe.NOT_PROVEN: f"Lücke nicht belegt: Die Befragung zeigt {where} keinen Mangel an "
        f"Plätzen ({interval}).",
    }[describe.gap_verdict(county)]


def _where(found: Sequence[Group]) -> str:
    """Name the groups whose gap is proven."""
    sure = [f"„{g.label}“" for g in found if describe.gap_verdict(g.cell) == describe.PROVEN]
    if not sure:
        return " Für keinen einzelnen Planungsraum ist eine Lücke belegt."
    if len(sure) > 3:
        return f" Belegt ist eine Lücke in {len(sure)} von {len(found)} Planungsräumen."
    return f" Belegt ist eine Lücke in {describe.listed(sure)}."


def _base(contents: Contents, topic: str, county: Cell | None) -> str:
    return describe.base_words(common.topic_of(contents, topic), county)


def _rests_on(contents: Contents, topic: str) -> sources.RestsOn:
    need = common.topic_of(contents, topic)
    return sources.supply(Measure.GAP, *(need.facility_types if need else ()), survey=True)


@kind("deckung")
def covered_need(table: ReleasedTable, contents: Contents, topic: str, view: str = AREA) -> Figure:
    """Show how many of the places wanted there are in each group.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    topic
        Need that a place answers.
    view
        ``area``.

    Returns
    -------
    Figure
        Bars with intervals, the lowest cover first, and a line at 100 %.

    Raises
    ------
    NothingToShowError
        If the release holds no cover of the need, or anybody could answer.
    """
    common.demand_invited(contents, f"cover of {topic}")
    found = common.by_value(common.groups(table, contents, Measure.COVERED, topic, view, ""))
    common.demanded(found, f"cover of {topic} by {view}")
    shown = [g for g in found if g.cell.value is not None][::-1]
    shown += [g for g in found if g.cell.value is None]
    county = common.county_cell(table, contents, Measure.COVERED, topic, "")
    label = common.label_of(contents, topic)
    return compare(
        contents,
        Compared(
            figure_id=common.slug(f"deckung-{topic}-{view}"),
            title=describe.about(label, f"{_cover_sentence(county, contents)}{_where(shown)}"),
            shows=f"vorhandene Plätze je 100 gewünschte zu {describe.quoted(label)} nach "
            f"{common.view_label(contents, view)}, mit einer Linie bei 100 %",
            base=_base(contents, topic, county),
            view=view,
            measure=Measure.COVERED,
            groups=shown,
            county=county,
            note=f"Gewünscht sind die belegten und die fehlenden Plätze; 100 % heißt: genug. {_READING} "
            f"{describe.INTERVAL_NOTE}",
            rests_on=_rests_on(contents, topic),
            said=lambda group: describe.gap_verdict(group.cell),
            verdict=VERDICT,
            reference=(1.0, f"genug: {describe.percent(1.0)}"),
        ),
    )


def _cover_sentence(county: Cell | None, contents: Contents) -> str:
    if county is None or county.value is None or county.low is None or county.high is None:
        return "Für den ganzen Landkreis gibt es dazu keine Zahl."
    value, low, high = (
        describe.number(part * 100) for part in (county.value, county.low, county.high)
    )
    return (
        f"{describe.gap_verdict(county)}: {describe.capital(describe.in_county(contents))} gibt es "
        f"für 100 gewünschte Plätze rund {value} ({low} bis {high})."
    )


@kind("betroffene")
def persons_affected(
    table: ReleasedTable, contents: Contents, topic: str, view: str = AREA
) -> Figure:
    """Show how many families or children a need concerns in each group.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    topic
        Indicator.
    view
        ``area`` or an axis.

    Returns
    -------
    Figure
        Bars with intervals, areas from the highest number.

    Raises
    ------
    NothingToShowError
        If the release holds no such numbers, or anybody could answer.
    """
    common.demand_invited(contents, f"persons of {topic}")
    category = common.YES
    found = common.groups(table, contents, Measure.PERSONS, topic, view, category)
    common.demanded(found, f"persons of {topic} by {view}")
    county = common.county_cell(table, contents, Measure.PERSONS, topic, category)
    label = common.label_of(contents, topic)
    known = common.topic_of(contents, topic)
    return compare(
        contents,
        Compared(
            figure_id=common.slug(f"betroffene-{topic}-{view}"),
            title=describe.about(label, persons_sentence(county, known, contents)),
            shows=f"hochgerechnete Zahl der {_unit(known)} zu {describe.quoted(label)} nach "
            f"{common.view_label(contents, view)}",
            base=_base(contents, topic, county),
            view=view,
            measure=Measure.PERSONS,
            groups=common.by_value(found) if view == AREA else found,
            county=county,
            note="Anteil in der Befragung mal Zahl im Register, auf 10 gerundet; die Gebiete ergeben "
            f"zusammen nicht genau den Landkreis. {describe.INTERVAL_NOTE}",
            rests_on=sources.RestsOn(register=True),
        ),
    )


def persons_sentence(county: Cell | None, topic: Topic | None, contents: Contents) -> str:
    """Say how many families or children of the county a need concerns."""
    where, unit = describe.in_county(contents), _unit(topic)
    if county is None or county.value is None:
        return f"Wie viele {unit} das {where} betrifft, lässt sich nicht sagen."
    return (
        f"Das betrifft {where} rund {describe.value_words(county)} {unit} "
        f"({describe.interval_words(county)})."
    )


def _unit(topic: Topic | None) -> str:
    return describe.UNITS.get(topic.unit if topic else "", "Familien")


def need_sentences(table: ReleasedTable, contents: Contents, topic: str) -> tuple[str, ...]:
    """Say of a need what a planner asks first: how many it concerns, what is missing, and where.

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
    tuple
        Up to four German sentences; what the release does not hold is left out.
    """
    known = common.topic_of(contents, topic)
    share = common.county_cell(table, contents, Measure.SHARE, topic)
    if known is None or share is None or share.value is None:
        return ()
    said = [describe.indicator_sentence(known, share, contents)]
    if contents.caveat:
        return tuple(said)
    persons = common.county_cell(table, contents, Measure.PERSONS, topic, common.YES)
    if persons is not None and persons.value is not None:
        said.append(persons_sentence(persons, known, contents))
    missing = common.county_cell(table, contents, Measure.GAP, topic, "")
    if missing is not None and missing.value is not None:
        said.append(gap_sentence(missing, contents))
    top, found = chances(table, contents, topic)
    if found:
        said.append(top_sentence(top, found))
    return tuple(said)
