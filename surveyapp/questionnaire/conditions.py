"""Conditions: expressions evaluated by pure functions over what is known of a family.

Three answers are possible for a comparison: true, false, and unknown where an answer is missing.
Conditions of a questionnaire take a comparison that is unknown as false; indicators and checks keep it
apart, because a family that refused an answer has neither a need nor none.

An expression is compiled to a closure once and kept, so that a way of hundreds of conditions stays
cheap. ``ui/static/conditions.js`` does the same in the browser; tests hold both to the same vectors.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

from surveyapp.questionnaire.calculations import (
    Result,
    bounded,
    conjunction,
    disjunction,
    divide,
    is_missing,
    is_number,
    missing_of,
    truth_of,
)
from surveyapp.questionnaire.expression import (
    And,
    Arithmetic,
    Call,
    Codes,
    Compare,
    Count,
    CurrentNumber,
    CurrentRow,
    Expression,
    ExpressionError,
    FactName,
    Literal,
    Name,
    Not,
    Or,
    Quantified,
    State,
    parse,
    references,
)
from surveyapp.questionnaire.functions import FUNCTIONS, Sort
from surveyapp.questionnaire.spelling import to_json, write
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


class Environment(Protocol):
    """Where an expression finds answers."""

    def value(self, question: str, row: str | None) -> Result:
        """Return the answer to a question or row; ``NOT_APPLICABLE`` where it was not asked."""

    def is_answered(self, question: str, row: str | None) -> bool:
        """Say whether a question was answered."""

    def is_refused(self, question: str, row: str | None) -> bool:
        """Say whether the family chose "keine Angabe"."""

    def is_list(self, name: str) -> bool:
        """Say whether a name is that of a list, not of a question."""

    def items(self, list_id: str) -> tuple[str, ...] | None:
        """Return the items of a list, or None where nobody knows them."""

    def inside(self, list_id: str, item: str) -> Environment:
        """Return the environment as one item of a list sees it."""

    def item_of(self, list_id: str) -> str | None:
        """Return the item of a list that is looked at, or None outside it."""

    def current_row(self) -> str | None:
        """Return the row or option code of the current item."""

    def current_number(self) -> int | None:
        """Return the position of the current item, from 1."""

    def fact(self, name: str) -> Result:
        """Return a fact of ``functions.FACTS``; ``UNANSWERED`` where nobody knows it."""


def holds(text: str | None, environment: Environment) -> bool:
    """Say whether a condition holds; no condition always holds."""
    return text is None or _read(text)(environment) is True


def evaluate(expression: Expression, environment: Environment) -> Result:
    """Return what an expression gives; a comparison with a missing answer is false."""
    return _compiled(expression, unknown=False)(environment)


def evaluate_truth(expression: Expression, environment: Environment) -> bool | None:
    """Return whether an expression holds, or None where a refused or empty answer decides it."""
    return truth_of(_compiled(expression, unknown=None)(environment))


def working(expression: Expression, *, unknown: Truth) -> Callable[[Environment], Result]:
    """Return the function that works out an expression.

    A comparison with a missing answer gives ``unknown``: false as in conditions, None as in indicators.
    """
    return _compiled(expression, unknown=unknown)


# For the browser


def settled_json(
    expression: Expression, environment: Environment, open_questions: frozenset[str]
) -> dict[str, Any]:
    """Return an expression as JSON in which only ``open_questions`` are left to be asked.

    Everything else is replaced by ``{"kind": "value", "value": …}``, with null for a missing answer and
    without a value for one that was not asked; so the browser learns nothing but what the current
    screen needs. A function over a list carries one part for each item.
    """

    def settled(node: Expression) -> dict[str, Any] | None:
        if not references(node) & open_questions:
            return _settled_value(evaluate(node, environment))
        if isinstance(node, Count):
            return {"kind": "count", "question": node.list}
        if isinstance(node, Quantified):
            return _settled_items(node, environment, open_questions)
        return None

    return to_json(expression, settled)


def _settled_value(result: Result) -> dict[str, Any]:
    if result is Missing.NOT_APPLICABLE:
        return {"kind": "value"}
    shown = list(result) if isinstance(result, tuple) else result
    return {"kind": "value", "value": None if isinstance(result, Missing) else shown}


def _settled_items(
    node: Quantified, environment: Environment, open_questions: frozenset[str]
) -> dict[str, Any]:
    items = environment.items(node.list)
    if items is None:
        return _settled_value(evaluate(node, environment))
    own = environment.item_of(node.list)
    parts = [
        settled_json(
            node.body,
            environment.inside(node.list, item),
            open_questions if own in (None, item) else frozenset(),
        )
        for item in items
    ]
    return {"kind": "quantified", "quantifier": node.quantifier, "parts": parts}


# Evaluation: every node becomes a closure over its compiled parts.

_Closure: TypeAlias = Callable[[Environment], Result]


@lru_cache(maxsize=4096)
def _read(text: str) -> _Closure:
    return _compile(parse(text), unknown=False)


@lru_cache(maxsize=4096)
def _compiled(expression: Expression, *, unknown: Truth) -> _Closure:
    return _compile(expression, unknown)


def _compile(node: Expression, unknown: Truth) -> _Closure:
    return _COMPILERS[type(node)](node, unknown)


def _constant(result: Result) -> _Closure:
    return lambda _: result


def _sound(result: Result) -> Result:
    """Return an answer as an expression may use it: a number beyond all bounds is none."""
    return bounded(result) if is_number(result) else result


def _compile_name(node: Name, _: Truth) -> _Closure:
    question, row = node.question, node.row
    return lambda environment: _sound(environment.value(question, row))


def _compile_not(node: Not, unknown: Truth) -> _Closure:
    operand = _compile(node.operand, unknown)

    def work(environment: Environment) -> Result:
        truth = truth_of(operand(environment))
        return None if truth is None else not truth

    # In a condition a missing value is no more true than an unknown comparison.
    return work if unknown is None else lambda environment: operand(environment) is not True


def _compile_and(node: And, unknown: Truth) -> _Closure:
    parts = [_compile(part, unknown) for part in node.operands]
    if unknown is None:
        return lambda known: conjunction(truth_of(part(known)) for part in parts)
    return lambda known: all(part(known) is True for part in parts)


def _compile_or(node: Or, unknown: Truth) -> _Closure:
    parts = [_compile(part, unknown) for part in node.operands]
    if unknown is None:
        return lambda known: disjunction(truth_of(part(known)) for part in parts)
    return lambda known: any(part(known) is True for part in parts)


def _compile_compare(node: Compare, unknown: Truth) -> _Closure:
    left, right = _compile(node.left, unknown), _compile(node.right, unknown)
    compare = _COMPARISONS[node.operator]

    def work(environment: Environment) -> Result:
        one, other = left(environment), right(environment)
        if not is_missing(one) and not is_missing(other):
            return compare(one, other)
        # A question that was not asked decides: there is nothing to know.
        return False if Missing.NOT_APPLICABLE in (one, other) else unknown

    return work


def _are_numbers(left: Result, right: Result) -> bool:
    return is_number(left) and is_number(right)


def _are_comparable(left: Result, right: Result) -> bool:
    return _are_numbers(left, right) or type(left) is type(right)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Result, Result], bool]:
    return lambda left, right: _are_numbers(left, right) and compare(left, right)


def _is_in(one: Result, several: Result) -> bool:
    return isinstance(several, tuple) and not isinstance(one, bool) and one in several


def _has(some: Callable[[Any], bool]) -> Callable[[Result, Result], bool]:
    def work(left: Result, right: Result) -> bool:
        are_lists = isinstance(left, tuple) and isinstance(right, tuple)
        return are_lists and some(_is_in(code, left) for code in right)  # type: ignore[union-attr]

    return work


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": lambda left, right: _are_comparable(left, right) and left == right,
    "!=": lambda left, right: _are_comparable(left, right) and left != right,
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "in": _is_in,
    "has": lambda left, right: _is_in(right, left),
    "has_any": _has(any),
    "has_all": _has(all),
}

_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": divide,
}


def _compile_arithmetic(node: Arithmetic, unknown: Truth) -> _Closure:
    left, right = _compile(node.left, unknown), _compile(node.right, unknown)
    compute = _ARITHMETIC[node.operator]

    def work(environment: Environment) -> Result:
        one, other = left(environment), right(environment)
        if is_number(one) and is_number(other):
            return _sound(compute(one, other))
        return missing_of((one, other))

    return work


def _compile_count(node: Count, _: Truth) -> _Closure:
    name = node.list

    def work(environment: Environment) -> Result:
        if environment.is_list(name):
            items = environment.items(name)
            return Missing.UNANSWERED if items is None else len(items)
        chosen = environment.value(name, None)
        return len(chosen) if isinstance(chosen, tuple) else missing_of((chosen,))

    return work


def _compile_quantified(node: Quantified, unknown: Truth) -> _Closure:
    function, list_id = FUNCTIONS[node.quantifier], node.list
    body = _compile(node.body, unknown)
    is_condition = function.result is Sort.CONDITION

    def work(environment: Environment) -> Result:
        items = environment.items(list_id)
        if items is None:
            return unknown if is_condition else Missing.UNANSWERED
        found = function.work(body(environment.inside(list_id, item)) for item in items)
        return unknown if is_condition and found is None else _sound(found)

    return work


def _compile_call(node: Call, unknown: Truth) -> _Closure:
    function = FUNCTIONS[node.function]
    parts = [_compile(part, unknown) for part in node.arguments]

    def work(environment: Environment) -> Result:
        values = [part(environment) for part in parts]
        if function.is_strict and not all(map(is_number, values)):
            return missing_of(values)
        return _sound(function.work(*values))

    return work


def _compile_state(node: State, _: Truth) -> _Closure:
    work, question, row = FUNCTIONS[node.state].work, node.name.question, node.name.row
    return lambda environment: bool(work(environment, question, row))


def _compile_fact(node: FactName, _: Truth) -> _Closure:
    return lambda environment: _sound(environment.fact(node.fact))


def _row(environment: Environment) -> Result:
    row = environment.current_row()
    return Missing.NOT_APPLICABLE if row is None else row


def _number(environment: Environment) -> Result:
    number = environment.current_number()
    return Missing.NOT_APPLICABLE if number is None else number


_COMPILERS: Mapping[type, Callable[[Any, Truth], _Closure]] = {
    Literal: lambda node, _: _constant(node.value),
    Codes: lambda node, _: _constant(node.values),
    Name: _compile_name,
    FactName: _compile_fact,
    CurrentRow: lambda _, __: _row,
    CurrentNumber: lambda _, __: _number,
    Not: _compile_not,
    And: _compile_and,
    Or: _compile_or,
    Compare: _compile_compare,
    Arithmetic: _compile_arithmetic,
    Count: _compile_count,
    Quantified: _compile_quantified,
    Call: _compile_call,
    State: _compile_state,
}
