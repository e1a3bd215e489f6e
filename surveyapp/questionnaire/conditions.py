"""Conditions: expressions evaluated by pure functions over what is known of a family.

Three answers are possible for a comparison: true, false, and unknown where an answer is missing.
Conditions of a questionnaire take unknown as false; indicators ask to keep it apart, because a family
that refused an answer has neither a need nor none.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol, TypeAlias

from surveyapp.questionnaire.expression import (
    And,
    Arithmetic,
    Codes,
    Compare,
    Count,
    CurrentRow,
    Expression,
    ExpressionError,
    Literal,
    Name,
    Not,
    Or,
    Quantified,
    State,
    parse,
    references,
    to_json,
    write,
)
from surveyapp.questionnaire.values import Missing

__all__ = [
    "Environment",
    "Expression",
    "ExpressionError",
    "Result",
    "evaluate",
    "evaluate_truth",
    "holds",
    "parse",
    "references",
    "settled_json",
    "to_json",
    "write",
]

Truth: TypeAlias = bool | None
"""True, false, or None for unknown."""

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


def settled_json(
    expression: Expression, environment: Environment, open_questions: frozenset[str]
) -> dict[str, Any]:
    """Return an expression as JSON in which only ``open_questions`` are left to be asked.

    Everything else is replaced by ``{"kind": "value", "value": …}``, null for a missing answer; so
    the browser learns nothing but what the current screen needs.
    """

    def settled(node: Expression) -> dict[str, Any] | None:
        is_open = bool(references(node) & open_questions)
        if is_open and not isinstance(node, Quantified):
            return None
        result = evaluate(node, environment)
        shown = list(result) if isinstance(result, tuple) else result
        return {"kind": "value", "value": None if isinstance(result, Missing) else shown}

    return to_json(expression, settled)


def evaluate_truth(expression: Expression, environment: Environment) -> bool | None:
    """Return whether an expression holds, or None where a refused or empty answer decides it."""
    result = _evaluate(expression, environment, unknown=None)
    return result if isinstance(result, bool) or result is None else False


def _evaluate(node: Expression, environment: Environment, unknown: Truth) -> Result:
    return _EVALUATORS[type(node)](node, environment, unknown)


def _truth(node: Expression, environment: Environment, unknown: Truth) -> bool | None:
    result = _evaluate(node, environment, unknown)
    return result if result is None or result is True else False


def _evaluate_not(node: Not, environment: Environment, unknown: Truth) -> Result:
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


def _evaluate_and(node: And, environment: Environment, unknown: Truth) -> Result:
    return _conjunction(_truth(part, environment, unknown) for part in node.operands)


def _evaluate_or(node: Or, environment: Environment, unknown: Truth) -> Result:
    return _disjunction(_truth(part, environment, unknown) for part in node.operands)


def _evaluate_compare(node: Compare, environment: Environment, unknown: Truth) -> Result:
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


def _evaluate_arithmetic(node: Arithmetic, environment: Environment, unknown: Truth) -> Result:
    left = _evaluate(node.left, environment, unknown)
    right = _evaluate(node.right, environment, unknown)
    if _are_numbers(left, right):
        return _ARITHMETIC[node.operator](left, right)
    is_unasked = Missing.NOT_APPLICABLE in (left, right)
    return Missing.NOT_APPLICABLE if is_unasked else Missing.UNANSWERED


def _evaluate_count(node: Count, environment: Environment, _: Truth) -> Result:
    items = environment.items(node.list)
    return Missing.UNANSWERED if items is None else len(items)


def _evaluate_quantified(node: Quantified, environment: Environment, unknown: Truth) -> Result:
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


def _evaluate_state(node: State, environment: Environment, _: Truth) -> Result:
    if node.state == "answered":
        return environment.is_answered(node.name.question, node.name.row)
    return environment.is_refused(node.name.question, node.name.row)


def _evaluate_row(_: CurrentRow, environment: Environment, __: Truth) -> Result:
    row = environment.current_row()
    return Missing.NOT_APPLICABLE if row is None else row


_EVALUATORS: Mapping[type, Callable[[Any, Environment, Truth], Result]] = {
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
