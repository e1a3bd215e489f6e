"""Small surveys for tests of the numbers, made from a seed that the test names."""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics.codebook import Codebook
from analytics.dataset import Dataset, from_records

AGES = ("0-2", "3-5", "6-9", "10-13", "14-17")
AGS = tuple(f"160650{number:02d}" for number in range(1, 9))


def categories(names: tuple[str, ...], values: tuple[float, ...] = ()) -> list[dict[str, Any]]:
    return [
        {
            "code": position + 1,
            "name": name,
            "label": {"de": name},
            "value": values[position] if position < len(values) else None,
        }
        for position, name in enumerate(names)
    ]


def variable(name: str, kind: str, unit: str = "family", **fields: Any) -> dict[str, Any]:
    return {"name": name, "question": name, "kind": kind, "unit": unit, **fields}


def codebook(*variables: dict[str, Any]) -> Codebook:
    return Codebook.from_json({"questionnaire": "test", "version": 1, "variables": list(variables)})


def family_codebook() -> Codebook:
    return codebook(
        variable("municipality", "category", categories=categories(AGS)),
        variable("satisfaction", "category",
                 categories=categories(("bad", "middling", "good", "not_for_us"), (1, 2, 3))),
        variable("barrier.money", "flag", question="barrier", option="money"),
        variable("barrier.time", "flag", question="barrier", option="time"),
        variable("debt", "category", categories=categories(("yes", "no")), sensitive=True),
        variable("age_band", "category", "child", categories=categories(AGES)),
        variable("need.care", "indicator", "child"),
        variable("axis.form", "axis", categories=categories(("single", "couple"))),
        variable("axis.age", "axis", "child", categories=categories(("small", "big"))),
    )  # fmt: skip


def family_survey(families: int, seed: int) -> Dataset:
    """Make families with one to three children; about one in ten leaves a question out."""
    chance = np.random.default_rng(seed)
    rows, children = [], []
    size = 1 / np.arange(1, len(AGS) + 1)
    for _ in range(families):
        place = 1 + int(chance.choice(len(AGS), p=size / size.sum()))
        form = 1 if chance.random() < 0.2 else 2
        rows.append({
            "municipality": place,
            "satisfaction": int(chance.choice([1, 2, 3, 4, -8], p=[0.2, 0.3, 0.3, 0.1, 0.1])),
            "barrier.money": int(chance.random() < (0.5 if form == 1 else 0.2)),
            "barrier.time": int(chance.random() < 0.4),
            "debt": 1 if chance.random() < 0.1 else 2,
            "axis.form": form,
        })  # fmt: skip
        ages = 1 + chance.choice(len(AGES), size=1 + chance.binomial(2, 0.35))
        children.append([
            {"age_band": int(age), "axis.age": 1 if age <= 2 else 2,
             "need.care": int(chance.random() < 0.3) if age <= 2 else -7}
            for age in ages
        ])  # fmt: skip
    return from_records(family_codebook(), rows, children)
