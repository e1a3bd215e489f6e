"""What must stand in the answers of a question of eQ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from surveyapp.exchange.eq.source import obj
from surveyapp.exchange.surveyjs.json_file import Json
from surveyapp.exchange.surveyjs.notes import Notes

CHOICES = frozenset({"Radio", "Checkbox", "Dropdown", "Relationship"})

NUMBERS = frozenset({"Number", "Currency", "Percentage", "Unit"})

DATES = frozenset({"Date", "MonthYearDate", "YearDate"})

ANSWERS = (
    CHOICES | NUMBERS | DATES | {"TextField", "TextArea", "Duration", "Address", "MobileNumber"}
)
"""Every type of answer."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,199}")

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")

_NEEDED = {"Currency": "currency", "Unit": "unit", "Duration": "units"}


def is_words(value: object) -> bool:
    """Say whether a value is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())


def inner_parts(of: Json, key: str, path: str, notes: Notes) -> Iterator[tuple[str, Json]]:
    """Iterate over the objects of a list that must not be empty."""
    where = f"{path}.{key}".lstrip(".")
    if key not in of:
        if path:
            notes.refuse(where, "die Liste fehlt", "the list is missing")
        return
    found = of[key]
    if not isinstance(found, list) or not found:
        german, english = "hier muss eine Liste mit Inhalt stehen", "a filled list must stand here"
        notes.refuse(where, german, english)
        return
    for n, each in enumerate(found):
        if isinstance(each, dict):
            yield f"{where}[{n}]", each
        else:
            notes.refuse(f"{where}[{n}]", "das ist kein Objekt", "this is no object")


def check_id(of: Json, path: str, notes: Notes) -> None:
    """Refuse a part without an id, or with one that eQ does not allow."""
    named = of.get("id")
    if not isinstance(named, str) or not _ID.fullmatch(named):
        notes.refuse(
            f"{path}.id",
            "hier muss eine Kennung aus Buchstaben, Ziffern und Bindestrichen stehen",
            "an id of letters, digits and hyphens must stand here",
        )


def check_answers(question: Json, path: str, notes: Notes) -> None:
    """Refuse answers of a question that eQ could not show."""
    dynamic = question.get("dynamic_answers")
    if dynamic is not None:
        if not isinstance(obj(dynamic).get("values"), dict):
            notes.refuse(
                f"{path}.dynamic_answers.values", "die Quelle fehlt", "the source is missing"
            )
        for where, each in inner_parts(obj(dynamic), "answers", f"{path}.dynamic_answers", notes):
            _answer(each, where, notes)
    if dynamic is None or "answers" in question:
        for where, each in inner_parts(question, "answers", path, notes):
            _answer(each, where, notes)


def _answer(answer: Json, path: str, notes: Notes) -> None:
    check_id(answer, path, notes)
    kind = str(answer.get("type"))
    if kind not in ANSWERS:
        notes.refuse(
            f"{path}.type",
            f"die Antwort „{str(kind)[:40]}“ gibt es in eQ nicht",
            f"there is no answer “{str(kind)[:40]}” in eQ",
        )
        return
    if not isinstance(answer.get("mandatory"), bool):
        notes.refuse(
            f"{path}.mandatory", "hier muss true oder false stehen", "true or false must stand here"
        )
    needed = _NEEDED.get(str(kind))
    if needed and not answer.get(needed):
        notes.refuse(f"{path}.{needed}", "die Einheit fehlt", "the unit is missing")
    for key in ("minimum", "maximum"):
        if key in answer and not isinstance(answer[key], dict):
            notes.refuse(f"{path}.{key}", "das ist kein Objekt", "this is no object")
    if kind in CHOICES:
        _options(answer, path, notes)


def _options(answer: Json, path: str, notes: Notes) -> None:
    if "options" not in answer and isinstance(answer.get("dynamic_options"), dict):
        return
    for where, option in inner_parts(answer, "options", path, notes):
        if not is_words(option.get("value")):
            notes.refuse(f"{where}.value", "der Wert fehlt", "the value is missing")
        if not _is_label(option.get("label")):
            notes.refuse(f"{where}.label", "die Beschriftung fehlt", "the label is missing")
        detail = option.get("detail_answer")
        if detail is not None and isinstance(detail, dict):
            _answer(detail, f"{where}.detail_answer", notes)
        elif detail is not None:
            notes.refuse(f"{where}.detail_answer", "das ist kein Objekt", "this is no object")


def _is_label(value: Any) -> bool:  # noqa: ANN401 - JSON
    return is_words(value) or bool(obj(value).get("text") or obj(value).get("text_plural"))
