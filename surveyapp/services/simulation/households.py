"""Households that hang together: children's ages, work, car and the place fit one another.

Nothing here is an estimate of anything; the figures only make a demo in which needs follow the place
and the distance to offers, so that a planner recognises the pattern.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

#: How many children families with children have, as weights for 1, 2, 3, 4 and 5.
CHILDREN_WEIGHTS = (44, 39, 12, 4, 1)
OLDEST_CHILD = 17


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What one municipality has for a family that lives there."""

    ags: str
    #: Children under 18 living there; how likely a simulated family lives there.
    children: float
    #: How near the next place of each recorded facility type is, from 0 to 1 (next door).
    nearness: Mapping[str, float]
    #: Care places for each child up to school age in the planning area, usually 0.4 to 1.1.
    care_places: float
    #: Places after school for each child of primary school age in the planning area.
    after_school_places: float
    #: 1 densely, 2 intermediately, 3 thinly populated.
    density: int


@dataclass(frozen=True, slots=True)
class Child:
    """One child with the care it has and the care its parents would like, in hours a week."""

    age: int
    hours_now: int
    hours_wish: int


@dataclass(frozen=True, slots=True)
class Household:
    """One simulated family."""

    surroundings: Surroundings
    #: Oldest child first.
    children: tuple[Child, ...]
    has_partner: bool
    has_grandparents_near: bool
    has_car: bool
    cares_for_relative: bool
    speaks_other_language: bool
    #: Position in the distribution of incomes, from 0 to 1.
    income: float
    #: How content the family is by nature, around 0; shifts every judgement.
    mood: float
    #: Language the family answers in.
    language: str

    @property
    def youngest(self) -> int:
        """Return the age of the youngest child."""
        return min(child.age for child in self.children)

    def nearness(self, facility_types: Sequence[str]) -> float | None:
        """Return how near the best of the facility types is; None where none of them is recorded."""
        near = self.surroundings.nearness
        return max((near[kind] for kind in facility_types if kind in near), default=None)


def nearness(kilometres: float, reach_km: float) -> float:
    """Return how near a place is: 1 next door, 0.5 at the reach of its kind, then fading."""
    return math.exp(-math.log(2) * kilometres / reach_km)


def draw_household(
    around: Sequence[Surroundings], weights: Sequence[float], randomness: Random
) -> Household:
    """Draw one family; ``weights`` are the children living in each of ``around``."""
    surroundings = randomness.choices(around, weights)[0]
    has_partner = randomness.random() < 0.8
    income = min(max(randomness.gauss(0.58 if has_partner else 0.34, 0.22), 0.0), 1.0)
    speaks_other = randomness.random() < (0.14 if surroundings.density < 3 else 0.06)
    return Household(
        surroundings=surroundings,
        children=tuple(
            _draw_child(age, surroundings, randomness) for age in _draw_ages(randomness)
        ),
        has_partner=has_partner,
        has_grandparents_near=randomness.random() < 0.6,
        has_car=randomness.random() < min(0.98, 0.72 + 0.12 * surroundings.density * income + 0.1),
        cares_for_relative=randomness.random() < 0.13,
        speaks_other_language=speaks_other,
        income=income,
        mood=randomness.gauss(0.0, 0.45),
        language="en" if speaks_other and randomness.random() < 0.35 else "de",
    )


def _draw_ages(randomness: Random) -> tuple[int, ...]:
    number = randomness.choices((1, 2, 3, 4, 5), CHILDREN_WEIGHTS)[0]
    oldest = randomness.randint(0, OLDEST_CHILD)
    ages = [oldest]
    for _ in range(number - 1):
        ages.append(max(0, ages[-1] - randomness.randint(1, 4)))
    return tuple(ages)


def _draw_child(age: int, around: Surroundings, randomness: Random) -> Child:
    """Draw care that fits age and place: where places are short, wishes stay open."""
    wanted = randomness.random() < WANTS_CARE.get(age, 0.95 if age < SCHOOL_AGE else 0.55)
    if age > LAST_CARE_AGE or not wanted:
        return Child(age, 0, 0)
    is_school_child = age >= SCHOOL_AGE
    hours = randomness.choice((8, 10, 12, 15) if is_school_child else (25, 30, 35, 40, 45))
    supply = around.after_school_places if is_school_child else around.care_places
    if randomness.random() > min(0.93, 0.15 + supply):
        return Child(age, 0, hours)
    more = randomness.choice((5, 10)) if randomness.random() > min(0.94, 0.22 + supply) else 0
    return Child(age, hours, hours + more)


#: How many parents want care for a child of that age; older children up to school: 0.95.
WANTS_CARE = {0: 0.12, 1: 0.7, 2: 0.9}
SCHOOL_AGE = 6
LAST_CARE_AGE = 9
