"""Of which sort the parts of an expression are, and where sorts clash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from surveyapp.questionnaire.expression import (
    And,
    Arithmetic,
    Call,
    Compare,
    Count,
    Expression,
    ExpressionError,
    FactName,
    Literal,
    Name,
    Not,
    Or,
    Quantified,
    every,
    parse,
)
from surveyapp.questionnaire.functions import FACTS, FUNCTIONS, Sort
from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.model import Question
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


_OF_FUNCTIONS: Mapping[Sort, str] = {
    Sort.NUMBER: NUMBER,
    Sort.DATE: NUMBER,
    Sort.CODE: CODE,
    Sort.CONDITION: TRUTH,
}
"""Sorts of functions and facts in words; any other says nothing."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sorts that do not go together."""

    key: str
    words: Mapping[str, str]


def sort_of(index: Index, node: Expression, within: frozenset[str] = frozenset()) -> str:
    """Return the sort of what an expression gives; empty where nobody can say.

    ``within`` are the computed questions whose values are being looked at.
    """
    if isinstance(node, Literal):
        return CODE if isinstance(node.value, str) else NUMBER
    if isinstance(node, Name):
        return _sort_of_name(index, node, within)
    if isinstance(node, FactName):
        return _OF_FUNCTIONS.get(FACTS[node.fact].sort, UNCLEAR)
    if isinstance(node, (Call, Quantified)):
        return _sort_of_result(index, node, within)
    return _SORTS.get(type(node).__name__, UNCLEAR)


def _sort_of_result(index: Index, node: Call | Quantified, within: frozenset[str]) -> str:
    if isinstance(node, Quantified):
        given = _OF_FUNCTIONS.get(FUNCTIONS[node.quantifier].result, UNCLEAR)
        return given or sort_of(index, node.body, within)
    given = _OF_FUNCTIONS.get(FUNCTIONS[node.function].result, UNCLEAR)
    sorts = {sort_of(index, each, within) for each in _open_arguments(node)}
    return given or (sorts.pop() if len(sorts) == 1 else UNCLEAR)


def _open_arguments(node: Call) -> tuple[Expression, ...]:
    """Return the arguments that may be of any sort, but all of the same."""
    wanted = _wanted(node)
    pairs = zip(node.arguments, wanted, strict=True)
    return tuple(each for each, sort in pairs if sort is Sort.ANY)


def _wanted(node: Call) -> tuple[Sort, ...]:
    """Return of which sort each argument must be."""
    named = FUNCTIONS[node.function].arguments
    more = len(node.arguments) - len(named)
    return (*named, *(named[-1],) * more)[: len(node.arguments)]


def _sort_of_name(index: Index, node: Name, within: frozenset[str]) -> str:
    question = index.questions.get(node.question)
    if question is None:
        return UNCLEAR
    kind = kind_of(question)
    if node.row is not None:
        return _GIVES.get(kind.row_gives, CODE) if kind.gives is Gives.ROWS else UNCLEAR
    if kind.gives is Gives.ANY:
        return _sort_of_computed(index, question, within)
    return _GIVES.get(kind.gives, WHOLE)


def _sort_of_computed(index: Index, question: Question, within: frozenset[str]) -> str:
    if question.value is None or question.id in within:
        return UNCLEAR
    try:
        tree = parse(question.value)
    except ExpressionError:
        return UNCLEAR  # Q020 names it.
    given = sort_of(index, tree, within | {question.id})
    return NUMBER if given == TRUTH else given  # counts as 1 and 0


def clashes(index: Index, tree: Expression) -> Iterator[Clash]:
    """Iterate over what does not go together anywhere in an expression."""
    for node in every(tree):
        if isinstance(node, Compare):
            yield from _of_comparison(index, node)
        elif isinstance(node, Arithmetic):
            yield from _of_sides(index, node, (NUMBER, NUMBER))
        elif isinstance(node, (And, Or)):
            yield from _of_operands(index, node.operands, type(node).__name__.lower())
        elif isinstance(node, Not):
            yield from _of_operands(index, (node.operand,), "not")
        elif isinstance(node, Call):
            yield from _of_call(index, node)
        elif isinstance(node, Quantified):
            yield from _of_item(index, node)
        elif isinstance(node, Count):
            yield from _of_count(index, node)


def _argument(sign: str, given: str, wanted: str) -> Iterator[Clash]:
    if UNCLEAR not in (given, wanted) and given != wanted:
        yield Clash("argument", {"given": given, "sign": sign, "wanted": wanted})


def _of_operands(index: Index, operands: tuple[Expression, ...], sign: str) -> Iterator[Clash]:
    for each in operands:
        yield from _argument(sign, sort_of(index, each), TRUTH)


def _of_call(index: Index, node: Call) -> Iterator[Clash]:
    for each, wanted in zip(node.arguments, _wanted(node), strict=True):
        sort = _OF_FUNCTIONS.get(wanted, UNCLEAR)
        yield from _argument(f"{node.function}()", sort_of(index, each), sort)
    sorts = [sort_of(index, each) for each in _open_arguments(node)]
    for given in sorts[1:]:
        yield from _argument(f"{node.function}()", given, sorts[0])


def _of_item(index: Index, node: Quantified) -> Iterator[Clash]:
    wanted = _OF_FUNCTIONS.get(FUNCTIONS[node.quantifier].arguments[1], UNCLEAR)
    yield from _argument(f"{node.quantifier}()", sort_of(index, node.body), wanted)


def _of_count(index: Index, node: Count) -> Iterator[Clash]:
    if node.list in index.questions and node.list not in index.lists:
        yield from _argument("count()", sort_of(index, Name(node.list)), CODES)


def _of_comparison(index: Index, node: Compare) -> Iterator[Clash]:
    left, right = sort_of(index, node.left), sort_of(index, node.right)
    if node.operator in ("==", "!="):
        are_sets = left in (CODES, WHOLE) and not _is_order(index, node.left)
        if UNCLEAR not in (left, right) and (left != right or are_sets):
            yield Clash("compared", {"left": left, "right": right, "sign": node.operator})
    elif node.operator == "in":
        yield from _of_sides(index, node, (NUMBER if left == NUMBER else CODE, CODES))
    else:
        yield from _of_sides(index, node, _NEEDS.get(node.operator, (UNCLEAR, UNCLEAR)))


def _is_order(index: Index, node: Expression) -> bool:
    """Say whether a value is an order, which can be compared as a whole."""
    question = index.questions.get(node.question) if isinstance(node, Name) else None
    return question is not None and kind_of(question).is_order


def _of_sides(index: Index, node: Compare | Arithmetic, needed: tuple[str, str]) -> Iterator[Clash]:
    for side, wanted in zip((node.left, node.right), needed, strict=True):
        given = sort_of(index, side)
        if UNCLEAR not in (given, wanted) and given != wanted:
            yield Clash("side", {"given": given, "sign": node.operator, "wanted": wanted})
