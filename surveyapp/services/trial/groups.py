"""How small the groups would be with so many answers, and which traits together leave families alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from surveyapp.questionnaire.rules.protection import SMALLEST_GROUP

AREA = -1
"""Place of the planning area among the traits of a family; the axes follow from 0 on."""

MOST_TOGETHER = 3
"""Traits that are looked at together."""

MOST_COMBINATIONS = 8
"""Combinations that are told, those with most families alone."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The groups of one axis, in the whole county or by planning area."""

    axis: int
    by_area: bool
    cells: int
    #: Groups with fewer answers expected than may be shown.
    below: int
    #: The smallest groups: area, number of the category, answers expected.
    smallest: tuple[tuple[str, int, float], ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """Traits that, known together, leave families alone."""

    traits: tuple[int, ...]
    families: int
    alone: int


def forecast(
    found: Mapping[str, Any], categories: Sequence[int], answers: int, *, has_area: bool
) -> tuple[Cells, ...]:
    """Return the groups of every axis when so many families answer.

    ``categories`` says how many each axis has. Expected is the share among the invented families.
    """
    areas = tuple(found["areas"]) if has_area and len(found["areas"]) > 1 else ()
    plain = [_cells(found, axis, number, answers, ()) for axis, number in enumerate(categories)]
    crossed = [
        _cells(found, axis, number, answers, areas) for axis, number in enumerate(categories)
    ]
    alone = [_cells(found, AREA, 1, answers, areas)] if areas else []
    return (*alone, *plain, *(crossed if areas else ()))


def _cells(
    found: Mapping[str, Any], axis: int, number: int, answers: int, areas: Sequence[str]
) -> Cells:
    families = found["traits"]
    counted: Counter[tuple[str, int]] = Counter(
        (area if areas else "", code)
        for area, traits in families
        for code in ((1,) if axis == AREA else traits[axis])
    )
    every = [(area, code) for area in areas or ("",) for code in range(1, number + 1)]
    expected = {each: answers * counted[each] / max(1, len(families)) for each in every}
    below = sorted(
        (each for each in every if expected[each] < SMALLEST_GROUP), key=lambda each: expected[each]
    )
    smallest = tuple((area, code, expected[area, code]) for area, code in below[:3])
    return Cells(axis, bool(areas), len(every), len(below), smallest)


def alone(found: Mapping[str, Any], axes: int, answers: int, *, has_area: bool) -> Iterator[Alone]:
    """Iterate over combinations of traits that leave families alone, the worst first.

    Looked at are as many invented families as answers are expected, at most all of them: of more
    answers a smaller share is alone. Traits that another listed combination includes are left out.
    """
    families = found["traits"][: max(0, answers)]
    places = (*((AREA,) if has_area else ()), *range(axes))
    every = (
        Alone(traits, len(families), _alone(families, traits))
        for size in range(1, MOST_TOGETHER + 1)
        for traits in combinations(places, size)
    )
    kept: list[Alone] = []
    for each in every:
        if each.alone and not _is_known(each, kept):
            kept.append(each)
    yield from sorted(kept, key=lambda each: (-each.alone, each.traits))[:MOST_COMBINATIONS]


def _is_known(each: Alone, kept: Iterable[Alone]) -> bool:
    """Say whether fewer of the traits leave nearly as many alone: the others add nothing."""
    return any(
        set(fewer.traits) < set(each.traits) and each.alone < 2 * fewer.alone for fewer in kept
    )


def _alone(families: Sequence[Any], traits: tuple[int, ...]) -> int:
    keys = Counter(
        tuple(area if place == AREA else tuple(found[place]) for place in traits)
        for area, found in families
    )
    return sum(number == 1 for number in keys.values())
