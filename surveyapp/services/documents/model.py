"""What a document is made of, whatever file it becomes.

A place that only the county can fill in is written ``[bitte ergänzen: Postanschrift]`` in the text,
so that a jurist can read it; ``spans`` finds it again, and every writer marks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

_BLANK = re.compile(r"\[bitte ergänzen: ([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title of the document: level 2 or 3."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list whose items have no order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """One thought a line, as easy language asks for it."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a header; the first cell names its row."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Heading | Paragraph | Bullets | Lines | Table
"""One thing in a document."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document, complete."""

    #: Name in addresses and file names.
    key: str
    title: str
    #: Which survey it is about, and of which day it is.
    about: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text; a blank is still to be filled in."""

    text: str
    is_blank: bool = False


def spans(text: str) -> Iterator[Span]:
    """Iterate over a text as pieces with and without blanks."""
    end = 0
    for found in _BLANK.finditer(text):
        if found.start() > end:
            yield Span(text[end : found.start()])
        yield Span(found[0], is_blank=True)
        end = found.end()
    if end < len(text):
        yield Span(text[end:])


def blanks(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """Return what is still to be filled in, in the order of the document and each once."""
    found = (
        match[1] for block in blocks for text in texts(block) for match in _BLANK.finditer(text)
    )
    return tuple(dict.fromkeys(found))


def filled_in(block: Block, known: Mapping[str, str]) -> Block:
    """Return a block with the blanks filled in that somebody knows."""

    def fill(text: str) -> str:
        return _BLANK.sub(lambda found: known.get(found[1]) or found[0], text)

    match block:
        case Bullets(items=items):
            return Bullets(tuple(map(fill, items)))
        case Lines(lines=lines):
            return Lines(tuple(map(fill, lines)))
        case Table(rows=rows):
            return replace(block, rows=tuple(tuple(map(fill, row)) for row in rows))
        case Heading(text=text) | Paragraph(text=text):
            return replace(block, text=fill(text))


def texts(block: Block) -> tuple[str, ...]:
    """Return everything written in a block."""
    match block:
        case Bullets(items=pieces) | Lines(lines=pieces):
            return pieces
        case Table(caption=caption, header=header, rows=rows):
            return (caption, *header, *(cell for row in rows for cell in row))
        case Heading(text=text) | Paragraph(text=text):
            return (text,)
