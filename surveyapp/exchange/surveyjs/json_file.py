"""A file as JSON values, or as a sentence that says why it is none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, TypeAlias

from surveyapp.exchange.surveyjs.notes import Notes

Json: TypeAlias = Mapping[str, Any]
"""One object of a file."""

MAX_DEPTH = 60
"""Deepest nesting of objects and lists; nested panels of real surveys need 20."""

MAX_VALUES = 200_000
"""Most values of a file; the largest real surveys have 50 000."""

PER_CELL = 20
"""Values that one cell of a table counts for."""

MAX_TEXT = 100_000
"""Most characters of one text; a picture inside a file is longer and is cut out before."""

FORBIDDEN_KEYS = frozenset({"__proto__", "constructor", "prototype"})
"""Keys that change the program instead of the survey where a browser reads them."""

_CONTAINERS = ("pages", "elements", "questions")
_OTHER_SYSTEMS = ('"questionnaire_flow"', '"FeatureCollection"', '"resourceType"')
_SURVEY = re.compile(r"(?:\\?[\"'])?\b(?:pages|elements|questions)(?:\\?[\"'])?\s*:\s*\[")
_ELEMENT = re.compile(r"(?:\\?[\"'])?\btype(?:\\?[\"'])?\s*:\s*\\?[\"'`]")
_PROGRAM = re.compile(
    r"\s*(?:(?:const|let|var|export|import|module|window|function|return|Survey|//|/\*)\b|//|/\*|[\w.]+\s*=)"
    r"|.*[}\])]\s*;\s*\Z",
    re.DOTALL,
)
_PROGRAMS = (".js", ".mjs", ".cjs", ".ts", ".jsx", ".tsx", ".json", ".json5", ".txt")
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
    text = (decoded(content) or content.decode("utf-8", "ignore")).lstrip()
    ending = PurePath(file_name.lower()).suffix
    if text.startswith(("<", "PK")) or any(sign in text for sign in _OTHER_SYSTEMS):
        return False
    if text.startswith("{"):
        return any(f'"{key}"' in text for key in _CONTAINERS) or _is_survey(text)
    return ending == ".json" or (ending in _PROGRAMS and _is_survey(text))


def _is_survey(text: str) -> bool:
    """Say whether a text that is no JSON, or wraps JSON, speaks of a survey."""
    return bool(_SURVEY.search(text) and _ELEMENT.search(text))


def read_json(content: bytes, notes: Notes) -> Json | None:
    """Return the survey object, or None after saying why there is none."""
    text = decoded(content)
    if text is None:
        notes.refuse(
            "", "die Datei ist nicht in UTF-8 geschrieben", "the file is not written in UTF-8"
        )
        return None
    found = _unwrapped(_parsed(text, notes), notes)
    if notes.errors:
        return None
    if not isinstance(found, dict):
        notes.refuse("", "die Datei enthält keinen Fragebogen", "the file holds no survey object")
        return None
    if not _is_bounded(found, notes):
        return None
    _count_out(found)
    return found


def _unwrapped(found: Any, notes: Notes) -> Any:  # noqa: ANN401 - JSON
    """Return the one survey that stands alone in a list, or in an object of the program around it."""
    if isinstance(found, list) and len(found) == 1 and _holds_pages(found[0]):
        return found[0]
    if not isinstance(found, dict) or _holds_pages(found):
        return found
    inner = {key: _from_text(value) for key, value in found.items()}
    surveys = [key for key, value in inner.items() if _holds_pages(value)]
    if len(surveys) != 1:
        return found
    others = ", ".join(sorted(set(found) - set(surveys)))[:200]
    if others:
        notes.drop(
            "",
            f"gelesen wird nur „{surveys[0]}“, nicht {others}",
            f"only “{surveys[0]}” is read, not {others}",
        )
    return inner[surveys[0]]


def _holds_pages(value: object) -> bool:
    return isinstance(value, dict) and any(key in value for key in _CONTAINERS)


def _from_text(value: object) -> object:
    """Return what a text says in JSON, where it is an object."""
    if not isinstance(value, str) or not value.lstrip().startswith("{"):
        return value
    try:
        return json.loads(value, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return value


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
        german, english = _cure(text, error)
        notes.refuse(
            f"line {error.lineno}, column {error.colno}",
            f"{german} ({error.msg})",
            f"{english} ({error.msg})",
        )
    except (RecursionError, ValueError):
        notes.refuse(
            "",
            "das JSON ist zu tief verschachtelt oder enthält unlesbare Zahlen",
            "the JSON is nested too deeply or holds unreadable numbers",
        )
    return None


def _cure(text: str, error: json.JSONDecodeError) -> tuple[str, str]:
    """Say that a file is no JSON, and how to come by one where it is a program."""
    rest, before = text[error.pos :].lstrip(), text[: error.pos].rstrip()
    follows_comma = before.endswith(",") and rest[:1] in ("}", "]")
    is_unquoted = error.msg.startswith("Expecting property name") or rest[:1] in ("'", "`")
    if not text.strip():
        return "die Datei ist leer", "the file is empty"
    is_program = _PROGRAM.match(text) or rest.startswith(("//", "/*")) or is_unquoted
    if not (is_program or follows_comma):
        return "das ist kein JSON", "this is not JSON"
    return (
        "das ist JavaScript und kein JSON; speichern Sie, was im Creator unter „JSON Editor“ steht",
        "this is JavaScript, not JSON; save what the Creator shows as “JSON Editor”",
    )


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
            # A table asks once for each of its cells.
            number += len(items(value.get("rows"))) * len(items(value.get("columns"))) * PER_CELL
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


def is_on(value: object) -> bool:
    """Say whether a switch is on, also one written as a text by hand."""
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


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
