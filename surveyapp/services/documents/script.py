"""Reads the texts of the documents: Markdown a jurist can read, with conditions and places for facts.

====================  ====================================================================
``## …``, ``* …``     heading, item of a list; an empty line parts paragraphs
``/ …``               one line of easy language; such lines stand below each other
``| … | … |``         row of a table; the line ``Tabelle: …`` before it is its caption
``[tabelle x]``       a table made from the facts
``[wenn x]``          what follows stands there only if ``x`` is true, or ``[wenn nicht x]``
``[sonst]``           what follows stands there otherwise
"[ende]"              the condition ends; conditions may stand inside each other
``{x}``               a word made from the facts
====================  ====================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from surveyapp.services.documents.model import Block, Bullets, Heading, Lines, Paragraph, Table

_CONDITION = re.compile(r"\[wenn (nicht )?(\w+)\]")
_TABLE = re.compile(r"\[tabelle (\w+)\]")
_WORD = re.compile(r"\{(\w+)\}")
_CAPTION = "Tabelle: "


class ScriptError(ValueError):
    """A text of the documents cannot be read; the message names the file, the place and the cure."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a text may ask for: truths, words and tables by name."""

    truths: Mapping[str, bool]
    words: Mapping[str, str]
    tables: Mapping[str, Table]


def read(name: str, text: str, said: Said) -> tuple[str, tuple[Block, ...]]:
    """Return title and blocks of a text, as far as they are true.

    Raises
    ------
    ScriptError
        If the text asks for something nobody can say.
    """
    lines = [_filled(name, line, said) for line in _true_lines(name, text, said)]
    title = lines[0].removeprefix("# ") if lines and lines[0].startswith("# ") else ""
    if not title:
        message = (
            f"{name} begins without a title; its first line must be one, such as # Löschkonzept"
        )
        raise ScriptError(message)
    return title, tuple(_blocks(name, lines[1:], said))


def _true_lines(name: str, text: str, said: Said) -> Iterator[str]:
    """Iterate over the lines that are true; conditions themselves are no lines."""
    open_now: list[bool] = []
    for number, line in enumerate(text.splitlines(), 1):
        condition = _CONDITION.fullmatch(line.strip())
        if condition is not None:
            is_true = _asked(name, number, condition[2], said.truths)
            open_now.append(is_true is not bool(condition[1]))
        elif line.strip() in {"[sonst]", "[ende]"} and not open_now:
            message = f"{name}, line {number}: {line.strip()} without [wenn …] before it"
            raise ScriptError(message)
        elif line.strip() == "[sonst]":
            open_now[-1] = not open_now[-1]
        elif line.strip() == "[ende]":
            open_now.pop()
        elif all(open_now):
            yield line.strip()
    if open_now:
        message = f"{name}: a condition is never closed; write [ende] where it ends"
        raise ScriptError(message)


def _asked(name: str, number: int, key: str, truths: Mapping[str, bool]) -> bool:
    if key not in truths:
        message = f"{name}, line {number}: {key!r} is none of {', '.join(sorted(truths))}"
        raise ScriptError(message)
    return truths[key]


def _filled(name: str, line: str, said: Said) -> str:
    missing = {found[1] for found in _WORD.finditer(line)} - said.words.keys()
    if missing:
        message = f"{name}: {sorted(missing)} are none of {', '.join(sorted(said.words))}"
        raise ScriptError(message)
    return _WORD.sub(lambda found: said.words[found[1]], line)


def _kind(line: str) -> str:
    for sign in ("###", "##", "*", "/", "|", _CAPTION.strip(), "["):
        if line.startswith(sign) and not line.startswith("[bitte"):
            return sign
    return "text" if line else ""


def _blocks(name: str, lines: list[str], said: Said) -> Iterator[Block]:
    caption = ""
    for kind, group in groupby(lines, key=_kind):
        found = list(group)
        if kind == _CAPTION.strip():
            caption = found[-1].removeprefix(_CAPTION)
        elif kind == "[":
            yield from (_made(name, line, said) for line in found)
        elif kind == "|":
            header, *rows = (_cells(line) for line in found)
            yield Table(caption, header, tuple(rows))
        elif kind:
            yield from _PLAIN[kind](found)


def _made(name: str, line: str, said: Said) -> Table:
    asked = _TABLE.fullmatch(line)
    if asked is None or asked[1] not in said.tables:
        message = f"{name}: {line!r} is no table; there are {', '.join(sorted(said.tables))}"
        raise ScriptError(message)
    return said.tables[asked[1]]


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip("|").split("|"))


_PLAIN: Mapping[str, Callable[[list[str]], Iterable[Block]]] = {
    "##": lambda lines: (Heading(line[2:].strip(), 2) for line in lines),
    "###": lambda lines: (Heading(line[3:].strip(), 3) for line in lines),
    "*": lambda lines: (Bullets(tuple(line[1:].strip() for line in lines)),),
    "/": lambda lines: (Lines(tuple(line[1:].strip() for line in lines)),),
    "text": lambda lines: (Paragraph(" ".join(lines)),),
}
"""How lines of one kind become blocks; a line of text goes on in the next."""
