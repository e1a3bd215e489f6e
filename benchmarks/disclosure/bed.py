"""A synthetic survey to attack: 5,000 families, 77 of them like nobody else.

Twelve municipalities from 1,476 to 75 families, age of the youngest child (5), form of the family (4),
language (2), and a secret yes-or-no that a tenth answers with yes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.codebook import Codebook
from analytics.dataset import Dataset

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

SIZES = (1476, 905, 640, 468, 352, 284, 236, 198, 152, 118, 96, 75)
AGS = tuple(f"160650{number:02d}" for number in range(1, 13))
COUNTY = "16065"
SEED = 115
SECRET_SHARE = 0.099

ALONE = dict(zip(AGS, AGS, strict=True))
"""Every municipality is an area of its own."""

NESTED = {ags: f"area-{position % 4}" for position, ags in enumerate(AGS)}
"""Four areas of three municipalities each."""


@dataclass(frozen=True)
class Bed:
    """The survey and what a strong attacker knows of it."""

    dataset: Dataset
    weights: Floats
    #: Number of families that share all four traits, shape (families,).
    alike: Codes
    #: Who said yes to the secret question, shape (families,).
    secret: NDArray[np.bool_]

    def without(self, family: int) -> Bed:
        """Return the same survey with one family less."""
        keep = np.arange(len(self.weights)) != family
        families = self.dataset.families[keep].reset_index(drop=True)
        dataset = Dataset(self.dataset.codebook, families, self.dataset.children)
        return Bed(dataset, self.weights[keep], self.alike[keep], self.secret[keep])


def bed(seed: int = SEED) -> Bed:
    """Return the survey; the same seed gives the same one."""
    chance = np.random.default_rng(seed)
    n = sum(SIZES)
    place = np.repeat(np.arange(12), SIZES)
    age = chance.choice(5, n, p=(0.24, 0.22, 0.22, 0.2, 0.12))
    form = chance.choice(4, n, p=(0.62, 0.24, 0.1, 0.04))
    language = (chance.random(n) < 0.12).astype(np.intp)
    pull = np.array((-0.3, 0.7, 0.2, 0.5))[form] + 0.5 * language - 0.1 * age
    odds = np.exp(np.log(SECRET_SHARE / (1 - SECRET_SHARE)) - 0.03 + pull)
    said = chance.random(n) < odds / (1 + odds)
    usual = chance.random(n) < 0.4
    columns = {
        "municipality": 1 + place,
        "axis.age": 1 + age,
        "axis.form": 1 + form,
        "axis.language": 1 + language,
        "need.secret": said,
        "need.usual": usual,
    }
    families = pd.DataFrame({name: codes.astype(np.int16) for name, codes in columns.items()})
    children = pd.DataFrame({"family": np.zeros(0, dtype=np.int32)})
    dataset = Dataset(_codebook(), families, children)
    frame = dataset.families
    traits = frame[["municipality", "axis.age", "axis.form", "axis.language"]].to_numpy()
    kind, counts = np.unique(traits, axis=0, return_inverse=True, return_counts=True)[1:]
    weights = np.clip(np.exp(chance.normal(0, 0.35, n)), 0.3, 3.0) * 8.8
    yes = frame["need.secret"].to_numpy() == 1
    return Bed(dataset, weights, counts[kind.ravel()], yes)


def _codebook() -> Codebook:
    def variable(name: str, kind: str, *names: str) -> dict[str, object]:
        categories = [{"code": at, "name": each} for at, each in enumerate(names, start=1)]
        plain = {"question": name, "unit": "family", "categories": categories}
        return {"name": name, "kind": kind, **plain}

    variables = [
        variable("municipality", "category", *AGS),
        variable("axis.age", "axis", "0-2", "3-5", "6-9", "10-13", "14-17"),
        variable("axis.form", "axis", "couple", "single", "patchwork", "other"),
        variable("axis.language", "axis", "german", "other"),
        variable("need.secret", "indicator"),
        variable("need.usual", "indicator"),
    ]
    return Codebook.from_json({"questionnaire": "bed", "version": 1, "variables": variables})
