"""Two releases that differ by one family, and one panel in two waves: what the difference tells.

``python -m benchmarks.disclosure.differences`` prints the figures of ``docs/methods.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.disclosure.attack import (
    SURE,
    Codes,
    Figures,
    exact,
    posterior,
    published,
    views_of,
)
from benchmarks.disclosure.bed import NESTED, Bed, bed
from benchmarks.disclosure.gate import key, targets_of

TARGETS = 77


@dataclass(frozen=True)
class Found:
    """How many targets said yes, how many of these are found, and how many wrongly."""

    yes: int
    found: int
    wrong: int


def alone(survey: Bed, most: int = TARGETS) -> Codes:
    """Return families like nobody else, those who said yes first."""
    targets = np.flatnonzero(survey.alike == 1)
    return targets[np.argsort(~survey.secret[targets], kind="stable")][:most]


def one_family_less(survey: Bed, targets: Codes, *, old: bool) -> Found:
    """Release the wave, take one family away, release again, and attack both together.

    ``old`` is how it was: the noise followed from the secret and the name of a figure alone.
    """
    sure = []
    for number, target in enumerate(targets):
        smaller = survey.without(int(target))
        rest = np.flatnonzero(np.arange(len(survey.weights)) != target)
        first = _released(survey, number, old=old)
        second = _released(smaller, number, old=old).to_families(len(survey.weights), rest)
        mean = float(survey.secret.mean())
        sure += list(posterior([first, second], np.array([target]), mean, same_noise=old))
    return _counted(survey, targets, np.array(sure) >= SURE)


def _released(survey: Bed, number: int, *, old: bool) -> Figures:
    views = views_of(survey, NESTED)
    if old:
        return exact(survey, views, key(number), 1.5, 20)
    return published(survey, views, key(number))


def panel(survey: Bed, waves: int, keys: int) -> Found:
    """Ask the same families the same in several waves; attack all figures together."""
    targets, views = targets_of(survey), views_of(survey, NESTED)
    found = [
        _counted(survey, targets, _sure(survey, targets, number, waves, views))
        for number in range(keys)
    ]
    return Found(
        *(sum(getattr(each, name) for each in found) for name in ("yes", "found", "wrong"))
    )


def _sure(
    survey: Bed, targets: Codes, number: int, waves: int, views: Sequence[object]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    seen = [published(survey, views, key(100 * wave + number)) for wave in range(1, waves + 1)]  # type: ignore[arg-type]
    return np.asarray(posterior(seen, targets, float(survey.secret.mean())) >= SURE)


def _counted(
    survey: Bed, targets: Codes, sure: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> Found:
    truth = survey.secret[targets]
    return Found(int(truth.sum()), int((sure & truth).sum()), int((sure & ~truth).sum()))


def main() -> None:
    """Print what is found."""
    survey = bed()
    targets = alone(survey)
    for name, found in (
        ("one family less, old noise", one_family_less(survey, targets, old=True)),
        ("one family less, now", one_family_less(survey, targets, old=False)),
        ("one panel in two waves, 20 keys", panel(survey, 2, 20)),
        ("one panel in three waves, 20 keys", panel(survey, 3, 20)),
    ):
        sys.stdout.write(f"{name:36} {found}\n")


if __name__ == "__main__":
    main()
