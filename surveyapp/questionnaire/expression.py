"""The small language of conditions: from text to a frozen tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken
from lark.exceptions import VisitError

from surveyapp.questionnaire.calculations import LARGEST
from surveyapp.questionnaire.functions import FACT_WORDS, FACTS, FUNCTIONS, Function

MAX_LENGTH = 2000
"""Longest expression in characters."""

MAX_DEPTH = 40
"""Deepest nesting of brackets and operators."""

MAX_QUANTIFIERS = 2
"""Deepest nesting of functions over lists: each multiplies the work by the items of its list."""

_KEYWORDS = frozenset({"and", "or", "not", "in", "has", "has_any", "has_all"})

_LIST_WORDS = frozenset({"count", "any", "all", "sum", "answered", "refused", "if"})

RESERVED_WORDS = _KEYWORDS | _LIST_WORDS | FACT_WORDS | {"row", "number", "item"}
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
class CurrentNumber:
    """The position of the item on a page that repeats, from 1."""


@dataclass(frozen=True, slots=True)
class FactName:
    """Something known beside the answers, such as ``wave.year``."""

    fact: str


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
    """A sum, difference, product or quotient of two numbers."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Count:
    """The number of items of a list, or of the options chosen of several."""

    list: str


@dataclass(frozen=True, slots=True)
class Quantified:
    """``any``, ``sum`` or another function of an expression over the items of a list."""

    quantifier: str
    list: str
    body: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A function of values, such as ``round(x, 1)``."""

    function: str
    arguments: tuple[Expression, ...]


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
    | CurrentNumber
    | FactName
    | Not
    | And
    | Or
    | Compare
    | Arithmetic
    | Count
    | Quantified
    | Call
    | State
)

NODES: tuple[type[Any], ...] = (
    *(Literal, Codes, Name, CurrentRow, CurrentNumber, FactName, Not, And, Or),
    *(Compare, Arithmetic, Count, Quantified, Call, State),
)


# Reading


class _Builder(Transformer[Token, Expression]):
    def number(self, parts: list[Token]) -> Expression:
        text = "".join(parts)
        value = float(text) if "." in text else int(text)
        if abs(value) > LARGEST:
            message = f"“{text[:20]}” is too large; numbers go up to {LARGEST}"
            raise ExpressionError(message)
        return Literal(value + 0)  # minus zero is zero

    def string(self, parts: list[Token]) -> Expression:
        return Literal(str(parts[0][1:-1]))

    def codes(self, parts: list[Any]) -> Expression:
        return Codes(tuple(part.value for part in parts if part is not None))

    def name(self, parts: list[Token | None]) -> Expression:
        first, second = (None if part is None else str(part) for part in parts)
        if second is None and first in _CURRENT:
            return _CURRENT[first]
        if first in FACT_WORDS:
            return _fact(f"{first}.{second or ''}")
        if first in RESERVED_WORDS:
            message = f"“{first}” is a word of the language and cannot be a question here"
            raise ExpressionError(message)
        return Name(str(first), second)

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

    def call(self, parts: list[Any]) -> Expression:
        name, *arguments = parts
        function = FUNCTIONS.get(str(name))
        if function is None:
            message = f"there is no function “{name}”; there are {', '.join(FUNCTIONS)}"
            raise ExpressionError(message)
        if not function.takes(len(arguments)):
            message = f"{name} was given {len(arguments)} values; write {function.signature}"
            raise ExpressionError(message)
        return _called(function, arguments)


_CURRENT: dict[str | None, Expression] = {"row": CurrentRow(), "number": CurrentNumber()}


def _fact(name: str) -> Expression:
    if name not in FACTS:
        message = f"there is no fact “{name}”; there are {', '.join(FACTS)}"
        raise ExpressionError(message)
    return FactName(name)


def _called(function: Function, arguments: list[Expression]) -> Expression:
    first = arguments[0]
    if not function.of_list and not function.of_question:
        return Call(function.name, tuple(arguments))
    if not isinstance(first, Name) or (function.of_list and first.row is not None):
        wanted = "the id of a list first" if function.of_list else "a question id or matrix.row"
        message = f"{function.name}(…) takes {wanted}; write {function.signature}"
        raise ExpressionError(message)
    if function.of_question:
        return State(function.name, first)
    if len(arguments) == 1:
        return Count(first.question)
    return Quantified(function.name, first.question, arguments[1])


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
    return tree


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
                f"{MAX_QUANTIFIERS} functions over lists inside each other); split it into indicators"
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


@dataclass(frozen=True, slots=True)
class Seen:
    """A part of an expression with the lists whose items it sees."""

    node: Expression
    lists: frozenset[str]


def walk(node: Expression, lists: frozenset[str]) -> Iterator[Seen]:
    """Iterate over an expression and all inside it; ``lists`` are those it stands inside of."""
    yield Seen(node, lists)
    inside = lists | {node.list} if isinstance(node, Quantified) else lists
    for child in children(node):
        yield from walk(child, inside)


def references(expression: Expression) -> frozenset[str]:
    """Return the names an expression asks for: of questions, and of what ``count`` counts."""
    found = (_referred(node) for node in every(expression))
    return frozenset(name for name in found if name is not None)


def _referred(node: Expression) -> str | None:
    if isinstance(node, Name):
        return node.question
    return node.list if isinstance(node, Count) else None


def lists_of(expression: Expression) -> frozenset[str]:
    """Return the ids of the lists an expression goes through."""
    return frozenset(
        node.list for node in every(expression) if isinstance(node, (Count, Quantified))
    )
