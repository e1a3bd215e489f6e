"""Five plain sentences about a county, each pointing to the figure that shows it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from analytics import describe
from analytics.contrast import contrast
from analytics.figures import common, who
from analytics.figures.common import AREA
from analytics.figures.gaps import persons_sentence
from analytics.figures.importance import county_pairs, gap_stands
from analytics.released import HIDDEN, Cell, Contents, Flag, Measure, ReleasedTable, Topic


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence, and the figure it rests on."""

    #: What it is about, in two or three words.
    heading: str
    sentence: str
    #: gap, need, pairs, who or uncertain: which page shows it.
    kind: str
    #: Topic that page should open with; empty where it has none.
    topic: str = ""


def overview(table: ReleasedTable, contents: Contents) -> tuple[Finding, ...]:
    """Say what a planner should know first.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.

    Returns
    -------
    tuple
        Always five findings: the widest gap of supply, the strongest need, what matters most and
        satisfies least, who answered, and what is uncertain.
    """
    found = (
        _gap(table, contents),
        _need(table, contents),
        _pair(table, contents),
        _who(table, contents),
        _uncertain(table, contents),
    )
    return tuple(
        replace(each, sentence=describe.claimed(each.sentence, contents)) for each in found
    )


def indicators(
    table: ReleasedTable, contents: Contents, measure: Measure = Measure.SHARE
) -> list[tuple[Topic, Cell]]:
    """Return the indicators that have a county figure with a value, the highest first."""
    category = common.category_of(measure)
    found = [
        (topic, cell)
        for topic in contents.topics
        if topic.kind == "indicator"
        for cell in [common.county_cell(table, contents, measure, topic.id, category)]
        if cell is not None and cell.value is not None
    ]
    return sorted(found, key=lambda pair: -(pair[1].value or 0.0))


OPEN_GAP = (
    "Bei dieser Befragung konnten alle antworten, die wollten. Wie viele Plätze fehlen, lässt sich "
    "daraus nicht hochrechnen."
)


def _gap(table: ReleasedTable, contents: Contents) -> Finding:
    heading = "Lücken im Angebot"
    if contents.caveat:
        return Finding(heading, OPEN_GAP, "gap")
    gaps = indicators(table, contents, Measure.GAP)
    sure = [(t, c) for t, c in gaps if c.low is not None and c.low > 0]
    if sure:
        topic, cell = sure[0]
        sentence = describe.about(
            topic.label,
            f"{describe.capital(describe.in_county(contents))} fehlen rund {_places(cell)}.",
        )
        return Finding("Größte belegte Lücke", sentence, "gap", topic.id)
    local = _local_gap(table, contents)
    if local is not None:
        return local
    sentence = (
        "Keine Lücke ist belegt: Die Intervalle lassen überall zu, dass die Plätze reichen."
        if gaps
        else "Für keinen Bedarf sind Plätze zum Vergleich erfasst."
    )
    return Finding(heading, sentence, "gap", gaps[0][0].id if gaps else "")


def _places(cell: Cell) -> str:
    return f"{describe.value_words(cell)} Plätze ({describe.interval_words(cell)})"


def _local_gap(table: ReleasedTable, contents: Contents) -> Finding | None:
    """Return the widest gap of one planning area, where the county as a whole shows none."""
    found = [
        (topic, group)
        for topic in contents.topics
        if topic.kind == "indicator"
        for group in common.groups(table, contents, Measure.GAP, topic.id, AREA, "")
        if group.cell.low is not None and group.cell.value is not None and group.cell.low > 0
    ]
    if not found:
        return None
    topic, group = max(found, key=lambda pair: pair[1].cell.value or 0.0)
    sentence = describe.about(
        topic.label,
        f"In „{group.label}“ fehlen rund {_places(group.cell)}. "
        "Für den ganzen Landkreis ist keine Lücke belegt.",
    )
    return Finding("Größte belegte Lücke", sentence, "gap", topic.id)


def _need(table: ReleasedTable, contents: Contents) -> Finding:
    heading = "Stärkster Bedarf"
    found = indicators(table, contents)
    if not found:
        return Finding(heading, "Zu keinem Bedarf gibt es genug Antworten.", "need")
    topic, cell = found[0]
    sentence = describe.indicator_sentence(topic, cell, contents)
    persons = common.county_cell(table, contents, Measure.PERSONS, topic.id)
    if persons is not None and persons.value is not None and not contents.caveat:
        sentence += f" {persons_sentence(persons, topic, contents)}"
    if len(found) > 1:
        other, second = found[1]
        difference = contrast(cell, second)
        if difference is None or not difference.stands:
            sentence += (
                f" Zu {describe.quoted(other.label)} ({describe.value_words(second)}) besteht "
                "kein belastbarer Unterschied."
            )
    return Finding(heading, sentence, "need", topic.id)


def _pair(table: ReleasedTable, contents: Contents) -> Finding:
    heading = "Wichtig, aber unbefriedigend"
    pairs = county_pairs(table, contents)
    if not pairs:
        return Finding(
            heading, "Wichtigkeit und Zufriedenheit wurden nicht zusammen erfragt.", "pairs"
        )
    first = pairs[0]
    if not gap_stands(first):
        sentence = "Bei keinem Thema liegt die Zufriedenheit belastbar unter der Wichtigkeit."
        return Finding(heading, sentence, "pairs")
    sentence = (
        f"Am weitesten bleibt die Zufriedenheit bei {describe.quoted(first.label)} hinter der "
        f"Wichtigkeit zurück: wichtig {describe.with_interval(first.importance)}, zufrieden "
        f"{describe.with_interval(first.satisfaction)} auf einer Skala von 1 bis 5."
    )
    return Finding(heading, sentence, "pairs")


def response_rate(contents: Contents) -> float | None:
    """Return the share of invited families that answered; None where anybody could answer."""
    return contents.n / contents.invited if contents.invited else None


def _who(table: ReleasedTable, contents: Contents) -> Finding:
    rate = response_rate(contents)
    sentence = f"Rund {describe.number(contents.n)} Familien haben geantwortet"
    if rate is not None and contents.invited is not None:
        sentence += (
            f", das sind {describe.percent(rate)} der {describe.number(contents.invited)} "
            "eingeladenen."
        )
    else:
        sentence += ". Jede Familie konnte teilnehmen, deshalb gibt es keine Rücklaufquote."
    skewed = _most_skewed(table, contents)
    return Finding("Wer hat geantwortet", sentence + skewed, "who")


def _most_skewed(table: ReleasedTable, contents: Contents) -> str:
    found = [
        (difference, pair, topic)
        for topic in who.margins(table)
        for pair in who.compared(table, contents, topic)
        for difference in [contrast(pair.response, pair.population)]
        if difference is not None and difference.high < 0
    ]
    if not found:
        return ""
    _, pair, topic = min(found, key=lambda entry: entry[0].difference)
    return (
        f" Gemessen am Register fehlen am ehesten: {who.margin_label(contents, topic)} „{pair.label}“ "
        f"({describe.value_words(pair.response)} der Antworten, "
        f"{describe.value_words(pair.population)} im Register)."
    )


_REASONS = {
    Flag.TOO_FEW: "zu wenige Familien geantwortet haben",
    Flag.UNRELIABLE: "sie zu unsicher wären",
}


def _missing_words(missing: int, hidden: AbstractSet[Flag]) -> str:
    """Say how many figures are not shown, and why."""
    if not missing:
        return "."
    verb = "fehlt" if missing == 1 else "fehlen"
    reasons = " oder ".join(words for flag, words in _REASONS.items() if flag in hidden)
    return f", und {describe.number(missing)} {verb}, weil {reasons}."


def _uncertain(table: ReleasedTable, contents: Contents) -> Finding:
    heading = "Was unsicher ist"
    found = indicators(table, contents)
    topic = found[0][0].id if found else ""
    cells = [
        g.cell for t, _ in found for g in common.groups(table, contents, Measure.SHARE, t.id, AREA)
    ]
    hidden = {cell.flag for cell in cells} & HIDDEN
    missing = sum(cell.flag in HIDDEN for cell in cells)
    unsure = sum(cell.flag is Flag.UNCERTAIN for cell in cells)
    if not cells:
        return Finding(heading, "Nach Planungsräumen liegen keine Zahlen vor.", "uncertain", topic)
    sentence = (
        f"Von {describe.number(len(cells))} Bedarfszahlen für einzelne Planungsräume "
        f"{'ist' if unsure == 1 else 'sind'} {describe.number(unsure)} unsicher"
    )
    sentence += _missing_words(missing, hidden)
    if not missing + unsure:
        sentence = "Alle Bedarfszahlen für einzelne Planungsräume sind belastbar."
        if contents.caveat:
            sentence = "Für alle Bedarfszahlen einzelner Planungsräume gibt es genug Antworten."
    return Finding(heading, sentence, "uncertain", topic)
