"""Operands while an expression is translated: answers, numbers, and words as written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from surveyapp.exchange.xlsform.form import Node
from surveyapp.exchange.xlsform.pieces import (
    InexpressibleError,
    Piece,
    Symbol,
    Truth,
    called,
    code,
    compared,
    number,
)
from surveyapp.questionnaire import expression

TODAY = Piece("wave.month * 100 + 1", 5)
"""The first day of the month in which the wave opens stands for the day of answering."""


_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(T.*)?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(:.*)?")


@dataclass(frozen=True, slots=True)
class Value:
    """An operand: a piece of a kind, words as written, or a question."""

    #: Kind of a symbol, or ``literal``.
    kind: str
    piece: Piece | None = None
    words: str | None = None
    symbol: Symbol | None = None
    truth: Truth | None = None

    @property
    def number(self) -> float | None:
        """Return the number that the words are, if they are one."""
        try:
            return float(self.words) if self.words is not None else None
        except ValueError:
            return None


def readable(piece: Piece) -> Piece:
    """Return a piece that our language can read.

    Raises
    ------
    InexpressibleError
        If it is too long or too deep for it.
    """
    try:
        expression.parse(piece.text)
    except expression.ExpressionError:
        raise InexpressibleError(
            "ist zu lang oder zu verschachtelt", "is too long or nested"
        ) from None
    return piece


def later(node: Node) -> InexpressibleError:
    """Return that something is asked only later."""
    german = f"verweist auf das spätere {node.name}"
    return InexpressibleError(german, f"refers to {node.name}, asked later")


def unknown_function(name: str) -> InexpressibleError:
    """Return that our language has no such function."""
    return InexpressibleError(f"nutzt {name}()", f"uses {name}()")


def compared_literals(sign: str, left: Value, right: Value) -> bool:
    """Compare what is written with what is written."""
    one, other = left.number, right.number
    if one is not None and other is not None:
        return _holds(sign, one, other)
    return left.words == right.words if sign == "=" else False


def _holds(sign: str, one: float, other: float) -> bool:
    return {
        "=": one == other,
        "<": one < other,
        "<=": one <= other,
        ">": one > other,
        ">=": one >= other,
    }[sign]


def plain_name(literal: Value) -> str:
    """Return what is written as the name of a choice."""
    return literal.words or ""


def fitting(symbol: Symbol, sign: str, literal: Value) -> list[str]:
    """Return the codes of the choices of which a comparison with something written holds."""
    if sign == "=":
        return list(symbol.codes.get(literal.words or "", ()))
    found: list[str] = []
    for name, codes in symbol.codes.items():
        own = Value("literal", words=name).number
        if own is not None and literal.number is not None and _holds(sign, own, literal.number):
            found += codes
    return found


def is_one_of(piece: Piece, codes: Sequence[str]) -> Truth:
    """Return that an answer is one of some codes."""
    if not codes:
        return False
    if len(codes) == 1:
        return compared(piece, "==", code(codes[0]))
    return compared(piece, "in", Piece(f"[{', '.join(code(each).text for each in codes)}]"))


def has_one_of(piece: Piece, codes: Sequence[str]) -> Truth:
    """Return that one of some codes was chosen among others."""
    if not codes:
        return False
    if len(codes) == 1:
        return compared(piece, "has", code(codes[0]))
    return compared(piece, "has_any", Piece(f"[{', '.join(code(each).text for each in codes)}]"))


def written_number(kind: str, literal: Value) -> float | None:
    """Return what is written as a number of a kind: 20240531 for a date, minutes for a time."""
    words = literal.words or ""
    date, time = _DATE.fullmatch(words), _TIME.match(words)
    if kind == "date":
        return int(f"{date[1]}{date[2]}{date[3]}") if date else None
    if kind == "time":
        return int(time[1]) * 60 + int(time[2]) if time else None
    return literal.number


def counted(piece: Piece, symbol: Symbol) -> Piece:
    """Return the number that the name of a chosen option is."""
    found: Piece = number(0)
    numbers = [(codes, Value("literal", words=name).number) for name, codes in symbol.codes.items()]
    if not numbers or any(value is None for _, value in numbers) or len(numbers) > 12:
        raise InexpressibleError(
            "rechnet mit Antworten, die keine Zahlen sind", "computes with words"
        )
    for place, (codes, value) in enumerate(reversed(numbers)):
        own = number(value or 0)
        is_it = is_one_of(piece, codes)
        found = own if place == 0 or isinstance(is_it, bool) else called("if", is_it, own, found)
    return found


def modulo(one: Piece, other: Piece) -> Piece:
    """Return the remainder of a division."""
    return called("mod", one, other)
