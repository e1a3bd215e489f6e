"""Need against supply: what is missing where, how sure that is, and where the need is strongest.

No answer goes in here: only shares that may be published, the register and the stock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np

from analytics.need import Bounds, Known, coverage, exactly, gap
from analytics.ranks import top_cells
from analytics.released import Cell, Flag, Measure
from analytics.supply import by_area, distances, nearest
from analytics.views import AREA, COUNTY
from surveyapp.questionnaire.model import Indicator
from surveyapp.region.population import (
    LAST_CHILD_AGE,
    children_by_area,
    children_by_cell,
    grid_cells,
)
from surveyapp.services.releasing.register import LIFE_STAGE_AGES, populations
from surveyapp.services.releasing.setting import Setting
from surveyapp.storage.capacities import usable_places
from surveyapp.storage.inventory import FacilityType, Place, codes

if TYPE_CHECKING:
    from numpy.typing import NDArray

Shares = Mapping[tuple[str, str, str], Cell]
"""Released shares of needs by topic, view and group."""

OLD = timedelta(days=2 * 365)
"""A number of places is called old after this time."""

REPORTED, OUTDATED = "reported", "outdated"
"""Categories of how many facilities gave a number of places, and of how many it is old."""

UNKNOWN_AREA = ""


def need_cells(setting: Setting, answered: Iterable[Cell]) -> Iterator[Cell]:
    """Yield everything a need is compared with, for each need of the questionnaire.

    Missing places and coverage only for needs that say of themselves that each child lacks one place:
    a need for other hours, say, is not met by a free place. For all needs: how many children are near
    a place that could answer it, and the probability to be among the areas with the strongest need.
    """
    shares = {
        (cell.topic, cell.view, cell.group): cell
        for cell in answered
        if cell.measure is Measure.SHARE and cell.view in {COUNTY, AREA}
    }
    children = populations(setting)
    for indicator in setting.questionnaire.indicators:
        topic = topic_of(indicator)
        wanted = indicator.planning.facility_types
        kinds = [kind for kind in setting.types if kind.code in wanted]
        yield from top_cells([shares[key] for key in shares if key[:2] == (topic, AREA)])
        if kinds:
            yield from _near_cells(setting, indicator, kinds)
        if indicator.counts_places:
            yield from _place_cells(setting, topic, kinds, shares, children)


def topic_of(indicator: Indicator) -> str:
    """Return the name of an indicator among released figures."""
    return f"need.{indicator.id}"


# Places


def _place_cells(
    setting: Setting,
    topic: str,
    kinds: Sequence[FacilityType],
    shares: Shares,
    children: Mapping[tuple[str, str, str], float],
) -> Iterator[Cell]:
    places = known_places(setting, {kind.code for kind in kinds})
    if places is None:
        return
    groups = [(COUNTY, setting.county), *((AREA, area.code) for area in setting.areas)]
    for view, group in groups:
        share, number = shares.get((topic, view, group)), children.get((topic, view, group))
        known = places[group]
        if share is not None and number:
            for cell in (
                gap(share, number, known.free),
                coverage(share, number, known.usable, known.taken),
            ):
                if cell is not None:
                    yield _doubted(cell, known)
        yield from _reports(topic, view, group, known)


def _doubted(cell: Cell, known: Known) -> Cell:
    """Call a figure uncertain where most facilities gave no number of places, or an old one."""
    poor = known.facilities - known.reported + known.outdated
    return replace(cell, flag=Flag.UNCERTAIN) if 2 * poor > known.facilities else cell


def _reports(topic: str, view: str, group: str, known: Known) -> Iterator[Cell]:
    numbers = {"": known.facilities, REPORTED: known.reported, OUTDATED: known.outdated}
    for category, number in numbers.items():
        key = (Measure.COUNT, topic, view, group, category)
        yield Cell(*key, float(number), None, None, None, Flag.PLAIN)


def known_places(setting: Setting, kinds: set[str]) -> Mapping[str, Known] | None:
    """Return what is known of the places of some types, by area and for the county.

    A facility that gave no number holds between none and as many places as the largest of its type
    (of all these types, where none of its own gave one); counted are none. Where nobody said how many
    are taken, it may be none or all; counted is the share that others of the type report. A facility
    whose municipality is not known may lie in any area. None where facilities exist, but not one
    has given a number.
    """
    facilities = [place for place in setting.places if place.type in kinds]
    largest = _usual(setting, facilities, 0).largest
    if facilities and not largest:
        return None
    sizes = {
        kind: _usual(setting, [f for f in facilities if f.type == kind], largest) for kind in kinds
    }
    found: dict[str, list[Known]] = {area.code: [] for area in setting.areas}
    everywhere: list[Known] = []
    for facility in facilities:
        known = _known(facility, sizes[facility.type], setting.day)
        everywhere.append(known)
        area = setting.area_of.get(facility.municipality_ags or "", UNKNOWN_AREA)
        for code in [area] if area in found else found:
            found[code].append(known if code == area else _perhaps(known))
    return {setting.county: _sum(everywhere), **{code: _sum(each) for code, each in found.items()}}


@dataclass(frozen=True, slots=True)
class _Usual:
    """What facilities of one type report: the largest number of places, and the share taken."""

    largest: int
    taken: float


def _usual(setting: Setting, facilities: Sequence[Place], otherwise: int) -> _Usual:
    numbers = [usable_places(facility, setting.day) for facility in facilities]
    both = [
        (number, taken)
        for facility, number in zip(facilities, numbers, strict=True)
        if number and (taken := _taken(facility, setting.day)) is not None
    ]
    whole = sum(number for number, _ in both)
    share = min(sum(taken for _, taken in both) / whole, 1.0) if whole else 0.0
    return _Usual(max(numbers, default=0) or otherwise, share)


def _known(facility: Place, usual: _Usual, day: date) -> Known:
    number, taken = usable_places(facility, day), _taken(facility, day)
    last = _newest(facility, day)
    usable = (
        exactly(number) if last else Bounds(taken or 0, taken or 0, max(usual.largest, taken or 0))
    )
    full = exactly(taken) if taken is not None else Bounds(number * usual.taken, 0, usable.high)
    return Known(
        usable,
        full,
        Bounds(*(max(0.0, end) for end in _minus(usable, full))),
        facilities=1,
        reported=int(last is not None),
        outdated=int(last is not None and last < day - OLD),
    )


def _minus(usable: Bounds, taken: Bounds) -> tuple[float, float, float]:
    return usable.value - taken.value, usable.low - taken.high, usable.high - taken.low


def _perhaps(known: Known) -> Known:
    """Return what a facility may add to an area of which nobody knows whether it lies there."""
    usable, taken, free = (Bounds(0, 0, b.high) for b in (known.usable, known.taken, known.free))
    return Known(usable, taken, free)


def _sum(parts: Iterable[Known]) -> Known:
    every = list(parts)
    nothing = exactly(0)
    return Known(
        reduce(add, (each.usable for each in every), nothing),
        reduce(add, (each.taken for each in every), nothing),
        reduce(add, (each.free for each in every), nothing),
        sum(each.facilities for each in every),
        sum(each.reported for each in every),
        sum(each.outdated for each in every),
    )


def _newest(facility: Place, day: date) -> date | None:
    """Return the newest key date of a number of places, None where there is none."""
    dates = (c.key_date for c in facility.capacities if c.kind != "taken" and c.key_date <= day)
    return max(dates, default=None)


def _taken(facility: Place, day: date) -> int | None:
    """Return how many places are taken, of each age group by its newest key date; None if unknown."""
    newest: dict[str, tuple[date, int]] = {}
    for capacity in facility.capacities:
        if capacity.kind == "taken" and capacity.key_date <= day:
            before = newest.get(capacity.age_group, (capacity.key_date, capacity.number))
            newest[capacity.age_group] = max(before, (capacity.key_date, capacity.number))
    return sum(number for _date, number in newest.values()) if newest else None


# Ways


def _near_cells(
    setting: Setting, indicator: Indicator, kinds: Sequence[FacilityType]
) -> Iterator[Cell]:
    """Yield how many children are near a place that could answer the need, and how far it is.

    A place counts as near within the reach of its own type; one that comes to an area is near all.
    """
    ages = _ages(indicator)
    cells = grid_cells(setting.county)
    by_cell = children_by_cell(setting.county, *ages)
    children = np.array([by_cell[cell.id] for cell in cells])
    origins = np.array([(cell.lon, cell.lat) for cell in cells])
    ways = [_way(setting, kind, origins) for kind in kinds]
    is_near = np.any([way <= kind.reach_km for way, kind in zip(ways, kinds, strict=True)], axis=0)
    roaming = {code for kind in kinds for code in _roaming(setting, kind.code)}
    position = {area.code: place for place, area in enumerate(setting.areas)}
    areas = np.array([_position(setting, position, cell.municipality_ags) for cell in cells])
    is_near |= np.isin(areas, [position[code] for code in roaming if code in position])
    topic, size = topic_of(indicator), len(setting.areas)
    weights = children_by_area(setting.county, setting.areas, *ages)
    known = {
        Measure.REACH: (by_area(is_near.astype(float), children, areas, size), 2),
        Measure.NEAREST: (by_area(np.min(ways, axis=0), children, areas, size), 1),
    }
    for measure, (values, digits) in known.items():
        yield from _near(setting, measure, topic, values, digits, weights)


def _near(
    setting: Setting,
    measure: Measure,
    topic: str,
    values: NDArray[np.float64],
    digits: int,
    weights: Mapping[str, int],
) -> Iterator[Cell]:
    found = {
        area.code: float(value)
        for area, value in zip(setting.areas, values, strict=True)
        if np.isfinite(value)
    }
    total = sum(weights[code] for code in found)
    if total:
        mean = sum(weights[code] * value for code, value in found.items()) / total
        yield _plain(measure, topic, COUNTY, setting.county, round(mean, digits))
    for code, value in found.items():
        yield _plain(measure, topic, AREA, code, round(value, digits))


def _plain(measure: Measure, topic: str, view: str, group: str, value: float) -> Cell:
    return Cell(measure, topic, view, group, "", value, None, None, None, Flag.PLAIN)


def _way(setting: Setting, kind: FacilityType, origins: NDArray[np.float64]) -> NDArray[np.float64]:
    at = {offer.place_id for offer in setting.offers if offer.type == kind.code}
    points = [
        (place.lon, place.lat)
        for place in setting.places
        if (place.type == kind.code or place.id in at) and place.position_quality != "mismatch"
    ]
    return nearest(distances(origins, np.array(points).reshape(-1, 2)))


def _roaming(setting: Setting, kind: str) -> set[str]:
    offers = (offer for offer in setting.offers if offer.type == kind)
    return {code for offer in offers for code in codes(offer, "area")}


def _position(setting: Setting, position: Mapping[str, int], municipality: str) -> int:
    return position.get(setting.area_of.get(municipality, UNKNOWN_AREA), -1)


def _ages(indicator: Indicator) -> tuple[int, int]:
    """Return the ages of the children a need speaks of; all children where it speaks of families."""
    stages = [LIFE_STAGE_AGES[s] for s in indicator.planning.life_stages if s in LIFE_STAGE_AGES]
    if not stages:
        return (0, LAST_CHILD_AGE)
    return (min(first for first, _ in stages), max(last for _, last in stages))
