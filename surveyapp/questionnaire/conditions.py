"""The small language of conditions: parsed to a frozen tree, evaluated by a pure function.

Three answers are possible for a comparison: true, false, and unknown where an answer is missing.
Conditions of a questionnaire take unknown as false; indicators ask to keep it apart, because a family
that refused an answer has neither a need nor none.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken
from lark.exceptions import VisitError

from surveyapp.questionnaire.values import Missing

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
        if question is None or question in RESERVED_WORDS:
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
            raise ExpressionError(f"{state}(…) takes a question id or matrix.row")
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
    position = error.pos_in_stream
    is_at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    if position is None or is_at_end:
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
            raise ExpressionError(
                f"the expression is nested too deeply (at most {MAX_DEPTH} levels and "
                f"{MAX_QUANTIFIERS} of any, all, sum inside each other); split it into indicators"
            )
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


def to_json(expression: Expression) -> dict[str, Any]:
    """Return the tree as JSON for the browser: ``{"kind": "compare", "operator": …, …}``."""
    written = {each.name: _json_of(getattr(expression, each.name)) for each in fields(expression)}
    return {"kind": _KINDS[type(expression)], **written}


def _json_of(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, tuple):
        return [_json_of(part) for part in value]
    return to_json(value) if isinstance(value, NODES) else value


# Evaluating

Result: TypeAlias = bool | str | float | int | tuple[str, ...] | Missing | None
"""What an expression gives; None is the unknown truth of a comparison with a missing answer."""


class Environment(Protocol):
    """Where an expression finds answers."""

    def value(self, question: str, row: str | None) -> Result:
        """Return the answer to a question or row; ``NOT_APPLICABLE`` where it was not asked."""

    def is_answered(self, question: str, row: str | None) -> bool:
        """Say whether a question was answered."""

    def is_refused(self, question: str, row: str | None) -> bool:
        """Say whether the family chose "keine Angabe"."""

    def items(self, list_id: str) -> tuple[str, ...] | None:
        """Return the items of a list, or None where nobody knows them."""

    def inside(self, list_id: str, item: str) -> Environment:
        """Return the environment as one item of a list sees it."""

    def current_row(self) -> str | None:
        """Return the row code of the current item."""


def holds(text: str | None, environment: Environment) -> bool:
    """Say whether a condition holds; no condition always holds."""
    return text is None or evaluate(parse(text), environment) is True


def evaluate(expression: Expression, environment: Environment) -> Result:
    """Return what an expression gives; a comparison with a missing answer is false."""
    return _evaluate(expression, environment, unknown=False)


def evaluate_truth(expression: Expression, environment: Environment) -> bool | None:
    """Return whether an expression holds, or None where a refused or empty answer decides it."""
    result = _evaluate(expression, environment, unknown=None)
    return result if isinstance(result, bool) or result is None else False


def _evaluate(node: Expression, environment: Environment, unknown: bool | None) -> Result:  # noqa: FBT001 - internal
    return _EVALUATORS[type(node)](node, environment, unknown)


def _truth(node: Expression, environment: Environment, unknown: bool | None) -> bool | None:  # noqa: FBT001
    result = _evaluate(node, environment, unknown)
    return result if result is None or result is True else False


def _evaluate_not(node: Not, environment: Environment, unknown: bool | None) -> Result:  # noqa: FBT001
    truth = _truth(node.operand, environment, unknown)
    return None if truth is None else not truth


def _conjunction(truths: Iterator[bool | None]) -> bool | None:
    result: bool | None = True
    for truth in truths:
        if truth is False:
            return False
        result = result if truth else None
    return result


def _disjunction(truths: Iterator[bool | None]) -> bool | None:
    result: bool | None = False
    for truth in truths:
        if truth:
            return True
        result = None if truth is None else result
    return result


def _evaluate_and(node: And, environment: Environment, unknown: bool | None) -> Result:  # noqa: FBT001
    return _conjunction(_truth(part, environment, unknown) for part in node.operands)


def _evaluate_or(node: Or, environment: Environment, unknown: bool | None) -> Result:  # noqa: FBT001
    return _disjunction(_truth(part, environment, unknown) for part in node.operands)


def _evaluate_compare(node: Compare, environment: Environment, unknown: bool | None) -> Result:  # noqa: FBT001
    left = _evaluate(node.left, environment, unknown)
    right = _evaluate(node.right, environment, unknown)
    missing = [side for side in (left, right) if side is None or isinstance(side, Missing)]
    if Missing.NOT_APPLICABLE in missing:
        return False  # a question that was not asked decides: there is nothing to know
    return unknown if missing else _COMPARISONS[node.operator](left, right)


def _are_numbers(left: Result, right: Result) -> bool:
    return all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in (left, right))


def _are_comparable(left: Result, right: Result) -> bool:
    return _are_numbers(left, right) or type(left) is type(right)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Result, Result], bool]:
    return lambda left, right: _are_numbers(left, right) and compare(left, right)


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": lambda left, right: _are_comparable(left, right) and left == right,
    "!=": lambda left, right: _are_comparable(left, right) and left != right,
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "in": lambda left, right: isinstance(right, tuple) and left in right,
    "has": lambda left, right: isinstance(left, tuple) and right in left,
    "has_any": lambda left, right: (
        isinstance(left, tuple) and isinstance(right, tuple) and any(code in left for code in right)
    ),
}

_ARITHMETIC: Mapping[str, Callable[[Any, Any], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def _evaluate_arithmetic(
    node: Arithmetic, environment: Environment, unknown: bool | None
) -> Result:  # noqa: FBT001
    left = _evaluate(node.left, environment, unknown)
    right = _evaluate(node.right, environment, unknown)
    if _are_numbers(left, right):
        return _ARITHMETIC[node.operator](left, right)
    is_unasked = Missing.NOT_APPLICABLE in (left, right)
    return Missing.NOT_APPLICABLE if is_unasked else Missing.UNANSWERED


def _evaluate_count(node: Count, environment: Environment, _: bool | None) -> Result:  # noqa: FBT001
    items = environment.items(node.list)
    return Missing.UNANSWERED if items is None else len(items)


def _evaluate_quantified(
    node: Quantified, environment: Environment, unknown: bool | None
) -> Result:  # noqa: FBT001
    items = environment.items(node.list)
    if items is None:
        return Missing.UNANSWERED if node.quantifier == "sum" else unknown
    results = (_evaluate(node.body, environment.inside(node.list, item), unknown) for item in items)
    return _QUANTIFIERS[node.quantifier](results)


def _truths(results: Iterator[Result]) -> Iterator[bool | None]:
    return (result if result is None or result is True else False for result in results)


def _sum(results: Iterator[Result]) -> Result:
    found = list(results)
    numbers = [result for result in found if isinstance(result, (int, float))]
    return Missing.UNANSWERED if found and not numbers else sum(numbers)


def _all(results: Iterator[Result]) -> Result:
    found = list(results)
    # Of a family without children nothing is true of all children: a label must fit somebody.
    return bool(found) and _conjunction(_truths(iter(found)))


_QUANTIFIERS: Mapping[str, Callable[[Iterator[Result]], Result]] = {
    "any": lambda results: _disjunction(_truths(results)),
    "all": _all,
    "sum": _sum,
}


def _evaluate_state(node: State, environment: Environment, _: bool | None) -> Result:  # noqa: FBT001
    if node.state == "answered":
        return environment.is_answered(node.name.question, node.name.row)
    return environment.is_refused(node.name.question, node.name.row)


def _evaluate_row(_: CurrentRow, environment: Environment, __: bool | None) -> Result:  # noqa: FBT001
    row = environment.current_row()
    return Missing.NOT_APPLICABLE if row is None else row


_EVALUATORS: Mapping[type, Callable[[Any, Environment, bool | None], Result]] = {
    Literal: lambda node, _, __: node.value,
    Codes: lambda node, _, __: node.values,
    Name: lambda node, environment, _: environment.value(node.question, node.row),
    CurrentRow: _evaluate_row,
    Not: _evaluate_not,
    And: _evaluate_and,
    Or: _evaluate_or,
    Compare: _evaluate_compare,
    Arithmetic: _evaluate_arithmetic,
    Count: _evaluate_count,
    Quantified: _evaluate_quantified,
    State: _evaluate_state,
}
