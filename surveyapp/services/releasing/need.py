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
from surveyapp.inventory.rows import TAKEN, USABLE
from surveyapp.inventory.ways import Unit
from surveyapp.questionnaire.model import Indicator
from surveyapp.region.population import (
    LAST_CHILD_AGE,
    children_by_area,
    children_by_cell,
    grid_cells,
)
from surveyapp.services.releasing.register import LIFE_STAGE_AGES, populations
from surveyapp.services.releasing.setting import Setting
from surveyapp.services.releasing.supply_stock import Stock
from surveyapp.storage.capacities import reported, usable_places
from surveyapp.storage.inventory import FacilityType, Place

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
        (number, taken.number)
        for facility, number in zip(facilities, numbers, strict=True)
        if number and (taken := reported(facility, TAKEN, setting.day)) is not None
    ]
    whole = sum(number for number, _ in both)
    share = min(sum(taken for _, taken in both) / whole, 1.0) if whole else 0.0
    return _Usual(max(numbers, default=0) or otherwise, share)


def _known(facility: Place, usual: _Usual, day: date) -> Known:
    number, taken = reported(facility, USABLE, day), reported(facility, TAKEN, day)
    least = taken.number if taken is not None else 0
    usable = exactly(number.number) if number else Bounds(least, least, max(usual.largest, least))
    full = exactly(least) if taken else Bounds(usable.value * usual.taken, 0, usable.high)
    return Known(
        usable,
        full,
        Bounds(*(max(0.0, end) for end in _minus(usable, full))),
        facilities=1,
        reported=int(number is not None),
        outdated=int(number is not None and number.newest < day - OLD),
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


# Ways


def _near_cells(
    setting: Setting, indicator: Indicator, kinds: Sequence[FacilityType]
) -> Iterator[Cell]:
    """Yield how many children are near a place that could answer the need, and how far it is.

    A place counts as near within the reach of its own type; one that comes to an area is near all.
    The way is in the unit of the types where they have one in common, else in kilometres.
    """
    ages = _ages(indicator)
    by_cell = children_by_cell(setting.county, *ages)
    children = np.array([by_cell[cell.id] for cell in grid_cells(setting.county)])
    stocks = [Stock(setting, kind) for kind in kinds]
    areas, size, topic = stocks[0].cell_areas, len(setting.areas), topic_of(indicator)
    roaming = {code for stock in stocks for code in stock.roaming}
    comes = [place for place, area in enumerate(setting.areas) if area.code in roaming]
    near = np.any([nearest(s.cost) <= s.ways.reach for s in stocks], axis=0) | np.isin(areas, comes)
    unit, way = _common_way(stocks)
    far = by_area(way, children, areas, size)
    far[comes] = np.nan  # nobody has to travel there
    weights = children_by_area(setting.county, setting.areas, *ages)
    near_share = by_area(near.astype(float), children, areas, size)
    yield from _near(setting, (Measure.REACH, topic, ""), near_share, 2, weights)
    yield from _near(setting, (Measure.NEAREST, topic, unit), far, 1, weights)


def _common_way(stocks: Sequence[Stock]) -> tuple[str, NDArray[np.float64]]:
    """Return the way to the nearest place of any type, and its unit."""
    units = {stock.ways.unit for stock in stocks}
    if len(units) == 1:
        return units.pop().value, np.min([nearest(stock.cost) for stock in stocks], axis=0)
    origins = np.array([(cell.lon, cell.lat) for cell in grid_cells(stocks[0].setting.county)])
    points = [(site.lon, site.lat) for stock in stocks for site in stock.sites]
    return Unit.KILOMETRES.value, nearest(distances(origins, np.array(points).reshape(-1, 2)))


def _near(
    setting: Setting,
    what: tuple[Measure, str, str],
    values: NDArray[np.float64],
    digits: int,
    weights: Mapping[str, int],
) -> Iterator[Cell]:
    """Yield one figure of measure, topic and category for all areas, and their mean by children."""
    found = {
        area.code: float(value)
        for area, value in zip(setting.areas, values, strict=True)
        if np.isfinite(value)
    }
    total = sum(weights[code] for code in found)
    if total:
        mean = sum(weights[code] * value for code, value in found.items()) / total
        yield _plain(what, COUNTY, setting.county, round(mean, digits))
    for code, value in found.items():
        yield _plain(what, AREA, code, round(value, digits))


def _plain(what: tuple[Measure, str, str], view: str, group: str, value: float) -> Cell:
    measure, topic, category = what
    return Cell(measure, topic, view, group, category, value, None, None, None, Flag.PLAIN)


def _ages(indicator: Indicator) -> tuple[int, int]:
    """Return the ages of the children a need speaks of; all children where it speaks of families."""
    stages = [LIFE_STAGE_AGES[s] for s in indicator.planning.life_stages if s in LIFE_STAGE_AGES]
    if not stages:
        return (0, LAST_CHILD_AGE)
    return (min(first for first, _ in stages), max(last for _, last in stages))
