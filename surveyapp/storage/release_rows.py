"""Cells and contents of a release as they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from analytics.released import Area, Cell, Contents, SupplyNote, Topic


def contents_to_json(contents: Contents) -> dict[str, Any]:
    """Return the contents as JSON holds them."""
    return asdict(contents)


def contents_from_json(document: Mapping[str, Any]) -> Contents:
    """Return the contents that ``contents_to_json`` wrote down."""
    fields = {name: _frozen(value) for name, value in document.items()}
    fields["areas"] = tuple(Area(**area) for area in fields["areas"])
    fields["topics"] = tuple(Topic(**topic) for topic in fields["topics"])
    notes: Mapping[str, Any] = fields.get("supply_notes", {})
    fields["supply_notes"] = {code: SupplyNote(**note) for code, note in notes.items()}
    return Contents(**fields)


def _frozen(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON with tuples for lists, as the frozen classes hold them."""
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value


def cell_to_row(cell: Cell) -> dict[str, Any]:
    """Return a cell as the columns of its row."""
    return {
        "measure": str(cell.measure),
        "topic": cell.topic,
        "view": cell.view,
        "group": cell.group,
        "category": cell.category,
        "value": cell.value,
        "low": cell.low,
        "high": cell.high,
        "n": cell.n,
        "flag": str(cell.flag),
    }
