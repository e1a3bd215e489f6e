"""The prevention chain: what is offered, and needed, at each stage of life in each field."""

from __future__ import annotations

from typing import NamedTuple

from analytics import describe, picture_matrix
from analytics.figure import Figure
from analytics.figures import common
from analytics.picture_matrix import Field, Matrix
from analytics.released import Cell, Contents, Measure, ReleasedTable, Topic

OFFERS = "offers"
VIEW = "life_stage*field"

LEVELS = ("kein Angebot", "1 bis 2 Angebote", "3 bis 5 Angebote", "6 und mehr Angebote")
_STEPS = (1, 3, 6)


class Knot(NamedTuple):
    """One cell of the chain: offers counted, and the strongest need reported."""

    stage: str
    field: str
    offers: int
    need: Topic | None
    share: Cell | None

    @property
    def is_gap(self) -> bool:
        """Say whether need is reported where nothing is offered."""
        return self.offers == 0 and self.share is not None


def knots(table: ReleasedTable, contents: Contents) -> list[list[Knot]]:
    """Return the chain as rows of life stages and columns of fields of action."""
    return [
        [_knot(table, contents, stage, field) for field in contents.fields_of_action]
        for stage in contents.life_stages
    ]


def _knot(table: ReleasedTable, contents: Contents, stage: str, field: str) -> Knot:
    counted = table.get(Measure.COUNT, OFFERS, VIEW, f"{stage}*{field}")
    number = round(counted.value) if counted is not None and counted.value is not None else 0
    found: tuple[Topic, Cell] | None = None
    strongest = 0.0
    for topic in contents.topics:
        if topic.kind != "indicator" or not _speaks_of(topic, stage, field):
            continue
        cell = common.county_cell(table, contents, Measure.SHARE, topic.id)
        if cell is not None and cell.value is not None and cell.value > strongest:
            found, strongest = (topic, cell), cell.value
    return Knot(stage, field, number, *(found or (None, None)))


def _speaks_of(topic: Topic, stage: str, field: str) -> bool:
    return field in topic.fields and (not topic.life_stages or stage in topic.life_stages)


def prevention_chain(table: ReleasedTable, contents: Contents) -> Figure:
    """Show offers and reported need for each life stage and field of action.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.

    Returns
    -------
    Figure
        Life stages down, fields of action across.

    Raises
    ------
    NothingToShowError
        If the release counts no offers.
    """
    if not any(cell.topic == OFFERS and cell.view == VIEW for cell in table):
        message = "prevention chain: the release holds no number of offers"
        raise common.NothingToShowError(message)
    rows = knots(table, contents)
    matrix = Matrix(
        rows=tuple(contents.life_stages.values()),
        columns=tuple(contents.fields_of_action.items()),
        fields=tuple(tuple(_drawn(knot, contents) for knot in row) for row in rows),
        levels=LEVELS,
        gap_words="Bedarf gemeldet, aber kein Angebot erfasst",
    )
    alt = (
        "Tabelle der Lebensphasen (Zeilen) und Handlungsfelder (Spalten). Jede Zelle zeigt die Zahl "
        "der Angebote und darunter den stärksten Bedarf."
    )
    return common.finished(
        contents,
        figure_id="praeventionskette",
        title=_title(rows, contents),
        alt=alt,
        base=describe.UNITS["family"] + f", n = {describe.number(contents.n)} (gerundet)",
        note="Obere Zahl: erfasste Angebote. Untere Zahl: Anteil des am häufigsten gemeldeten "
        "Bedarfs in diesem Feld und dieser Lebensphase; welcher es ist, steht in der Tabelle.",
        columns=(
            "Lebensphase",
            "Handlungsfeld",
            "Angebote",
            "Stärkster Bedarf",
            "Anteil (Intervall)",
        ),
        rows=[
            (
                contents.life_stages[knot.stage],
                contents.fields_of_action[knot.field],
                str(knot.offers),
                knot.need.label if knot.need else describe.NO_FIGURE,
                describe.with_interval(knot.share) if knot.share else describe.NO_FIGURE,
            )
            for row in rows
            for knot in row
        ],
        svg=picture_matrix.draw_matrix("praeventionskette", alt, matrix),
        plotly=picture_matrix.plot_matrix(matrix),
        topics=contents.example_types,
    )


def _drawn(knot: Knot, contents: Contents) -> Field:
    need = describe.with_interval(knot.share) if knot.share else "kein Bedarf gemeldet"
    label = f"{knot.need.label}: " if knot.need else ""
    return Field(
        upper=str(knot.offers),
        lower=describe.value_words(knot.share) if knot.share else "",
        level=sum(knot.offers >= step for step in _STEPS),
        is_gap=knot.is_gap,
        words=f"{contents.life_stages[knot.stage]}<br>{contents.fields_of_action[knot.field]}<br>"
        f"{knot.offers} Angebote<br>{label}{need}",
    )


def _title(rows: list[list[Knot]], contents: Contents) -> str:
    gaps = sum(knot.is_gap for row in rows for knot in row)
    size = len(contents.life_stages) * len(contents.fields_of_action)
    if not gaps:
        return "Präventionskette: Überall, wo Bedarf gemeldet ist, ist auch ein Angebot erfasst."
    return (
        f"Präventionskette: In {gaps} von {size} Zellen ist Bedarf gemeldet, aber kein Angebot "
        "erfasst."
    )
