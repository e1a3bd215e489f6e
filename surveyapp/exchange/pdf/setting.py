"""Blocks of the form set in type: one row for each sort of block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from surveyapp.exchange.pdf.answering import BODIES_SET, beside
from surveyapp.exchange.pdf.press import (
    BODY,
    GREY,
    HEAD,
    INK,
    INNER,
    LEFT,
    SHADE,
    SMALL,
    Press,
    line_height,
)
from surveyapp.exchange.pdf.sheet import (
    Ask,
    Block,
    Filter,
    Guide,
    Heading,
    NewSheet,
    Paragraph,
    Title,
)
from surveyapp.exchange.pdf.strips import Strip, Turn, together

if TYPE_CHECKING:
    from surveyapp.exchange.pdf.tagging import Tag

Finds: TypeAlias = Callable[[str], Path | None]
"""File name of a picture to its file."""

NUMBER = 10.0
"""Millimetres of the column of numbers; answers begin behind it."""

_PAD = 1.6


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets blocks, measuring with the press that will draw them."""

    press: Press
    finds: Finds
    #: Levels of the headings so far; the title is 1.
    levels: list[int] = field(default_factory=list)

    def strips(self, blocks: Sequence[Block]) -> Iterator[Strip]:
        """Return all blocks as strips; headings and boxes stay with what follows."""
        turn = Turn.NONE
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            if isinstance(block, NewSheet):
                turn = Turn.SHEET
                continue
            strips = list(_SETTERS[type(block)](self, block))
            if isinstance(block, Paragraph) and (
                block.leads or isinstance(following, Ask | Filter)
            ):
                strips[-1] = replace(strips[-1], keeps=True)
            for strip in strips:
                yield replace(strip, turn=turn)
                turn = Turn.NONE

    def heading(self, level: int) -> Tag:
        """Return the tag of a heading; none is more than one deeper than the one before."""
        deepest = self.levels[-1] + 1 if self.levels else 2
        self.levels.append(min(level + 2, deepest))
        return self.press.tag(f"H{self.levels[-1]}")

    def lines(  # noqa: PLR0913 - all that decides how a text looks and is read
        self,
        text: str,
        size: float = BODY,
        *,
        start: float = LEFT,
        width: float = INNER,
        bold: bool = False,
        grey: int = INK,
        gap: float = 0.0,
        keeps: bool = False,
        role: str = "P",
    ) -> Iterator[Strip]:
        """Return a text line by line; its first two and its last two lines stay together."""
        press, tag = self.press, self.press.tag(role)
        found = press.lines(text, width, size, bold=bold)
        for place, line in enumerate(found):
            is_edge = place == 0 or place == len(found) - 2

            def draw(y: float, line: str = line) -> None:
                press.text(start, y, line, width, size, bold=bold, grey=grey, tag=tag)

            height = line_height(size) if line else line_height(size) * 0.5
            yield Strip(
                height,
                draw,
                gap if place == 0 else 0.0,
                keeps=keeps or (is_edge and place < len(found) - 1),
            )


def _title(setter: Setter, block: Title) -> Iterator[Strip]:
    yield from setter.lines(block.text, 20, bold=True, keeps=True, role="H1")
    yield from setter.lines(block.below, SMALL, grey=GREY, gap=1, keeps=True)


def _heading(setter: Setter, block: Heading) -> Iterator[Strip]:
    press = setter.press
    size = (15.0, HEAD, BODY + 1)[block.level]
    room = INNER - (press.width(block.text, size, bold=True) + 3 if block.is_open else 0)
    lines = press.lines(block.text, INNER, size, bold=True)
    height = len(lines) * line_height(size)
    tag = setter.heading(block.level)

    def draw(y: float) -> None:
        if block.level == 1:
            press.rectangle(LEFT, y, INNER, height + 2 * _PAD, fill=SHADE)
        press.block(LEFT + inset, y + pad, lines, INNER, size, bold=True, tag=tag)
        if block.level == 0:
            press.rule(LEFT, y + height + 1, INNER, INK)
        if block.is_open:
            press.rule(LEFT + INNER - room, y + pad + line_height(size) - 1, room - 4, INK)

    pad, inset = (_PAD, 2.5) if block.level == 1 else (0.0, 0.0)
    below = (3.0, 2 * _PAD + 1.5, 0.5)[block.level]
    gap = (11.0, 8.0, 6.0)[block.level]
    mark = (min(block.level, 2), block.text)
    yield Strip(height + below, draw, gap, keeps=True, mark=mark)


def _paragraph(setter: Setter, block: Paragraph) -> Iterator[Strip]:
    size, grey = (SMALL, GREY) if block.is_small else (BODY, INK)
    yield from setter.lines(block.text, size, grey=grey, gap=2.5)


def _filter(setter: Setter, block: Filter) -> Iterator[Strip]:
    press = setter.press
    width = INNER - 7
    lines = press.lines(block.text, width, SMALL)
    height = len(lines) * line_height(SMALL) + 2 * _PAD

    def draw(y: float) -> None:
        press.rectangle(LEFT, y, INNER, height, fill=SHADE)
        press.rectangle(LEFT, y, 1.2, height, fill=GREY)
        press.block(LEFT + 4, y + _PAD, lines, width, SMALL)

    yield Strip(height, draw, 3.5, keeps=True)


def _guide(setter: Setter, block: Guide) -> Iterator[Strip]:
    press, step = setter.press, line_height(BODY)
    width = INNER - 14
    sentences = [block.one, block.several]
    ticked = [press.lines(each, width, BODY) for each in sentences]
    pen = press.lines(block.pen, INNER - 8, BODY)
    others = [line for each in block.others for line in press.lines(each, INNER - 8, BODY)]
    count = len(pen) + sum(len(each) for each in ticked) + len(others)
    height = 4 + line_height(BODY) * (count + 1) + 2.5

    def draw(y: float) -> None:
        press.rectangle(LEFT, y, INNER, height)
        y += 2.5
        press.text(LEFT + 4, y, block.title, INNER - 8, BODY, bold=True)
        y += step + 0.5
        press.block(LEFT + 4, y, pen, INNER - 8)
        y += step * len(pen)
        for place, lines in enumerate(ticked):
            press.box(LEFT + 5, y + 0.6, 3.8, None, several=place > 0)
            press.cross(LEFT + 5, y + 0.6, 3.8)
            press.block(LEFT + 11, y, lines, width)
            y += step * len(lines)
        press.block(LEFT + 4, y, others, INNER - 8)

    yield Strip(height, draw, 5)


def _ask(setter: Setter, block: Ask) -> Iterator[Strip]:
    head = list(_head(setter, block))
    start = LEFT + NUMBER
    body = list(BODIES_SET[type(block.body)](setter.press, block.body, start, setter.finds))
    body += beside(setter.press, block.beside, start)
    if not body:
        yield from together(head)
        return
    yield from together([*head, *body], firm=len(head) + 1)


def _head(setter: Setter, block: Ask) -> Iterator[Strip]:
    press = setter.press
    start, width = LEFT + NUMBER, INNER - NUMBER
    is_note = not block.number
    first = True
    for strip in (
        setter.lines(block.text, start=start, width=width, bold=not is_note, gap=5.0, keeps=True)
        if block.text
        else ()
    ):
        if first and block.number:
            yield replace(strip, draw=_numbered(press, block.number, strip))
        else:
            yield strip
        first = False
    for note in block.notes:
        yield from setter.lines(
            note, SMALL, start=start, width=width, grey=GREY, gap=0.8, keeps=True
        )


def _numbered(press: Press, number: str, strip: Strip) -> Callable[[float], None]:
    def draw(y: float) -> None:
        press.text(LEFT, y, number, NUMBER - 2, BODY, bold=True)
        strip.draw(y)

    return draw


_SETTERS: Mapping[type, Callable[[Setter, Any], Iterator[Strip]]] = {
    Title: _title,
    Heading: _heading,
    Paragraph: _paragraph,
    Filter: _filter,
    Guide: _guide,
    Ask: _ask,
}
