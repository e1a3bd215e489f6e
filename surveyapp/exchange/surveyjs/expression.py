"""Expressions of SurveyJS: from text to a frozen tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from lark import Lark, Token, Transformer, UnexpectedInput

MAX_LENGTH = 4000
"""Longest expression that is read; ours have 1000 characters."""

MAX_DEPTH = 40
"""Deepest nesting of brackets and operators other than ``and`` and ``or``."""


class SyntaxMistake(ValueError):  # noqa: N818 - it is the mistake of the file
    """SurveyJS could not read the expression either."""


@dataclass(frozen=True, slots=True)
class Const:
    """A text, number or truth as written; None for ``null``."""

    value: str | float | bool | None


@dataclass(frozen=True, slots=True)
class Array:
    """Values in square brackets."""

    values: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """Whatever stands in braces."""

    name: str


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator between two values; the operator by its full name."""

    operator: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions joined by ``and`` or ``or``."""

    word: str
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """True where the operand is false or empty."""

    operand: Tree


@dataclass(frozen=True, slots=True)
class State:
    """Whether a value is ``empty`` or ``notempty``."""

    word: str
    operand: Tree


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple[Tree, ...]


Tree: TypeAlias = Const | Array | Variable | Binary | Joined | Negation | State | Call

_SIGNS = {
    "<=": "lessorequal",
    ">=": "greaterorequal",
    "==": "equal",
    "=": "equal",
    "!=": "notequal",
    "<>": "notequal",
    "<": "less",
    ">": "greater",
    "^": "power",
    "*=": "contains",
    "contain": "contains",
    "notcontain": "notcontains",
}
_WORDS: dict[str, str | float | bool | None] = {
    "true": True,
    "false": False,
    "null": None,
    "undefined": None,
}


class _Builder(Transformer[Token, Tree]):
    def either(self, parts: list[Any]) -> Tree:
        return _joined("or", parts[0], parts[2])

    def both(self, parts: list[Any]) -> Tree:
        return _joined("and", parts[0], parts[2])

    def binary(self, parts: list[Any]) -> Tree:
        left, sign, right = parts
        return Binary(_SIGNS.get(sign.lower(), sign.lower()), left, right)

    def state(self, parts: list[Any]) -> Tree:
        return State(parts[1].lower(), parts[0])

    def negation(self, parts: list[Any]) -> Tree:
        return Negation(parts[1])

    def call(self, parts: list[Any]) -> Tree:
        return Call(str(parts[0]), tuple(part for part in parts[1:] if part is not None))

    def array(self, parts: list[Any]) -> Tree:
        return Array(tuple(part for part in parts if part is not None))

    def variable(self, parts: list[Token]) -> Tree:
        return Variable(parts[0][1:-1].strip())

    def number(self, parts: list[Token]) -> Tree:
        text = "".join(parts)
        sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
        if digits.startswith("0x"):
            return Const(sign * int(digits, 16))
        return Const(sign * (float(digits) if "." in digits else int(digits)))

    def string(self, parts: list[Token]) -> Tree:
        return Const(re.sub(r"\\(['\"\\])", r"\1", parts[0][1:-1]))

    def word(self, parts: list[Token]) -> Tree:
        word = str(parts[0])
        return Const(_WORDS.get(word.lower(), word))


def _joined(word: str, left: Tree, right: Tree) -> Tree:
    first = left.parts if isinstance(left, Joined) and left.word == word else (left,)
    return Joined(word, (*first, right))


_PARSER = Lark(
    (Path(__file__).parent / "expression.lark").read_text(encoding="utf-8"),
    parser="lalr",
    transformer=_Builder(),
    maybe_placeholders=True,
)


@lru_cache(maxsize=4096)
def parse(text: str) -> Tree:
    """Read an expression.

    Raises
    ------
    SyntaxMistake
        If SurveyJS could not read it, or if it is too long or nested too deeply.
    """
    if len(text) > MAX_LENGTH:
        message = f"{len(text)} > {MAX_LENGTH}"
        raise SyntaxMistake(message)
    try:
        tree: Any = _PARSER.parse(_closed(text))
    except UnexpectedInput as error:
        position = error.pos_in_stream or 0
        raise SyntaxMistake(text[position : position + 20] or "…") from None
    if _depth(tree) > MAX_DEPTH:
        message = f"(((… > {MAX_DEPTH}"
        raise SyntaxMistake(message)
    return tree


def _closed(text: str) -> str:
    """Close the brackets left open at the end, as SurveyJS does."""
    bare = re.sub(r"'[^']*'|\"[^\"]*\"|\{[^{}]*\}", "", text)
    return text + ")" * max(0, min(MAX_DEPTH, bare.count("(") - bare.count(")")))


def _depth(tree: Tree) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += ((child, depth + 1) for child in children(node))
    return deepest


def children(node: Tree) -> tuple[Tree, ...]:
    """Return the expressions directly inside an expression."""
    if isinstance(node, Binary):
        return node.left, node.right
    if isinstance(node, (Negation, State)):
        return (node.operand,)
    if isinstance(node, Joined):
        return node.parts
    if isinstance(node, Array):
        return node.values
    return node.arguments if isinstance(node, Call) else ()


def every(tree: Tree) -> Iterator[Tree]:
    """Iterate over an expression and all expressions inside it."""
    yield tree
    for child in children(tree):
        yield from every(child)
