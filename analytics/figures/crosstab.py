"""Two traits at once: a table of shares, darker where a share is higher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analytics import describe, picture_matrix
from analytics.contrast import contrast, standing
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.register import kind
from analytics.picture_matrix import Field, Matrix
from analytics.released import Cell, Contents, Flag, Measure, ReleasedTable

_STEPS = (0.2, 0.4, 0.6, 0.8)
LEVELS = (
    f"unter {describe.percent(0.2)}",
    *(f"{describe.number(a * 100)} bis unter {describe.percent(a + 0.2)}" for a in _STEPS[:3]),
    f"{describe.percent(0.8)} und mehr",
)
SIGNS: Mapping[Flag, str] = {Flag.TOO_FEW: "–", Flag.UNRELIABLE: "×"}
"""What stands in the cell of a hidden figure; the key says it in words."""


class Crossed(NamedTuple):
    """One row of the table: a group, and its cell in each column; None where none was released."""

    label: str
    cells: Mapping[str, Cell | None]


@kind("kreuztabelle")
def crosstab(
    table: ReleasedTable, contents: Contents, topic: str, view: str, category: str = ""
) -> Figure:
    """Show the answers to one question by another one or by a trait.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    topic
        Question whose shares are shown.
    view
        Groups of the rows; two views joined by ``*`` are rows and columns of one answer.
    category
        Answer that is shown where the view has rows and columns; by default that of an indicator.

    Returns
    -------
    Figure
        Rows are groups, columns answers or the second trait.

    Raises
    ------
    NothingToShowError
        If the release holds no such shares.
    """
    columns, rows = crossing(table, contents, topic, view, category)
    cells = [cell for row in rows for cell in row.cells.values() if cell is not None]
    common.demanded([common.Group("", "", cell) for cell in cells], f"{topic} by {view}")
    label = common.full_label(contents, topic)
    if "*" in view and category not in {"", common.YES}:
        answer = common.categories_of(table, contents, topic).get(category, category)
        label = f"{label}: {describe.quoted(answer)}"
    figure_id = common.slug(f"kreuztabelle-{topic}-{view}-{category}".rstrip("-"))
    names = " und ".join(common.view_label(contents, part) for part in view.split("*"))
    alt = (
        f"Tabelle: {label} nach {names}. Jede Zelle zeigt einen Anteil und darunter das Intervall; "
        "je dunkler, desto höher der Anteil."
    )
    matrix = _matrix(columns, rows)
    is_crossed = "*" in view
    reading = "Jede Zelle ist ein Anteil für sich." if is_crossed else "Jede Zeile ergibt 100 %."
    return common.finished(
        contents,
        figure_id=figure_id,
        title=f"{describe.quoted(label)} nach {names}: {_claim(columns, rows)}",
        alt=alt,
        base=_base(contents, topic, cells),
        cells=cells,
        note=f"{reading} Unter jedem Anteil steht sein 95-%-Intervall in Prozent. Ein Zusammenhang "
        "sagt nichts über eine Ursache.",
        columns=("Gruppe", "Antwort", "Anteil", "95-%-Intervall", "n", "Verlässlichkeit"),
        rows=[
            (
                row.label,
                columns[code],
                describe.value_words(cell),
                describe.interval_words(cell),
                describe.respondents(cell),
                describe.certainty(cell),
            )
            for row in rows
            for code, cell in row.cells.items()
            if cell is not None
        ],
        svg=picture_matrix.draw_matrix(figure_id, alt, matrix),
        narrow_svg=picture_matrix.draw_narrow_matrix(figure_id, alt, matrix),
        plotly=picture_matrix.plot_matrix(matrix),
    )


def crossing(
    table: ReleasedTable, contents: Contents, topic: str, view: str, category: str
) -> tuple[Mapping[str, str], list[Crossed]]:
    """Return the labels of the columns by code, and the rows that hold a cell."""
    if "*" in view:
        first, second = view.split("*", 1)
        columns = common.group_labels(contents, second)
        keys = {code: (f"{{group}}*{code}", category or common.YES) for code in columns}
        row_view = first
    else:
        columns = common.categories_of(table, contents, topic)
        keys = {code: ("{group}", code) for code in columns}
        row_view = view
    rows = [
        Crossed(
            label,
            {
                code: table.get(Measure.SHARE, topic, view, group.format(group=place), answer)
                for code, (group, answer) in keys.items()
            },
        )
        for place, label in common.group_labels(contents, row_view).items()
    ]
    shown = [row for row in rows if any(cell is not None for cell in row.cells.values())]
    used = [code for code in columns if any(row.cells[code] is not None for row in shown)]
    return {code: columns[code] for code in used}, [
        Crossed(row.label, {code: row.cells[code] for code in used}) for row in shown
    ]


def _matrix(columns: Mapping[str, str], rows: Sequence[Crossed]) -> Matrix:
    codes = {code: chr(ord("A") + k) for k, code in enumerate(columns)}
    flags = {cell.flag for row in rows for cell in row.cells.values() if cell is not None}
    return Matrix(
        rows=tuple(row.label for row in rows),
        columns=tuple((codes[code], label) for code, label in columns.items()),
        fields=tuple(
            tuple(_field(row, columns[code], cell) for code, cell in row.cells.items())
            for row in rows
        ),
        levels=LEVELS,
        signs={sign: describe.HIDDEN_WORDS[flag] for flag, sign in SIGNS.items() if flag in flags},
    )


def _field(row: Crossed, column: str, cell: Cell | None) -> Field:
    words = f"{row.label}<br>{column}<br>{describe.value_words(cell)}"
    if cell is None or cell.value is None:
        return Field(SIGNS[cell.flag] if cell else "", "", 0, picture_matrix.Mark.NONE, words)
    interval = describe.interval_words(cell)
    return Field(
        upper=_edge(cell),
        lower=interval.replace(" bis ", "–").removesuffix(f"{describe.NBSP}%"),
        level=sum(cell.value >= step for step in _STEPS),
        mark=picture_matrix.Mark.NONE,
        words=f"{words} ({interval})",
        is_uncertain=common.is_uncertain(cell),
    )


def _edge(cell: Cell) -> str:
    signs = {Flag.BELOW: f"<{describe.NBSP}", Flag.ABOVE: f">{describe.NBSP}"}
    edge = {Flag.BELOW: 0.03, Flag.ABOVE: 0.97}.get(cell.flag, cell.value or 0.0)
    return f"{signs.get(cell.flag, '')}{describe.percent(edge)}"


def _claim(columns: Mapping[str, str], rows: Sequence[Crossed]) -> str:
    """Name the widest difference between two rows of one column, if it stands among all pairs."""
    pairs = [
        (column, a, b, contrast(a.cells[column], b.cells[column]))  # type: ignore[arg-type]
        for column in columns
        for k, a in enumerate(rows)
        for b in rows[k + 1 :]
        if a.cells[column] is not None and b.cells[column] is not None
    ]
    ways = standing([found for *_, found in pairs])
    sure = [
        (abs(found.difference), column, *((a, b) if way > 0 else (b, a)))
        for (column, a, b, found), way in zip(pairs, ways, strict=True)
        if way and found is not None
    ]
    if all(found is None for *_, found in pairs):
        return "ein Vergleich ist nicht möglich."
    if not sure:
        return "zwischen den Gruppen kein belastbarer Unterschied."
    _, column, more, fewer = max(sure, key=lambda entry: entry[0])
    high, low = more.cells[column], fewer.cells[column]
    return (
        f"{describe.quoted(columns[column])} bei „{more.label}“ belastbar häufiger "
        f"({describe.value_words(high)}) als bei „{fewer.label}“ ({describe.value_words(low)})."
    )


def _base(contents: Contents, topic: str, cells: Sequence[Cell]) -> str:
    unit = describe.base_words(common.topic_of(contents, topic), None)
    known = [cell.n for cell in cells if cell.n is not None]
    if not known:
        return f"{unit}, n nicht gezeigt"
    ends = dict.fromkeys(describe.number(n) for n in (min(known), max(known)))
    return f"{unit}, n = {' bis '.join(ends)} je Zelle (gerundet)"
