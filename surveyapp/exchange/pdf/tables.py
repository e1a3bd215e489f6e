"""Rows that are answered with the same options: a table, or row by row where it would be too wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from surveyapp.exchange.pdf.press import (
    BODY,
    GREY,
    INK,
    INNER,
    LEFT,
    SHADE,
    SMALL,
    Press,
    line_height,
)
from surveyapp.exchange.pdf.sheet import Label, Mark, Table
from surveyapp.exchange.pdf.strips import Strip

MOST_COLUMNS = 7
"""Options of a table, „keine Angabe“ among them; with more of them each row stands with its options below."""

_HEAD = 8.0
_BOX = 3.8
_INSET = _BOX + 3.6
_NARROWEST, _WIDEST = 15.0, 27.0
_LEAST_ROW = 48.0


def _column(body: Table, width: float) -> float:
    return min(_WIDEST, (width - _LEAST_ROW) / max(1, len(body.columns)))


def _fits(press: Press, body: Table, width: float) -> bool:
    words = [word for text in body.columns for word in text.split()]
    widest = max((press.width(word, _HEAD) for word in words), default=0.0)
    column = _column(body, width)
    is_wide = column >= _NARROWEST and widest <= column - 1
    return is_wide and len(body.columns) <= MOST_COLUMNS


def table(press: Press, body: Table, start: float, width: float) -> Iterator[Strip]:
    """Return a table whose header is repeated on each page, or its rows one by one."""
    if not _fits(press, body, INNER):
        yield from _stacked(press, body, start, width)
        return
    if not _fits(press, body, width):
        start, width = LEFT, INNER  # under the number too, rather than row by row
    column = _column(body, width)
    header = _header(press, body, start, width, column)
    yield replace(header, gap=2.0, keeps=True)
    for place, (row, marks) in enumerate(zip(body.rows, _marks(body), strict=True)):
        strip = _row(press, body, row, marks, start, width, column, is_shaded=place % 2 == 0)
        yield replace(strip, header=header)


def _marks(body: Table) -> Sequence[Sequence[Mark | None]]:
    return body.marks or [[None] * len(body.columns)] * len(body.rows)


def _header(press: Press, body: Table, start: float, width: float, column: float) -> Strip:
    heads = [press.lines(text, column - 1, _HEAD) for text in body.columns]
    tall = max((len(each) for each in heads), default=1) * line_height(_HEAD)
    first = start + width - column * len(heads)

    def draw(y: float) -> None:
        for place, lines in enumerate(heads):
            top = y + tall - len(lines) * line_height(_HEAD)
            x = first + place * column + 0.5
            press.block(x, top, lines, column - 1, _HEAD, align="center")
        press.rule(start, y + tall + 0.8, width, INK)

    return Strip(tall + 1.0, draw)


def _row(
    press: Press,
    body: Table,
    row: Label,
    marks: Sequence[Mark | None],
    start: float,
    width: float,
    column: float,
    *,
    is_shaded: bool,
) -> Strip:
    count = len(body.columns)
    room = width - column * count - 3
    lines = press.lines(row.text, room)
    remark = press.lines(f"({row.remark})", room, SMALL) if row.remark else []
    tall = len(lines) * line_height(BODY) + len(remark) * line_height(SMALL) + 2.4

    def draw(y: float) -> None:
        if is_shaded:
            press.rectangle(start, y, width, tall, fill=SHADE + 6)
        press.block(start + 1, y + 1.2, lines, room)
        below = y + 1.2 + len(lines) * line_height(BODY)
        press.block(start + 1, below, remark, room, SMALL, grey=GREY)
        for place, mark in enumerate(marks):
            x = start + width - column * (count - place) + (column - _BOX) / 2
            press.box(x, y + (tall - _BOX) / 2, _BOX, mark, several=body.several)

    return Strip(tall, draw)


def _stacked(press: Press, body: Table, start: float, width: float) -> Iterator[Strip]:
    for row, marks in zip(body.rows, _marks(body), strict=True):
        yield _stacked_row(press, body, row, marks, start, width)


def _stacked_row(
    press: Press,
    body: Table,
    row: Label,
    marks: Sequence[Mark | None],
    start: float,
    width: float,
) -> Strip:
    said = f"{row.text} ({row.remark})" if row.remark else row.text
    lines = press.lines(said, width)
    tall = len(lines) * line_height(BODY)
    boxes = ticks(press, body.columns, start + 4, width - 4, marks, several=body.several)

    def draw(y: float) -> None:
        press.block(start, y, lines, width)
        boxes.draw(y + tall + 0.6)

    return Strip(tall + 0.6 + boxes.height, draw, 3.0)


def ticks(
    press: Press,
    texts: Sequence[str],
    start: float,
    width: float,
    marks: Sequence[Mark | None],
    *,
    several: bool,
) -> Strip:
    """Return boxes with their wordings one behind the other, in as many lines as they need."""
    places: list[tuple[float, int, list[str]]] = []
    x, line = 0.0, 0
    for text in texts:
        wide = _INSET + press.width(text) + 6
        if x > 0 and x + wide - 6 > width:
            x, line = 0.0, line + 1
        found = press.lines(text, width - _INSET)
        places.append((x, line, found))
        x, line = (0.0, line + len(found)) if len(found) > 1 else (x + wide, line)
    step = line_height(BODY) + 0.8
    last = max(place[1] + len(place[2]) for place in places)

    def draw(y: float) -> None:
        for (x, line, found), mark in zip(places, marks, strict=True):
            top = y + line * step
            middle = top + (line_height(BODY) - _BOX) / 2 - 0.1
            press.box(start + x, middle, _BOX, mark, several=several)
            press.block(start + x + _INSET, top, found, width - x - _INSET)

    return Strip(last * step, draw)
