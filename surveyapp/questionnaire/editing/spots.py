"""Addresses of the elements of a questionnaire, made of ids.

========================================  =======================================================
``""``                                    the questionnaire
``section/<id>``                          a section
``page/<id>``                             a page
``question/<id>``                         a question, wherever it stands, the contact form as well
``question/<id>/option/<code>``           an option of it
``question/<id>/row/<code>``              a row of it
``question/<id>/variant/<n>``             its n-th variant, from 0
``question/<id>/check/<n>``               its n-th check, from 0
``page/<id>/check/<n>``                   the n-th check of a page
``list/<id>``                             a list (what is repeated)
``scale/<name>``                          a scale that questions share
``scale/<name>/option/<code>``            an option of it
``indicator/<id>``, ``pair/<id>``         of the results
``axis/<id>``, ``axis/<id>/category/<c>`` of the results
``contact``                               the contact form
========================================  =======================================================

Where an id stands twice, the second one is ``question/age#2``: it can be found, and mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from surveyapp.questionnaire.editing.tree import Tree


class Sort(StrEnum):
    """What an element is; most addresses begin with it."""

    QUESTIONNAIRE = "questionnaire"
    SECTION = "section"
    PAGE = "page"
    QUESTION = "question"
    OPTION = "option"
    ROW = "row"
    VARIANT = "variant"
    CHECK = "check"
    LIST = "list"
    #: Answers that questions share, whatever the type of these questions.
    SCALE = "scale"
    INDICATOR = "indicator"
    AXIS = "axis"
    CATEGORY = "category"
    PAIR = "pair"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Within:
    """A list of elements inside an element: their sort, and the field that names them."""

    sort: Sort
    #: ``id`` or ``code``; empty where only the position does.
    named_by: str
    #: Whether they are addressed without the element around them.
    is_free: bool = False


_OPTION = Within(Sort.OPTION, "code")
_CHECK = Within(Sort.CHECK, "")

WITHIN: Mapping[Sort, Mapping[str, Within]] = {
    Sort.QUESTIONNAIRE: {
        "sections": Within(Sort.SECTION, "id", is_free=True),
        "lists": Within(Sort.LIST, "id", is_free=True),
        "pages": Within(Sort.PAGE, "id", is_free=True),
        "indicators": Within(Sort.INDICATOR, "id", is_free=True),
        "axes": Within(Sort.AXIS, "id", is_free=True),
        "pairs": Within(Sort.PAIR, "id", is_free=True),
    },
    Sort.PAGE: {"questions": Within(Sort.QUESTION, "id", is_free=True), "checks": _CHECK},
    Sort.CONTACT: {"questions": Within(Sort.QUESTION, "id", is_free=True)},
    Sort.QUESTION: {
        "options": _OPTION,
        "rows": Within(Sort.ROW, "code"),
        "variants": Within(Sort.VARIANT, ""),
        "checks": _CHECK,
    },
    Sort.SCALE: {"options": _OPTION},
    Sort.AXIS: {"categories": Within(Sort.CATEGORY, "code")},
}
"""The lists of elements inside each sort of element, by the name of their field."""


@dataclass(frozen=True, slots=True)
class Spot:
    """An element in a tree, and where it stands."""

    path: str
    sort: Sort
    element: dict[str, Any]
    #: Where it stands now, as the check names places: ``pages[2].questions[0]``.
    at: str = ""
    #: The list it stands in and its position there; None for what stands alone.
    siblings: list[dict[str, Any]] | None = None
    position: int = 0
    #: Address of the element around it.
    parent: str = ""


def find(tree: Tree, path: str) -> Spot | None:
    """Return the element at an address; None where there is none."""
    return next((spot for spot in every(tree) if spot.path == path), None)


def every(tree: Tree) -> Iterator[Spot]:
    """Iterate over all elements, each before what stands inside it."""
    seen: Counter[str] = Counter()
    yield from _inside(Spot("", Sort.QUESTIONNAIRE, tree), seen)
    for name, options in tree.get("scales", {}).items():
        scale = Spot(f"scale/{escaped(name)}", Sort.SCALE, {"options": options}, f"scales.{name}")
        yield from _inside(scale, seen)
    if "contact" in tree:
        yield from _inside(Spot("contact", Sort.CONTACT, tree["contact"], "contact"), seen)


def _inside(spot: Spot, seen: Counter[str]) -> Iterator[Spot]:
    yield spot
    around = f"{spot.at}." if spot.at and spot.sort != Sort.SCALE else spot.at
    for field, within in WITHIN.get(spot.sort, {}).items():
        siblings = spot.element.get(field, [])
        at = around if spot.sort == Sort.SCALE else f"{around}{field}"
        for position, element in enumerate(siblings):
            name = str(element[within.named_by]) if within.named_by else str(position)
            path = inner_path(spot.path, within, name)
            seen[path] += 1
            path = path if seen[path] == 1 else f"{path}#{seen[path]}"
            found = Spot(
                path, within.sort, element, f"{at}[{position}]", siblings, position, spot.path
            )
            yield from _inside(found, seen)


def inner_path(parent: str, within: Within, name: str) -> str:
    """Return the address of an element of this name inside another."""
    own = f"{within.sort}/{escaped(name)}"
    return own if within.is_free else f"{parent}/{own}"


def escaped(name: str) -> str:
    """Return a name as part of an address; only odd ones differ."""
    return name.replace("%", "%25").replace("/", "%2F").replace("#", "%23").replace(".", "%2E")


def unescaped(name: str) -> str:
    """Return the name an address has in it."""
    return name.replace("%2E", ".").replace("%23", "#").replace("%2F", "/").replace("%25", "%")


class Places:
    """The addresses of one tree by the places the check names."""

    def __init__(self, tree: Tree) -> None:
        """Look at all elements once."""
        self._paths = {spot.at: spot.path for spot in every(tree)}

    def address_of(self, document_path: str) -> tuple[str, str]:
        """Return address and property: ``("question/age", "text.de")``."""
        place = document_path
        while place not in self._paths:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return self._paths[place], document_path[len(place) :].lstrip(".")
