"""Who answered: the response beside the population register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analytics import describe, picture_bars, plot_bars, sources
from analytics.contrast import Contrast, contrast, standing
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.areas import bar_scale, strip
from analytics.figures.register import kind
from analytics.released import Cell, Contents, Measure, ReleasedTable

_MARGIN_LABELS = {"area": "Planungsraum", "children_age": "Alter der Kinder"}


class Compared(NamedTuple):
    """One category with its share of the response and of the register."""

    label: str
    response: Cell
    population: Cell


def margins(table: ReleasedTable) -> tuple[str, ...]:
    """Return the topics for which response and register can be compared, in order."""
    topics = dict.fromkeys(cell.topic for cell in table if cell.measure is Measure.RESPONSE)
    known = {cell.topic for cell in table if cell.measure is Measure.POPULATION}
    return tuple(topic for topic in topics if topic in known)


def margin_label(contents: Contents, topic: str) -> str:
    """Return the German name of what is compared."""
    known = common.topic_of(contents, topic)
    return known.label if known else _MARGIN_LABELS.get(topic, topic)


def compared(table: ReleasedTable, contents: Contents, topic: str) -> list[Compared]:
    """Return the categories of a margin that have both shares, in order."""
    labels = _labels(contents, topic)
    pairs = []
    for cell in table:
        if cell.measure is not Measure.RESPONSE or cell.topic != topic:
            continue
        other = table.get(Measure.POPULATION, topic, cell.view, cell.group, cell.category)
        if other is not None:
            pairs.append(Compared(labels.get(cell.category, cell.category), cell, other))
    return pairs


def _labels(contents: Contents, topic: str) -> Mapping[str, str]:
    if topic == common.AREA:
        return common.group_labels(contents, common.AREA)
    known = common.topic_of(contents, topic)
    return known.categories if known else common.group_labels(contents, topic)


@kind("wer")
def who_answered(table: ReleasedTable, contents: Contents, topic: str) -> Figure:
    """Show each category's share of the response beside its share in the register.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    topic
        ``area`` or a variable that the register knows too.

    Returns
    -------
    Figure
        Two bars for each category, unweighted answers and register.

    Raises
    ------
    NothingToShowError
        If the release does not compare the topic with the register.
    """
    pairs = compared(table, contents, topic)
    if not pairs:
        message = f"who answered by {topic}: the release compares only {margins(table)}"
        raise common.NothingToShowError(message)
    label = margin_label(contents, topic)
    figure_id = common.slug(f"wer-{topic}")
    rows = tuple(
        picture_bars.Row(p.label, (strip(p.response), strip(p.population, series=1))) for p in pairs
    )
    values = [
        b for p in pairs for b in (p.response.high, p.response.value, p.population.value) if b
    ]
    bars = picture_bars.Bars(
        rows, bar_scale(values, Measure.SHARE), describe.percent, series=("Antworten", "Register")
    )
    alt = f"Balkenpaare: Anteil an den Antworten und im Register nach {label}."
    return common.finished(
        contents,
        figure_id=figure_id,
        title=describe.about(label, f"{_title_claim(pairs)}."),
        alt=alt,
        base=f"Familien, n = {describe.number(contents.n)} (gerundet)",
        note="Verglichen werden die ungewichteten Antworten mit dem Register. Die Ergebnisse auf "
        "den anderen Seiten sind gewichtet: Wer seltener geantwortet hat, zählt dort mehr. Die "
        "schmalen Linien sind 95-%-Intervalle.",
        cells=[pair.response for pair in pairs],
        columns=(label, "Antworten", "95-%-Intervall", "Register", "Unterschied"),
        rows=[_row(pair) for pair in pairs],
        svg=picture_bars.draw_bars(figure_id, alt, bars),
        plotly=plot_bars.plot_bars(bars),
        rests_on=sources.RestsOn(register=True),
    )


def contrasts(pairs: Sequence[Compared]) -> list[Contrast | None]:
    """Return response minus register for each category."""
    return [contrast(pair.response, pair.population) for pair in pairs]


def _title_claim(pairs: Sequence[Compared]) -> str:
    ways = standing(contrasts(pairs))
    more = [f"„{p.label}“" for p, way in zip(pairs, ways, strict=True) if way > 0]
    fewer = [f"„{p.label}“" for p, way in zip(pairs, ways, strict=True) if way < 0]
    if all(pair.response.value is None for pair in pairs):
        return "ein Vergleich ist nicht möglich"
    if not more and not fewer:
        return "kein belastbarer Unterschied zwischen Antworten und Register"
    claims = []
    if more:
        claims.append(f"{_some(more)} häufiger als im Register")
    if fewer:
        claims.append(f"{_some(fewer)} seltener")
    if not more:
        claims[-1] += " als im Register"
    return f"in den Antworten {', '.join(claims)}"


def _some(names: Sequence[str]) -> str:
    return describe.listed(names) if len(names) <= 3 else f"{len(names)} Gruppen"


def _row(pair: Compared) -> tuple[str, ...]:
    found = contrast(pair.response, pair.population)
    points = describe.number(found.difference * 100) if found else describe.NO_FIGURE
    sign = "+" if found and found.difference > 0.005 else ""
    return (
        pair.label,
        describe.value_words(pair.response),
        describe.interval_words(pair.response),
        describe.value_words(pair.population),
        f"{sign}{points} Punkte" if found else points,
    )
