"""The OpenAPI document as a page for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_QUERIES = frozenset({"Paging", "OfType", "OfCells"})
"""Models of what is asked with; the addresses show it."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that is asked with."""

    name: str
    place: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address."""

    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    #: Name of the model it returns.
    model: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a model."""

    name: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Model:
    """What an address returns."""

    name: str
    description: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class DocsPage:
    """All addresses and models."""

    title: str
    description: tuple[str, ...]
    operations: tuple[Operation, ...]
    models: tuple[Model, ...]


def docs_page(document: Mapping[str, Any]) -> DocsPage:
    """Return what the document says, as a page shows it."""
    schemas = document["components"]["schemas"]
    returned = {name: each for name, each in schemas.items() if name not in _QUERIES}
    return DocsPage(
        title=document["info"]["title"],
        description=tuple(document["info"]["description"].split(" | ")),
        operations=tuple(_operation(path, each["get"]) for path, each in document["paths"].items()),
        models=tuple(_model(name, each) for name, each in sorted(returned.items())),
    )


def _operation(path: str, operation: Mapping[str, Any]) -> Operation:
    content = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return Operation(
        path=path,
        summary=operation["summary"],
        parameters=tuple(
            Parameter(
                each["name"],
                each["in"],
                bool(each.get("required")),
                each.get("description", ""),
            )
            for each in operation["parameters"]
        ),
        model=_reference(content),
    )


def _model(name: str, schema: Mapping[str, Any]) -> Model:
    fields = tuple(
        Field(field, _kind(each), each.get("description", ""))
        for field, each in schema.get("properties", {}).items()
    )
    return Model(name, schema.get("description", ""), fields)


def _kind(schema: Mapping[str, Any]) -> str:
    """Say in a word or two what a field holds."""
    if "$ref" in schema:
        return _reference(schema)
    if "anyOf" in schema:
        return " | ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"{_kind(schema['items'])} []"
    return str(schema.get("format") or schema.get("const") or schema.get("type", ""))


def _reference(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
