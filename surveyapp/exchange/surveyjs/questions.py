"""Each type of element as the questions it becomes: one row of a registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from surveyapp.exchange.surveyjs.checks import (
    checked_at_end,
    checks,
    choice_limits,
    say_unchecked,
)
from surveyapp.exchange.surveyjs.choices import options
from surveyapp.exchange.surveyjs.comments import comment_beside
from surveyapp.exchange.surveyjs.conditions import number
from surveyapp.exchange.surveyjs.elements import NOT_TAKEN
from surveyapp.exchange.surveyjs.json_file import is_on, items
from surveyapp.exchange.surveyjs.pieces import Piece, Place, note, question, say_properties
from surveyapp.exchange.surveyjs.ratings import rating_pieces, slider_pieces
from surveyapp.exchange.surveyjs.symbols import Sort
from surveyapp.exchange.surveyjs.written import text_pieces
from surveyapp.questionnaire.model import Option

_YES_NO = (("yes", "labelTrue", "Ja", "Yes"), ("no", "labelFalse", "Nein", "No"))

Builds = Callable[[Place], Iterator[Piece]]


def _choice(kind: str) -> Builds:
    def build(place: Place) -> Iterator[Piece]:
        found = options(place.reading, place.element, place.path, place.symbol, place.scope)
        if not _has_choices(place, found):
            return
        fields: dict[str, Any] = {
            "options": found,
            "rotate": str(place.element.get("choicesOrder", "")).lower() == "random",
        }
        if kind in ("multiple", "ranking"):
            fields["checks"] = checks(place, "answercount")
            fields |= choice_limits(place, found)
        else:
            fields["checks"] = checks(place)
        yield question(place, kind, **fields)
        yield from comment_beside(place)

    return build


def _has_choices(place: Place, found: tuple[Option, ...]) -> bool:
    """Say whether there is something to choose; a list from elsewhere leaves nothing."""
    if found:
        return True
    source = place.element.get("choicesByUrl") or place.element.get("choicesFromQuestion")
    if source or place.element.get("choicesLazyLoadEnabled"):
        place.drop(
            "die Antworten stehen nicht in der Datei; die Frage entfällt",
            "the choices do not stand in the file; the question is left out",
        )
    else:
        place.drop(
            "die Frage hat keine Antworten zur Auswahl und entfällt",
            "the question has no choices and is left out",
        )
    return False


def _picture(place: Place) -> Iterator[Piece]:
    """Ask a choice with pictures by its words; the pictures lie elsewhere."""
    place.change(
        "type",
        "die Bilder kommen nicht mit; gefragt wird mit den Worten",
        "the pictures do not come along; the words are asked",
    )
    yield from _choice("multiple" if place.symbol.sort is Sort.CODES else "single")(place)


def _yes_no(place: Place) -> Iterator[Piece]:
    found = [(code, place.text(key)) for code, key, _, _ in _YES_NO]
    if all(text is None for _, text in found):
        yield question(place, "yesno", checks=checks(place))
    else:
        texts = place.reading.texts
        given = tuple(
            Option(code, place.text(key) or texts.own(german, english))
            for code, key, german, english in _YES_NO
        )
        yield question(place, "single", options=given, checks=checks(place))
    yield from comment_beside(place)


def _fields(place: Place) -> Iterator[Piece]:
    """Several text fields: a note with their title, then one question for each."""
    found = items(place.element.get("items"))
    if not found:
        place.refuse("items", "die Frage hat keine Felder", "the question has no items")
        return
    yield note(place, "title", place.wording(), place.text("description"))
    yield from checked_at_end(place, _each_field(place, found))


def _each_field(place: Place, found: list[Any]) -> Iterator[Piece]:
    show = place.shown()
    for n, item in enumerate(found):
        said = item if isinstance(item, dict) else {"name": item}
        path = f"{place.path}.items[{n}]"
        symbol = place.symbol.parts.get(str(said.get("name", "")).strip().lower())
        if symbol is None:
            continue
        is_needed = is_on(place.element.get("isRequired"))
        element = {**said, "type": "text", **({"isRequired": True} if is_needed else {})}
        inner = Place(place.reading, element, path, place.scope, symbol, (show,))
        say_properties(inner)
        yield from text_pieces(inner)


def _computed(place: Place) -> Iterator[Piece]:
    say_unchecked(place)
    said = place.element.get("expression")
    where = f"{place.path}.expression"
    value = number(place.reading, said, where, place.scope) if said else None
    if value is None:
        place.drop(
            "der Rechenwert lässt sich hier nicht bilden und entfällt",
            "the value cannot be worked out here and is left out",
        )
        return
    yield question(place, "computed", value=value, required=False)
    if place.element.get("title"):
        texts = place.reading.texts
        shown_value = texts.joined(
            place.wording(), dict.fromkeys(texts.languages, f"{{{place.id}}}"), ": "
        )
        yield note(place, "shown", shown_value)


def _html(place: Place) -> Iterator[Piece]:
    said = place.text("html")
    if said is None:
        place.drop("der Abschnitt enthält keinen Text", "the section holds no text")
    else:
        yield note(place, "text", said)


_WHY_NOT = {
    "file": ("Dateien werden nicht angenommen", "files are not accepted"),
    "signaturepad": (
        "eine Unterschrift würde Familien kenntlich machen",
        "a signature would identify families",
    ),
    "image": (
        "Bilder der Datei werden nicht übernommen",
        "pictures of the file are not taken over",
    ),
    "imagemap": (
        "eine Auswahl auf einem Bild gibt es hier nicht",
        "there is no choice on a picture here",
    ),
}


def _not_taken(place: Place) -> Iterator[Piece]:
    own = (
        "den eigenen Typ gibt es nur im Programm der Quelle",
        "the custom type exists only there",
    )
    german, english = _WHY_NOT.get(str(place.element.get("type")).lower(), own)
    place.drop(f"{german}; das Element entfällt", f"{english}; the element is left out")
    yield from ()


BUILDERS: Mapping[str, Builds] = {
    **dict.fromkeys(NOT_TAKEN, _not_taken),
    "text": text_pieces,
    "comment": text_pieces,
    "radiogroup": _choice("single"),
    "dropdown": _choice("dropdown"),
    "buttongroup": _choice("single"),
    "checkbox": _choice("multiple"),
    "tagbox": _choice("multiple"),
    "imagepicker": _picture,
    "ranking": _choice("ranking"),
    "boolean": _yes_no,
    "rating": rating_pieces,
    "slider": slider_pieces,
    "multipletext": _fields,
    "expression": _computed,
    "html": _html,
}
"""What an element of each type becomes; groups and matrices stand in files of their own."""
