"""A file as JSON values, or as a sentence that says why it is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

from surveyapp.exchange.surveyjs.notes import Notes

Json: TypeAlias = Mapping[str, Any]
"""One object of a file."""

MAX_DEPTH = 60
"""Deepest nesting of objects and lists; nested panels of real surveys need 20."""

MAX_VALUES = 200_000
"""Most values of a file; the largest real surveys have 50 000."""

MAX_TEXT = 100_000
"""Most characters of one text; a picture inside a file is longer and is cut out before."""

FORBIDDEN_KEYS = frozenset({"__proto__", "constructor", "prototype"})
"""Keys that change the program instead of the survey where a browser reads them."""

_CONTAINERS = ("pages", "elements", "questions")
_OTHER_SYSTEMS = (b'"questionnaire_flow"', b'"FeatureCollection"', b'"resourceType"')
MOST_COUNTED = 1000
"""Most choices that are written out where a dropdown counts them."""


def decoded(content: bytes) -> str | None:
    """Return the text of a file, or None where it is neither UTF-8 nor UTF-16 with its mark."""
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        return None


def looks_like(content: bytes, file_name: str) -> bool:
    """Say whether a file is a survey of SurveyJS, whole or broken."""
    start = (decoded(content[:2000]) or content[:2000].decode("utf-8", "ignore")).lstrip()
    if not start.startswith("{"):
        return file_name.lower().endswith(".json") and not start.startswith(("<", "PK"))
    if any(sign in content for sign in _OTHER_SYSTEMS):
        return False
    return any(f'"{key}"'.encode() in content for key in _CONTAINERS)


def read_json(content: bytes, notes: Notes) -> Json | None:
    """Return the survey object, or None after saying why there is none."""
    text = decoded(content)
    if text is None:
        notes.refuse(
            "", "die Datei ist nicht in UTF-8 geschrieben", "the file is not written in UTF-8"
        )
        return None
    found = _parsed(text, notes)
    if found is None:
        return None
    if isinstance(found, dict) and isinstance(found.get("survey"), dict):
        found = found["survey"]  # some editors wrap the survey into an object of their own
    if not isinstance(found, dict):
        notes.refuse("", "die Datei enthält keinen Fragebogen", "the file holds no survey object")
        return None
    if not _is_bounded(found, notes):
        return None
    _count_out(found)
    return found


def _count_out(root: Any) -> None:  # noqa: ANN401 - JSON
    """Write out the choices that a dropdown counts from one number to another."""
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            last = number_of(value.get("choicesMax"))
            first = number_of(value.get("choicesMin")) or 0
            step = number_of(value.get("choicesStep")) or 1
            if last is not None and step > 0 and first <= last < first + step * MOST_COUNTED:
                count = int((last - first) / step) + 1
                counted = [first + n * step for n in range(count)]
                value["choices"] = [*items(value.get("choices")), *counted]
                for key in ("choicesMin", "choicesMax", "choicesStep"):
                    value.pop(key, None)
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _parsed(text: str, notes: Notes) -> Any:  # noqa: ANN401 - JSON
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        """Keep the last of equal keys, as every reader of JSON does, and say so."""
        held: dict[str, Any] = {}
        for key, value in found:
            if key in held:
                notes.change(
                    "",
                    f"der Schlüssel „{key}“ steht zweimal im selben Objekt; der letzte gilt",
                    f"the key “{key}” stands twice in one object; the last one counts",
                )
            held[key] = value
        return held

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        notes.refuse(
            f"line {error.lineno}, column {error.colno}",
            f"das ist kein JSON ({error.msg})",
            f"this is not JSON ({error.msg})",
        )
    except (RecursionError, ValueError):
        notes.refuse(
            "",
            "das JSON ist zu tief verschachtelt oder enthält unlesbare Zahlen",
            "the JSON is nested too deeply or holds unreadable numbers",
        )
    return None


def _no_number(name: str) -> float:
    message = f"{name} is no number of JSON"
    raise ValueError(message)


def _is_bounded(root: Json, notes: Notes) -> bool:
    """Refuse what nests or grows without end, and what a browser would take for more than data."""
    waiting: list[tuple[Any, int]] = [(root, 1)]
    number = 0
    while waiting:
        value, depth = waiting.pop()
        number += 1
        if depth > MAX_DEPTH or number > MAX_VALUES:
            notes.refuse(
                "",
                f"die Datei ist tiefer als {MAX_DEPTH} Ebenen oder größer als {MAX_VALUES} Werte",
                f"the file is deeper than {MAX_DEPTH} levels or larger than {MAX_VALUES} values",
            )
            return False
        if isinstance(value, dict):
            harmful = FORBIDDEN_KEYS & set(value)
            if harmful:
                key = min(harmful)
                notes.refuse(
                    "",
                    f"die Datei enthält den Schlüssel „{key}“, der Programme verändert",
                    f"the file holds the key “{key}”, which changes programs",
                )
                return False
        if isinstance(value, (dict, list)):
            inner = value.values() if isinstance(value, dict) else value
            waiting += ((each, depth + 1) for each in inner)
    return True


def items(value: object) -> list[Any]:
    """Return a list, or nothing where something else stands."""
    return value if isinstance(value, list) else []


def number_of(value: object) -> float | None:
    """Return a number, also one written as a text; None for everything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        found = float(value) if abs(value) < 1e15 else None
    else:
        try:
            found = float(value) if isinstance(value, str) and len(value) < 40 else None
        except ValueError:
            return None
    if found is None or found != found or abs(found) > 1e15:  # noqa: PLR0124 - not a number
        return None
    return int(found) if found.is_integer() else found
