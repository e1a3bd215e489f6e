"""Columns that are treated, and the rule they are treated by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from analytics.codebook import MISSING_CODES
from analytics.errors import AnalyticsError

Codes = NDArray[np.int64]

WITHHELD = -6
"""Code of an answer that was given and is not passed on, to protect the family."""

LEAST_K, MOST_K = 3, 20
LEAST_L, MOST_L = 2, 5
MOST_KEYS = 8
"""More key variables than this leave next to nothing of each."""

LEAST_FAMILIES = 50
"""With fewer families no file is made: it would be all protection and no use."""


class TreatmentError(AnalyticsError):
    """The columns or the rule cannot be treated so; the message names which and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds in the file that leaves."""

    #: Families that share each combination of key variables, at least.
    k: int = 5
    #: Different answers to a sensitive question in each such group, at least.
    l: int = 2  # noqa: E741 - its name in the literature
    #: Count different answers by how evenly they are spread, which is stricter.
    by_entropy: bool = False
    #: Share of families outside of large enough groups above which keys are made coarser instead.
    coarser_above: float = 0.1

    def __post_init__(self) -> None:
        """Refuse a rule that protects nobody.

        Raises
        ------
        TreatmentError
            Naming the number and its limits.
        """
        if not LEAST_K <= self.k <= MOST_K:
            message = f"k is {self.k}; it must be from {LEAST_K} to {MOST_K}"
            raise TreatmentError(message)
        if not LEAST_L <= self.l <= MOST_L:
            message = f"l is {self.l}; it must be from {LEAST_L} to {MOST_L}"
            raise TreatmentError(message)


@dataclass(frozen=True)
class Coded:
    """One column of whole numbers with their meaning; negative ones stand for missing answers."""

    name: str
    values: Codes
    #: Code to words, in the order of the questionnaire; empty for numbers.
    labels: Mapping[int, str] = field(default_factory=dict)
    #: Whether it holds 0 and 1, and only 1 says something of a family.
    is_flag: bool = False
    #: Codes that stand beside the scale, such as „betrifft uns nicht“: never joined with another.
    apart: frozenset[int] = frozenset()

    def __len__(self) -> int:
        """Return the number of families."""
        return len(self.values)

    def with_values(self, values: Codes, labels: Mapping[int, str] | None = None) -> Coded:
        """Return the same column with other values."""
        return replace(self, values=values, labels=self.labels if labels is None else labels)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which part each column plays."""

    #: What a neighbour could know, the most useful first: the last is given up first.
    keys: tuple[str, ...]
    #: Question to its columns whose answers nobody may be able to infer.
    sensitive: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Key or sensitive question to the columns that are only asked because of it.
    followers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Key to its coarser forms: value to its coarser value and that value's words.
    coarser: Mapping[str, Mapping[int, tuple[int, str]]] = field(default_factory=dict)


def is_answer(values: Codes) -> NDArray[np.bool_]:
    """Say of each value whether it is an answer.

    Parameters
    ----------
    values
        Shape (families,); codes.

    Returns
    -------
    NDArray
        Shape (families,); False for missing and withheld ones.
    """
    found: NDArray[np.bool_] = values >= 0
    return found


MISSING_WORDS: Mapping[int, str] = {
    -6: "zurückgehalten zum Schutz der Familie",
    -7: "trifft nicht zu, nicht gefragt",
    -8: "keine Angabe",
    -9: "nicht beantwortet",
}
"""Every code below 0 and its German words."""

if set(MISSING_WORDS) != {WITHHELD, *MISSING_CODES}:
    message = "MISSING_WORDS names other codes than the codebook has; keep both alike"
    raise TreatmentError(message)
