"""How urgent a need is in each area, with the weights in sight and how much hangs on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics import describe, sources
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.areas import Compared, compare
from analytics.figures.common import AREA, Group
from analytics.figures.register import kind
from analytics.released import Contents, Measure, ReleasedTable

STEADY = 0.9
"""Part of the tried weights under which an area must be in front to be called so."""


@kind("dringlichkeit")
def urgency(
    table: ReleasedTable,
    contents: Contents,
    topic: str,
    weights: Mapping[str, float],
    in_front: Mapping[str, float],
) -> Figure:
    """Show how urgent a need is in each area, and by which weights.

    Parameters
    ----------
    table
        Figures made from released ones: the urgency of a need by area.
    contents
        Labels, codes and places of the same wave.
    topic
        Indicator.
    weights
        German name of each part to its share, summing to 1; they stand in the note.
    in_front
        Area to the part of other weights that were tried, in [0, 1], under which it is among the most
        urgent; empty where none were.

    Returns
    -------
    Figure
        Bars from 0 to 100 with intervals, the highest first.

    Raises
    ------
    NothingToShowError
        If there is no urgency of the need by area, or anybody could answer.
    """
    common.demand_invited(contents, f"urgency of {topic}")
    found = common.by_value(common.groups(table, contents, Measure.PRIORITY, topic, AREA, ""))
    common.demanded(found, f"urgency of {topic} by area")
    label = common.label_of(contents, topic)
    county = common.county_cell(table, contents, Measure.SHARE, topic)
    return compare(
        contents,
        Compared(
            figure_id=common.slug(f"dringlichkeit-{topic}"),
            title=describe.about(label, _sentence(found, in_front)),
            shows=f"Dringlichkeit von 0 bis 100 zu {describe.quoted(label)} nach Planungsräumen, "
            f"gewichtet nach {_weight_words(weights)}",
            base=describe.base_words(common.topic_of(contents, topic), county),
            view=AREA,
            measure=Measure.PRIORITY,
            groups=found,
            county=None,
            note=f"Gewichte: {_weight_words(weights)}. 50 ist der Durchschnitt des Landkreises. Andere "
            "Gewichte sind eine andere politische Entscheidung; neben jedem Namen steht, bei wie "
            "vielen ähnlichen Gewichten das Gebiet vorn bleibt. Die schmalen Linien zeigen die "
            "Unsicherheit aus der Befragung (95 %).",
            rests_on=sources.RestsOn(grid=True),
            said=lambda group: _steadiness(group, in_front),
            reference=(50.0, "Durchschnitt: 50"),
        ),
    )


def _weight_words(weights: Mapping[str, float]) -> str:
    return describe.listed([f"{name} {describe.percent(part)}" for name, part in weights.items()])


def _steadiness(group: Group, in_front: Mapping[str, float]) -> str:
    part = in_front.get(group.code)
    return "" if part is None else f"vorn bei {describe.percent(part)} der Gewichte"


def _sentence(found: Sequence[Group], in_front: Mapping[str, float]) -> str:
    known = [group for group in found if group.cell.value is not None]
    if not known:
        return "Für eine Aussage nach Planungsräumen reichen die Antworten nicht."
    sure = [f"„{g.label}“" for g in known if in_front.get(g.code, 0.0) >= STEADY]
    if not sure:
        return "Welches Gebiet am dringlichsten ist, hängt von den Gewichten ab."
    verb = "gehört" if len(sure) == 1 else "gehören"
    return (
        f"{describe.listed(sure)} {verb} bei fast allen ähnlichen Gewichten zu den dringlichsten "
        "Gebieten."
    )
