"""A whole release as one JSON document; ``release.schema.json`` beside this file describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources
from typing import Any

from surveyapp.exchange.released.model import COLUMNS, Whole

FORMAT = "surveyapp-release"
FORMAT_VERSION = 1


def document(whole: Whole) -> bytes:
    """Return the release as JSON."""
    return json.dumps(tree(whole), ensure_ascii=False, indent=1).encode() + b"\n"


def schema(_whole: Whole) -> bytes:
    """Return the JSON Schema that describes the document."""
    return (resources.files(__package__) / "release.schema.json").read_bytes()


def tree(whole: Whole) -> dict[str, Any]:
    """Return the release as JSON holds it."""
    contents, made = whole.contents, whole.made
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "about": {name: words for name, (_heading, words) in whole.about.items()},
        "county": contents.county,
        "wave": contents.wave,
        "release": made.number,
        "released_on": made.released_on.isoformat(),
        "is_public": made.is_public,
        "is_simulated": contents.is_simulated,
        "sampling": contents.sampling,
        "families": contents.n,
        "invited": contents.invited,
        "minimum": made.minimum,
        "notes": [note for note in whole.notes() if note],
        "columns": {name: meaning for name, (_heading, meaning) in COLUMNS.items()},
        "areas": [
            {"code": each.code, "name": each.name, "children": each.children}
            for each in contents.areas
        ],
        "figures": [asdict(row) for row in whole.rows],
    }
