"""Importance against satisfaction: what matters to families and falls short."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

from analytics import describe, picture, picture_scatter, plot_scatter
from analytics.contrast import contrast
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.register import kind
from analytics.picture_scatter import Axis, Reach, Scatter, Spot
from analytics.released import Cell, Contents, Measure, ReleasedTable, Topic


class Pair(NamedTuple):
    """One subject with how important it is and how satisfied families are with it."""

    topic: Topic
    label: str
    importance: Cell
    satisfaction: Cell
    importance_value: float
    satisfaction_value: float

    @property
    def gap(self) -> float:
        """Return importance minus satisfaction, in points of the scale."""
        return self.importance_value - self.satisfaction_value


def county_pairs(table: ReleasedTable, contents: Contents) -> list[Pair]:
    """Return the pairs released for the county, the widest gap first."""
    pairs = []
    for topic in contents.topics:
        if not topic.pair:
            continue
        important = common.county_cell(table, contents, Measure.MEAN, topic.pair, "")
        satisfied = common.county_cell(table, contents, Measure.MEAN, topic.id, "")
        if important is None or satisfied is None:
            continue
        if important.value is not None and satisfied.value is not None:
            label = topic.label
            pairs.append(Pair(topic, label, important, satisfied, important.value, satisfied.value))
    return sorted(pairs, key=lambda pair: -pair.gap)


def gap_stands(pair: Pair) -> bool:
    """Say whether a subject is belastbar more important than satisfying."""
    found = contrast(pair.importance, pair.satisfaction)
    return found is not None and found.low > 0


@kind("wichtig-zufrieden")
def importance_satisfaction(table: ReleasedTable, contents: Contents) -> Figure:
    """Show how important subjects are against how satisfied families are, for the county.

    Cross hairs lie at the means over all subjects, not at the middle of the scale.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.

    Returns
    -------
    Figure
        One point for each subject, the widest distance first in the table.

    Raises
    ------
    NothingToShowError
        If the release holds no pair.
    """
    pairs = county_pairs(table, contents)
    if not pairs:
        message = "importance against satisfaction: the release holds no pair of means"
        raise common.NothingToShowError(message)
    scatter = _importance_satisfaction(pairs)
    alt = (
        "Punktbild: jedes Thema nach Zufriedenheit (waagerecht) und Wichtigkeit (senkrecht), mit "
        "Intervallen in beide Richtungen. Gestrichelte Linien zeigen die Mittelwerte aller Themen."
    )
    return common.finished(
        contents,
        figure_id="wichtig-zufrieden",
        title=_pairs_title(pairs),
        alt=alt,
        base=describe.base_words(pairs[0].topic, pairs[0].satisfaction),
        note="Skala von 1 bis 5. Gestrichelt: Mittelwerte aller Themen. Graue Linien: "
        "95-%-Intervalle. Leere Kreise sind unsicher. Wer ein Angebot nicht nutzt, hat oft nur die "
        "Wichtigkeit bewertet; deshalb stehen in der Tabelle beide Fallzahlen.",
        cells=[cell for p in pairs for cell in (p.importance, p.satisfaction)],
        columns=(
            "Nr.",
            "Thema",
            "Wichtigkeit (Intervall)",
            "Zufriedenheit (Intervall)",
            "Abstand",
            "n Wichtigkeit",
            "n Zufriedenheit",
        ),
        rows=[
            (
                str(k),
                p.label,
                describe.with_interval(p.importance),
                describe.with_interval(p.satisfaction),
                describe.number(p.gap, 1),
                describe.respondents(p.importance),
                describe.respondents(p.satisfaction),
            )
            for k, p in enumerate(pairs, start=1)
        ],
        svg=picture_scatter.draw_scatter("wichtig-zufrieden", alt, scatter),
        plotly=plot_scatter.plot_scatter(scatter),
    )


def _importance_satisfaction(pairs: Sequence[Pair]) -> Scatter:
    def axis(title: str, cells: Sequence[Cell]) -> Axis:
        values = [cell.value for cell in cells if cell.value is not None]
        bounds = [b for cell in cells for b in (cell.value, cell.low, cell.high) if b is not None]
        middle = fmean(values)
        words = f"Mittel: {describe.number(middle, 1)}"
        return Axis(
            title,
            picture.scale(bounds, from_zero=False, steps=picture.EVEN_STEPS),
            lambda v: describe.number(v, 1),
            middle,
            words,
        )

    return Scatter(
        spots=tuple(
            Spot(
                p.label,
                Reach(p.satisfaction_value, p.satisfaction.low, p.satisfaction.high),
                Reach(p.importance_value, p.importance.low, p.importance.high),
                f"Wichtigkeit {describe.with_interval(p.importance)}, "
                f"Zufriedenheit {describe.with_interval(p.satisfaction)}",
                common.is_uncertain(p.importance) or common.is_uncertain(p.satisfaction),
            )
            for p in pairs
        ),
        x=axis("Zufriedenheit", [p.satisfaction for p in pairs]),
        y=axis("Wichtigkeit", [p.importance for p in pairs]),
        corner="wichtig, aber unzufrieden",
    )


def _pairs_title(pairs: Sequence[Pair]) -> str:
    first = pairs[0]
    if not gap_stands(first):
        return "Wichtigkeit und Zufriedenheit: bei keinem Thema ein belastbarer Abstand."
    numbers = (
        f"(wichtig {describe.number(first.importance_value, 1)}, "
        f"zufrieden {describe.number(first.satisfaction_value, 1)})"
    )
    label = describe.quoted(first.label)
    return f"Wichtigkeit und Zufriedenheit liegen am weitesten auseinander bei {label} {numbers}."
