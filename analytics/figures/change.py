"""What changed between two waves, said only where the intervals allow it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analytics import describe, picture, picture_bars, plot_bars
from analytics.contrast import Contrast, contrast, standing
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.register import kind
from analytics.released import Cell, Contents, Measure, ReleasedTable, Topic, demand_comparable


class Changed(NamedTuple):
    """One indicator in two waves."""

    topic: Topic
    before: Cell
    now: Cell
    contrast: Contrast


def changes(
    now: ReleasedTable, contents: Contents, before: ReleasedTable, contents_before: Contents
) -> list[Changed]:
    """Compare the county's indicators of two waves; only those worded alike are compared."""
    demand_comparable(contents.sampling, contents_before.sampling)
    found = []
    for topic in contents.topics:
        earlier = common.topic_of(contents_before, topic.id)
        if topic.kind != "indicator" or earlier is None or not _is_same(topic, earlier):
            continue
        pair = [
            common.county_cell(table, known, Measure.SHARE, topic.id)
            for table, known in ((before, contents_before), (now, contents))
        ]
        if pair[0] is None or pair[1] is None:
            continue
        difference = contrast(pair[1], pair[0])
        if difference is not None:
            found.append(Changed(topic, pair[0], pair[1], difference))
    return found


def _is_same(topic: Topic, earlier: Topic) -> bool:
    return topic.label == earlier.label and topic.unit == earlier.unit


@kind("veraenderung")
def wave_change(
    now: ReleasedTable, contents: Contents, before: ReleasedTable, contents_before: Contents
) -> Figure:
    """Show how the county's indicators changed from one wave to another.

    The waves are independent samples, so the variances of both, with their protection noise, add up.

    Parameters
    ----------
    now
        Released figures of the later wave.
    contents
        Labels, codes and places of the later wave.
    before
        Released figures of the earlier wave.
    contents_before
        Labels, codes and places of the earlier wave.

    Returns
    -------
    Figure
        Differences in percentage points with intervals and a verdict each.

    Raises
    ------
    NothingToShowError
        If the waves share no indicator.
    IncomparableError
        If one of the waves was open to anybody.
    """
    found = changes(now, contents, before, contents_before)
    if not found:
        message = f"change from wave {contents_before.wave} to {contents.wave}: no common indicator"
        raise common.NothingToShowError(message)
    bars = _bars(found)
    alt = (
        f"Balken mit Intervallen: Veränderung der Bedarfe von der {contents_before.wave}. zur "
        f"{contents.wave}. Welle in Prozentpunkten."
    )
    return common.finished(
        contents,
        figure_id="veraenderung",
        title=_title(found, contents, contents_before),
        alt=alt,
        base=f"Familien, n = {describe.number(contents_before.n)} und {describe.number(contents.n)} "
        "(gerundet)",
        note="Die Linien zeigen 95-%-Intervalle der Veränderung. Reicht eine Linie über die Null, "
        "ist die Veränderung nicht belastbar. Eine Veränderung sagt nichts über ihre Ursache.",
        cells=[cell for c in found for cell in (c.before, c.now)],
        columns=(
            "Bedarf",
            contents_before.period,
            contents.period,
            "Veränderung (Intervall)",
            "Urteil",
        ),
        rows=[
            (
                c.topic.label,
                describe.with_interval(c.before),
                describe.with_interval(c.now),
                _points(c.contrast),
                verdict(way),
            )
            for c, way in zip(found, _ways(found), strict=True)
        ],
        svg=picture_bars.draw_bars("veraenderung", alt, bars),
        plotly=plot_bars.plot_bars(bars),
    )


def _bars(found: Sequence[Changed]) -> picture_bars.Bars:
    rows = tuple(
        picture_bars.Row(
            f"{c.topic.label} ({describe.UNCERTAIN})" if _is_unsure(c) else c.topic.label,
            (
                picture_bars.Strip(
                    c.contrast.difference,
                    c.contrast.low,
                    c.contrast.high,
                    signed(c.contrast.difference),
                    is_uncertain=way == 0,
                ),
            ),
        )
        for c, way in zip(found, _ways(found), strict=True)
    )
    bounds = [bound for c in found for bound in (c.contrast.low, c.contrast.high)]
    return picture_bars.Bars(
        rows, picture.scale(bounds), signed, hatched="schraffiert: nicht belastbar"
    )


def _is_unsure(found: Changed) -> bool:
    return common.is_uncertain(found.before) or common.is_uncertain(found.now)


def _ways(found: Sequence[Changed]) -> tuple[int, ...]:
    return standing([c.contrast for c in found])


def verdict(way: int) -> str:
    """Return the word for a change."""
    return {1: "gestiegen", -1: "gesunken"}.get(way, "keine belastbare Veränderung")


def signed(share: float) -> str:
    """Return a difference of shares in points with its sign, such as ``+4``."""
    words = describe.number(share * 100)
    return f"+{words}" if share > 0 and words != "0" else words


def points(share: float) -> str:
    """Return a difference of shares with its unit, such as ``+4 Prozentpunkte``."""
    words = signed(share)
    return f"{words} {'Prozentpunkt' if words in {'+1', '−1'} else 'Prozentpunkte'}"


def _points(found: Contrast) -> str:
    bounds = f"{signed(found.low)} bis {signed(found.high)}"
    return f"{points(found.difference)} ({bounds})"


def _title(found: Sequence[Changed], contents: Contents, before: Contents) -> str:
    ways = _ways(found)
    since = f"Gegenüber der {before.wave}. Welle ({before.period})"
    claims = [
        f"{describe.quoted(c.topic.label)} {verdict(way)} ({points(c.contrast.difference)})"
        for c, way in zip(found, ways, strict=True)
        if way
    ]
    if not claims:
        return (
            f"{since} zeigt kein Bedarf {describe.in_county(contents)} eine belastbare Veränderung."
        )
    return f"{since}: {describe.listed(claims)}."
