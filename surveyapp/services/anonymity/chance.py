"""How often a guess is right: for what was found in the stores, and for pure chance.

The attacker knows all codes in their order of use and, for each opened response, with which others it
appeared. From the rule of the batches he works out which codes are most likely among them, lays the
responses in some order he found, and joins both lists. Pure chance is the same guess after an ideal
opening: batches drawn at random from what waits, and laid down in a random order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from random import Random
from statistics import mean, stdev

Groups = Sequence[Sequence[int]]
"""Families (by their order of use) of each batch, in the order the attacker found."""

TIMES = 200
"""Ideal openings that are simulated."""

_NEGLIGIBLE = 1e-3


@dataclass(frozen=True, slots=True)
class Course:
    """When ballots were opened: all that chance depends on."""

    families: int
    #: Ballots that are opened at once.
    together: int
    #: After how many families each opening came; the last one opened all that waited.
    moments: tuple[int, ...]


def ideal_groups(course: Course, randomness: Random) -> list[list[int]]:
    """Open the ballots of a course as the rule says, and lay each batch in a random order."""
    groups: list[list[int]] = []
    waiting: list[int] = []
    for before, moment in pairwise((0, *course.moments)):
        waiting += range(before, moment)
        opened: list[int] = []
        while len(waiting) >= 2 * course.together:
            drawn = set(randomness.sample(waiting, course.together))
            waiting = [each for each in waiting if each not in drawn]
            opened += drawn
        groups.append(opened)
    groups[-1] += waiting
    for group in groups:
        randomness.shuffle(group)
    return groups


@lru_cache(maxsize=16)
def likeliest(moments: tuple[int, ...], sizes: tuple[int, ...]) -> list[list[int]]:
    """Return for each batch the codes an attacker takes for its members, in their order of use."""
    alive: list[tuple[int, float]] = []
    goals: list[list[int]] = []
    for (before, moment), size in zip(pairwise((0, *moments)), sizes, strict=True):
        alive += [(code, 1.0) for code in range(before, moment)]
        total = sum(weight for _, weight in alive)
        share = min(1.0, size / total) if total else 0.0
        goals.append(_spread(alive, share, size))
        left = ((code, weight * (1 - share)) for code, weight in alive)
        alive = [(code, weight) for code, weight in left if weight > _NEGLIGIBLE]
    return goals


def _spread(alive: Sequence[tuple[int, float]], share: float, size: int) -> list[int]:
    """Return the codes at which the expected number of opened ones passes 1/2, 3/2, and so on."""
    goals: list[int] = []
    passed = accumulate(weight * share for _, weight in alive)
    for (code, _), sum_so_far in zip(alive, passed, strict=True):
        while len(goals) < size and sum_so_far >= len(goals) + 0.5 - 1e-9:
            goals.append(code)
    return goals + [alive[-1][0]] * (size - len(goals)) if alive else goals


def hits(groups: Groups, goals: Groups) -> int:
    """Return how many families the better of both directions of each batch finds."""
    return sum(_better(group, goal) for group, goal in zip(groups, goals, strict=True))


def _better(group: Sequence[int], goal: Sequence[int]) -> int:
    forward = sum(a == b for a, b in zip(group, goal, strict=False))
    backward = sum(a == b for a, b in zip(reversed(group), goal, strict=False))
    return max(forward, backward)


def found_by_order(groups: Groups, course: Course) -> float:
    """Return the share of families that the order of a find gives away.

    The attacker tries both that batches were drawn at random and that the oldest came first.
    """
    sizes = tuple(len(group) for group in groups)
    tries = (likeliest(course.moments, sizes), _oldest_first(sizes))
    return max(hits(groups, goals) for goals in tries) / course.families


def _oldest_first(sizes: Sequence[int]) -> list[list[int]]:
    ends = (0, *accumulate(sizes))
    return [list(range(begin, end)) for begin, end in pairwise(ends)]


def pairs_in_order(groups: Groups) -> float:
    """Return the share of pairs of one batch whose order is told, in [0.5, 1] as either way tells.

    Batches count by their families, not by their pairs: a large one must not hide the others.
    """
    large = [group for group in groups if len(group) > 1]
    families = sum(map(len, large))
    told = sum(len(group) * _agreement(group) for group in large)
    return 0.5 + abs(told / families - 0.5) if families else 0.5


def _agreement(group: Sequence[int]) -> float:
    right = sum(a < b for place, a in enumerate(group) for b in group[place + 1 :])
    return right / (len(group) * (len(group) - 1) / 2)


@dataclass(frozen=True, slots=True)
class Chance:
    """What the same guess finds after ideal openings."""

    draws: tuple[float, ...]

    def mean(self) -> float:
        """Return the expected share for one find."""
        return mean(self.draws)

    def spread(self) -> float:
        """Return the standard deviation of the share."""
        return stdev(self.draws)

    def best_of(self, number: int) -> float:
        """Return the expected share for the best of several finds."""
        if number <= 1:
            return self.mean()
        shifts = [self.draws[n:] + self.draws[:n] for n in range(number)]
        return mean(max(column) for column in zip(*shifts, strict=True))


def merged(groups: Groups, bounds: Sequence[int]) -> list[list[int]]:
    """Join the groups of each day; ``bounds`` says how many groups there were at the end of each."""
    return [
        [family for group in groups[begin:end] for family in group]
        for begin, end in pairwise((0, *bounds))
    ]


def chance_of_order(
    course: Course,
    randomness: Random,
    *,
    bounds: Sequence[int] = (),
    days: Course | None = None,
    times: int = TIMES,
) -> Chance:
    """Simulate what the order of a find gives away by pure chance; for whole ``days`` where given."""
    draws = []
    for _ in range(times):
        groups = ideal_groups(course, randomness)
        if days is None:
            draws.append(found_by_order(groups, course))
        else:
            draws.append(found_by_order(_shuffled(merged(groups, bounds), randomness), days))
    return Chance(tuple(draws))


def _shuffled(groups: Groups, randomness: Random) -> list[list[int]]:
    return [randomness.sample(group, len(group)) for group in groups]


def chance_of_pairs(course: Course, randomness: Random, times: int = TIMES) -> Chance:
    """Simulate how many pairs lie in order by pure chance."""
    ideal = (ideal_groups(course, randomness) for _ in range(times))
    return Chance(tuple(pairs_in_order(groups) for groups in ideal))


def chance_of_matching(course: Course, randomness: Random, times: int = TIMES) -> Chance:
    """Simulate how often two lists of the same batch, each in a random order, agree in a place."""
    draws = []
    for _ in range(times):
        groups = ideal_groups(course, randomness)
        goals = [randomness.sample(group, len(group)) for group in groups]
        draws.append(hits(groups, goals) / course.families)
    return Chance(tuple(draws))
