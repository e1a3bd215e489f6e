"""ExpressionScript: from text to a frozen tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError, UnexpectedInput

MAX_LENGTH = 12_000
"""Longest expression in characters."""

MAX_NESTING = 60
"""Deepest nesting of brackets, and most signs before one value."""

MAX_TERMS = 120
"""Most terms of one sum, product or chain of comparisons."""


class ScriptError(ValueError):
    """An expression cannot be read; the message names what stands where it should not."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class String:
    """A text as written, without its quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Variable:
    """The answer to a question or to a part of one, with a suffix such as ``NAOK`` or ``shown``."""

    name: str
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a truth."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Logic:
    """Several truths joined by ``and`` or ``or``."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """A comparison or a calculation with two sides."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Assign:
    """A value given to another question, which only LimeSurvey can do."""

    target: Variable
    value: Node


Node: TypeAlias = Number | String | Variable | Call | Not | Logic | Binary | Assign

_WORDS = {"eq": "==", "ne": "!=", "le": "<=", "lt": "<", "ge": ">=", "gt": ">", "<>": "!="}

_SUFFIXES = frozenset(
    {"code", "gid", "grelevance", "gseq", "jsname", "mandatory", "naok", "qid", "qseq", "question"}
    | {"readwrite", "relevancestatus", "relevance", "rowdivid", "sgqa", "shown", "type", "value"}
    | {"valuenaok"}
)


_STRINGS = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", re.DOTALL)


class _Build(Transformer[Token, Any]):
    def number(self, parts: list[Token]) -> Number:
        return Number(float(parts[0]))

    def string(self, parts: list[Token]) -> String:
        return String(re.sub(r"\\(['\"])", r"\1", str(parts[0])[1:-1]))

    def variable(self, parts: list[Token]) -> Variable:
        return variable_of(str(parts[0]))

    def call(self, parts: list[Any]) -> Call:
        arguments = tuple(part for part in parts[1:] if part is not None)
        return Call(str(parts[0]).lower(), arguments)

    def negation(self, parts: list[Any]) -> Node:
        return Not(parts[1])

    def signed(self, parts: list[Any]) -> Node:
        return parts[1] if parts[0] == "+" else Binary("-", Number(0.0), parts[1])

    def chain(self, parts: list[Any]) -> Node:
        if len(parts) > 2 * MAX_TERMS:
            message = f"> {MAX_TERMS} terms"
            raise ScriptError(message)
        left = parts[0]
        for operator, right in zip(parts[1::2], parts[2::2], strict=True):
            written = str(operator).lower()
            left = Binary(_WORDS.get(written, written), left, right)
        return left

    def disjunction(self, parts: list[Any]) -> Node:
        return parts[0] if len(parts) == 1 else Logic("or", tuple(parts[::2]))

    def conjunction(self, parts: list[Any]) -> Node:
        return parts[0] if len(parts) == 1 else Logic("and", tuple(parts[::2]))

    def assign(self, parts: list[Any]) -> Assign:
        return Assign(parts[0], parts[2])


def variable_of(written: str) -> Variable:
    """Split a variable into name and suffix."""
    name = written.removeprefix("INSERTANS:")
    stem, dot, last = name.rpartition(".")
    if dot and last.lower() in _SUFFIXES:
        return Variable(stem, last.lower())
    return Variable(name)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = Path(__file__).with_name("script.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=False)


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Return the tree of an expression.

    Raises
    ------
    ScriptError
        If it is too long, nested too deep, or not ExpressionScript.
    """
    if len(text) > MAX_LENGTH:
        message = f"{len(text)} > {MAX_LENGTH} characters"
        raise ScriptError(message)
    if _nesting(text) > MAX_NESTING:
        message = f"nested deeper than {MAX_NESTING}"
        raise ScriptError(message)
    try:
        built: Node = _Build().transform(_parser().parse(text))
    except UnexpectedInput as error:
        raise ScriptError(_place(error, text)) from None
    except LarkError as error:
        raise ScriptError(" ".join(str(error).split())[:100]) from None
    return built


def _place(error: UnexpectedInput, text: str) -> str:
    at = getattr(error, "pos_in_stream", None)
    if not isinstance(at, int) or not 0 <= at < len(text):
        return "…"
    return text[at : at + 12]


def _nesting(text: str) -> int:
    """Return the deepest nesting of brackets, or the longest run of signs where that is more."""
    depth = deepest = run = 0
    for char in _STRINGS.sub("", text):
        depth += (char == "(") - (char == ")")
        run = run + 1 if char in "!-+" else run if char.isspace() else 0
        deepest = max(deepest, depth, run)
    return deepest


def walk(node: Node) -> Iterator[Node]:
    """Iterate over an expression and all in it."""
    yield node
    for part in _parts(node):
        yield from walk(part)


def _parts(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Logic):
        return node.operands
    if isinstance(node, Binary):
        return (node.left, node.right)
    if isinstance(node, Not):
        return (node.operand,)
    return (node.target, node.value) if isinstance(node, Assign) else ()
