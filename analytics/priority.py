"""How urgent a need is in each area: unmet need, deprivation and distance, by weights one can see.

Made from released figures and open data only, so other weights need no new release. Light enough for
the web process.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analytics.contrast import Z95
from analytics.released import Cell, Flag, Measure

FACTORS = ("need", "deprivation", "distance")
"""What the score is made of."""

STEP = 0.05
"""Step of the weightings that are tried."""

SHIFT = 0.2
"""How far each weight may move from the chosen one among the weightings that are tried."""

TIE = 1e-12
"""Sums closer than this are equal."""

Weighting = tuple[float, ...]
"""Share of each factor, in the order of ``FACTORS``; they sum to 1."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of one area; None where it is not."""

    #: Share in need, with its interval.
    need: Cell
    #: Index of socioeconomic deprivation, higher where life is harder.
    deprivation: float | None
    #: Kilometres to the nearest place.
    distance: float | None


@dataclass(frozen=True, slots=True)
class Urgency:
    """How urgent a need is in one area."""

    #: Score from 0 to 100; its ends come from the interval of the need.
    score: Cell
    #: Standard deviations from the mean of all areas, by factor; 0 where nothing is known.
    parts: Mapping[str, float]
    #: Factors of which nothing is known for the area.
    unknown: tuple[str, ...]
    #: Share of weightings near the chosen one under which the area is among the most urgent.
    stability: float


def weighting(points: Mapping[str, int]) -> Weighting:
    """Return the share of each factor from points that a county gives.

    Parameters
    ----------
    points
        Factor to points, >= 0, not all 0.

    Returns
    -------
    tuple of float
        In [0, 1], summing to 1.

    Raises
    ------
    ValueError
        If no factor has a point, or one has less than none.

    Examples
    --------
    >>> weighting({"need": 2, "deprivation": 1, "distance": 1})
    (0.5, 0.25, 0.25)
    """
    total = sum(points[factor] for factor in FACTORS)
    if total <= 0 or min(points[factor] for factor in FACTORS) < 0:
        message = f"weights are {dict(points)}; give each 0 or more, and one of them more than 0"
        raise ValueError(message)
    return tuple(points[factor] / total for factor in FACTORS)


def urgencies(
    areas: Mapping[str, Circumstances], weights: Weighting, top: int = 3
) -> Mapping[str, Urgency]:
    """Return how urgent a need is in all areas.

    Parameters
    ----------
    areas
        Area to what is known of it; areas whose need was not released are left out.
    weights
        Share of each factor.
    top
        How many areas count as most urgent.

    Returns
    -------
    Mapping of str to Urgency
        The score is ``100 * Phi(sum of weight * z)``: 50 is the mean of the county. A factor that is
        the same everywhere, or not known, counts as average. Needs are measured in their standard
        deviation between areas, but in no less than their standard error: chance makes nobody urgent.

    References
    ----------
    Sum of z scores as in the index of Townsend, Phillimore and Beattie (1988), put on the scale of
    percentiles of the normal distribution.
    """
    known = {code: each for code, each in areas.items() if each.need.value is not None}
    spread = _unit_of_need([each.need for each in known.values()])
    parts = _parts(known, spread)
    counted = _times_on_top(list(parts.values()), weights, top)
    return {
        code: Urgency(
            _score(each.need, parts[code], weights, spread),
            parts[code],
            _unknown(each),
            share,
        )
        for (code, each), share in zip(known.items(), counted, strict=True)
    }


def weightings_near(weights: Weighting) -> Iterator[Weighting]:
    """Yield all weightings on a grid in which no weight is farther than ``SHIFT`` from the chosen one.

    The chosen one may lie between the points of the grid; it is yielded first.
    """
    yield weights
    steps = round(1 / STEP)
    for first in range(steps + 1):
        for second in range(steps + 1 - first):
            tried = (first / steps, second / steps, (steps - first - second) / steps)
            if all(abs(t - w) <= SHIFT + 1e-9 for t, w in zip(tried, weights, strict=True)):
                yield tried


def _times_on_top(
    parts: Sequence[Mapping[str, float]], weights: Weighting, top: int
) -> list[float]:
    """Return for each area the share of near weightings under which it is among ``top``."""
    times, tried = [0.0] * len(parts), 0
    for each in weightings_near(weights):
        places = _places_on_top([_sum(part, each) for part in parts], top)
        times = [count + place for count, place in zip(times, places, strict=True)]
        tried += 1
    return [count / tried for count in times]


def _places_on_top(sums: Sequence[float], top: int) -> list[float]:
    """Return 1 for each of the highest, 0 for the others; equal ones share what is left of a place."""
    places = min(top, len(sums))
    limit = sorted(sums, reverse=True)[places - 1] if sums else 0.0
    above = [value > limit + TIE for value in sums]
    equal = [abs(value - limit) <= TIE for value in sums]
    shared = (places - sum(above)) / max(sum(equal), 1)
    return [1.0 if high else shared * same for high, same in zip(above, equal, strict=True)]


def _parts(areas: Mapping[str, Circumstances], unit_of_need: float) -> dict[str, dict[str, float]]:
    every = list(areas.values())
    poor, far = [each.deprivation for each in every], [each.distance for each in every]
    scores = {
        "need": _z([each.need.value for each in every], unit_of_need),
        "deprivation": _z(poor, _spread(poor)),
        "distance": _z(far, _spread(far)),
    }
    return {
        code: {factor: scores[factor][position] for factor in FACTORS}
        for position, code in enumerate(areas)
    }


def _unit_of_need(needs: Sequence[Cell]) -> float:
    """Return the spread of needs between areas, or their mean standard error where that is more."""
    widths = [((cell.high or 0.0) - (cell.low or 0.0)) / (2 * Z95) for cell in needs]
    error = math.sqrt(sum(width**2 for width in widths) / len(widths)) if widths else 0.0
    return max(_spread([cell.value for cell in needs]), error)


def _z(values: Sequence[float | None], unit: float) -> list[float]:
    """Return distances from the mean in a unit; 0 for what is not known, or the same everywhere."""
    known = [value for value in values if value is not None]
    mean = sum(known) / len(known) if known else 0.0
    return [0.0 if value is None or not unit else (value - mean) / unit for value in values]


def _spread(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return 0.0
    mean = sum(known) / len(known)
    spread = math.sqrt(sum((value - mean) ** 2 for value in known) / (len(known) - 1))
    return spread if spread > 1e-12 else 0.0


def _sum(part: Mapping[str, float], weights: Weighting) -> float:
    return sum(part[factor] * weight for factor, weight in zip(FACTORS, weights, strict=True))


def _score(need: Cell, part: Mapping[str, float], weights: Weighting, spread: float) -> Cell:
    middle = need.value or 0.0
    ends = [need.low if need.low is not None else middle, middle, need.high or middle]
    moved = [(end - middle) / spread * weights[0] if spread else 0.0 for end in ends]
    low, value, high = (_on_scale(_sum(part, weights) + shift) for shift in moved)
    flag = Flag.PLAIN if need.flag is Flag.PLAIN else Flag.UNCERTAIN
    return Cell(
        Measure.PRIORITY, need.topic, need.view, need.group, "", value, low, high, need.n, flag
    )


def _on_scale(z: float) -> float:
    return float(round(100 * 0.5 * math.erfc(-z / math.sqrt(2))))


def _unknown(each: Circumstances) -> tuple[str, ...]:
    values = {"deprivation": each.deprivation, "distance": each.distance}
    return tuple(factor for factor, value in values.items() if value is None)
