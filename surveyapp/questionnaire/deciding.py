"""Which answers decided what an expression gave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.expression import (
    And,
    Arithmetic,
    Call,
    Compare,
    Count,
    CurrentNumber,
    CurrentRow,
    Expression,
    FactName,
    Name,
    Not,
    Or,
    Quantified,
    State,
)
from surveyapp.questionnaire.functions import FUNCTIONS, Sort
from surveyapp.questionnaire.known import Known

MOST_LOOKED_AT = 200
"""Parts of a condition that are looked at for what decided it."""

Decided: TypeAlias = tuple[Expression, Known]
"""A part of an expression, and how its answers are seen."""


def deciding_places(node: Expression, known: Known) -> Iterator[Decided]:
    """Iterate over the names in those parts of an expression that decided what it gave."""
    work = _DECIDING.get(type(node))
    if work is not None:
        yield from work(node, known)


def _itself(node: Expression, known: Known) -> Iterator[Decided]:
    yield node, known


def _of_both(node: Compare | Arithmetic, known: Known) -> Iterator[Decided]:
    yield from deciding_places(node.left, known)
    yield from deciding_places(node.right, known)


def _of_operands(decides: bool) -> Callable[[Any, Known], Iterator[Decided]]:  # noqa: FBT001
    """One operand with the value ``decides`` settles it; without one, all of them did."""

    def work(node: And | Or, known: Known) -> Iterator[Decided]:
        settling = (
            each for each in node.operands if (conditions.evaluate(each, known) is True) is decides
        )
        found = next(settling, None)
        for each in node.operands if found is None else (found,):
            yield from deciding_places(each, known)

    return work


def _of_items(node: Quantified, known: Known) -> Iterator[Decided]:
    items = known.items(node.list)
    if not items:
        yield Count(node.list), known
        return
    inside = [known.inside(node.list, each) for each in items]
    if FUNCTIONS[node.quantifier].result is Sort.CONDITION:
        decides = node.quantifier != "all"
        truths = ((each, conditions.evaluate(node.body, each) is True) for each in inside)
        found = next((each for each, truth in truths if truth is decides), None)
        inside = inside if found is None else [found]
    for each in inside:
        yield from deciding_places(node.body, each)


def _of_arguments(node: Call, known: Known) -> Iterator[Decided]:
    for each in node.arguments:
        yield from deciding_places(each, known)


_DECIDING: Mapping[type, Callable[[Any, Known], Iterator[Decided]]] = {
    Name: _itself,
    Count: _itself,
    FactName: _itself,
    CurrentRow: _itself,
    CurrentNumber: _itself,
    State: lambda node, known: _itself(node.name, known),
    Not: lambda node, known: deciding_places(node.operand, known),
    And: _of_operands(decides=False),
    Or: _of_operands(decides=True),
    Compare: _of_both,
    Arithmetic: _of_both,
    Quantified: _of_items,
    Call: _of_arguments,
}
