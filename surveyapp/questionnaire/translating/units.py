"""The wordings of a document that families read, each with an address that stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from surveyapp.questionnaire.editing.slots import TEXTS
from surveyapp.questionnaire.editing.spots import Sort, Spot, every
from surveyapp.questionnaire.editing.tree import Tree

GERMAN = "de"

_FOR_PLANNERS = frozenset({"axis", "category", "pair"})
"""Elements that only people at the county's office read, in German."""

_TOGETHER = frozenset({"section", "list", "indicator"})
"""Elements whose wordings stand in one group with those of their like."""

_ALONE = frozenset({"questionnaire", "page", "scale", "contact"})
"""Elements that are a group of their own."""

_ORDER = ("title", "text", "label", "intro", "hint", "purpose")
"""Wordings of one element in the order families meet them; others follow as they stand."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One wording in all its languages."""

    #: Address of the element and name of the wording: ``question/age:text``.
    key: str
    path: str
    name: str
    #: Sort of the element, see ``editing.spots``.
    sort: str
    #: What it stands in: a page (``page/<id>``), the contact form, all sections …
    group: str
    text: Mapping[str, str]

    @property
    def german(self) -> str:
        """Return the wording it is translated from."""
        return self.text[GERMAN]

    def said(self, language: str) -> str:
        """Return the wording in a language, empty where there is none."""
        return self.text.get(language, "")


def units(tree: Tree) -> tuple[Unit, ...]:
    """Return every wording families read that is said in German, in the order of the document."""
    return tuple(_units(tree))


def _units(tree: Tree) -> Iterator[Unit]:
    groups: dict[str, str] = {}
    for spot in every(tree):
        groups[spot.path] = group = _group(spot, groups)
        if spot.sort in _FOR_PLANNERS:
            continue
        for name, text in _texts(spot):
            if str(text.get(GERMAN, "")).strip():
                yield Unit(f"{spot.path}:{name}", spot.path, name, spot.sort, group, text)


def _group(spot: Spot, groups: Mapping[str, str]) -> str:
    if spot.sort in _TOGETHER:
        return spot.sort
    return spot.path if spot.sort in _ALONE else groups.get(spot.parent, "")


def _texts(spot: Spot) -> Iterator[tuple[str, Mapping[str, str]]]:
    fields = spot.element if spot.sort != Sort.SCALE else {}
    for name in sorted(fields, key=_rank):
        is_for_planners = spot.sort == Sort.QUESTION and name == "label"
        if name in TEXTS and isinstance(fields[name], Mapping) and not is_for_planners:
            yield name, fields[name]
    for form, text in fields.get("forms", {}).items():
        yield f"forms.{form}", text


def _rank(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)
