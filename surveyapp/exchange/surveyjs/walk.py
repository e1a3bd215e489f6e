"""The second walk: every element becomes what families are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from surveyapp.exchange.surveyjs.checks import say_unchecked
from surveyapp.exchange.surveyjs.comments import comment_beside
from surveyapp.exchange.surveyjs.conditions import all_of
from surveyapp.exchange.surveyjs.elements import NOT_TAKEN, elements_of, type_of
from surveyapp.exchange.surveyjs.json_file import Json, items
from surveyapp.exchange.surveyjs.lists import dynamic_matrix, dynamic_panel
from surveyapp.exchange.surveyjs.matrices import MATRICES
from surveyapp.exchange.surveyjs.pieces import Piece, Place, note, say_properties
from surveyapp.exchange.surveyjs.questions import BUILDERS
from surveyapp.exchange.surveyjs.reading import Reading
from surveyapp.exchange.surveyjs.symbols import Scope, Sort, Symbol

_LISTS = {"paneldynamic": dynamic_panel, "matrixdynamic": dynamic_matrix}

_COMMENTED = frozenset({"slider", "multipletext"})
"""Types whose builders leave the field for a comment to the walk."""

_TABLES = frozenset({"matrixdropdown", "matrixdynamic", "paneldynamic", "multipletext"})
_VOLUNTARY = ("hier darf die Antwort immer fehlen", "an answer may always be missing here")

_LOST: Mapping[str, tuple[frozenset[str], tuple[str, str]]] = {
    "requiredIf": (_TABLES, _VOLUNTARY),
    "isRequired": (frozenset(_LISTS), _VOLUNTARY),
    "columnsVisibleIf": (
        frozenset({"matrixdropdown"}),
        ("alle Spalten werden gefragt", "all columns are asked"),
    ),
    "format": (
        frozenset({"expression"}),
        ("der Rechenwert steht hier als bloße Zahl", "the value stands here as a plain number"),
    ),
}
"""Properties that mean nothing here for some types: those and why."""


def _say_lost(place: Place, kind: str) -> None:
    """Remark the properties that are read for other types, but not for this one."""
    least = place.element.get("minRowCount") or place.element.get("minPanelCount")
    for key, (kinds, (german, english)) in _LOST.items():
        is_lost = kind in kinds and bool(place.element.get(key))
        if is_lost and not (key == "isRequired" and least):
            place.change(key, german, english)


def pieces_of(
    reading: Reading,
    element: Json,
    path: str,
    scope: Scope,
    around: tuple[str | None, ...],
    names: Mapping[str, Symbol],
) -> Iterator[Piece]:
    """Return what one element becomes; ``names`` are those beside it."""
    symbol = names.get(str(element.get("name", "")).strip().lower())
    if symbol is None or symbol.path != path:
        symbol = reading.at.get(path)  # a panel may have the name of a question
    if symbol is None:
        return  # the first walk has refused it
    place = Place(reading, element, path, scope, symbol, around)
    kind = type_of(element)
    if symbol.sort is Sort.GONE and element.get("visible") is False:
        place.drop(
            "das Element ist immer verborgen und entfällt",
            "the element is always hidden and is left out",
        )
        return
    if kind not in NOT_TAKEN or kind == "html":
        say_properties(place)
    _say_lost(place, kind)
    if kind in ("panel", "flowpanel"):
        yield from _panel(place, names)
    elif kind in _LISTS:
        say_unchecked(place)
        yield from _LISTS[kind](place, pieces_of)
        yield from comment_beside(place)
    elif kind in MATRICES:
        yield from MATRICES[kind](place)
        yield from comment_beside(place)
    else:
        yield from BUILDERS[kind](place)
        yield from comment_beside(place) if kind in _COMMENTED else ()


def _panel(place: Place, names: Mapping[str, Symbol]) -> Iterator[Piece]:
    """Make a note of the title of a panel and join its condition to those of its questions."""
    if place.element.get("isRequired") or place.element.get("requiredIf"):
        place.change(
            "isRequired",
            "dass in der Gruppe etwas beantwortet wird, wird nicht verlangt",
            "it is not demanded that something in the group is answered",
        )
    show = place.shown()
    title, hint = place.text("title"), place.text("description")
    if title or hint:
        yield note(place, "title", title or hint or {}, hint if title else None)
    if not any(items(place.element.get(key)) for key in ("elements", "questions")):
        place.drop("die Gruppe ist leer", "the group is empty")
    for path, element in elements_of(place.element, place.path):
        yield from pieces_of(place.reading, element, path, place.scope, (all_of((show,)),), names)
