"""What is filled in with a pen, set in type: one row for each way of answering."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from surveyapp.exchange.pdf.press import (
    BODY,
    GREY,
    INNER,
    LEFT,
    SMALL,
    Press,
    line_height,
)
from surveyapp.exchange.pdf.sheet import (
    Choices,
    Comb,
    Entry,
    Label,
    Mark,
    Nothing,
    Pictures,
    Points,
    Ranks,
    Ruled,
)
from surveyapp.exchange.pdf.sheet import Table as TableBody
from surveyapp.exchange.pdf.strips import Strip
from surveyapp.exchange.pdf.tables import table, ticks

Finds: TypeAlias = Callable[[str], Path | None]
Sets: TypeAlias = Callable[[Press, Any, float, Finds], Iterator[Strip]]
"""Press, body, where it begins, and where pictures are, to strips."""

BOX = 3.8
_LABEL = BOX + 4.0
"""Millimetres from a box to its wording; the small code stands between them."""

_CELL, _CELL_HEIGHT = 6.4, 8.0
_POINT = 8.0
_SPACE = 0.9


def tick(press: Press, start: float, y: float, mark: Mark | None, *, several: bool) -> None:
    """Draw what is ticked, beside a line of type."""
    press.box(start, y + (line_height(BODY) - BOX) / 2 - 0.1, BOX, mark, several=several)


def _width(start: float) -> float:
    return LEFT + INNER - start


def _choices(press: Press, body: Choices, start: float, _: Finds) -> Iterator[Strip]:
    half = (_width(start) - 6) / 2
    fits = all(not x.remark and press.width(x.text) <= half - _LABEL for x in body.labels)
    if len(body.labels) > 4 and fits:
        yield from _two_columns(press, body, start, half)
        return
    for label in body.labels:
        yield _choice(press, label, start, _width(start), several=body.several)


def _two_columns(press: Press, body: Choices, start: float, half: float) -> Iterator[Strip]:
    middle = (len(body.labels) + 1) // 2
    for place in range(middle):
        pair = [body.labels[place], *body.labels[place + middle : place + middle + 1]]
        strips = [
            _choice(press, label, start + column * (half + 6), half, several=body.several)
            for column, label in enumerate(pair)
        ]
        yield _side_by_side(strips)


def _side_by_side(strips: Sequence[Strip]) -> Strip:
    def draw(y: float) -> None:
        for strip in strips:
            strip.draw(y)

    return Strip(max(each.height for each in strips), draw, strips[0].gap)


def _choice(press: Press, label: Label, start: float, width: float, *, several: bool) -> Strip:
    room = width - _LABEL
    lines = press.lines(label.text, room)
    remark = press.lines(f"({label.remark})", room, SMALL) if label.remark else []
    height = len(lines) * line_height(BODY) + len(remark) * line_height(SMALL)

    def draw(y: float) -> None:
        tick(press, start, y, label.mark, several=several)
        press.block(start + _LABEL, y, lines, room)
        below = y + len(lines) * line_height(BODY)
        press.block(start + _LABEL, below, remark, room, SMALL, grey=GREY)

    return Strip(height, draw, _SPACE)


def beside(press: Press, labels: Sequence[Label], start: float) -> Iterator[Strip]:
    """Return the boxes behind an answer: "trifft nicht zu", "keine Angabe"."""
    if labels:
        texts, marks = [each.text for each in labels], [each.mark for each in labels]
        lines = ticks(press, texts, start, _width(start), marks, several=True)
        yield Strip(lines.height, lines.draw, 2.0)


def _pictures(press: Press, body: Pictures, start: float, finds: Finds) -> Iterator[Strip]:
    drawn = [each for each in body.labels if each.picture]
    for place in range(0, len(drawn), 3):
        width = _width(start) / 3
        cells = [
            _picture(press, each, start + column * width, width - 5, finds)
            for column, each in enumerate(drawn[place : place + 3])
        ]
        yield _side_by_side(cells)
    for label in body.labels:
        if not label.picture:
            yield _choice(press, label, start, _width(start), several=False)


def _picture(press: Press, label: Label, start: float, width: float, finds: Finds) -> Strip:
    path = finds(label.picture or "")
    svg = path.read_bytes() if path is not None and path.suffix == ".svg" else None
    tall = width * 0.75 if svg is not None else 0.0
    choice = _choice(press, label, start, width, several=False)

    def draw(y: float) -> None:
        if svg is not None:
            press.picture(start, y, width, tall, svg, label.text)
        choice.draw(y + tall + 1)

    return Strip(tall + 1 + choice.height, draw, 2.5)


def _points(press: Press, body: Points, start: float, _: Finds) -> Iterator[Strip]:
    count = len(body.numbers)
    step = min(_POINT + 4, _width(start) / count)
    along = step * (count - 1) + _POINT
    below = press.width(body.low, SMALL) + press.width(body.high, SMALL) + 6
    ends = [press.lines(each, max(along, below) / 2 - 2, SMALL) for each in (body.low, body.high)]
    tall = max(len(each) if any(each) else 0 for each in ends) * line_height(SMALL)
    marks = body.marks or (None,) * count

    def draw(y: float) -> None:
        for place, (number, mark) in enumerate(zip(body.numbers, marks, strict=True)):
            x = start + place * step
            press.rectangle(x, y, _POINT, _POINT)
            press.spot("tick", x, y, _POINT, _POINT, mark)
            if mark is not None and mark.code != number:
                press.code(x + 0.5, y + 0.4, mark.code)
            top = y + (_POINT - line_height(BODY)) / 2
            press.text(x, top, number, _POINT, align="center", grey=GREY)
        room = max(along, below)
        press.block(start, y + _POINT + 0.5, ends[0], room / 2, SMALL)
        far = start + room / 2
        press.block(far, y + _POINT + 0.5, ends[1], room / 2, SMALL, align="end")

    yield Strip(_POINT + 0.5 + tall, draw, 2.0)


def _entry(press: Press, body: Entry, start: float, _: Finds) -> Iterator[Strip]:
    if not body.rows:
        yield _combs(press, body, start)
        return
    room = _width(start) - _along(body) - press.width(body.unit) - 8
    for label in body.rows:
        yield _entry_row(press, body, label, start, room)


def _along(body: Entry) -> float:
    return sum(each.cells * _CELL + 5 for each in body.combs)


def _entry_row(press: Press, body: Entry, label: Label, start: float, room: float) -> Strip:
    lines = press.lines(label.text, room)
    remark = press.lines(f"({label.remark})", room, SMALL) if label.remark else []
    combs = _combs(press, body, start + room + 4, label.mark)
    tall = len(lines) * line_height(BODY)
    height = max(tall + len(remark) * line_height(SMALL) + 1.5, combs.height)

    def draw(y: float) -> None:
        top = y + 1.2
        press.block(start, top, lines, room)
        press.block(start, top + tall, remark, room, SMALL, grey=GREY)
        combs.draw(y)

    return Strip(height, draw, 1.6)


def _combs(press: Press, body: Entry, start: float, row: Mark | None = None) -> Strip:
    captions = any(each.caption for each in body.combs)
    unit = press.lines(body.unit, max(30.0, LEFT + INNER - start - _along(body)))

    # Digits are written from left to right in every language.
    combs = [(each, each.after) for each in body.combs]
    if press.is_rtl:
        signs = [each.after for each in body.combs[:-1]]
        combs = list(zip(reversed(body.combs), (*reversed(signs), ""), strict=True))

    def draw(y: float) -> None:
        x = start
        middle = y + (_CELL_HEIGHT - line_height(BODY)) / 2
        for comb, after in combs:
            wide = comb.cells * _CELL
            for cell in range(comb.cells):
                press.rectangle(x + cell * _CELL, y, _CELL, _CELL_HEIGHT)
            _remember(press, x, y, comb, row)
            below = y + _CELL_HEIGHT + 0.3
            press.text(x, below, comb.caption, max(wide, 16.0), 8.5, grey=GREY)
            press.text(x + wide, middle, after, 5, align="center")
            x += wide + max(5.0, 18.0 - wide if comb.caption else 0.0)
        press.block(x - 2, middle, unit, LEFT + INNER - x + 2)

    return Strip(_CELL_HEIGHT + (line_height(8.5) if captions else 0.3), draw, 2.0)


def _remember(press: Press, x: float, y: float, comb: Comb, row: Mark | None) -> None:
    """Remember the cells of a comb from the left, in every language."""
    for cell in range(comb.cells):
        place = comb.cells - cell if press.is_rtl else cell + 1
        after = comb.after.strip() if place == comb.cells else ""
        start = x + cell * _CELL
        press.spot("digit", start, y, _CELL, _CELL_HEIGHT, row or comb.mark, place, after)


def _ranks(press: Press, body: Ranks, start: float, _: Finds) -> Iterator[Strip]:
    for label in body.labels:
        yield _rank(press, label, body.word, start)


def _rank(press: Press, label: Label, word: str, start: float) -> Strip:
    before = press.width(word) + 2
    inset = before + 11
    room = _width(start) - inset
    lines = press.lines(label.text, room)
    remark = press.lines(f"({label.remark})", room, SMALL) if label.remark else []
    tall = len(lines) * line_height(BODY) + len(remark) * line_height(SMALL)

    def draw(y: float) -> None:
        press.text(start, y + 0.9, word, before, grey=GREY)
        press.rectangle(start + before, y, 8, 7)
        press.spot("digit", start + before, y, 8, 7, label.mark)
        press.block(start + inset, y + 0.9, lines, room)
        below = y + 0.9 + len(lines) * line_height(BODY)
        press.block(start + inset, below, remark, room, SMALL, grey=GREY)

    return Strip(max(7.2, tall + 1.2), draw, 1.4)


def _ruled(press: Press, body: Ruled, start: float, _: Finds) -> Iterator[Strip]:
    for line in range(1, body.lines + 1):

        def draw(y: float, line: int = line) -> None:
            press.rule(start, y + 8.3, _width(start))
            press.spot("line", start, y, _width(start), 8.3, body.mark, line)

        yield Strip(8.5, draw, 0.0)


def _nothing(_: Press, __: Nothing, ___: float, ____: Finds) -> Iterator[Strip]:
    yield from ()


def _table(press: Press, body: TableBody, start: float, _: Finds) -> Iterator[Strip]:
    yield from table(press, body, start, _width(start))


BODIES_SET: Mapping[type, Sets] = {
    Choices: _choices,
    Pictures: _pictures,
    Points: _points,
    Entry: _entry,
    Ranks: _ranks,
    Ruled: _ruled,
    TableBody: _table,
    Nothing: _nothing,
}
"""Every way of answering with what sets it in type."""
