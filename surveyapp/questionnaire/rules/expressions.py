"""Rules about conditions and other expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp.questionnaire.expression import (
    And,
    Codes,
    Compare,
    CurrentRow,
    Expression,
    ExpressionError,
    Literal,
    Name,
    Or,
    Quantified,
    State,
    children,
    every,
    lists_of,
    parse,
)
from surveyapp.questionnaire.rules.look import Look
from surveyapp.questionnaire.rules.rule import Found, advice, at, error
from surveyapp.questionnaire.rules.sorts import CODE, NUMBER, TRUTH, UNCLEAR, clashes, sort_of
from surveyapp.questionnaire.spelling import write
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives
from surveyapp.questionnaire.written import Written, expressions

MOST_PARTS = 8
"""Comparisons of one condition that a colleague still understands."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A part of an expression with the lists whose items it sees."""

    node: Expression
    lists: frozenset[str]


def _walk(node: Expression, lists: frozenset[str]) -> Iterator[_Seen]:
    yield _Seen(node, lists)
    inside = lists | {node.list} if isinstance(node, Quantified) else lists
    for child in children(node):
        yield from _walk(child, inside)


@error("Q020", "cannot be read: {error}", "see Expressions in docs/questionnaires.md")
def an_expression_cannot_be_read(look: Look) -> Found:
    """An expression is not a sentence of the language.

    Nobody could say whom the question is for. Write it as in docs/questionnaires.md.

    Broken: `show: care = kita`
    Mended: `show: care == 'kita'`
    """
    for written in expressions(look.questionnaire):
        try:
            parse(written.text)
        except ExpressionError as wrong:
            yield at(written.path, error=wrong)


@error(
    "Q021",
    name=("asks for {name!r}, which does not exist", "name a question id"),
    list=("goes through {name!r}, which is no list", "name a list"),
)
def an_expression_names_something_unknown(look: Look) -> Found:
    """An expression names a question, row or list that does not exist.

    The condition would never hold, so families would miss a question without anybody noticing.
    Correct the spelling.

    Broken: `show: kitta == 'yes'`
    Mended: `show: kita == 'yes'`
    """
    for written, tree in look.readable:
        for node in every(tree):
            if isinstance(node, Name) and not _exists(look, node):
                name = node.question if node.row is None else f"{node.question}.{node.row}"
                yield at(written.path, "name", name=name)
        for list_id in sorted(lists_of(tree) - set(look.index.lists) - set(look.index.questions)):
            yield at(written.path, "list", name=list_id)


def _exists(look: Look, node: Name) -> bool:
    question = look.index.questions.get(node.question)
    if question is None:
        return False
    return node.row is None or any(row.code == node.row for row in question.rows)


@error("Q022", "needs {name!r}, which is asked later", "move that question forward")
def a_condition_looks_ahead(look: Look) -> Found:
    """A condition asks for an answer that is given later.

    When the question is shown nothing is known yet, so it stays hidden for ever. Ask the other
    question first.

    Broken: `satisfied` has `show: kita == 'yes'` and stands before `kita`
    Mended: `kita` stands before `satisfied`
    """
    for written, tree in look.readable:
        for name in sorted({node.question for node in every(tree) if isinstance(node, Name)}):
            if look.positions.get(name, -1) >= written.position:
                yield at(written.path, name=name)


@error(
    "Q023",
    compared=(
        "compares {left} with {right} by {sign}",
        "see Expressions in docs/questionnaires.md",
    ),
    side=(
        "has {given} beside {sign}, which needs {wanted}",
        "see Expressions in docs/questionnaires.md",
    ),
    result=("gives {given}, not {wanted}", "write a comparison or a number"),
    argument=(
        "gives {given} to {sign}, which needs {wanted}",
        "see Expressions in docs/questionnaires.md",
    ),
)
def values_of_different_kinds_are_compared(look: Look) -> Found:
    """A number is compared with a code, a set with `==`, or a matrix without its row.

    Such a comparison never holds. Use `has` for several choices, `matrix.row` for a matrix, quotes
    for codes and none for numbers.

    Broken: `care == 'kita'` where several kinds of care can be chosen
    Mended: `care has 'kita'`
    """
    for written, tree in look.readable:
        for clash in clashes(look.index, tree):
            yield at(written.path, clash.key, **clash.words)
        given = sort_of(look.index, tree)
        wanted = _wanted(look, written)
        given = NUMBER if written.is_number is None and given == TRUTH else given
        if UNCLEAR not in (given, wanted) and given != wanted:
            yield at(written.path, "result", given=given, wanted=wanted)


def _wanted(look: Look, written: Written) -> str:
    """Return the sort an expression must give; computed codes only where there are options."""
    if written.is_number is not None:
        return NUMBER if written.is_number else TRUTH
    path = written.path.removesuffix(".value")
    question = next((each for place, each, _ in look.questions if place == path), None)
    return CODE if question is not None and question.options else NUMBER


@error("Q024", "compares with {code!r}, which is no option there", "use one of {known}")
def a_code_is_compared_that_nobody_can_choose(look: Look) -> Found:
    """A comparison names a code that is not among the options.

    The condition would never hold, silently, after an option was renamed. Use a code of the question.

    Broken: `kita == 'ja'` where the options are `yes` and `no`
    Mended: `kita == 'yes'`
    """
    for written, tree in look.readable:
        for node in every(tree):
            if isinstance(node, Compare):
                for code, known in _unknown_codes(look, node):
                    yield at(written.path, code=code, known=", ".join(sorted(known)))


def _unknown_codes(look: Look, node: Compare) -> Iterator[tuple[str, frozenset[str]]]:
    for side, other in ((node.left, node.right), (node.right, node.left)):
        known = _codes_of(look, side)
        for code in _written_codes(other) if known else ():
            if code not in known:
                yield code, known


def _codes_of(look: Look, node: Expression) -> frozenset[str]:
    if isinstance(node, Name):
        question = look.index.questions.get(node.question)
        is_number = question is not None and Gives.NUMBER is kind_of(question).gives
        options = () if is_number else look.index.options.get(node.question, ())
        return frozenset(option.code for option in options)
    if isinstance(node, CurrentRow):
        return frozenset(row.code for each in look.index.lists for row in look.index.rows_of(each))
    return frozenset()


def _written_codes(node: Expression) -> tuple[str, ...]:
    values = node.values if isinstance(node, Codes) else ()
    values = (node.value,) if isinstance(node, Literal) else values
    return tuple(value for value in values if isinstance(value, str))


@error("Q025", "asks for the free text {name!r}", "ask a choice instead")
def a_free_text_decides(look: Look) -> Found:
    """An expression asks for a free text.

    Texts are stored without any tie to the other answers, so the way of a family could not be
    found again from the stored answers. Ask a choice instead.

    Broken: `show: answered(wish)` where `wish` is a text
    Mended: a question "Haben Sie einen Wunsch?" of type `yesno` and `show: has_wish == 'yes'`
    """
    for written, tree in look.readable:
        for node in every(tree):
            question = look.index.questions.get(node.question) if isinstance(node, Name) else None
            if question is not None and kind_of(question).is_stored_apart:
                yield at(written.path, name=question.id)


@error(
    "Q026",
    "asks for the answer of one item without naming the list",
    "write any({of}, …), all({of}, …) or sum({of}, …)",
)
def a_repeated_answer_is_asked_for_outside_its_list(look: Look) -> Found:
    """An expression names a question of a repeated page without saying of which item.

    There are several answers or none. Write `any(children, …)`, or put the page into the list.

    Broken: `show: age_band == '0-2'` on a page that is asked once
    Mended: `show: any(children, age_band == '0-2')`
    """
    for written, tree in look.readable:
        for seen in _walk(tree, written.lists):
            node = seen.node.name if isinstance(seen.node, State) else seen.node
            of = look.index.list_of.get(node.question) if isinstance(node, Name) else None
            if of is not None and not look.sees(of, seen.lists):
                yield at(written.path, of=of)


@advice("Q027", "says {part} twice", "say it once")
def a_condition_repeats_itself(look: Look) -> Found:
    """The same part stands twice in one `and`, `or` or list of codes.

    Most often the second one should have been something else, so a group of families is forgotten.
    Take it out, or write what was meant.

    Broken: `care has 'kita' or care has 'kita'`
    Mended: `care has 'kita' or care has 'thekiz'`
    """
    for written, tree in look.readable:
        for node in every(tree):
            parts = node.operands if isinstance(node, And | Or) else ()
            said = [write(part) for part in parts]
            said += [repr(value) for value in node.values] if isinstance(node, Codes) else []
            for part in sorted({each for each in said if said.count(each) > 1}):
                yield at(written.path, part=part)


@advice(
    "Q028",
    "joins {number} comparisons",
    "use in […], or compute a part of it in a question of type computed",
)
def a_condition_is_hard_to_follow(look: Look) -> Found:
    """A condition joins more than eight comparisons.

    Nobody can say any more who is asked, and mistakes in it stay unseen. Use `in [...]` or compute
    a part of it in a question of its own.

    Broken: `a == '1' or a == '2' or a == '3' or …`
    Mended: `a in ['1', '2', '3', …]`
    """
    for written, tree in look.readable:
        number = sum(isinstance(node, Compare | State) for node in every(tree))
        is_indicator = written.path.startswith("indicators")
        if number > MOST_PARTS and not is_indicator:
            yield at(written.path, number=number)


@advice(
    "Q029", "is worked out, and nobody uses it", "use it in a condition or text, or take it out"
)
def a_computed_value_is_never_used(look: Look) -> Found:
    """A computed question stands in no condition and no text.

    It costs nothing to families but readers look for its meaning. Use it, or take it out.

    Broken: `{id: persons, type: computed, value: adults + count(children)}` and no word of `persons`
    Mended: `show: persons > 5`
    """
    used = {name for _, tree in look.readable for name in _names(tree)}
    said = " ".join(wording for each in look.texts for wording in each.text.values())
    for path, question, _ in look.questions:
        is_said = re.search(rf"\{{[^}}]*\b{question.id}\b", said)
        if question.value is not None and question.id not in used and not is_said:
            yield at(f"{path}.value", name=question.id)


def _names(tree: Expression) -> set[str]:
    return {node.question for node in every(tree) if isinstance(node, Name)}
