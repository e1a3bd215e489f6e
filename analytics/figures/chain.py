"""The prevention chain: what is offered, and needed, at each stage of life in each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analytics import describe, picture_matrix, sources
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.register import kind
from analytics.picture_matrix import Field, Mark, Matrix
from analytics.released import Cell, Contents, Measure, ReleasedTable, Topic

OFFERS = "offers"
VIEW = "life_stage*field"

LEVELS = (
    "keine Angebote und Einrichtungen",
    "1 bis 4 Angebote und Einrichtungen",
    "5 bis 14",
    "15 bis 39",
    "40 und mehr",
)
_STEPS = (1, 5, 15, 40)

MARKS = {
    Mark.GAP: "Bedarf gemeldet, aber nichts erfasst",
    Mark.THIN: "viel Bedarf, wenig Angebot",
}


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

    @property
    def place(self) -> tuple[str, str]:
        """Return what tells this cell from every other."""
        return self.stage, self.field

    @property
    def strength(self) -> float:
        """Return the share of the strongest need, 0 where none was reported."""
        return self.share.value or 0.0 if self.share else 0.0


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


def thin(rows: Sequence[Sequence[Knot]]) -> set[tuple[str, str]]:
    """Return the places of cells whose need is in the top third and whose offers are in the lowest third.

    Thirds are counted among the cells with a reported need. Where equal cells would make a third
    larger than a third, none of them belongs to it.
    """
    needy = [knot for row in rows for knot in row if knot.share is not None]

    def needs_much(knot: Knot) -> bool:
        return 3 * sum(other.strength >= knot.strength for other in needy) <= len(needy)

    def has_little(knot: Knot) -> bool:
        return 3 * sum(other.offers <= knot.offers for other in needy) <= len(needy)

    return {k.place for k in needy if k.offers and needs_much(k) and has_little(k)}


def _speaks_of(topic: Topic, stage: str, field: str) -> bool:
    return field in topic.fields and (not topic.life_stages or stage in topic.life_stages)


@kind("praeventionskette")
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
    marks = _marks(rows)
    matrix = Matrix(
        rows=tuple(contents.life_stages.values()),
        columns=tuple(contents.fields_of_action.items()),
        fields=tuple(
            tuple(_drawn(knot, marks[knot.place], contents) for knot in row) for row in rows
        ),
        levels=LEVELS,
        marks=MARKS,
    )
    alt = (
        "Tabelle der Lebensphasen (Zeilen) und Handlungsfelder (Spalten). Jede Zelle zeigt die Zahl "
        "der Angebote und Einrichtungen und darunter den stärksten Bedarf."
    )
    return common.finished(
        contents,
        figure_id="praeventionskette",
        title=_title(marks, contents, rows),
        alt=alt,
        base=describe.UNITS["family"] + f", n = {describe.number(contents.n)} (gerundet)",
        note="Obere Zahl: erfasste Angebote und Einrichtungen im Landkreis. Untere Zahl: Anteil des "
        "am häufigsten gemeldeten Bedarfs in diesem Handlungsfeld und dieser Lebensphase; welcher es "
        "ist, steht in der Tabelle. Viel Bedarf heißt: oberes Drittel aller Zellen mit Bedarf; wenig "
        "Angebot: unteres Drittel. Wie groß ein Angebot ist, zählt hier nicht. Die "
        "95-%-Intervalle stehen in der Tabelle.",
        cells=[knot.share for row in rows for knot in row if knot.share is not None],
        columns=(
            "Lebensphase",
            "Handlungsfeld",
            "Angebote und Einrichtungen",
            "Stärkster Bedarf",
            "Anteil (Intervall)",
            "Hinweis",
        ),
        rows=[
            (
                contents.life_stages[knot.stage],
                contents.fields_of_action[knot.field],
                str(knot.offers),
                knot.need.label if knot.need else describe.NO_FIGURE,
                describe.with_interval(knot.share) if knot.share else describe.NO_FIGURE,
                MARKS.get(marks[knot.place], ""),
            )
            for row in rows
            for knot in row
        ],
        svg=picture_matrix.draw_matrix("praeventionskette", alt, matrix),
        narrow_svg=picture_matrix.draw_narrow_matrix("praeventionskette", alt, matrix),
        plotly=picture_matrix.plot_matrix(matrix),
        rests_on=sources.RestsOn(types=tuple(contents.facility_types)),
    )


def _marks(rows: Sequence[Sequence[Knot]]) -> dict[tuple[str, str], Mark]:
    few = thin(rows)
    return {
        knot.place: Mark.GAP if knot.is_gap else Mark.THIN if knot.place in few else Mark.NONE
        for row in rows
        for knot in row
    }


def _drawn(knot: Knot, mark: Mark, contents: Contents) -> Field:
    need = describe.with_interval(knot.share) if knot.share else "kein Bedarf gemeldet"
    label = f"{knot.need.label}: " if knot.need else ""
    return Field(
        upper=str(knot.offers),
        lower=describe.value_words(knot.share) if knot.share else "",
        level=sum(knot.offers >= step for step in _STEPS),
        mark=mark,
        is_uncertain=knot.share is not None and common.is_uncertain(knot.share),
        words=f"{contents.life_stages[knot.stage]}<br>{contents.fields_of_action[knot.field]}<br>"
        f"{knot.offers} Angebote und Einrichtungen<br>{label}{need}",
    )


def _title(
    marks: Mapping[tuple[str, str], Mark], contents: Contents, rows: Sequence[Sequence[Knot]]
) -> str:
    if all(knot.share is None for row in rows for knot in row):
        return "Präventionskette: Zum Bedarf gibt es keine Zahlen; gezeigt ist nur das Angebot."
    gaps = [place for place, mark in marks.items() if mark is Mark.GAP]
    few = [place for place, mark in marks.items() if mark is Mark.THIN]
    claims = []
    if gaps:
        claims.append(
            f"In {len(gaps)} von {len(marks)} Zellen ist Bedarf gemeldet, aber kein Angebot erfasst."
        )
    if few:
        more = "weiteren " if gaps else ""
        where = f"In {len(few)} {more}Zellen" if len(few) > 1 else f"In einer {more}Zelle"
        claims.append(f"{where} trifft viel Bedarf auf wenig Angebot{_where(few, contents)}.")
    if not claims:
        claims = ["Überall, wo Bedarf gemeldet ist, ist auch ein Angebot erfasst."]
    return f"Präventionskette: {' '.join(claims)}"


def _where(found: Sequence[tuple[str, str]], contents: Contents) -> str:
    """Name the field of action of all cells, or the cell itself; nothing where there are several."""
    fields = {field for _, field in found}
    if len(fields) > 1:
        return ""
    name = f"„{contents.fields_of_action[found[0][1]]}“"
    stage = f", Lebensphase „{contents.life_stages[found[0][0]]}“" if len(found) == 1 else ""
    return f": {'alle ' if len(found) > 1 else ''}im Handlungsfeld {name}{stage}"
