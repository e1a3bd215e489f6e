"""The JSON Schema of our YAML, so that editors complete keys and underline mistakes."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from surveyapp.questionnaire import document, model
from surveyapp.questionnaire.expression import MAX_LENGTH
from surveyapp.questionnaire.types import KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID_PATTERN = "^[a-z][a-z0-9_]*$"

_EXPRESSIONS: Mapping[str, tuple[str, ...]] = {
    "Option": ("show",),
    "Row": ("show",),
    "Variant": ("when",),
    "Constraint": ("that",),
    "Question": ("show", "required", "minimum", "maximum", "value"),
    "Page": ("show",),
    "Section": ("show",),
    "Indicator": ("need", "base"),
}
"""Class to the fields that hold expressions of our language."""

_PUT_IN = ("facts", "areas")
"""Fields that no file holds."""

_EXPRESSION = {
    "type": "string",
    "format": "surveyapp-expression",
    "minLength": 1,
    "maxLength": MAX_LENGTH,
}


def write() -> bytes:
    """Return the schema as a JSON file."""
    return (json.dumps(schema(), ensure_ascii=False, indent=2) + "\n").encode()


def schema() -> dict[str, Any]:
    """Return the schema of a questionnaire file, JSON Schema 2020-12."""
    found = document.json_schema()
    definitions: dict[str, Any] = found.pop("$defs", {})
    classes = {"Questionnaire": found, **definitions}
    for name, part in classes.items():
        _describe(name, part)
        for field in _EXPRESSIONS.get(name, ()):
            part["properties"][field] = _marked(part["properties"][field])
    for field in _PUT_IN:
        del found["properties"][field]
    definitions["Question"]["properties"]["type"]["enum"] = list(KINDS)
    definitions["Question"]["properties"]["id"]["pattern"] = ID_PATTERN
    found["title"] = "surveyapp questionnaire"
    return {"$schema": DIALECT, **found, "$defs": definitions}


def _describe(name: str, part: dict[str, Any]) -> None:
    """Say of a class and its fields what the comments of the model say."""
    of_class, of_fields = _comments().get(name, ("", {}))
    if of_class:
        part["description"] = of_class
    for field, sentence in of_fields.items():
        if field in part.get("properties", {}):
            part["properties"][field] |= {"description": sentence}


def _marked(field: dict[str, Any]) -> dict[str, Any]:
    """Return a field whose texts are expressions."""
    if field.get("type") == "string":
        return {**field, **_EXPRESSION}
    choices = [
        {**each, **_EXPRESSION} if each.get("type") == "string" else each for each in field["anyOf"]
    ]
    return {**field, "anyOf": choices}


@lru_cache(maxsize=1)
def _comments() -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """Return of each class of the model its docstring, and of its fields the comments above them."""
    source = inspect.getsource(model)
    lines = source.splitlines()
    return {
        node.name: (
            " ".join((ast.get_docstring(node) or "").split()),
            dict(_of_fields(node, lines)),
        )
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef)
    }


def _of_fields(node: ast.ClassDef, lines: list[str]) -> Iterator[tuple[str, str]]:
    for each in node.body:
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            sentence = " ".join(_above(lines, each.lineno - 2))
            if sentence:
                yield each.target.id, re.sub(r"``([^`]*)``", r"`\1`", sentence)


def _above(lines: list[str], place: int) -> list[str]:
    found: list[str] = []
    while lines[place].strip().startswith("#:"):
        found.insert(0, lines[place].strip().removeprefix("#:").strip())
        place -= 1
    return found
