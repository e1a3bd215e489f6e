"""What is known of a family while its way is walked, as expressions see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.functions import FACTS
from surveyapp.questionnaire.index import BETWEEN, Index
from surveyapp.questionnaire.model import ItemList
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Missing, Value

Key = tuple[str, str | None]
"""Question id and list item."""

Items: TypeAlias = tuple[str, ...]
"""Keys of the items of a list, in order."""


@dataclass(frozen=True, slots=True)
class Known:
    """The answers on the way so far, as expressions see them; filled while the way is walked."""

    index: Index
    values: dict[Key, Value] = field(default_factory=dict)
    #: Questions met on the way, answered or not.
    met: set[Key] = field(default_factory=set)
    #: Questions met that stand on no screen.
    hidden: dict[Key, Asked] = field(default_factory=dict)
    #: List to the item that is looked at; the one looked at last stands last.
    bound: Mapping[str, str] = field(default_factory=dict)
    #: Items of collected lists whose page was met, by list and outer item.
    added: dict[Key, Items | None] = field(default_factory=dict)

    def _key(self, question: str) -> Key:
        list_id = self.index.list_of.get(question)
        return question, None if list_id is None else self.bound.get(list_id)

    def _value(self, question: str, row: str | None) -> Value:
        key = self._key(question)
        if key not in self.met:
            return Missing.NOT_APPLICABLE
        value = self.values.get(key, Missing.UNANSWERED)
        if row is None or isinstance(value, Missing):
            return value
        return value.get(row, Missing.NOT_APPLICABLE) if isinstance(value, Mapping) else value

    def value(self, question: str, row: str | None = None) -> conditions.Result:
        """Return the answer to a question or row; ``NOT_APPLICABLE`` where it was not asked."""
        value = self._value(question, row)
        if isinstance(value, Missing):
            return value
        if isinstance(value, Mapping):  # a whole matrix has no one value
            return Missing.NOT_APPLICABLE
        asked = self.index.questions[question]
        seen = kind_of(asked).seen(asked, self.index.options[question], value)
        return Missing.NOT_APPLICABLE if isinstance(seen, Mapping) else seen

    def is_answered(self, question: str, row: str | None = None) -> bool:
        """Say whether a question was answered; a matrix when any row was."""
        value = self._value(question, row)
        parts = value.values() if isinstance(value, Mapping) else (value,)
        return any(not isinstance(part, Missing) for part in parts)

    def is_refused(self, question: str, row: str | None = None) -> bool:
        """Say whether the family chose "keine Angabe"; in a matrix for every row."""
        value = self._value(question, row)
        parts = tuple(value.values()) if isinstance(value, Mapping) else (value,)
        return bool(parts) and all(part == Missing.REFUSED for part in parts)

    def items(self, list_id: str) -> Items | None:
        """Return the items of a list, or None where nobody knows them.

        Of a list inside another one: those of the outer item that is looked at, else all.
        """
        items = self.index.lists.get(list_id)
        if items is None:
            return None
        outer = self.index.outer(list_id)
        if outer is None:
            return self._items(items, "", None)
        if outer not in self.bound:
            return self._of_all(items, outer)
        return self._items(items, self.bound[outer] + BETWEEN, self.bound[outer])

    def _of_all(self, items: ItemList, outer: str) -> Items | None:
        found: list[str] = []
        for each in self.items(outer) or ():
            inner = self.inside(outer, each).items(items.id)
            if inner is None and not items.is_collected:
                return None  # a count that was refused: nobody knows how many there are in all
            found += inner or ()
        return tuple(found) if self.items(outer) is not None else None

    def _items(self, items: ItemList, prefix: str, outer: str | None) -> Items | None:
        if items.is_collected:
            return self.added.get((items.id, outer), ())
        own = self._counted(items) if items.count is not None else self._chosen(items)
        return own if own is None or not prefix else tuple(prefix + each for each in own)

    def _counted(self, items: ItemList) -> Items | None:
        number = self.value(items.count or "")
        if isinstance(number, (int, float)):
            return tuple(str(place + 1) for place in range(min(int(number), items.maximum)))
        return () if number is Missing.NOT_APPLICABLE else None

    def _chosen(self, items: ItemList) -> Items:
        value = self._value(items.rows_of or items.options_of or "", None)
        every = (row.code for row in self.index.rows_of(items.id))
        if isinstance(value, Mapping):
            found = tuple(code for code in every if value.get(code) == items.answered)
        else:
            found = tuple(code for code in every if isinstance(value, tuple) and code in value)
        return found[: items.maximum]

    def inside(self, list_id: str, item: str) -> Known:
        """Return the same answers as one item of a list sees them.

        It sees the items it belongs to as well, and nothing of items inside other ones.
        """
        lineages = self.index.lineages
        bound = {
            each: key for each, key in self.bound.items() if list_id not in lineages.get(each, ())
        }
        for each, key in self.index.lineage(list_id, item):
            bound.pop(each, None)
            bound[each] = key
        return replace(self, bound=bound)

    def is_list(self, name: str) -> bool:
        """Say whether a name is that of a list, not of a question."""
        return name in self.index.lists

    def item_of(self, list_id: str) -> str | None:
        """Return the item of a list that is looked at, or None outside it."""
        return self.bound.get(list_id)

    def current_number(self) -> int | None:
        """Return the position of the item looked at last, from 1."""
        if not self.bound:
            return None
        list_id, item = list(self.bound.items())[-1]
        items = self.items(list_id) or ()
        return items.index(item) + 1 if item in items else None

    def fact(self, name: str) -> conditions.Result:
        """Return what is known beside the answers; of the area, by the answer that names it."""
        questionnaire = self.index.questionnaire
        if not FACTS[name].is_of_area:
            return questionnaire.facts.get(name, Missing.UNANSWERED)
        area = self.value(questionnaire.area_question or "")
        if not isinstance(area, str) or isinstance(area, Missing):
            return area if isinstance(area, Missing) else Missing.UNANSWERED
        known = questionnaire.areas.get(area, {})
        return known.get(name.removeprefix("area."), Missing.UNANSWERED)

    def current_row(self) -> str | None:
        """Return the row or option code of the item looked at last."""
        rows = [
            self.index.own_code(list_id, item)
            for list_id, item in self.bound.items()
            if self.index.rows_of(list_id)
        ]
        return rows[-1] if rows else None
