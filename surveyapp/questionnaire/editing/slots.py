"""Every place of a document that names another part of it: expressions, placeholders, ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from surveyapp.questionnaire.editing.spots import WITHIN, Sort, Spot, every
from surveyapp.questionnaire.editing.tree import Tree


class Holds(StrEnum):
    """What stands in a slot."""

    EXPRESSION = "expression"
    TEXT = "text"
    #: An id or code.
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Slot:
    """One value that may name other parts."""

    spot: Spot
    #: Property of the element: ``show``, ``text.de``.
    field: str
    holds: Holds
    #: Where it can be changed.
    holder: dict[str, Any]
    key: str
    #: Sort of what a name names.
    names: str = ""

    @property
    def value(self) -> str:
        """Return what stands there."""
        return str(self.holder[self.key])


EXPRESSIONS = frozenset({"show", "when", "that", "need", "base", "required", "minimum", "maximum"})
"""Fields that hold an expression where they hold a text."""

TEXTS = frozenset(
    {
        *(
            "text",
            "hint",
            "title",
            "intro",
            "thanks",
            "label",
            "purpose",
            "unit_text",
            "low",
            "high",
        ),
        *("pattern_hint", "message", "add", "sentence", "consent"),
    }
)
"""Fields with a wording in each language."""

NAMES: Mapping[tuple[Sort, str], Sort] = {
    (Sort.PAGE, "section"): Sort.SECTION,
    (Sort.PAGE, "repeat"): Sort.LIST,
    (Sort.PAGE, "collect"): Sort.LIST,
    (Sort.QUESTION, "scale"): Sort.SCALE,
    (Sort.LIST, "count"): Sort.QUESTION,
    (Sort.LIST, "rows_of"): Sort.QUESTION,
    (Sort.LIST, "options_of"): Sort.QUESTION,
    (Sort.LIST, "within"): Sort.LIST,
    (Sort.PAIR, "importance"): Sort.QUESTION,
    (Sort.PAIR, "satisfaction"): Sort.QUESTION,
    (Sort.QUESTIONNAIRE, "area_question"): Sort.QUESTION,
    (Sort.QUESTIONNAIRE, "child_age_question"): Sort.QUESTION,
}
"""Fields that hold the id of another part, and its sort."""


def slots(tree: Tree) -> Iterator[Slot]:
    """Iterate over all places that may name another part."""
    for spot in every(tree):
        yield from slots_of(spot)


def slots_of(spot: Spot) -> Iterator[Slot]:
    """Iterate over the places of one element, without those of elements inside it."""
    for field, value in list(spot.element.items()):
        if field in WITHIN.get(spot.sort, {}):
            continue
        named = NAMES.get((spot.sort, field))
        is_computed = spot.sort == Sort.QUESTION and field == "value"
        if named is not None:
            yield Slot(spot, field, Holds.NAME, spot.element, field, named)
        elif isinstance(value, str) and (field in EXPRESSIONS or is_computed):
            yield Slot(spot, field, Holds.EXPRESSION, spot.element, field)
        elif field in TEXTS and isinstance(value, dict):
            yield from _wordings(spot, field, value)
        elif field == "forms":
            for form, text in value.items():
                yield from _wordings(spot, f"forms.{form}", text)


def _wordings(spot: Spot, field: str, text: dict[str, Any]) -> Iterator[Slot]:
    for language in text:
        yield Slot(spot, f"{field}.{language}", Holds.TEXT, text, language)
