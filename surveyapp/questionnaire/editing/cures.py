"""Findings beside the element they speak of, with what would mend them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias

from surveyapp.questionnaire import checks
from surveyapp.questionnaire.checks import Finding
from surveyapp.questionnaire.editing import tree as trees
from surveyapp.questionnaire.editing.edits import Edit
from surveyapp.questionnaire.editing.naming import code_for, id_for
from surveyapp.questionnaire.editing.registry import ids_of, names_in
from surveyapp.questionnaire.editing.spots import Places, Sort, Spot, every
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.texts import FALLBACK


class CureKind(StrEnum):
    """What a cure does; its words stand in ``services/studio_words``."""

    #: Put the German wording where a language has none.
    COPY_GERMAN = "copy_german"
    OFFER_REFUSAL = "offer_refusal"
    NEW_ID = "new_id"
    REMOVE_CONDITION = "remove_condition"
    REMOVE_ELEMENT = "remove_element"
    #: Take away what the type of the question never reads, or what cannot be used.
    REMOVE_PROPERTY = "remove_property"
    MAKE_EXCLUSIVE = "make_exclusive"
    #: Give the options the values 1, 2, 3 … in their order.
    NUMBER_OPTIONS = "number_options"
    NUMBER_ITEMS = "number_items"
    KEEP_A_YEAR = "keep_a_year"
    MEND_TYPOGRAPHY = "mend_typography"
    PROMISE_MINUTES = "promise_minutes"
    #: Say of a core item what the bank says: in one language, or all of it.
    RESTORE_WORDING = "restore_wording"
    TAKE_TRANSLATION = "take_translation"
    RESTORE_ITEM = "restore_item"
    #: The other words mean the same.
    CONFIRM_SPELLING = "confirm_spelling"
    CONFIRM_TRANSLATION = "confirm_translation"
    #: It is no core item any more.
    UNTIE = "untie"
    #: Nothing but a person can choose; it has no edits.
    SET_PLANNING = "set_planning"


@dataclass(frozen=True, slots=True)
class Cure:
    """Edits that mend a finding, to be made together."""

    kind: CureKind
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """A finding beside its element."""

    finding: Finding
    #: Address of the element, and which of its properties (``text``, ``show``); empty for all of it.
    path: str
    property: str
    cures: tuple[Cure, ...] = ()


def findings(tree: Tree) -> tuple[Located, ...]:
    """Return what the rules find without the slow search for who meets what, beside its elements."""
    return _located(trees.key_of(tree), searches=False)


def searched(tree: Tree) -> tuple[Located, ...]:
    """Return everything the rules find; takes seconds for a large questionnaire."""
    return _located(trees.key_of(tree), searches=True)


@lru_cache(maxsize=32)
def _located(text: str, *, searches: bool) -> tuple[Located, ...]:
    tree = trees.read(text)
    places = Places(tree)
    spots = {spot.path: spot for spot in every(tree)}
    found = []
    for each in checks.check(trees.questionnaire_of(tree), searches=searches):
        located = Located(each, *places.address_of(each.path))
        cure_of = CURES.get(each.rule)
        cures = tuple(cure_of(tree, located, spots[located.path])) if cure_of else ()
        found.append(replace(located, cures=cures))
    return tuple(found)


CureOf: TypeAlias = Callable[[Tree, Located, Spot], Iterator[Cure]]

CURES: dict[str, CureOf] = {}
"""How findings of a rule are mended, by the rule's number."""


def _cures(*rules: str) -> Callable[[CureOf], CureOf]:
    def enter(cure: CureOf) -> CureOf:
        CURES.update(dict.fromkeys(rules, cure))
        return cure

    return enter


def _set(kind: CureKind, path: str, name: str, value: Any) -> Cure:  # noqa: ANN401 - JSON
    return Cure(kind, (Edit("set_property", path, {"name": name, "value": value}),))


def _removed(path: str) -> Cure:
    edit = Edit("remove", path, {"with_references": True})
    return Cure(CureKind.REMOVE_ELEMENT, (edit,))


@_cures("Q001")
def _another_id(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:
    name = str(located.finding.words["name"])
    is_code = located.finding.key == "code"
    for each in every(tree):
        is_inside = not is_code or each.parent == spot.path
        own = each.element.get("code" if is_code else "id")
        if own == name and is_inside and "#" in each.path:
            yield _renamed(tree, each)


@_cures("Q003", "Q004")
def _a_good_id(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:
    if "code" in spot.element:
        yield _renamed(tree, spot)
        return
    for each in every(tree):
        if each.element.get("id") == located.finding.words["name"] and each.path:
            yield _renamed(tree, each)
            return


def _renamed(tree: Tree, spot: Spot) -> Cure:
    text = spot.element.get("text") or spot.element.get("title") or spot.element.get("label", {})
    said = str(text.get(FALLBACK, ""))
    if "code" in spot.element:
        new = code_for(said, names_in(spot.siblings or [], "code"), "antwort")
    else:
        new = id_for(said, ids_of(tree) | names_in(spot.siblings or [], "id"), spot.sort)
    return Cure(CureKind.NEW_ID, (Edit("rename", spot.path, {"id": new}),))


@_cures("Q030")
def _german_for_now(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    language, name = str(located.finding.words["language"]), located.property
    first, _, form = name.partition(".")
    text = spot.element.get(first, {})
    said = (text.get(form, {}) if form else text).get(FALLBACK, "")
    if said and language != FALLBACK:
        arguments = {"name": name, "language": language, "text": said}
        yield Cure(CureKind.COPY_GERMAN, (Edit("set_text", spot.path, arguments),))


@_cures("Q070")
def _may_stay_silent(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    yield _set(CureKind.OFFER_REFUSAL, spot.path, "may_refuse", None)


@_cures("Q084")
def _alone(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    yield _set(CureKind.MAKE_EXCLUSIVE, spot.path, "exclusive", True)  # noqa: FBT003


@_cures("Q097")
def _kept_a_year(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    yield _set(CureKind.KEEP_A_YEAR, spot.path, "keep_months", 12)


@_cures("Q008", "Q064", "Q065", "Q107")
def _without_it(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    name = located.property or "pictogram"
    if name in spot.element and name != "options":
        yield _set(CureKind.REMOVE_PROPERTY, spot.path, name, None)


@_cures("Q013")
def _what_is_read(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    edit = Edit("set_type", spot.path, {"type": spot.element["type"]})
    yield Cure(CureKind.REMOVE_PROPERTY, (edit,))


@_cures("Q047")
def _chosen_by_people(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    yield Cure(CureKind.SET_PLANNING, ())


@_cures("Q079")
def _numbered_options(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:
    shared = spot.element.get("scale")
    around = spot.path if shared is None else f"{Sort.SCALE}/{shared}"
    options = [each for each in every(tree) if each.parent == around and each.sort == Sort.OPTION]
    edits = tuple(
        Edit("set_property", each.path, {"name": "value", "value": number})
        for number, each in enumerate(options, 1)
    )
    if located.property == "options" and edits:
        yield Cure(CureKind.NUMBER_OPTIONS, edits)


@_cures("Q010")
def _numbered_items(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    numbers: dict[int, int] = {}
    edits = []
    for each in every(tree):
        if each.sort == Sort.QUESTION and "item" in each.element:
            number = numbers.setdefault(each.element["item"], len(numbers) + 1)
            edits.append(Edit("set_property", each.path, {"name": "item", "value": number}))
    yield Cure(CureKind.NUMBER_ITEMS, tuple(edits))


_BETTER = ((" - ", " – "), ("...", "…"), (" !", "!"), (" ?", "?"), (" .", "."), (" ,", ","))


@_cures("Q038", "Q035")
def _better_print(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    name = located.property.removesuffix(f".{FALLBACK}")
    said = spot.element.get(name, {}).get(FALLBACK, "") if "." not in name else ""
    better = said
    for careless, good in _BETTER:
        better = better.replace(careless, good)
    parts = better.split('"')
    if len(parts) % 2:  # every quote that opens is closed as well
        better = "".join(part + ("", "„", "“")[_mark(n, parts)] for n, part in enumerate(parts))
    if better != said:
        arguments = {"name": name, "text": better}
        yield Cure(CureKind.MEND_TYPOGRAPHY, (Edit("set_text", spot.path, arguments),))


def _mark(place: int, parts: list[str]) -> int:
    """Return which mark follows a part: none behind the last, opening and closing in turn."""
    return 0 if place == len(parts) - 1 else 1 + place % 2


@_cures("Q096")
def _honest_minutes(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    minutes = located.finding.words["estimate"]
    yield _set(CureKind.PROMISE_MINUTES, "", "minutes", minutes)


@_cures("Q014", "Q021", "Q022", "Q024", "Q025", "Q050", "Q051", "Q052", "Q054", "Q055")
def _unconditional(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    """Take the condition away; what is then still of no use goes as a whole."""
    if "show" in spot.element and located.property in {"", "show"} and spot.sort != Sort.CATEGORY:
        yield Cure(
            CureKind.REMOVE_CONDITION, (Edit("set_condition", spot.path, {"expression": ""}),)
        )
    if located.finding.rule in {"Q050", "Q051", "Q052"}:
        yield _removed(spot.path)


@_cures("Q015", "Q029", "Q053", "Q057", "Q058", "Q059")
def _gone(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    if spot.path:
        yield _removed(spot.path)


@_cures("Q011")
def _no_empty_section(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    if not located.finding.words["number"]:
        yield _removed(spot.path)


@_cures("Q110")
def _as_the_item(tree: Tree, located: Located, spot: Spot) -> Iterator[Cure]:  # noqa: ARG001
    language = located.property.removeprefix("text.") if located.property else ""
    restore = Edit("restore_item", spot.path, {"language": language} if language else {})
    confirm = Edit("confirm_wording", spot.path, {"language": language})
    kind, confirmed = _RESTORING.get(located.finding.key, (None, None))
    if kind is not None:
        yield Cure(kind, (restore,))
    if confirmed is not None:
        yield Cure(confirmed, (confirm,))
    if located.finding.key != "untranslated":
        yield _set(CureKind.UNTIE, spot.path, "tie", None)


_RESTORING: dict[str, tuple[CureKind | None, CureKind | None]] = {
    "wording": (CureKind.RESTORE_WORDING, None),
    "spelling": (CureKind.RESTORE_WORDING, CureKind.CONFIRM_SPELLING),
    "translation": (CureKind.RESTORE_WORDING, CureKind.CONFIRM_TRANSLATION),
    "untranslated": (CureKind.TAKE_TRANSLATION, None),
    "choices": (CureKind.RESTORE_ITEM, None),
    "type": (CureKind.RESTORE_ITEM, None),
}
"""What is lost, by the key of the finding, to how it comes back and how it is confirmed."""
