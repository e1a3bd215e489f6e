"""What the columns of a data set mean, and how one stored response becomes its rows.

There is one row for each family, one for each child and, where adults are listed, one for each adult.
Every other list becomes columns of the row it belongs to, one set for each item it can have: ``kind.1``
in the row of a child is the kind of its first place of care, ``why_not.advice`` the answer about a row
called ``advice``. Items of lists in lists are written one after the other: ``hours.2.1``. How many items
a family added to a list stands in ``count.<list>``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Any

from surveyapp.questionnaire.expression import parse, references
from surveyapp.questionnaire.index import Index, SameObject, index_of
from surveyapp.questionnaire.model import (
    Axis,
    Indicator,
    ItemList,
    Option,
    Planning,
    Question,
    Questionnaire,
    Row,
    Unit,
)
from surveyapp.questionnaire.texts import neutral
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import MISSING_CODES, Column


def codebook(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return the meaning of every variable as JSON."""
    index = index_of(questionnaire)
    variables = [
        *(each for question in index.questions.values() for each in _variables(index, question)),
        *(each for items in questionnaire.lists for each in count_variables(index, items)),
        *(_indicator_variable(index, each) for each in questionnaire.indicators),
        *(_axis_variable(index, each) for each in questionnaire.axes),
    ]
    return {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "missing": {str(code): str(name) for name, code in MISSING_CODES.items()},
        "variables": variables,
    }


def _variables(index: Index, question: Question) -> Iterator[dict[str, Any]]:
    for item in column_items(index, question):
        for column in kind_of(question).columns(question, index.options[question.id]):
            yield _variable(index, question, item, column)


def column_items(index: Index, question: Question) -> tuple[Row | None, ...]:
    """Return the items a question's columns repeat over; one None where they do not."""
    return item_rows(index, index.list_of[question.id])


def item_rows(index: Index, list_id: str | None) -> tuple[Row | None, ...]:
    """Return the items of a list that are columns of one row; one None where it has none."""
    line = index.lineages.get(list_id or "", ())
    line = line[1:] if line and index.rows_are(line[0]) is not None else line
    if not line:
        return (None,)
    every = [_possible_items(index, each) for each in line]
    return tuple(_joined(parts) for parts in product(*every))


def _possible_items(index: Index, list_id: str) -> tuple[Row, ...]:
    items = index.lists.get(list_id)
    if items is None:
        return ()
    if items.rows_of or items.options_of:
        return index.rows_of(list_id)
    return tuple(_numbered(items, place + 1) for place in range(items.maximum))


def _numbered(items: ItemList, number: int) -> Row:
    label = {lang: said.replace("{number}", str(number)) for lang, said in items.label.items()}
    return Row(str(number), label)


def _joined(parts: tuple[Row, ...]) -> Row:
    """Return one item of a list in a list as one row: "2.1"."""
    languages = {language for part in parts for language in part.text}
    text = {
        language: " – ".join(part.text.get(language, part.code) for part in parts)
        for language in languages
    }
    first = parts[-1]
    code = ".".join(part.code for part in parts)
    return Row(code, text, None, first.facility_types, first.fields, first.life_stages)


def prefix_of(question: str, item: Row | None) -> str:
    """Return how the names of a question's variables begin, for one item of its list."""
    return question if item is None else f"{question}.{item.code}"


def _variable(index: Index, question: Question, item: Row | None, column: Column) -> dict[str, Any]:
    row = item or column.row
    part = column.option or column.row or item
    return {
        "name": prefix_of(question.id, item) + column.suffix,
        "question": question.id,
        "row": row.code if row else None,
        "option": column.option.code if column.option else None,
        "kind": str(column.kind),
        "unit": str(_unit(index, question)),
        "categories": _categories(column.categories),
        "label": neutral(part.text if part else _label(question)),
        "question_label": neutral(_label(question)),
        **_planning(index.planning_of(question), row),
        "facility_types": list(_facility_types(index, question, row, column.option)),
        "sensitive": question.id in _sensitive(SameObject(index.questionnaire)),
        "pair": _pair(index.questionnaire, question, column.row),
    }


def _label(question: Question) -> Mapping[str, str]:
    return question.label or question.text


def _unit(index: Index, question: Question) -> Unit:
    """Return whom the variable speaks for: where there are rows of a unit, those that stand in them.

    Of adults who are not listed one by one a variable may speak in the row of their family.
    """
    row = index.row_unit(index.list_of[question.id])
    unit = index.planning_of(question).unit
    if row is not Unit.FAMILY or unit is Unit.FAMILY:
        return row
    return unit if index.stands_in(unit) is Unit.FAMILY else Unit.FAMILY


def count_variables(index: Index, items: ItemList) -> Iterator[dict[str, Any]]:
    """Iterate over what says how many items were added to a list."""
    if not items.is_collected:
        return
    outer = index.outer(items.id)
    label = {
        language: f"{neutral({language: said})[language]}: n"
        for language, said in items.label.items()
    }
    for item in item_rows(index, outer):
        yield {
            **_PLAIN,
            "name": prefix_of(f"count.{items.id}", item),
            "question": None,
            "kind": "number",
            "unit": str(index.row_unit(outer)),
            "categories": [],
            "label": label,
            "question_label": label,
            "measures": "context",
            "fields": [],
            "life_stages": [],
            "facility_types": [],
        }


def _categories(options: tuple[Option, ...]) -> list[dict[str, Any]]:
    return [
        {"code": place, "name": each.code, "label": neutral(each.text), "value": each.value}
        for place, each in enumerate(options, start=1)
    ]


def _planning(planning: Planning, row: Row | None = None) -> dict[str, Any]:
    fields = row.fields if row and row.fields else planning.fields
    stages = row.life_stages if row and row.life_stages else planning.life_stages
    return {"measures": str(planning.measures), "fields": list(fields), "life_stages": list(stages)}


def _facility_types(
    index: Index, question: Question, row: Row | None, option: Option | None
) -> tuple[str, ...]:
    """Return the types of the option or row; those of the question where none names its own."""
    named = [option] if option else [row] if row else []
    peers = index.options[question.id] if option else question.rows
    own = tuple(each for part in named for each in part.facility_types)
    if own or any(peer.facility_types for peer in peers if named):
        return own
    return index.planning_of(question).facility_types


def _pair(questionnaire: Questionnaire, question: Question, row: Row | None) -> str | None:
    if row is None:
        return None
    found = (each for each in questionnaire.pairs if each.satisfaction == question.id)
    return next((f"{each.importance}.{row.code}" for each in found), None)


_PLAIN = {"row": None, "option": None, "sensitive": False, "pair": None}


def _indicator_variable(index: Index, indicator: Indicator) -> dict[str, Any]:
    planning = indicator.planning
    return {
        **_PLAIN,
        "name": f"need.{indicator.id}",
        "question": None,
        "kind": "indicator",
        "unit": str(planning.unit),
        "categories": [],
        "label": dict(indicator.label),
        "question_label": dict(indicator.label),
        "sentence": dict(indicator.sentence),
        **_planning(planning),
        "facility_types": list(planning.facility_types),
        "sensitive": _rests_on_sensitive(index, indicator.base, indicator.need),
    }


def _rests_on_sensitive(index: Index, *expressions: str | None) -> bool:
    """Say whether expressions give away the answer to a sensitive question."""
    asked = {name for text in expressions if text for name in references(parse(text))}
    return not asked.isdisjoint(_sensitive(SameObject(index.questionnaire)))


@lru_cache(maxsize=64)
def _sensitive(key: SameObject) -> frozenset[str]:
    """Return the questions that need stricter protection.

    Those that say so, what is worked out from them, and what is asked only because of their answers:
    how many were asked such a question tells how many gave the answer.
    """
    questionnaire = key.questionnaire
    found = {
        question.id
        for page in questionnaire.pages
        for question in page.questions
        if question.is_sensitive or kind_of(question).is_precise
    }
    while more := _resting_on(questionnaire, found) - found:
        found |= more
    return frozenset(found)


def _resting_on(questionnaire: Questionnaire, known: set[str]) -> set[str]:
    return {
        question.id
        for page in questionnaire.pages
        for question in page.questions
        for text in (question.value, question.show, page.show)
        if text and references(parse(text)) & known
    }


def _axis_variable(index: Index, axis: Axis) -> dict[str, Any]:
    return {
        **_PLAIN,
        "name": f"axis.{axis.id}",
        "question": None,
        "kind": "axis",
        "unit": str(axis.unit),
        "categories": _categories(axis.categories),
        "label": dict(axis.label),
        "question_label": dict(axis.label),
        "measures": "context",
        "fields": [],
        "life_stages": [],
        "facility_types": [],
        "sensitive": _rests_on_sensitive(index, *(each.show for each in axis.categories)),
    }
