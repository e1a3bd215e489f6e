"""The small language of conditions: from text to a frozen tree and back, and to JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken
from lark.exceptions import VisitError

MAX_LENGTH = 1000
"""Longest expression in characters."""

MAX_DEPTH = 20
"""Deepest nesting of brackets and operators."""

MAX_QUANTIFIERS = 2
"""Deepest nesting of any, all and sum: each multiplies the work by the items of its list."""

RESERVED_WORDS = frozenset(
    {"and", "or", "not", "in", "has", "has_any", "count", "any", "all", "sum", "row"}
    | {"answered", "refused"}
)
"""Words that no question or list may be called."""


class ExpressionError(ValueError):
    """An expression cannot be read; the message says what is wrong, where, and the cure."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A code or a number as written."""

    value: str | float


@dataclass(frozen=True, slots=True)
class Codes:
    """A list of codes or numbers as written."""

    values: tuple[str | float, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """The answer to a question, or to one row of a matrix."""

    question: str
    row: str | None = None


@dataclass(frozen=True, slots=True)
class CurrentRow:
    """The row code of the item on a page that repeats over rows."""


@dataclass(frozen=True, slots=True)
class Not:
    """True when the operand is false."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class And:
    """True when all operands are true."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True when an operand is true."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two values."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A sum, difference or product of two numbers."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Count:
    """The number of items of a list."""

    list: str


@dataclass(frozen=True, slots=True)
class Quantified:
    """``any``, ``all`` or ``sum`` of an expression over the items of a list."""

    quantifier: str
    list: str
    body: Expression


@dataclass(frozen=True, slots=True)
class State:
    """Whether a question was ``answered`` or ``refused``."""

    state: str
    name: Name


Expression: TypeAlias = (
    Literal
    | Codes
    | Name
    | CurrentRow
    | Not
    | And
    | Or
    | Compare
    | Arithmetic
    | Count
    | Quantified
    | State
)

NODES: tuple[type[Any], ...] = (
    *(Literal, Codes, Name, CurrentRow, Not, And, Or),
    *(Compare, Arithmetic, Count, Quantified, State),
)


# Reading


class _Builder(Transformer[Token, Expression]):
    def number(self, parts: list[Token]) -> Expression:
        text = "".join(parts)
        return Literal(float(text) if "." in text else int(text))

    def string(self, parts: list[Token]) -> Expression:
        return Literal(str(parts[0][1:-1]))

    def codes(self, parts: list[Any]) -> Expression:
        return Codes(tuple(part.value for part in parts if part is not None))

    def name(self, parts: list[Token | None]) -> Expression:
        question, row = parts
        if question == "row" and row is None:
            return CurrentRow()
        if question in RESERVED_WORDS:
            message = f"“{question}” is a word of the language and cannot be a question here"
            raise ExpressionError(message)
        return Name(str(question), None if row is None else str(row))

    def negation(self, parts: list[Expression]) -> Expression:
        return Not(parts[0])

    def conjunction(self, parts: list[Expression]) -> Expression:
        return And(tuple(parts))

    def disjunction(self, parts: list[Expression]) -> Expression:
        return Or(tuple(parts))

    def comparison(self, parts: list[Any]) -> Expression:
        left, sign, right = parts
        return Compare(str(sign), left, right)

    def arithmetic(self, parts: list[Any]) -> Expression:
        left, sign, right = parts
        return Arithmetic(str(sign), left, right)

    def count(self, parts: list[Token]) -> Expression:
        return Count(str(parts[0]))

    def quantified(self, parts: list[Any]) -> Expression:
        quantifier, of, body = parts
        return Quantified(str(quantifier), str(of), body)

    def state(self, parts: list[Any]) -> Expression:
        state, name = parts
        if not isinstance(name, Name):
            message = f"{state}(…) takes a question id or matrix.row"
            raise ExpressionError(message)
        return State(str(state), name)


_PARSER = Lark(
    (Path(__file__).parent / "expression.lark").read_text(encoding="utf-8"),
    parser="lalr",
    transformer=_Builder(),
    maybe_placeholders=True,
)


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Read an expression.

    Raises
    ------
    ExpressionError
        If it is not a sentence of the language, too long or too deeply nested.
    """
    if len(text) > MAX_LENGTH:
        message = f"the expression has {len(text)} characters; keep it under {MAX_LENGTH}"
        raise ExpressionError(message)
    try:
        tree: Any = _PARSER.parse(text)
    except UnexpectedInput as error:
        raise ExpressionError(_explain(text, error)) from None
    except VisitError as error:
        raise ExpressionError(str(error.orig_exc)) from None
    _refuse_depth(tree)
    return tree  # type: ignore[no-any-return]


def _explain(text: str, error: UnexpectedInput) -> str:
    position = error.pos_in_stream or 0
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return f"“{text}” stops too early; complete the comparison or close the bracket"
    return (
        f"cannot read “{text}” from “{text[position : position + 20]}” on; "
        "write for example: age_band in ['0-2', '3-5'] and count(children) > 1"
    )


def _refuse_depth(tree: Expression) -> None:
    waiting = [(tree, 1, 0)]
    while waiting:
        node, depth, quantifiers = waiting.pop()
        quantifiers += isinstance(node, Quantified)
        if depth > MAX_DEPTH or quantifiers > MAX_QUANTIFIERS:
            message = (
                f"the expression is nested too deeply (at most {MAX_DEPTH} levels and "
                f"{MAX_QUANTIFIERS} of any, all, sum inside each other); split it into indicators"
            )
            raise ExpressionError(message)
        waiting += ((child, depth + 1, quantifiers) for child in children(node))


def children(node: Expression) -> Iterator[Expression]:
    """Iterate over the expressions directly inside an expression."""
    for each in fields(node):
        value = getattr(node, each.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, NODES):
                yield part


def every(node: Expression) -> Iterator[Expression]:
    """Iterate over an expression and all expressions inside it."""
    yield node
    for child in children(node):
        yield from every(child)


def references(expression: Expression) -> frozenset[str]:
    """Return the ids of the questions an expression asks for."""
    return frozenset(node.question for node in every(expression) if isinstance(node, Name))


def lists_of(expression: Expression) -> frozenset[str]:
    """Return the ids of the lists an expression goes through."""
    return frozenset(
        node.list for node in every(expression) if isinstance(node, (Count, Quantified))
    )


# Writing


def write(expression: Expression) -> str:
    """Write an expression so that reading it gives the same tree."""
    return _WRITERS[type(expression)](expression)


def _bracketed(expression: Expression) -> str:
    text = write(expression)
    return f"({text})" if isinstance(expression, (Not, And, Or, Compare, Arithmetic)) else text


def _write_literal(value: str | float) -> str:
    if isinstance(value, str):
        return f'"{value}"' if "'" in value else f"'{value}'"
    return f"{value:f}" if isinstance(value, float) else str(value)


def _write_name(node: Name) -> str:
    return node.question if node.row is None else f"{node.question}.{node.row}"


def _write_pair(node: Compare | Arithmetic) -> str:
    return f"{_bracketed(node.left)} {node.operator} {_bracketed(node.right)}"


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    Literal: lambda node: _write_literal(node.value),
    Codes: lambda node: f"[{', '.join(_write_literal(value) for value in node.values)}]",
    Name: _write_name,
    CurrentRow: lambda _: "row",
    Not: lambda node: f"not {_bracketed(node.operand)}",
    And: lambda node: " and ".join(_bracketed(part) for part in node.operands),
    Or: lambda node: " or ".join(_bracketed(part) for part in node.operands),
    Compare: _write_pair,
    Arithmetic: _write_pair,
    Count: lambda node: f"count({node.list})",
    Quantified: lambda node: f"{node.quantifier}({node.list}, {write(node.body)})",
    State: lambda node: f"{node.state}({_write_name(node.name)})",
}

_KINDS = {node: node.__name__.lower() for node in NODES}


def to_json(expression: Expression, known: Known | None = None) -> dict[str, Any]:
    """Return the tree as JSON for the browser: ``{"kind": "compare", "operator": …, …}``.

    ``known`` may give the JSON of parts whose value is settled already.
    """
    settled = known(expression) if known is not None else None
    if settled is not None:
        return settled
    parts = {
        each.name: _json_of(getattr(expression, each.name), known) for each in fields(expression)
    }
    return {"kind": _KINDS[type(expression)], **parts}


def _json_of(value: Any, known: Known | None) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, tuple):
        return [_json_of(part, known) for part in value]
    return to_json(value, known) if isinstance(value, NODES) else value


Known: TypeAlias = Callable[[Expression], dict[str, Any] | None]
"""Gives the JSON of an expression whose value is settled, or None."""
