"""Strips: what is never torn by the end of a page, and how strips come onto pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TypeAlias

from surveyapp.exchange.pdf.press import BOTTOM, HEIGHT, TOP

Draw: TypeAlias = Callable[[float], None]
"""Draws at a distance from the top of the page, in millimetres."""

TALLEST = 90.0
"""Millimetres up to which a question stands on one page as a whole."""


class Turn(Enum):
    """A strip that is no strip: what follows begins a page."""

    NONE = auto()
    PAGE = auto()
    #: The front of a sheet, when printed on both sides.
    SHEET = auto()


@dataclass(frozen=True, slots=True)
class Strip:
    """Something that stands on one page, as wide as the page."""

    height: float
    draw: Draw
    #: Space before it, left out at the top of a page.
    gap: float = 0.0
    #: Whether the next strip must stand on the same page.
    keeps: bool = False
    #: What is drawn again above it where it begins a page.
    header: Strip | None = None
    #: Level and wording of its bookmark.
    mark: tuple[int, str] | None = None
    turn: Turn = Turn.NONE


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip on a page."""

    y: float
    strip: Strip


Leaf: TypeAlias = list[Placed]
"""All strips of one page."""


def together(strips: Sequence[Strip], firm: int = 2) -> Iterator[Strip]:
    """Hold strips together: all of them where that is not too tall, else the first and the last.

    ``firm`` is how many of the first strips stay on one page in any case.
    """
    last = len(strips) - 1
    tall = sum(each.gap + each.height for each in strips) > TALLEST
    for place, each in enumerate(strips):
        holds = place < firm or place == last - 1 if tall else True
        yield replace(each, keeps=each.keeps or (holds and place < last))


def on_pages(strips: Sequence[Strip], blank: Strip | None = None) -> list[Leaf]:
    """Put strips onto pages; ``blank`` is what stands on a page that has to stay empty."""
    pages: list[Leaf] = [[]]
    y = TOP
    for run in _runs(strips):
        if run[0].turn is not Turn.NONE and pages[-1]:
            pages.append([])
            y = TOP
            if run[0].turn is Turn.SHEET and len(pages) % 2 == 0:
                pages[-1] += [] if blank is None else [Placed(HEIGHT / 2, blank)]
                pages.append([])
        tall = sum(each.gap + each.height for each in run)
        if pages[-1] and y + tall > HEIGHT - BOTTOM and tall <= HEIGHT - BOTTOM - TOP:
            pages.append([])
            y = TOP
        for strip in run:
            y = _place(pages, y, strip)
    return [page for page in pages if page]


def _place(pages: list[Leaf], y: float, strip: Strip) -> float:
    if pages[-1] and y + strip.gap + strip.height > HEIGHT - BOTTOM:
        pages.append([])
        y = TOP
    if not pages[-1] and strip.header is not None:
        pages[-1].append(Placed(y, strip.header))
        y += strip.header.height
    elif pages[-1]:
        y += strip.gap
    pages[-1].append(Placed(y, strip))
    return y + strip.height


def _runs(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    run: list[Strip] = []
    for strip in strips:
        run.append(strip)
        if not strip.keeps:
            yield run
            run = []
    if run:
        yield run
