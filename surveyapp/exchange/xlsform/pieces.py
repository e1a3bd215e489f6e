"""Parts of an expression of ours while it is put together, and why one cannot be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from surveyapp.exchange.clauses import NEVER
from surveyapp.exchange.xlsform.form import Node

OR, AND, NOT, COMPARE, SUM, PRODUCT, ATOM = range(1, 8)
"""How tightly a piece holds together; looser ones need brackets inside tighter ones."""


class InexpressibleError(Exception):
    """An expression of a form says what ours cannot; the sentence says what."""

    def __init__(self, german: str, english: str) -> None:
        """Keep the reason in both languages."""
        super().__init__(english)
        self.german = german
        self.english = english


class Piece(NamedTuple):
    """A part of an expression as written."""

    text: str
    level: int = ATOM

    def inside(self, level: int) -> str:
        """Return the part as it stands inside one of a level."""
        return self.text if self.level >= level else f"({self.text})"


Truth: TypeAlias = Piece | bool
"""A condition, or that it always or never holds."""


def negated(truth: Truth) -> Truth:
    """Return the contrary; a comparison for want of an answer is false, and this then true."""
    if isinstance(truth, bool):
        return not truth
    if truth.level == NOT:
        return (
            Piece(truth.text.removeprefix("not ").removeprefix("(").removesuffix(")"), OR)
            if (truth.text.startswith("not ("))
            else Piece(truth.text.removeprefix("not "), ATOM)
        )
    return Piece(f"not ({truth.text})" if truth.level < ATOM else f"not {truth.text}", NOT)


def both(parts: Iterable[Truth]) -> Truth:
    """Return that all hold."""
    return _joined(parts, "and", AND, decisive=False)


def either(parts: Iterable[Truth]) -> Truth:
    """Return that at least one holds."""
    return _joined(parts, "or", OR, decisive=True)


def _joined(parts: Iterable[Truth], word: str, level: int, *, decisive: bool) -> Truth:
    open_: list[Piece] = []
    for part in parts:
        if isinstance(part, bool):
            if part is decisive:
                return decisive
        elif part not in open_:
            open_.append(part)
    if len(open_) < 2:
        return open_[0] if open_ else not decisive
    return Piece(f" {word} ".join(each.inside(level) for each in open_), level)


def said_truth(truth: Truth) -> str | None:
    """Return a condition as a field holds it: none where it always holds."""
    if isinstance(truth, Piece):
        return truth.text
    return None if truth else NEVER


def compared(left: Piece, sign: str, right: Piece) -> Piece:
    """Return a comparison."""
    return Piece(f"{left.inside(SUM)} {sign} {right.inside(SUM)}", COMPARE)


def arithmetic(left: Piece, sign: str, right: Piece) -> Piece:
    """Return a sum, difference, product or quotient."""
    level = SUM if sign in "+-" else PRODUCT
    return Piece(f"{left.inside(level)} {sign} {right.inside(level + 1)}", level)


def called(name: str, *arguments: Piece) -> Piece:
    """Return a call."""
    return Piece(f"{name}({', '.join(each.text for each in arguments)})")


def number(value: float) -> Piece:
    """Return a number as our language writes it."""
    if not math.isfinite(value):
        raise InexpressibleError("rechnet mit unendlichen Zahlen", "computes with infinity")
    text = f"{value:.9f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))
    return Piece(text or "0")


def code(value: str) -> Piece:
    """Return a code as our language writes it."""
    return Piece(f"'{value}'")


@dataclass(eq=False, slots=True)
class Symbol:
    """What expressions know of a question of the form."""

    node: Node
    #: ``number``, ``date``, ``time``, ``code``, ``codes``, ``text``, ``consent``, ``moment``,
    #: ``words`` (text with placeholders), ``truth`` (computed 1 or 0), or ``none``.
    kind: str
    #: Id, or ``matrix.row``.
    name: str
    #: From which place of the form on it is known.
    place: int
    repeats: tuple[Node, ...] = ()
    #: Choice of the form to our codes; several where the form gives several choices one name.
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Choice of the form to the number that expressions see (scales).
    numbers: Mapping[str, float] = field(default_factory=dict)
    #: Text with placeholders that stands for the answer (``words``).
    words: str = ""
    #: Why nothing is known of it (``none``).
    reason: tuple[str, str] = ("", "")
