"""Expressions written down: as text for authors, and as JSON for the browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, TypeAlias

from surveyapp.questionnaire.expression import (
    NODES,
    And,
    Arithmetic,
    Call,
    Codes,
    Compare,
    Count,
    CurrentNumber,
    CurrentRow,
    Expression,
    FactName,
    Literal,
    Name,
    Not,
    Or,
    Quantified,
    State,
)

Settled: TypeAlias = Callable[[Expression], dict[str, Any] | None]
"""Gives the JSON of an expression that need not be asked any more, or None."""


def write(expression: Expression) -> str:
    """Write an expression so that reading it gives the same tree."""
    return _WRITERS[type(expression)](expression)


def _bracketed(expression: Expression) -> str:
    text = write(expression)
    return f"({text})" if isinstance(expression, (Not, And, Or, Compare, Arithmetic)) else text


def _write_literal(value: str | float) -> str:
    if isinstance(value, str):
        return f'"{value}"' if "'" in value else f"'{value}'"
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)


def _write_name(node: Name) -> str:
    return node.question if node.row is None else f"{node.question}.{node.row}"


def _write_pair(node: Compare | Arithmetic) -> str:
    return f"{_bracketed(node.left)} {node.operator} {_bracketed(node.right)}"


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    Literal: lambda node: _write_literal(node.value),
    Codes: lambda node: f"[{', '.join(_write_literal(value) for value in node.values)}]",
    Name: _write_name,
    FactName: lambda node: node.fact,
    CurrentRow: lambda _: "row",
    CurrentNumber: lambda _: "number",
    Not: lambda node: f"not {_bracketed(node.operand)}",
    And: lambda node: " and ".join(_bracketed(part) for part in node.operands),
    Or: lambda node: " or ".join(_bracketed(part) for part in node.operands),
    Compare: _write_pair,
    Arithmetic: _write_pair,
    Count: lambda node: f"count({node.list})",
    Quantified: lambda node: f"{node.quantifier}({node.list}, {write(node.body)})",
    Call: lambda node: f"{node.function}({', '.join(write(each) for each in node.arguments)})",
    State: lambda node: f"{node.state}({_write_name(node.name)})",
}

_KINDS = {node: node.__name__.lower() for node in NODES}


def to_json(expression: Expression, settled: Settled | None = None) -> dict[str, Any]:
    """Return the tree as JSON for the browser: ``{"kind": "compare", "operator": …, …}``.

    ``settled`` may give the JSON of parts that need not be asked any more.
    """
    found = settled(expression) if settled is not None else None
    if found is not None:
        return found
    parts = {
        each.name: _json_of(getattr(expression, each.name), settled) for each in fields(expression)
    }
    return {"kind": _KINDS[type(expression)], **parts}


def _json_of(value: Any, settled: Settled | None) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, tuple):
        return [_json_of(part, settled) for part in value]
    return to_json(value, settled) if isinstance(value, NODES) else value
