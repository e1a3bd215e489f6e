"""How one stored response becomes the rows of a data set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.codebook import column_items, count_variables, prefix_of
from surveyapp.questionnaire.index import Index, SameObject, index_of
from surveyapp.questionnaire.known import Known
from surveyapp.questionnaire.model import (
    Axis,
    Indicator,
    Questionnaire,
    Unit,
)
from surveyapp.questionnaire.path import Way, walk
from surveyapp.questionnaire.rosters import renumbered
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import MISSING_CODES, Asked
from surveyapp.questionnaire.values import Answers, Missing

Numbers = dict[str, "int | float"]
"""Variable name to number."""

_NOT_APPLICABLE = MISSING_CODES[Missing.NOT_APPLICABLE]

_UNKNOWN = MISSING_CODES[Missing.UNANSWERED]


class UnknownAnswerError(ValueError):
    """A stored response holds an answer this questionnaire does not know."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One response as numbers: a row for the family and one for each child."""

    family: Numbers
    children: tuple[Numbers, ...]


def encode(questionnaire: Questionnaire, document: Mapping[str, Any]) -> Encoded:
    """Return one stored response as numbers; exactly the columns of the codebook.

    Raises
    ------
    UnknownAnswerError
        If the response holds an answer that this version, in this county, cannot have given.
    """
    answers = renumbered(questionnaire, Answers.from_json(document))
    way = walk(questionnaire, answers)
    _refuse_unknown(questionnaire, answers, way)
    index = index_of(questionnaire)
    family, child = _empty_rows(questionnaire)
    children = {item: dict(child) for item in _children(way)}
    for asked in way.asked():
        of, name = _place(index, index.list_of[asked.question.id], asked.item)
        row = family if of is None else children[of]
        row.update(_numbers(index, way, asked, asked.question.id + name))
    for roster in way.rosters():
        of, name = _place(index, index.outer(roster.list.id), roster.outer)
        row = family if of is None else children[of]
        row[f"count.{roster.list.id}{name}"] = len(roster.items or ())
    _add_unit(questionnaire, family, way.environment, is_child=False)
    for item, row in children.items():
        inside = way.environment.inside(index.child_list() or "", item)
        _add_unit(questionnaire, row, inside, is_child=True)
    return Encoded(family, tuple(children.values()))


def _place(index: Index, list_id: str | None, item: str | None) -> tuple[str | None, str]:
    """Return which child's row an answer stands in, if any, and what follows the name there."""
    if list_id is None or item is None:
        return None, ""
    line = index.lineage(list_id, item)
    child = line[0][1] if index.is_child_list(line[0][0]) else None
    codes = (index.own_code(each, key) for each, key in (line if child is None else line[1:]))
    return child, "".join(f".{code}" for code in codes)


def _refuse_unknown(questionnaire: Questionnaire, answers: Answers, way: Way) -> None:
    kept = way.answers().to_json()
    for question, value in answers.to_json().items():
        if kept.get(question) != value:
            message = (
                f"the answer to {question!r} does not fit questionnaire {questionnaire.id} "
                f"{questionnaire.version}; encode with the version and the county it was given in"
            )
            raise UnknownAnswerError(message)


def _children(way: Way) -> tuple[str, ...]:
    list_id = way.environment.index.child_list()
    return () if list_id is None else way.environment.items(list_id) or ()


def _empty_rows(questionnaire: Questionnaire) -> tuple[Numbers, Numbers]:
    """Return a family's and a child's row with nothing asked, for one response to fill."""
    family, child = _nothing_asked(SameObject(questionnaire))
    return dict(family), dict(child)


@lru_cache(maxsize=64)
def _nothing_asked(key: SameObject) -> tuple[Numbers, Numbers]:
    index = index_of(key.questionnaire)
    family: Numbers = {}
    child: Numbers = {}
    for question in index.questions.values():
        row = child if index.speaks_of_child(question.id) else family
        columns = kind_of(question).columns(question, index.options[question.id])
        for item in column_items(index, question):
            prefix = prefix_of(question.id, item)
            row.update({prefix + column.suffix: _NOT_APPLICABLE for column in columns})
    for items in key.questionnaire.lists:
        for variable in count_variables(index, items):
            row = child if variable["unit"] == Unit.CHILD else family
            row[variable["name"]] = _NOT_APPLICABLE
    return family, child


def _numbers(index: Index, way: Way, asked: Asked, prefix: str) -> Numbers:
    question = asked.question
    kind = kind_of(question)
    options = index.options[question.id]
    value = way.value(asked)
    if value is None or isinstance(value, Missing):
        found = kind.encode_missing(question, options, value or Missing.UNANSWERED)
    else:
        found = kind.encode(asked, options, value)
    return {prefix + suffix: number for suffix, number in found.items()}


def _add_unit(questionnaire: Questionnaire, row: Numbers, known: Known, *, is_child: bool) -> None:
    """Add the indicators and axes that speak for this row's unit."""
    for indicator in questionnaire.indicators:
        if (indicator.planning.unit is Unit.CHILD) == is_child:
            row[f"need.{indicator.id}"] = _need(indicator, known)
    for axis in questionnaire.axes:
        if (axis.unit is Unit.CHILD) == is_child:
            row[f"axis.{axis.id}"] = _axis_category(axis, known)


def _truth(expression: str | None, known: Known) -> bool | None:
    return (
        True
        if expression is None
        else conditions.evaluate_truth(conditions.parse(expression), known)
    )


def _need(indicator: Indicator, known: Known) -> int:
    base = _truth(indicator.base, known)
    if not base:
        return _UNKNOWN if base is None else _NOT_APPLICABLE
    need = _truth(indicator.need, known)
    return _UNKNOWN if need is None else int(need)


def _axis_category(axis: Axis, known: Known) -> int:
    for place, category in enumerate(axis.categories, start=1):
        truth = _truth(category.show, known)
        if truth is None:
            return _UNKNOWN
        if truth:
            return place
    return _NOT_APPLICABLE
