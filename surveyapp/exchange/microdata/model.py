"""The rows that leave: named so that every program takes the names, with all their words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHT = "gewicht"
WEIGHT_LABEL = "Gewicht (Mittel der Gruppe mit gleichen Schlüsselmerkmalen)"
LONGEST_NAME = 28
"""Longest name of a variable: Stata takes 32 signs, of which its labels need some for a number."""

MISSING = (-9, -6)
"""First and last of the codes that stand for no answer."""


@dataclass(frozen=True)
class Variable:
    """One column that leaves."""

    #: Name in every file.
    name: str
    #: Name in the questionnaire.
    original: str
    label: str
    #: flag, category or number.
    kind: str
    #: Schlüsselmerkmal, heikel or empty.
    part: str
    codes: NDArray[np.int64]
    #: Code to words; empty for numbers.
    labels: Mapping[int, str] = field(default_factory=dict)
    #: Question of several boxes it is one of; empty where it is none.
    set_name: str = ""
    set_label: str = ""


@dataclass(frozen=True)
class Rows:
    """All rows that leave, and what is said of them."""

    title: str
    #: What the file is, for whom it was made, what binds them: heading and words.
    about: Sequence[tuple[str, str]]
    variables: tuple[Variable, ...]
    weights: NDArray[np.float64]
    #: Code below 0 to its words.
    missing: Mapping[int, str]
    #: Report of the risk: headings with lines of name and words.
    report: Sequence[tuple[str, Sequence[tuple[str, str]]]]

    def __len__(self) -> int:
        """Return the number of families."""
        return len(self.weights)

    def mark(self) -> str:
        """Return what is the same for two of these if they hold the same rows in whatever order."""
        names = json.dumps([each.original for each in self.variables])
        rows = sorted(zip(*(each.codes.tolist() for each in self.variables), strict=True))
        return hashlib.sha256(f"{names}{json.dumps(rows)}".encode()).hexdigest()


def safe_names(names: Iterable[str]) -> dict[str, str]:
    """Return names that SPSS, Stata and R all take, each once and always the same."""
    found: dict[str, str] = {}
    taken = {WEIGHT}
    for name in names:
        plain = re.sub("[^a-z0-9]+", "_", name.lower().removeprefix("axis.")).strip("_")
        stem = plain if plain[:1].isalpha() else f"v_{plain}"
        made, number = stem[:LONGEST_NAME].rstrip("_"), 1
        while made in taken:
            number += 1
            made = f"{stem[: LONGEST_NAME - len(str(number)) - 1]}_{number}"
        taken.add(made)
        found[name] = made
    return found
