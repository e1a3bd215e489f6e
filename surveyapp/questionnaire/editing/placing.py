"""Operations that move, copy and remove elements."""

from __future__ import annotations

from typing import Any

from surveyapp.questionnaire.editing.edits import Reason, Refusal
from surveyapp.questionnaire.editing.freeing import free
from surveyapp.questionnaire.editing.naming import code_for, id_for
from surveyapp.questionnaire.editing.references import Target, referring, target_of
from surveyapp.questionnaire.editing.registry import (
    Outcome,
    bad,
    ids_of,
    names_in,
    operation,
    put,
)
from surveyapp.questionnaire.editing.spots import Sort, Spot, escaped, every, find
from surveyapp.questionnaire.editing.tree import Tree, copy

_IN_LISTS = (
    *(Sort.SECTION, Sort.PAGE, Sort.QUESTION, Sort.OPTION, Sort.ROW),
    *(Sort.VARIANT, Sort.CHECK, Sort.LIST),
    *(Sort.INDICATOR, Sort.AXIS, Sort.CATEGORY, Sort.PAIR),
)


@operation(*_IN_LISTS)
def move(tree: Tree, spot: Spot, *, after: str | None = None, into: str | None = None) -> Outcome:
    """Move an element among its neighbours, a question to another page, a page to another section."""
    siblings = spot.siblings or []
    if into is not None and spot.sort == Sort.PAGE:
        if into not in names_in(tree["sections"], "id"):
            return bad(spot, "into", into)
        spot.element["section"] = into
    elif into is not None:
        page = find(tree, into if into == "contact" else f"page/{escaped(into)}")
        if spot.sort != Sort.QUESTION or page is None:
            return bad(spot, "into", into)
        siblings = page.element["questions"]
    if spot.siblings is not None:
        del spot.siblings[spot.position]
    if spot.sort in {Sort.VARIANT, Sort.CHECK}:
        place = int(after) + 1 if after and after.isdecimal() else 0
        siblings.insert(place, spot.element)
    else:
        put(siblings, spot.element, after, "code" if "code" in spot.element else "id")
    return spot.path if spot.sort not in {Sort.VARIANT, Sort.CHECK} else None


# Removing


@operation()
def remove(tree: Tree, spot: Spot, *, with_references: bool = False) -> Outcome:
    """Remove an element; what names it is told, or goes as well."""
    if not spot.path:
        return Refusal(Reason.WRONG_ELEMENT, spot.path, {"sort": spot.sort})
    targets = tuple(_targets(tree, spot))
    scale = tree.get("scales", {}).get(spot.path.partition("/")[2], [])
    _take_out(tree, spot)
    if "#" in spot.path:  # what others name is the first one of its id
        return None
    if not with_references:
        found = [slot for target in targets for slot in referring(tree, target)]
        return _referred_to(spot, [(slot.spot.path, slot.field) for slot in found])
    if spot.sort == Sort.SECTION:
        _take_pages_out(tree, str(spot.element["id"]))
    if spot.sort == Sort.SCALE:
        tree.setdefault("scales", {})[targets[0].name] = scale
    left = [slot for target in targets for slot in free(tree, target)]
    if spot.sort == Sort.SCALE:
        _drop_scale(tree, targets[0].name)
    return _referred_to(spot, [(slot.spot.path, slot.field) for slot in left])


def _referred_to(spot: Spot, places: list[tuple[str, str]]) -> Refusal | None:
    found = list(dict.fromkeys(places))
    words = {"references": [list(place) for place in found]}
    return Refusal(Reason.REFERRED_TO, spot.path, words) if found else None


def _targets(tree: Tree, spot: Spot) -> list[Target]:
    """Return everything in an element that others may name, the pages of a section included."""
    inside = {spot.path}
    if spot.sort == Sort.SECTION:
        pages = (each for each in tree["pages"] if each["section"] == spot.element["id"])
        inside |= {f"page/{escaped(each['id'])}" for each in pages}
    found = []
    for each in every(tree):
        is_inside = each.path in inside or each.parent in inside
        if not is_inside:
            continue
        inside.add(each.path)
        target = target_of(tree, each)
        # What names a question names its options by it.
        is_part = each.sort in {Sort.OPTION, Sort.ROW}
        if target is not None and (each.path == spot.path or not is_part):
            found.append(target)
    return found


def _take_out(tree: Tree, spot: Spot) -> None:
    if spot.sort == Sort.SCALE:
        _drop_scale(tree, spot.path.partition("/")[2])
    elif spot.sort == Sort.CONTACT:
        del tree["contact"]
    elif spot.siblings is not None:
        del spot.siblings[spot.position]


def _drop_scale(tree: Tree, name: str) -> None:
    tree["scales"].pop(name, None)
    if not tree["scales"]:
        del tree["scales"]


def _take_pages_out(tree: Tree, section: str) -> None:
    tree["pages"] = [each for each in tree["pages"] if each["section"] != section]


# Copying


@operation(Sort.PAGE, Sort.QUESTION, Sort.OPTION, Sort.ROW, adds=True)
def duplicate(tree: Tree, spot: Spot) -> Outcome:
    """Put a copy behind an element; its ids are new, and what it names stays named."""
    element = copy(spot.element)
    siblings = spot.siblings or []
    siblings.insert(spot.position + 1, element)
    if spot.sort in {Sort.OPTION, Sort.ROW}:
        others = [each for each in siblings if each is not element]
        text = str(element["code"]).replace("_", " ")
        element["code"] = code_for(text, names_in(others, "code"), "antwort")
        return f"{spot.parent}/{spot.sort}/{escaped(element['code'])}"
    if spot.sort == Sort.PAGE:
        names = names_in([each for each in siblings if each is not element], "id")
        element["id"] = id_for(_spoken(element), names, "seite")
        _anew(tree, element["questions"])
    else:
        _anew(tree, [element])
    return f"{spot.sort}/{escaped(element['id'])}"


def _anew(tree: Tree, questions: list[dict[str, Any]]) -> None:
    taken = set(ids_of(tree))
    for question in questions:
        question["id"] = id_for(_spoken(question), taken, "frage")
        taken.add(question["id"])


def _spoken(element: dict[str, Any]) -> str:
    return str(element["id"]).replace("_", " ")
