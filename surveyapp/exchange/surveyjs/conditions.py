"""Conditions of elements: translated, or left out with a remark that keeps their words."""

from __future__ import annotations

import re
from collections.abc import Callable

from surveyapp.exchange.clauses import NEVER
from surveyapp.exchange.report import short
from surveyapp.exchange.surveyjs.expression import SyntaxMistake, Variable, every, parse
from surveyapp.exchange.surveyjs.json_file import Json
from surveyapp.exchange.surveyjs.names import Fixed, Lost, resolve
from surveyapp.exchange.surveyjs.reading import Reading
from surveyapp.exchange.surveyjs.sentences import bracketed
from surveyapp.exchange.surveyjs.symbols import Scope
from surveyapp.exchange.surveyjs.texts import PIPED
from surveyapp.exchange.surveyjs.translate import (
    Translation,
    as_condition,
    as_number,
)


def condition(reading: Reading, text: object, where: str, scope: Scope) -> str | None:
    """Return a condition of ours; None where there is none or it cannot be said, which is remarked.

    Of conditions joined by ``and`` those that can be said stay: fewer people are asked, never more.
    """
    return _said(reading, text, where, scope, _as_far_as_possible)


def _as_far_as_possible(written: str, scope: Scope) -> tuple[str, Translation]:
    return as_condition(written, scope, keep_parts=True)


def number(reading: Reading, text: object, where: str, scope: Scope) -> str | None:
    """Return an expression that gives a number, or None as ``condition``."""
    return _said(reading, text, where, scope, as_number)


def _said(
    reading: Reading,
    text: object,
    where: str,
    scope: Scope,
    said: Callable[[str, Scope], tuple[str, Translation]],
) -> str | None:
    if isinstance(text, bool):
        return None if text else NEVER
    if text is None or not str(text).strip():
        return None
    written = str(text).strip()
    try:
        result, translation = said(written, scope)
    except SyntaxMistake as error:
        reading.notes.refuse(
            where,
            f"der Ausdruck „{short(written)}“ ist ab „{error}“ nicht lesbar",
            f"the expression “{short(written)}” cannot be read from “{error}” on",
        )
    except Lost as error:
        reading.notes.change(
            where,
            f"der Ausdruck „{short(written)}“ gilt hier nicht ({error.german}); "
            "ohne ihn werden alle gefragt",
            f"the expression “{short(written)}” does not apply here ({error.english}); "
            "without it everybody is asked",
        )
    else:
        _remark(reading, written, where, translation)
        return result
    return None


def _remark(reading: Reading, written: str, where: str, translation: Translation) -> None:
    if translation.uses_today:
        reading.notes.change(
            where,
            f"in „{short(written)}“ ist heute der erste Tag des Monats der Befragungswelle",
            f"in “{short(written)}” today is the first day of the month of the wave",
        )
    for lost in translation.lost:
        reading.notes.change(
            where,
            f"ein Teil von „{short(written)}“ gilt hier nicht ({lost.german})",
            f"a part of “{short(written)}” does not apply here ({lost.english})",
        )
    for value in translation.unknown_values:
        reading.notes.change(
            where,
            f"„{short(written)}“ fragt nach „{value}“, das niemand wählen kann",
            f"“{short(written)}” asks for “{value}”, which nobody can choose",
        )


def all_of(conditions: tuple[str | None, ...]) -> str | None:
    """Return a condition that holds where all of them hold; None where there are none."""
    held = list(dict.fromkeys(each for each in conditions if each is not None))
    return " and ".join(bracketed(each) if len(held) > 1 else each for each in held) or None


def shown(reading: Reading, element: Json, path: str, scope: Scope) -> str | None:
    """Return the condition of an element itself, its own and that of an old trigger."""
    name = str(element.get("name", "")).strip().lower()
    own = element.get("visibleIf")
    by_trigger = reading.shown_by_trigger.get(name) if not own else None
    if isinstance(own, str) and asks_itself(own, name):
        reading.notes.refuse(
            f"{path}.visibleIf",
            f"„{short(own)}“ macht die Frage von sich selbst abhängig",
            f"“{short(own)}” makes the question depend on itself",
        )
        return None
    if by_trigger is not None:
        return condition(reading, by_trigger, f"{path}.visible", scope)
    return condition(reading, own, f"{path}.visibleIf", scope)


def asks_itself(expression: str, name: str) -> bool:
    """Say whether an expression asks for the element it stands at."""
    try:
        names = {
            node.name.lower() for node in every(parse(expression)) if isinstance(node, Variable)
        }
    except SyntaxMistake:
        return False
    return name in names


def piping(scope: Scope) -> Callable[[str], str | None]:
    """Return what turns ``{name}`` in a text into our placeholder, where the name is known."""

    def place(name: str) -> str | None:
        try:
            text, translation = as_text(name, scope)
        except (Lost, SyntaxMistake):
            return None
        return None if translation.uses_today else text

    return place


def without_answers(reading: Reading, text: object, where: str, scope: Scope) -> object:
    """Return a text that is shown where no answers are known, with dots in place of each answer."""
    if isinstance(text, dict):
        return {key: without_answers(reading, each, where, scope) for key, each in text.items()}
    place = piping(scope)

    def dots(match: re.Match[str]) -> str:
        if place(match[1].strip()) is None:
            return match[0]
        reading.notes.change(
            where,
            f"{match[0]} wird zu „…“: hier sind die Antworten nicht mehr bekannt",
            f"{match[0]} becomes “…”: the answers are not known here any more",
        )
        return "…"

    return PIPED.sub(dots, text) if isinstance(text, str) else text


def as_text(name: str, scope: Scope) -> tuple[str, Translation]:
    """Return the answer behind a name as a placeholder shows it.

    In texts SurveyJS counts the items of a list from 1, in expressions from 0.
    """
    is_position = name.lower() in ("panelindex", "visiblepanelindex") and bool(scope.panels)
    if is_position:
        return "number", Translation(scope)
    found = resolve(name, scope)
    if isinstance(found, Fixed) or found.list is not None:
        raise Lost("das ist keine Antwort", "this is no answer")
    if found.formula is None:
        return found.text, Translation(scope)
    return as_number(f"{{{name}}}", scope)
