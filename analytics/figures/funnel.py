"""From knowing an offer to using it: where families are lost on the way."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from analytics import describe, picture_bars, plot_bars
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.areas import bar_scale, strip
from analytics.figures.register import kind
from analytics.released import HIDDEN, Cell, Contents, Flag, Measure, ReleasedTable, Topic

STEPS: Mapping[str, tuple[str, ...]] = {
    "kennen": ("know", "tried", "use"),
    "haben es probiert": ("tried", "use"),
    "nutzen": ("use",),
}
"""Each step of the way, and the answers of a question on knowledge that reach it."""


HIGHEST = 0.975
"""From here on a sum is shown as the highest shares are: over 97 %."""


class Offer(NamedTuple):
    """One offer with the share of families at each step, and how satisfied its users are."""

    topic: Topic
    steps: Mapping[str, Cell]
    satisfaction: Cell | None

    @property
    def known(self) -> Cell:
        """Return the share that knows the offer."""
        return self.steps["kennen"]

    @property
    def used(self) -> Cell:
        """Return the share that uses the offer."""
        return self.steps["nutzen"]


def offers(table: ReleasedTable, contents: Contents) -> list[Offer]:
    """Return the offers families were asked about, the best known first."""
    found = []
    for topic in contents.topics:
        if topic.measures != "knowledge" or not set(STEPS["kennen"]) & set(topic.categories):
            continue
        cells = {
            code: common.county_cell(table, contents, Measure.SHARE, topic.id, code)
            for code in topic.categories
        }
        steps = {
            name: total([cell for code in codes if (cell := cells.get(code)) is not None])
            for name, codes in STEPS.items()
            if any(cells.get(code) is not None for code in codes)
            and (name != "haben es probiert" or "tried" in topic.categories)
        }
        if "kennen" in steps and "nutzen" in steps:
            found.append(Offer(topic, steps, _satisfaction(table, contents, topic)))
    return sorted(found, key=lambda offer: -(offer.known.value or -1.0))


def total(cells: Sequence[Cell]) -> Cell:
    """Return the sum of shares of one question, with an interval on the wide side.

    Parameters
    ----------
    cells
        Shares of different answers of the same families, at least one.

    Returns
    -------
    Cell
        Their sum in [0, 1]; hidden where one of them is. Answers exclude each other, so their errors
        are correlated negatively; adding the variances errs on the wide side.

    References
    ----------
    Zou and Donner (2008), Statistics in Medicine 27, 1693-1702.
    """
    first = cells[0]
    hidden = next((cell for cell in cells if cell.flag in HIDDEN), None)
    if hidden is not None or len(cells) == 1:
        return hidden or first
    value = min(1.0, sum(cell.value or 0.0 for cell in cells))
    below = math.hypot(*((c.value or 0.0) - (c.low or 0.0) for c in cells))
    above = math.hypot(*((c.high or 0.0) - (c.value or 0.0) for c in cells))
    unsure = any(cell.flag is Flag.UNCERTAIN for cell in cells)
    flag = Flag.ABOVE if value >= HIGHEST else Flag.UNCERTAIN if unsure else Flag.PLAIN
    return replace(
        first,
        category="",
        value=value,
        low=max(0.0, value - below),
        high=min(1.0, value + above),
        flag=flag,
    )


def _satisfaction(table: ReleasedTable, contents: Contents, topic: Topic) -> Cell | None:
    """Return the mean satisfaction with an offer: that of the row with the same name."""
    row = topic.id.rpartition(".")[2]
    for other in contents.topics:
        if other.measures == "satisfaction" and other.id.rpartition(".")[2] == row:
            return common.county_cell(table, contents, Measure.MEAN, other.id, "")
    return None


@kind("bekannt-genutzt")
def knowledge_use(table: ReleasedTable, contents: Contents) -> Figure:
    """Show for each offer how many families know it, tried it and use it, and how satisfied they are.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.

    Returns
    -------
    Figure
        One group of bars for each offer, the best known first.

    Raises
    ------
    NothingToShowError
        If the release holds no question on knowledge of offers.
    """
    found = offers(table, contents)
    if not found:
        message = "knowledge and use: the release holds no question on knowledge of offers"
        raise common.NothingToShowError(message)
    series = tuple(step for step in STEPS if any(step in offer.steps for offer in found))
    rows = tuple(picture_bars.Row(_label(offer), _strips(offer, series)) for offer in found)
    highs = [c.high or c.value or 0.0 for o in found for c in o.steps.values()]
    bars = picture_bars.Bars(rows, bar_scale(highs, Measure.SHARE), describe.percent, series=series)
    alt = (
        f"Gruppen von Balken mit Intervallen: wie viele Familien ein Angebot {' und '.join(series)}, "
        "für jedes Angebot. Neben dem Namen steht die mittlere Zufriedenheit der Nutzenden."
    )
    cells = [c for o in found for c in (*o.steps.values(), o.satisfaction) if c is not None]
    return common.finished(
        contents,
        figure_id="bekannt-genutzt",
        title=_title(found, contents),
        alt=alt,
        base=describe.base_words(found[0].topic, found[0].known),
        cells=cells,
        note="Wer ein Angebot nutzt, zählt auch zu denen, die es kennen. Zufriedenheit: Mittelwert "
        f"der Skala von 1 bis 5, nur von Familien, die es nutzen. {describe.INTERVAL_NOTE}",
        columns=("Angebot", *map(describe.capital, series), "Zufriedenheit (Intervall)", "n"),
        rows=[_row(offer, series) for offer in found],
        svg=picture_bars.draw_bars("bekannt-genutzt", alt, bars),
        plotly=plot_bars.plot_bars(bars),
    )


def _label(offer: Offer) -> str:
    if offer.satisfaction is None:
        return offer.topic.label
    words = describe.value_words(offer.satisfaction)
    return f"{offer.topic.label} – Zufriedenheit{describe.NBSP}{words}"


def _strips(offer: Offer, series: Sequence[str]) -> tuple[picture_bars.Strip, ...]:
    return tuple(
        strip(offer.steps[step], series=k) for k, step in enumerate(series) if step in offer.steps
    )


def _row(offer: Offer, series: Sequence[str]) -> tuple[str, ...]:
    steps = (offer.steps.get(step) for step in series)
    satisfied = describe.with_interval(offer.satisfaction) if offer.satisfaction else "–"
    return (
        offer.topic.label,
        *(describe.with_interval(cell) if cell else describe.NO_FIGURE for cell in steps),
        satisfied,
        describe.respondents(offer.known),
    )


def _title(found: Sequence[Offer], contents: Contents) -> str:
    """Name the least known offer, and whether it is least known for sure."""
    known = [offer for offer in found if offer.known.value is not None]
    where = describe.among(contents)
    if not known:
        return "Bekannt und genutzt: Die Antworten reichen nicht für eine Zahl."
    least = known[-1]
    words = (
        f"{describe.quoted(least.topic.label)} kennen {where} "
        f"{describe.with_interval(least.known)} der Familien, "
        f"{describe.value_words(least.used)} nutzen dieses Angebot"
    )
    others = [offer.known.low or 0.0 for offer in known[:-1]]
    is_sure = bool(others) and (least.known.high or 1.0) < min(others)
    return (
        f"Bekannt und genutzt: {words}; kein Angebot ist weniger bekannt."
        if is_sure
        else (f"Bekannt und genutzt: {words}.")
    )
