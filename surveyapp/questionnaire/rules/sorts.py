"""Of which sort the parts of an expression are, and where sorts clash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from surveyapp.questionnaire.expression import (
    Arithmetic,
    Call,
    Compare,
    Expression,
    FactName,
    Literal,
    Name,
    Quantified,
    every,
    parse,
)
from surveyapp.questionnaire.functions import FACTS, FUNCTIONS, Sort
from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives

NUMBER, CODE, CODES, TRUTH = "a number", "a code", "a list of codes", "a truth"
WHOLE, UNCLEAR = "a whole matrix or text", ""

_NEEDS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("<", "<=", ">", ">="), (NUMBER, NUMBER)),
    "has": (CODES, CODE),
    "has_any": (CODES, CODES),
    "has_all": (CODES, CODES),
}

_GIVES = {Gives.CODE: CODE, Gives.CODES: CODES, Gives.NUMBER: NUMBER}

_SORTS = {
    "Codes": CODES,
    "CurrentRow": CODE,
    "CurrentNumber": NUMBER,
    "Arithmetic": NUMBER,
    "Count": NUMBER,
    "Compare": TRUTH,
    "And": TRUTH,
    "Or": TRUTH,
    "Not": TRUTH,
    "State": TRUTH,
}


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sorts that do not go together."""

    key: str
    words: Mapping[str, str]


def sort_of(index: Index, node: Expression) -> str:
    """Return the sort of what an expression gives; empty where nobody can say."""
    if isinstance(node, Literal):
        return CODE if isinstance(node.value, str) else NUMBER
    if isinstance(node, Name):
        return _sort_of_name(index, node)
    if isinstance(node, Quantified):
        result = FUNCTIONS[node.quantifier].result
        return sort_of(index, node.body) if result is Sort.ANY else _OF_FUNCTIONS[result]
    if isinstance(node, Call):
        return _sort_of_call(index, node)
    if isinstance(node, FactName):
        return _OF_FUNCTIONS[FACTS[node.fact].sort]
    return _SORTS.get(type(node).__name__, UNCLEAR)


_OF_FUNCTIONS = {
    Sort.NUMBER: NUMBER,
    Sort.DATE: NUMBER,
    Sort.CODE: CODE,
    Sort.CONDITION: TRUTH,
    Sort.ANY: UNCLEAR,
}


def _sort_of_call(index: Index, node: Call) -> str:
    """Return what a function gives; where it gives one of its values, what all of them are."""
    function = FUNCTIONS[node.function]
    if function.result is not Sort.ANY:
        return _OF_FUNCTIONS[function.result]
    values = node.arguments[1:] if node.function == "if" else node.arguments
    sorts = {sort_of(index, value) for value in values}
    return sorts.pop() if len(sorts) == 1 else UNCLEAR


def _sort_of_name(index: Index, node: Name) -> str:
    question = index.questions.get(node.question)
    if question is None:
        return UNCLEAR
    kind = kind_of(question)
    if node.row is not None:
        return _GIVES.get(kind.row_gives, CODE) if kind.gives is Gives.ROWS else UNCLEAR
    if kind.gives is Gives.ANY:
        given = UNCLEAR if question.value is None else sort_of(index, parse(question.value))
        return NUMBER if given == TRUTH else given  # counts as 1 and 0
    return _GIVES.get(kind.gives, WHOLE)


def clashes(index: Index, tree: Expression) -> Iterator[Clash]:
    """Iterate over what does not go together anywhere in an expression."""
    for node in every(tree):
        if isinstance(node, Compare):
            yield from _of_comparison(index, node)
        elif isinstance(node, Arithmetic):
            yield from _of_sides(index, node, (NUMBER, NUMBER))


def _of_comparison(index: Index, node: Compare) -> Iterator[Clash]:
    left, right = sort_of(index, node.left), sort_of(index, node.right)
    if node.operator in ("==", "!="):
        if UNCLEAR not in (left, right) and (left != right or left in (CODES, WHOLE)):
            yield Clash("compared", {"left": left, "right": right, "sign": node.operator})
    elif node.operator == "in":
        yield from _of_sides(index, node, (NUMBER if left == NUMBER else CODE, CODES))
    else:
        yield from _of_sides(index, node, _NEEDS.get(node.operator, (UNCLEAR, UNCLEAR)))


def _of_sides(index: Index, node: Compare | Arithmetic, needed: tuple[str, str]) -> Iterator[Clash]:
    for side, wanted in zip((node.left, node.right), needed, strict=True):
        given = sort_of(index, side)
        if UNCLEAR not in (given, wanted) and given != wanted:
            yield Clash("side", {"given": given, "sign": node.operator, "wanted": wanted})
