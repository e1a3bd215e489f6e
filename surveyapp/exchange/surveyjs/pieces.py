"""What elements become, before they are put on pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from surveyapp.exchange.report import short
from surveyapp.exchange.surveyjs.conditions import all_of, condition, piping, shown
from surveyapp.exchange.surveyjs.elements import type_of
from surveyapp.exchange.surveyjs.json_file import Json, is_on
from surveyapp.exchange.surveyjs.reading import Reading
from surveyapp.exchange.surveyjs.settings import CHANGED, COMMON, DROPPED, LOOKS, READ
from surveyapp.exchange.surveyjs.symbols import Scope, Symbol
from surveyapp.questionnaire.model import ItemList, Question, Text


@dataclass(frozen=True, slots=True)
class Block:
    """A list whose items repeat pages."""

    list: ItemList
    title: Text
    intro: Text | None
    pieces: tuple[Piece, ...]
    show: str | None = None


Piece: TypeAlias = Question | Block
"""A question, or pages that repeat."""


@dataclass(frozen=True, slots=True)
class Place:
    """One element with all that is around it."""

    reading: Reading
    element: Json
    path: str
    scope: Scope
    symbol: Symbol
    #: Conditions of the panels around it.
    around: tuple[str | None, ...] = ()
    #: Title of the question in whose cell it stands.
    title: Text | None = None

    @property
    def id(self) -> str:
        """Return the id of our question."""
        return self.symbol.id

    def text(self, key: str) -> Text | None:
        """Return a text of the element."""
        return self.reading.texts.read(
            self.element.get(key), f"{self.path}.{key}", piping(self.scope)
        )

    def condition(self, key: str) -> str | None:
        """Return a condition of the element."""
        return condition(self.reading, self.element.get(key), f"{self.path}.{key}", self.scope)

    def shown(self) -> str | None:
        """Return the condition of the element and all panels around it."""
        own = shown(self.reading, self.element, self.path, self.scope)
        return all_of((*self.around, own))

    def wording(self) -> Text:
        """Return the title; SurveyJS shows the name where there is none."""
        name = self.element.get("name", "")
        said = self.text("title") or self.text("label") or self.reading.texts.same(name)
        return self.reading.texts.joined(self.title, said) if self.title else said

    def change(self, key: str, german: str, english: str) -> None:
        """Remark a change of a property of the element."""
        self.reading.notes.change(f"{self.path}.{key}", german, english)

    def drop(self, german: str, english: str) -> None:
        """Remark that the element did not come over."""
        self.reading.notes.drop(self.path, german, english)

    def refuse(self, key: str, german: str, english: str) -> None:
        """Refuse the file for a property of the element."""
        self.reading.notes.refuse(f"{self.path}.{key}", german, english)


def question(place: Place, kind: str, **fields: Any) -> Question:  # noqa: ANN401 - fields of a Question
    """Return a question with what every element says: wording, hint, condition, whether it is needed."""
    given: dict[str, Any] = {
        "text": place.wording(),
        "hint": place.text("description"),
        "show": place.shown(),
        "required": required(place),
        **fields,
    }
    return Question(id=place.id, type=kind, **given)


def required(place: Place) -> bool | str:
    """Return whether an answer is needed, or the condition under which it is."""
    if is_on(place.element.get("isRequired")):
        return True
    return place.condition("requiredIf") or False


def note(place: Place, key: str, text: Text, hint: Text | None = None) -> Question:
    """Return a text between questions."""
    new_id = place.reading.new_id(f"{place.element.get('name', 'page')} {key}")
    return Question(id=new_id, type="note", text=text, hint=hint, show=place.shown())


def say_properties(place: Place, kind: str | None = None) -> None:
    """Remark every property of an element that does not come over as it stands."""
    known = COMMON | READ.get(kind or type_of(place.element), frozenset())
    for key, value in place.element.items():
        if key in known or value in (None, "", [], {}, False):
            continue
        _say_property(place, str(key), value)
    if place.element.get("valueName") not in (None, "", place.element.get("name")):
        place.change(
            "valueName",
            "die Antwort wird unter dem Namen der Frage gespeichert",
            "the answer is stored under the name of the question",
        )


def _say_property(place: Place, key: str, value: object) -> None:
    where = f"{place.path}.{key}".lstrip(".")
    if key in CHANGED:
        german, english = CHANGED[key]
        said = f" „{short(value)}“" if isinstance(value, str) and key == "enableIf" else ""
        place.reading.notes.change(where, german + said, english + said)
    elif key in DROPPED:
        place.reading.notes.drop(where, *DROPPED[key])
    elif key in LOOKS:
        place.reading.notes.looks.add(key)
    else:
        place.reading.notes.drop(
            where,
            "diese Eigenschaft kennt SurveyJS hier nicht; es übergeht sie ebenfalls",
            "SurveyJS does not know this property here and ignores it as well",
        )


def with_show(piece: Piece, show: str | None) -> Piece:
    """Return a piece under one more condition."""
    return replace(piece, show=all_of((show, piece.show)))
