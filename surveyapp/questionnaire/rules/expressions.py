"""Rules about conditions and other expressions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp.questionnaire.expression import (
    Arithmetic,
    Call,
    Codes,
    Compare,
    Count,
    CurrentRow,
    Expression,
    ExpressionError,
    FactName,
    Literal,
    Name,
    Quantified,
    State,
    children,
    every,
    lists_of,
    parse,
)
from surveyapp.questionnaire.functions import FACTS, FUNCTIONS, Sort
from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.rules.rule import Found, rule
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives
from surveyapp.questionnaire.written import Written, expressions, positions

_NUMBER, _CODE, _CODES, _TRUTH, _ANY = "number", "code", "list of codes", "truth", ""

_NEEDS = {
    **dict.fromkeys(("<", "<=", ">", ">="), (_NUMBER, _NUMBER)),
    "in": (_CODE, _CODES),
    "has": (_CODES, _CODE),
    **dict.fromkeys(("has_any", "has_all"), (_CODES, _CODES)),
}

_GIVES = {Gives.CODE: _CODE, Gives.CODES: _CODES, Gives.NUMBER: _NUMBER, Gives.ANY: _ANY}


@dataclass(frozen=True, slots=True)
class _Seen:
    """A part of an expression with the lists whose items it sees."""

    node: Expression
    lists: frozenset[str]


def _readable(index: Index) -> Iterator[tuple[Written, Expression]]:
    for written in expressions(index.questionnaire):
        try:
            yield written, parse(written.text)
        except ExpressionError:
            continue  # Q020 names it.


def _walk(index: Index, node: Expression, lists: frozenset[str]) -> Iterator[_Seen]:
    yield _Seen(node, lists)
    entered = index.lineages.get(node.list, ()) if isinstance(node, Quantified) else ()
    for child in children(node):
        yield from _walk(index, child, lists | set(entered))


@rule("Q020")
def an_expression_cannot_be_read(index: Index) -> Found:
    """An expression is not a sentence of the language.

    Nobody could say whom the question is for. Write it as in docs/questionnaires.md.
    """
    for written in expressions(index.questionnaire):
        try:
            parse(written.text)
        except ExpressionError as error:
            yield written.path, str(error), "see Expressions in docs/questionnaires.md"


@rule("Q021")
def an_expression_names_something_unknown(index: Index) -> Found:
    """An expression names a question, row or list that does not exist.

    The condition would never hold. Correct the spelling.
    """
    for written, tree in _readable(index):
        for node in every(tree):
            if isinstance(node, Name) and not _exists(index, node):
                name = node.question if node.row is None else f"{node.question}.{node.row}"
                yield written.path, f"asks for {name!r}, which does not exist", "name a question id"
        choices = {each for each, question in index.questions.items() if _gives_codes(question)}
        counted = {node.list for node in every(tree) if isinstance(node, Count)} & choices
        for list_id in sorted(lists_of(tree) - set(index.lists) - counted):
            yield written.path, f"goes through {list_id!r}, which is no list", "name a list"


def _gives_codes(question: Question) -> bool:
    return kind_of(question).gives is Gives.CODES


def _exists(index: Index, node: Name) -> bool:
    question = index.questions.get(node.question)
    if question is None:
        return False
    return node.row is None or any(row.code == node.row for row in question.rows)


@rule("Q022")
def a_condition_looks_ahead(index: Index) -> Found:
    """A condition asks for an answer that is given later.

    When the question is shown nothing is known yet, so it stays hidden for ever. Ask the other
    question first.
    """
    where = positions(index.questionnaire)
    for written, tree in _readable(index):
        for name in {node.question for node in every(tree) if isinstance(node, Name)}:
            if where.get(name, -1) >= written.position:
                yield written.path, f"needs {name!r}, asked later", "move that question forward"


@rule("Q023")
def values_of_different_kinds_are_compared(index: Index) -> Found:
    """A number is compared with a code, a set with ``==``, or a matrix without its row.

    Such a comparison never holds. Use ``has`` for several choices, ``matrix.row`` for a matrix,
    quotes for codes and none for numbers.
    """
    for written, tree in _readable(index):
        for node in every(tree):
            for sentence in _kind_errors(index, node):
                yield written.path, sentence, "see Expressions in docs/questionnaires.md"
        given = _kind(index, tree)
        wanted = {True: _NUMBER, False: _TRUTH, None: given}[written.is_number]
        if given not in (wanted, _ANY):
            yield written.path, f"gives a {given}, not a {wanted}", "write a comparison or a number"


def _kind(index: Index, node: Expression) -> str:
    if isinstance(node, Literal):
        return _CODE if isinstance(node.value, str) else _NUMBER
    if isinstance(node, Name):
        return _kind_of_name(index, node)
    if isinstance(node, Quantified):
        return _SORTS[FUNCTIONS[node.quantifier].result]
    if isinstance(node, Call):
        return _SORTS[FUNCTIONS[node.function].result]
    if isinstance(node, FactName):
        return _SORTS[FACTS[node.fact].sort]
    return _KINDS.get(type(node).__name__, _TRUTH)


_KINDS = {
    **{"Codes": _CODES, "CurrentRow": _CODE, "CurrentNumber": _NUMBER},
    **{"Arithmetic": _NUMBER, "Count": _NUMBER},
}

_SORTS = {
    **{Sort.NUMBER: _NUMBER, Sort.DATE: _NUMBER, Sort.CODE: _CODE},
    **{Sort.CONDITION: _TRUTH, Sort.ANY: _ANY},
}


def _kind_of_name(index: Index, node: Name) -> str:
    question = index.questions.get(node.question)
    if question is None:
        return _ANY
    if node.row is not None:
        return _GIVES.get(kind_of(question).row_gives, _CODE)
    return _GIVES.get(kind_of(question).gives, "matrix or text")


def _kind_errors(index: Index, node: Expression) -> Iterator[str]:
    if not isinstance(node, (Compare, Arithmetic)):
        return
    left, right = _kind(index, node.left), _kind(index, node.right)
    if isinstance(node, Compare) and node.operator in ("==", "!="):
        if _ANY not in (left, right) and (left != right or left == _CODES):
            yield f"compares a {left} with a {right} by {node.operator}"
        return
    wanted = _NEEDS.get(node.operator, (_NUMBER, _NUMBER))
    for side, given, needed in zip(("left", "right"), (left, right), wanted, strict=True):
        if given not in (needed, _ANY):
            yield f"has a {given} {side} of {node.operator}, which needs a {needed}"


@rule("Q024")
def a_code_is_compared_that_nobody_can_choose(index: Index) -> Found:
    """A comparison names a code that is not among the options.

    The condition would never hold, silently, after an option was renamed. Use a code of the question.
    """
    for written, tree in _readable(index):
        for node in every(tree):
            if isinstance(node, Compare):
                yield from _unknown_codes(index, written, node)


def _unknown_codes(index: Index, written: Written, node: Compare) -> Found:
    for side, other in ((node.left, node.right), (node.right, node.left)):
        known = _codes_of(index, side)
        for code in _written_codes(other) if known else ():
            if code not in known:
                sentence = f"compares with {code!r}, which is no option there"
                yield written.path, sentence, f"use one of {', '.join(sorted(known))}"


def _codes_of(index: Index, node: Expression) -> frozenset[str]:
    if isinstance(node, Name):
        return frozenset(option.code for option in index.options.get(node.question, ()))
    if isinstance(node, CurrentRow):
        return frozenset(row.code for each in index.lists for row in index.rows_of(each))
    return frozenset()


def _written_codes(node: Expression) -> tuple[str, ...]:
    values = node.values if isinstance(node, Codes) else ()
    values = (node.value,) if isinstance(node, Literal) else values
    return tuple(value for value in values if isinstance(value, str))


@rule("Q025")
def a_free_text_decides(index: Index) -> Found:
    """An expression asks for a free text.

    Texts are stored without any tie to the other answers, so the way of a family could not be
    found again from the stored answers. Ask a choice instead.
    """
    for written, tree in _readable(index):
        for node in every(tree):
            question = index.questions.get(node.question) if isinstance(node, Name) else None
            if question is not None and kind_of(question).is_stored_apart:
                yield (
                    written.path,
                    f"asks for the free text {question.id!r}",
                    "ask a choice instead",
                )


@rule("Q026")
def a_repeated_answer_is_asked_for_outside_its_list(index: Index) -> Found:
    """An expression names a question of a repeated page without saying of which item.

    There are several answers or none. Write ``any(children, …)``, or put the page into the list.
    """
    for written, tree in _readable(index):
        for seen in _walk(index, tree, written.lists):
            node = seen.node.name if isinstance(seen.node, State) else seen.node
            of = index.list_of.get(node.question) if isinstance(node, Name) else None
            if of is not None and of not in seen.lists:
                cure = f"write any({of}, …), all({of}, …) or sum({of}, …)"
                yield written.path, "asks for the answer of one item without naming the list", cure
