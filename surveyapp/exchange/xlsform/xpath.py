"""Expressions of forms: from text to a frozen tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from lark import Lark, Token, Transformer, UnexpectedInput

MAX_LENGTH = 20_000
MAX_DEPTH = 60
MAX_PARTS = 1_500
"""Longest expression, deepest brackets and most parts that are read."""


class XPathError(ValueError):
    """An expression is no sentence of the language; the message quotes from where on."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words as written."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Ref:
    """``${name}``."""

    name: str


@dataclass(frozen=True, slots=True)
class Route:
    """A path through the form: ``../age``, ``/data/home/age``, ``.``; or one below a reference."""

    steps: tuple[str, ...]
    is_absolute: bool = False
    #: What the path starts from: a reference or a call.
    base: Tree | None = None
    #: Conditions in square brackets.
    filters: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Filtered:
    """Nodes with a condition in square brackets."""

    base: Tree
    condition: Tree


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands."""

    operator: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Negative:
    """A number with the other sign."""

    operand: Tree


Tree: TypeAlias = Text | Number | Ref | Route | Filtered | Call | Binary | Negative
NODES = (Text, Number, Ref, Route, Filtered, Call, Binary, Negative)

SELF = Route((".",))


class _Builder(Transformer[Token, Any]):
    def string(self, parts: list[Token]) -> Tree:
        return Text(str(parts[0])[1:-1])

    def number(self, parts: list[Token]) -> Tree:
        return Number(float(parts[0]))

    def reference(self, parts: list[Token]) -> Tree:
        return Ref(str(parts[0])[2:-1].strip())

    def call(self, parts: list[Any]) -> Tree:
        name, *arguments = parts
        return Call(str(name), tuple(each for each in arguments if each is not None))

    def binary(self, parts: list[Any]) -> Tree:
        left, sign, right = parts
        return Binary(str(sign).strip(), left, right)

    def negated(self, parts: list[Any]) -> Tree:
        sign, operand = parts
        return Negative(operand) if sign == "-" else operand

    def step(self, _parts: list[Any]) -> tuple[str, tuple[Tree, ...]]:
        return ".", ()

    def up(self, _parts: list[Any]) -> tuple[str, tuple[Tree, ...]]:
        return "..", ()

    def node(self, parts: list[Token]) -> Token:
        return Token("NAME", "".join(parts))

    def predicate(self, parts: list[Any]) -> Tree:
        found: Tree = parts[0]
        return found

    def named(self, parts: list[Any]) -> tuple[str, tuple[Tree, ...]]:
        return str(parts[0]), tuple(parts[1:])

    def steps(self, parts: list[Any]) -> list[tuple[str, tuple[Tree, ...]]]:
        return [("//", ()) if each == "//" else each for each in parts if each != "/"]

    def relative(self, parts: list[Any]) -> Tree:
        return _route(parts[0])

    def absolute(self, parts: list[Any]) -> Tree:
        slash, steps = parts
        return _route([("//", ()), *steps] if slash == "//" else steps, is_absolute=True)

    def below(self, parts: list[Any]) -> Tree:
        base, _, steps = parts
        return _route(steps, base=base)

    def filtered(self, parts: list[Any]) -> Tree:
        return Filtered(parts[0], parts[1])


def _route(
    steps: list[tuple[str, tuple[Tree, ...]]],
    *,
    is_absolute: bool = False,
    base: Tree | None = None,
) -> Tree:
    filters = tuple(each for _, conditions in steps for each in conditions)
    return Route(tuple(name for name, _ in steps), is_absolute, base, filters)


_PARSER = Lark(
    (Path(__file__).parent / "xpath.lark").read_text(encoding="utf-8"),
    parser="lalr",
    transformer=_Builder(),
    maybe_placeholders=True,
)


@lru_cache(maxsize=20_000)
def parse(text: str) -> Tree:
    """Read an expression.

    Raises
    ------
    XPathError
        If it is none, too long or too deeply nested.
    """
    if len(text) > MAX_LENGTH or _depth(text) > MAX_DEPTH:
        message = "too long or too deeply nested"
        raise XPathError(message)
    try:
        tree: Any = _PARSER.parse(text)
    except UnexpectedInput as error:
        at = error.pos_in_stream or 0
        rest = text[at : at + 20] if at >= 0 else ""
        raise XPathError(rest or "…") from None
    _refuse_depth(tree)
    return tree


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in re.sub(r"\"[^\"]*\"|'[^']*'", "", text):
        depth += (sign in "([") - (sign in ")]")
        deepest = max(deepest, depth)
    return deepest


def _refuse_depth(tree: Tree) -> None:
    """Refuse a tree of which nothing could be said without losing the thread."""
    waiting, parts = [(tree, 1)], 0
    while waiting:
        node, depth = waiting.pop()
        parts += 1
        if parts > MAX_PARTS or depth > 5 * MAX_DEPTH:
            message = "too long or too deeply nested"
            raise XPathError(message)
        waiting += ((child, depth + 1) for child in children(node))


def children(node: Tree) -> Iterator[Tree]:
    """Iterate over the expressions directly inside an expression."""
    if isinstance(node, Call):
        yield from node.arguments
    elif isinstance(node, Binary):
        yield from (node.left, node.right)
    elif isinstance(node, Negative):
        yield node.operand
    elif isinstance(node, Filtered):
        yield from (node.base, node.condition)
    elif isinstance(node, Route):
        yield from (*((node.base,) if node.base else ()), *node.filters)


def every(tree: Tree) -> Iterator[Tree]:
    """Iterate over an expression and all expressions inside it."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += children(node)


def references(tree: Tree) -> frozenset[str]:
    """Return the names of ``${…}`` in an expression."""
    return frozenset(each.name for each in every(tree) if isinstance(each, Ref))
