"""How one stored response becomes the rows of a data set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from surveyapp.questionnaire.values import Answers, Missing, Value

Numbers = dict[str, "int | float"]
"""Variable name to number."""

_NOT_APPLICABLE = MISSING_CODES[Missing.NOT_APPLICABLE]

_UNKNOWN = MISSING_CODES[Missing.UNANSWERED]


class UnknownAnswerError(ValueError):
    """A stored response holds an answer this questionnaire does not know."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One response as numbers: a row for the family, one for each child and each listed adult."""

    family: Numbers
    children: tuple[Numbers, ...]
    adults: tuple[Numbers, ...] = ()


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
    rows = _empty_rows(index, way)
    for asked in way.asked():
        of, name = _place(index, index.list_of[asked.question.id], asked.item)
        numbers = numbers_of(index, asked, way.value(asked))
        prefix = asked.question.id + name
        rows[of].update({prefix + suffix: number for suffix, number in numbers.items()})
    for roster in way.rosters():
        of, name = _place(index, index.outer(roster.list.id), roster.outer)
        rows[of][f"count.{roster.list.id}{name}"] = len(roster.items or ())
    for (unit, item), row in rows.items():
        known = way.environment
        list_id = index.list_of_rows(unit)
        inside = known if list_id is None or item is None else known.inside(list_id, item)
        _add_unit(index, row, inside, unit)
    return Encoded(
        rows[Unit.FAMILY, None],
        *(
            tuple(row for (unit, _), row in rows.items() if unit is wanted)
            for wanted in (Unit.CHILD, Unit.ADULT)
        ),
    )


_RowKey = tuple[Unit, str | None]
"""Whose row, and which item of the list of these."""

_FAMILY: _RowKey = (Unit.FAMILY, None)


def _place(index: Index, list_id: str | None, item: str | None) -> tuple[_RowKey, str]:
    """Return in which row an answer stands, and what follows the name there."""
    if list_id is None or item is None:
        return _FAMILY, ""
    line = index.lineage(list_id, item)
    unit = index.rows_are(line[0][0])
    codes = (index.own_code(each, key) for each, key in (line if unit is None else line[1:]))
    return (_FAMILY if unit is None else (unit, line[0][1])), "".join(f".{code}" for code in codes)


def _refuse_unknown(questionnaire: Questionnaire, answers: Answers, way: Way) -> None:
    kept = way.answers().to_json()
    for question, value in answers.to_json().items():
        if kept.get(question) != value:
            message = (
                f"the answer to {question!r} does not fit questionnaire {questionnaire.id} "
                f"{questionnaire.version}; encode with the version and the county it was given in"
            )
            raise UnknownAnswerError(message)


def _empty_rows(index: Index, way: Way) -> dict[_RowKey, Numbers]:
    """Return every row of one response with nothing asked, to be filled."""
    empty = _nothing_asked(SameObject(index.questionnaire))
    rows = {_FAMILY: dict(empty[Unit.FAMILY])}
    for unit in (Unit.CHILD, Unit.ADULT):
        list_id = index.list_of_rows(unit)
        items = () if list_id is None else way.environment.items(list_id) or ()
        rows |= {(unit, item): dict(empty[unit]) for item in items}
    return rows


@lru_cache(maxsize=64)
def _nothing_asked(key: SameObject) -> dict[Unit, Numbers]:
    index = index_of(key.questionnaire)
    rows: dict[Unit, Numbers] = {unit: {} for unit in Unit}
    for question in index.questions.values():
        row = rows[index.row_unit(index.list_of[question.id])]
        columns = kind_of(question).columns(question, index.options[question.id])
        for item in column_items(index, question):
            prefix = prefix_of(question.id, item)
            row.update({prefix + column.suffix: _NOT_APPLICABLE for column in columns})
    for items in key.questionnaire.lists:
        for variable in count_variables(index, items):
            rows[Unit(variable["unit"])][variable["name"]] = _NOT_APPLICABLE
    return rows


def numbers_of(index: Index, asked: Asked, value: Value | None) -> Numbers:
    """Return the numbers of a question that was asked by what follows its name; None is no answer."""
    question = asked.question
    kind = kind_of(question)
    options = index.options[question.id]
    if value is None or isinstance(value, Missing):
        return kind.encode_missing(question, options, value or Missing.UNANSWERED)
    return kind.encode(asked, options, value)


def _add_unit(index: Index, row: Numbers, known: Known, unit: Unit) -> None:
    """Add the indicators and axes that stand in this row."""
    for indicator in index.questionnaire.indicators:
        if index.stands_in(indicator.planning.unit) is unit:
            row[f"need.{indicator.id}"] = _need(indicator, known)
    for axis in index.questionnaire.axes:
        if index.stands_in(axis.unit) is unit:
            row[f"axis.{axis.id}"] = _axis_category(axis, known)


def _truth(expression: str | None, known: Known) -> bool | None:
    return (
        True
        if expression is None
        else conditions.evaluate_truth(conditions.parse(expression), known)
    )


def _need(indicator: Indicator, known: Known) -> int:
    return need_of(_truth(indicator.base, known), _truth(indicator.need, known))


def need_of(base: bool | None, need: bool | None) -> int:  # noqa: FBT001 - truths of two expressions
    """Return the number of an indicator, by whether somebody is in its base and has the need."""
    if not base:
        return _UNKNOWN if base is None else _NOT_APPLICABLE
    return _UNKNOWN if need is None else int(need)


def _axis_category(axis: Axis, known: Known) -> int:
    return category_of(_truth(category.show, known) for category in axis.categories)


def category_of(truths: Iterable[bool | None]) -> int:
    """Return the number of the first category that holds, unless an earlier one is unknown."""
    for place, truth in enumerate(truths, start=1):
        if truth is None:
            return _UNKNOWN
        if truth:
            return place
    return _NOT_APPLICABLE
