"""The stages of a sample: which units were drawn in which strata, and what each adds to a variance."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from analytics.errors import AnalyticsError, LonelyUnitError

Floats = NDArray[np.float64]
Codes = NDArray[np.integer]
Positions = NDArray[np.intp]

_COVERED = 1e-7
"""A stratum of which less than this part was not drawn counts as surveyed in full, as in R."""


class Lonely(StrEnum):
    """What a stratum with a single sampling unit adds; the names of R's ``survey.lonely.psu``."""

    #: Nothing can be said: stop and name the stratum.
    FAIL = "fail"
    #: It adds nothing, as if its unit had been certain to be drawn.
    REMOVE = "remove"
    #: Its unit is compared with the mean of all instead of the mean of its stratum.
    ADJUST = "adjust"
    #: It adds what the other strata add on average.
    AVERAGE = "average"


@dataclass(frozen=True)
class SecondStage:
    """What was drawn inside each sampling unit of the first stage.

    ``units`` holds the second unit of each family, None where families themselves were drawn.
    ``population`` has one entry for each family: second units there are in its first unit.
    """

    population: Floats
    units: Codes | None = None


@dataclass(frozen=True)
class Level:
    """One stage: its units, numbered stratum after stratum."""

    #: Shape (families,); unit of each family.
    unit: Positions
    #: Shape (units,); stratum of each unit.
    stratum: Positions
    #: Shape (units,); factor of a squared distance from the stratum's mean.
    scale: Floats
    #: Shape (strata,); 1 where units are compared with their stratum's mean, 0 where with zero.
    centred: Floats

    @property
    def size(self) -> Floats:
        """Return how many units each stratum has, shape (strata,)."""
        return np.bincount(self.stratum).astype(float)


def first_level(
    strata: Codes | None,
    units: Codes | None,
    families: int,
    population: Floats | None,
    lonely: Lonely,
) -> tuple[Level, Floats]:
    """Return the first stage, and the part of each of its units' stratum that was drawn."""
    stratum = np.zeros(families, dtype=np.intp) if strata is None else strata
    unit = np.arange(families) if units is None else units
    position, of_unit = _numbered(stratum, unit)
    drawn = np.bincount(of_unit).astype(float)
    there = np.full(len(drawn), np.inf) if population is None else population[: len(drawn)]
    fraction = _part(drawn, there)
    level = _level(position, of_unit, 1 - fraction, np.ones(len(drawn)), lonely, "stratum")
    return level, fraction[of_unit]


def second_level(first: Level, fraction: Floats, stage: SecondStage, lonely: Lonely) -> Level:
    """Return the second stage, in which each unit of the first is a stratum."""
    families = len(first.unit)
    unit = np.arange(families) if stage.units is None else stage.units
    position, of_unit = _numbered(first.unit, unit)
    there = np.full(len(first.stratum), np.inf)
    there[first.unit] = stage.population
    uncovered = 1 - _part(np.bincount(of_unit, minlength=len(there)).astype(float), there)
    return _level(position, of_unit, uncovered, fraction, lonely, "sampling unit")


def _part(drawn: Floats, there: Floats) -> Floats:
    """Return the part that was drawn; infinite where there is nothing to draw from."""
    return np.divide(drawn, there, out=np.full(len(drawn), np.inf), where=there != 0)


def _numbered(strata: Codes, units: Codes) -> tuple[Positions, Positions]:
    """Give pairs of stratum and unit a number; return that of each family, and each pair's stratum."""
    span = int(units.max(initial=0)) + 1
    pairs, position = np.unique(strata.astype(np.int64) * span + units, return_inverse=True)
    return position, (pairs // span).astype(np.intp)


def _level(
    unit: Positions,
    stratum: Positions,
    uncovered: Floats,
    factor: Floats,
    lonely: Lonely,
    name: str,
) -> Level:
    """Scale each unit by ``(1 - f) n / (n - 1)`` and settle the lonely ones."""
    n = np.bincount(stratum).astype(float)
    there = n > 0
    if not (uncovered[there] <= 1).all():
        place = int(np.flatnonzero(there)[np.argmin(uncovered[there] <= 1)])
        message = (
            f"{name} {place}: its population must be a number above zero, or infinity for none"
        )
        raise AnalyticsError(message)
    too_many = there & (uncovered < -_COVERED)
    if too_many.any():
        place = int(np.argmax(too_many))
        message = (
            f"{name} {place}: {n[place]:.0f} were drawn, more than its population holds; "
            "correct the population, or give infinity for none"
        )
        raise AnalyticsError(message)
    open_part = np.where(there & (uncovered > _COVERED), uncovered, 0.0)
    alone = (n == 1) & (open_part > 0)
    if alone.any() and lonely is Lonely.FAIL:
        message = (
            f"{name} {int(np.argmax(alone))} holds a single sampling unit; "
            "merge it with a neighbouring stratum, or choose remove, adjust or average"
        )
        raise LonelyUnitError(message)
    scale = open_part * np.where(n > 1, n / np.maximum(n - 1, 1), 1.0) * factor
    centred = np.ones(len(n))
    if lonely is Lonely.ADJUST:
        centred[alone] = 0.0
    else:
        scale[alone] = 0.0
    if lonely is Lonely.AVERAGE:
        scale *= there.sum() / max((there & ~alone).sum(), 1)
    return Level(unit, stratum, scale[stratum], centred)
