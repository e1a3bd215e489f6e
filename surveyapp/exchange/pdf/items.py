"""The items of a list that paper can print: nobody knows yet how many a family has."""

from __future__ import annotations

from dataclasses import dataclass, replace

from surveyapp.exchange.pdf.readable import Place, readable
from surveyapp.questionnaire.index import BETWEEN, Index
from surveyapp.questionnaire.model import ItemList, Row, Unit

MOST = 3
"""Items of a list that are printed; of a list inside a list one less, to spare paper."""

MOST_QUESTIONS = 6
"""A list of known rows is printed row by row up to this many questions in all."""


@dataclass(frozen=True, slots=True)
class Item:
    """One printed item: "Kind 2"."""

    title: str
    place: Place
    #: Which one it is, counted from 1.
    position: int
    #: Who fills in this part; None where the family counts for itself.
    condition: str | None = None
    #: Whether the family writes down what the item is.
    is_open: bool = False
    #: Whether a family may have more of them than are printed.
    may_go_on: bool = False
    #: Whether a family may have none.
    may_be_none: bool = False
    #: Its key in the answers; empty where the family writes down what the item is.
    key: str = ""


def items_of(
    index: Index, list_id: str, language: str, outer: Item | None, most: int = MOST
) -> tuple[Item, ...]:
    """Return the items of a list that are printed."""
    items = index.lists[list_id]
    most = most if outer is None else max(1, most - 1)
    rows = index.rows_of(list_id)
    if rows:
        return tuple(_within(each, outer) for each in _rows(index, items, language, most))
    count = max(1, min(_maximum(index, items), most))
    goes_on = _maximum(index, items) > count
    is_free = _may_stay_empty(index, items)
    return tuple(
        replace(
            _numbered(items, language, number, outer),
            may_go_on=goes_on and number == count,
            may_be_none=is_free and number == 1,
        )
        for number in range(1, count + 1)
    )


def _may_stay_empty(index: Index, items: ItemList) -> bool:
    question = index.questions.get(items.count or "")
    least = question.minimum if question is not None else items.minimum
    return items.minimum == 0 and not (isinstance(least, int | float) and least > 0)


def _maximum(index: Index, items: ItemList) -> int:
    """Return how many items there can be: by the list, and by the number that counts them."""
    question = index.questions.get(items.count or "")
    limit = question.maximum if question is not None else None
    return min(items.maximum, int(limit)) if isinstance(limit, int | float) else items.maximum


def _numbered(items: ItemList, language: str, number: int, outer: Item | None) -> Item:
    label = readable(items.label, Place(language, number=str(number))) or str(number)
    title = label if outer is None else f"{outer.title} – {label}"
    return _within(
        Item(title, Place(language, item=label, number=str(number)), number, key=str(number)), outer
    )


def _within(item: Item, outer: Item | None) -> Item:
    """Return an item of a list in a list with the key it has there."""
    if outer is None or not item.key:
        return item
    return replace(item, key=f"{outer.key}{BETWEEN}{item.key}" if outer.key else "")


def _rows(index: Index, items: ItemList, language: str, most: int) -> tuple[Item, ...]:
    rows = index.rows_of(items.id)
    questions = sum(
        len(page.questions) for page in index.questionnaire.pages if page.repeat == items.id
    )
    is_short = len(rows) * questions <= MOST_QUESTIONS and len(rows) <= items.maximum
    if len(rows) <= most or is_short:
        return tuple(_row(items, row, language, place) for place, row in enumerate(rows, start=1))
    count = min(most, items.maximum)
    goes_on = items.maximum > count
    return tuple(
        Item(
            f"{place}.",
            Place(language, number=str(place)),
            place,
            is_open=True,
            may_go_on=goes_on and place == count,
        )
        for place in range(1, count + 1)
    )


def _row(items: ItemList, row: Row, language: str, number: int) -> Item:
    text = readable(row.text, Place(language))
    label = readable(items.label, Place(language, number=str(number), row=text)) or text
    place = Place(language, item=label, number=str(number), row=text)
    return Item(label, place, number, condition=_condition(items, row), key=row.code)


def _condition(items: ItemList, row: Row) -> str:
    if items.options_of is not None:
        return f"{items.options_of} has '{row.code}'"
    cell = f"{items.rows_of}.{row.code}"
    return f"answered({cell})" if items.answered is None else f"{cell} == '{items.answered}'"


def sort_of(index: Index, list_id: str) -> str:
    """Return whom the items of a list are: ``child``, ``adult`` or ``other``."""
    if index.is_child_list(list_id):
        return "child"
    return "adult" if index.lists[list_id].unit is Unit.ADULT else "other"
