"""How long a release of 5,000 families takes: 40 questions in 8 views, protected and attacked.

``python -m benchmarks.disclosure.speed`` prints seconds of one core.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

from analytics.codebook import Codebook
from analytics.dataset import Dataset
from analytics.protect import Policy
from analytics.release import safe_cells
from benchmarks.disclosure.attack import views_of
from benchmarks.disclosure.bed import ALONE, NESTED, bed

QUESTIONS = 40
ANSWERS = 5


def main() -> None:
    """Release once with towns as areas, once with towns in areas."""
    survey, chance = bed(), np.random.default_rng(1)
    plan = survey.dataset.codebook.to_json()
    families = survey.dataset.families
    names = [f"question{number}" for number in range(QUESTIONS)]
    answers = {name: chance.integers(1, ANSWERS + 1, len(families)) for name in names}
    categories = [{"code": at, "name": str(at), "value": float(at)} for at in range(1, ANSWERS + 1)]
    plan["variables"] += [
        {"name": name, "question": name, "kind": "category", "unit": "family",
         "categories": categories} for name in names
    ]  # fmt: skip
    table = pd.concat([families, pd.DataFrame(answers).astype(np.int16)], axis=1)
    dataset = Dataset(Codebook.from_json(plan), table, survey.dataset.children)
    for name, area_of in (("towns", ALONE), ("towns in areas", NESTED)):
        views = views_of(survey, area_of)
        began = time.process_time()
        safe = safe_cells(dataset, survey.weights, views, Policy(), bytes(16))
        seconds = time.process_time() - began
        sys.stdout.write(
            f"{name:16} {len(views)} views {len(safe.cells):6} figures {seconds:5.1f} s\n"
        )


if __name__ == "__main__":
    main()
