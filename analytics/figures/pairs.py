"""Figures in two directions: need against supply, importance against satisfaction."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

from analytics import describe, picture, picture_scatter, plot_scatter, sources
from analytics.contrast import contrast, standing
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.common import AREA
from analytics.figures.register import kind
from analytics.picture_scatter import Axis, Reach, Scatter, Spot
from analytics.released import Cell, Contents, Measure, ReleasedTable

PAIRED = (Measure.PER_100, Measure.REACH, Measure.ACCESS, Measure.COUNT)
"""Measures of supply that a need can be set beside."""


class _Met(NamedTuple):
    """A planning area with its need and its supply."""

    label: str
    need: Cell
    supply: Cell
    need_value: float
    supply_value: float


@kind("bedarf-angebot")
def need_supply_scatter(
    table: ReleasedTable, contents: Contents, need: str, supply: str, measure: Measure
) -> Figure:
    """Show need against supply of each planning area, in quadrants at the county's values.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    need
        Indicator.
    supply
        Facility type.
    measure
        ``per_100``, ``reach``, ``access`` or ``count``.

    Returns
    -------
    Figure
        One point for each area that has both figures.

    Raises
    ------
    NothingToShowError
        If no area has both figures, or the county lacks one.
    """
    met = _met(table, contents, need, supply, measure)
    county_need = common.county_cell(table, contents, Measure.SHARE, need)
    county_supply = common.county_cell(table, contents, measure, supply, "")
    if not met or county_need is None or county_need.value is None or county_supply is None:
        message = f"need {need} against {measure} of {supply}: the release lacks one of them"
        raise common.NothingToShowError(message)
    supply_cross = _supply_cross(met, county_supply, measure)
    scatter = _need_supply(met, contents, need, supply, measure, county_need.value, supply_cross)
    figure_id = common.slug(f"bedarf-angebot-{need}-{supply}-{measure}")
    title = _need_supply_title(met, contents, need, supply, county_need, supply_cross)
    alt = (
        f"Punktbild: jeder Planungsraum nach Bedarf ({common.label_of(contents, need)}) und Angebot "
        f"({scatter.x.title}). Gestrichelte Linien zeigen die Werte des Landkreises."
    )
    return common.finished(
        contents,
        figure_id=figure_id,
        title=title,
        alt=alt,
        base=describe.base_words(common.topic_of(contents, need), county_need),
        note="Gestrichelt: Werte des Landkreises. Graue Linien: 95-%-Intervall des Bedarfs; das "
        f"Angebot ist gezählt und hat keines. Leere Kreise sind unsicher.{_left_out(table, contents, need)}",
        cells=[m.need for m in met],
        columns=("Nr.", "Planungsraum", "Bedarf", "95-%-Intervall", scatter.x.title, "n"),
        rows=[
            (
                str(k),
                m.label,
                describe.value_words(m.need),
                describe.interval_words(m.need),
                describe.value_words(m.supply),
                describe.respondents(m.need),
            )
            for k, m in enumerate(met, start=1)
        ],
        svg=picture_scatter.draw_scatter(figure_id, alt, scatter),
        plotly=plot_scatter.plot_scatter(scatter),
        rests_on=sources.supply(measure, supply, survey=True),
    )


def _met(
    table: ReleasedTable, contents: Contents, need: str, supply: str, measure: Measure
) -> list[_Met]:
    met = []
    for group in common.by_value(common.groups(table, contents, Measure.SHARE, need, AREA)):
        other = table.get(measure, supply, AREA, group.code)
        if group.cell.value is not None and other is not None and other.value is not None:
            met.append(_Met(group.label, group.cell, other, group.cell.value, other.value))
    return met


def _left_out(table: ReleasedTable, contents: Contents, need: str) -> str:
    """Name the areas without a point, and why they have none."""
    hidden = [
        f"„{group.label}“ ({describe.value_words(group.cell)})"
        for group in common.groups(table, contents, Measure.SHARE, need, AREA)
        if group.cell.value is None
    ]
    return f" Ohne Punkt: {describe.listed(hidden)}." if hidden else ""


def _supply_cross(met: Sequence[_Met], county: Cell, measure: Measure) -> float:
    """Return the supply to compare with: the county's value, for sums the areas' mean."""
    if measure is Measure.COUNT or county.value is None:
        return fmean(m.supply_value for m in met)
    return county.value


def _need_supply(
    met: Sequence[_Met],
    contents: Contents,
    need: str,
    supply: str,
    measure: Measure,
    need_cross: float,
    supply_cross: float,
) -> Scatter:
    needs = [b for m in met for b in (m.need_value, m.need.low, m.need.high) if b is not None]
    supplies = [*(m.supply_value for m in met), supply_cross]
    write = describe.FORMATS[measure]
    most = 1.0 if measure is Measure.REACH else None
    cross_name = "Mittel" if measure is Measure.COUNT else "Landkreis"
    return Scatter(
        spots=tuple(
            Spot(
                m.label,
                Reach(m.supply_value),
                Reach(m.need_value, m.need.low, m.need.high),
                f"Bedarf {describe.with_interval(m.need)}, Angebot {describe.value_words(m.supply)}",
                common.is_uncertain(m.need),
            )
            for m in met
        ),
        x=Axis(
            f"{common.label_of(contents, supply)}: {_short(measure)}",
            picture.scale(supplies, most=most),
            write,
            supply_cross,
            f"{cross_name}: {write(supply_cross)}",
        ),
        y=Axis(
            f"{common.label_of(contents, need)} (Anteil)",
            picture.scale([*needs, need_cross], most=1.0),
            describe.percent,
            need_cross,
            "",
        ),
        corner="viel Bedarf, wenig Angebot",
    )


def _short(measure: Measure) -> str:
    names = {
        Measure.PER_100: "je 100 Kinder",
        Measure.REACH: "erreichbar",
        Measure.ACCESS: "Plätze je Kind",
        Measure.COUNT: "Anzahl",
    }
    return names.get(measure, describe.MEASURE_LABELS[measure])


def _need_supply_title(
    met: Sequence[_Met],
    contents: Contents,
    need: str,
    supply: str,
    county: Cell,
    supply_cross: float,
) -> str:
    ways = standing([contrast(m.need, county) for m in met])
    short = [
        m.label
        for m, way in zip(met, ways, strict=True)
        if way > 0 and m.supply_value < supply_cross
    ]
    named = (describe.quoted(common.label_of(contents, code)) for code in (need, supply))
    about = " und Angebot ".join(named)
    if not short:
        return (
            f"{about}: In keinem Planungsraum trifft belastbar höherer Bedarf auf ein kleineres "
            "Angebot als im Landkreis."
        )
    where = describe.listed([f"„{name}“" for name in short])
    return (
        f"{about}: In {where} trifft belastbar höherer Bedarf auf ein kleineres Angebot als im "
        "Landkreis."
    )
