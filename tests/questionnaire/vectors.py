"""Vectors of the expression language: expressions, what is known, and what comes out.

``vectors.json`` holds environments by name, and cases ``[expression, environment, condition, truth]``:
what ``evaluate`` gives, and what ``evaluate_truth`` gives. ``{"missing": …}`` is a missing value.

The cases ``by_hand`` were worked out on paper from docs/questionnaires.md: they witness what the language
means. The others were collected from its evaluator and keep its twin in the browser beside it.
"""

from __future__ import annotations

import json
from pathlib import Path

from surveyapp.questionnaire.values import Missing
from tests.questionnaire.family import Family

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
BY_HAND = [tuple(case) for case in VECTORS["by_hand"]]
CASES = [*BY_HAND, *(tuple(case) for case in VECTORS["cases"])]


def value_of(written):
    """Return a value as Python has it."""
    if isinstance(written, dict):
        if set(written) == {"missing"}:
            return Missing(written["missing"])
        return {key: value_of(inner) for key, inner in written.items()}
    return tuple(written) if isinstance(written, list) else written


def written_of(value):
    """Return a value as the file has it."""
    if isinstance(value, Missing):
        return {"missing": str(value)}
    return list(value) if isinstance(value, tuple) else value


def environment(name: str) -> Family:
    found = VECTORS["environments"][name]
    children = found.get("children", [])
    return Family(
        said=value_of(found["said"]),
        children=None if children is None else tuple(map(value_of, children)),
        row=found.get("row"),
        facts=found.get("facts", {}),
    )
