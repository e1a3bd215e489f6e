"""How many families a strong attacker finds in a release, for kinds of views, noise and releases.

``python -m benchmarks.disclosure.gate`` prints the table of ``docs/methods.md``, with 20 keys.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.views import View
from benchmarks.disclosure.attack import (
    RARE,
    SURE,
    Codes,
    Figures,
    auc,
    exact,
    posterior,
    published,
    views_of,
)
from benchmarks.disclosure.bed import ALONE, NESTED, Bed, bed

KEYS = 20


@dataclass(frozen=True)
class Row:
    """What an attacker finds, on average of some keys."""

    name: str
    figures: int
    #: Families the attacker is sure of, and those of them that really said yes.
    sure: float
    right: float
    #: How well families like nobody else are told apart; 0.5 is guessing.
    auc: float


def key(number: int) -> bytes:
    """Return the secret of a wave."""
    return number.to_bytes(16, "big")


def targets_of(survey: Bed) -> Codes:
    """Return the families that share their traits with fewer than twenty."""
    return np.flatnonzero(survey.alike < RARE)


def row(name: str, survey: Bed, made: Callable[[int], Sequence[Figures]], keys: int = KEYS) -> Row:
    """Attack what is made with each key."""
    targets, mean = targets_of(survey), float(survey.secret.mean())
    alone = survey.alike[targets] == 1
    truth = survey.secret[targets]
    sure, right, told, size = [], [], [], 0
    for number in range(keys):
        seen = made(number)
        size = sum(len(each.shares) for each in seen)
        found = posterior(seen, targets, mean)
        sure.append((found >= SURE).sum())
        right.append((truth & (found >= SURE)).sum())
        told.append(auc(found[alone], truth[alone]))
    means = (float(np.mean(each)) for each in (sure, right, told))
    return Row(name, size, *means)


def released(survey: Bed, views: Sequence[View], draws: int = 1) -> Callable[[int], list[Figures]]:
    """Return what makes the figures of one or several releases with different noise."""
    return lambda number: [
        published(survey, views, key(1000 * draw + number)) for draw in range(draws)
    ]


def rows(keys: int = KEYS) -> list[Row]:
    """Return all rows of the table."""
    survey = bed()
    alone, nested = views_of(survey, ALONE), views_of(survey, NESTED)
    single = [view for view in alone if not view.is_crossed]
    found = [
        row("exact, n >= 10", survey, lambda _n: [exact(survey, alone, key(0), 0.0, 10)], 1),
        row("noise 1.0, n >= 10", survey, lambda n: [exact(survey, alone, key(n), 1.0, 10)], keys),
        row("county, area, axes", survey, released(survey, single), keys),
        row("the same, areas by axis", survey, released(survey, alone), keys),
        row("nested areas, by axis", survey, released(survey, nested), keys),
    ]
    found += [
        row(f"{draws} releases of it", survey, released(survey, nested, draws), keys)
        for draws in (2, 3, 5, 10)
    ]
    return found


def main() -> None:
    """Print the table."""
    for each in rows():
        said = f"{each.name:28} {each.figures:5} {each.sure:6.2f} {each.right:6.2f} {each.auc:5.2f}"
        sys.stdout.write(f"{said}\n")


if __name__ == "__main__":
    main()
