"""What there is for families, by facility type and planning area; no answer goes in here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.released import Cell, Flag, Measure
from analytics.supply import CATCHMENTS, by_area, floating_catchment, nearest, per_100, share_within
from analytics.supply import (
    supply_cells as cells_of,
)
from analytics.views import AREA, COUNTY
from surveyapp.inventory import hours, lists
from surveyapp.inventory.rows import APPROVED, NO, TAKEN, UNKNOWN, USABLE, YES
from surveyapp.services.releasing.setting import Setting
from surveyapp.services.releasing.supply_stock import Stock
from surveyapp.storage.inventory import codes

if TYPE_CHECKING:
    from numpy.typing import NDArray

OFFERS = "offers"
CHAIN = "life_stage*field"

MOST = 0.8
"""Share of the facilities that must have reported before a sum of places is called certain."""

HALF = 0.5
"""Share of which something must be known before a share of it is called certain."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one measure and category: group to value, and the groups in doubt."""

    values: Mapping[str, float]
    category: str = ""
    doubtful: frozenset[str] = frozenset()


def supply_cells(setting: Setting) -> Iterator[Cell]:
    """Yield what there is: places and their use, ways to them, who can use them and when."""
    for kind in setting.types:
        stock = Stock(setting, kind)
        if not stock.places and not stock.offers:
            continue
        for measure, figures_of in MEASURES.items():
            for figures in figures_of(stock):
                yield from _cells(measure, stock, figures)
    yield from _chain_cells(setting)


def _cells(measure: Measure, stock: Stock, figures: Figures) -> Iterator[Cell]:
    county = stock.setting.county
    for view in (COUNTY, AREA):
        values = {k: v for k, v in figures.values.items() if (k == county) is (view == COUNTY)}
        yield from cells_of(
            measure,
            stock.kind.code,
            view,
            values,
            category=figures.category,
            doubtful=figures.doubtful,
        )


def _counts(stock: Stock) -> Iterator[Figures]:
    """Count places in each area; an offer that roams counts in every area it comes to."""
    there = Counter(stock.place_areas.tolist())
    areas = {
        area.code: float(there[position] + (area.code in stock.roaming))
        for position, area in enumerate(stock.setting.areas)
    }
    every = len(stock.places) + len(stock.offers)
    yield Figures({**areas, stock.setting.county: float(every)})


# Places


def _per_100(stock: Stock) -> Iterator[Figures]:
    """Return places per 100 children of the type's ages: usable ones, then by kind of capacity.

    An area whose facilities reported nothing has no figure; one without a facility has 0.
    """
    children = np.append(stock.area_children, stock.area_children.sum())
    for category, kind in {"": USABLE, APPROVED: APPROVED, TAKEN: TAKEN}.items():
        numbers = stock.numbers[kind]
        if not np.nansum(numbers):
            continue
        known = _of_groups(stock, np.isfinite(numbers).astype(float))
        counted = _sums(stock, np.nan_to_num(numbers))
        values = np.where(known == 0, np.nan, per_100(counted, children))
        yield Figures(_named(stock, values, 1), category, _doubtful(stock, known, MOST))


def _use(stock: Stock) -> Iterator[Figures]:
    """Return the share of the places that are taken, where a facility reported both."""
    usable, taken = stock.numbers[USABLE], stock.numbers[TAKEN]
    both = np.isfinite(usable) & np.isfinite(taken)
    places = _sums(stock, np.where(both, usable, 0.0))
    children = _sums(stock, np.where(both, taken, 0.0))
    values = np.divide(children, places, out=np.full(len(places), np.nan), where=places > 0)
    known = _of_groups(stock, both.astype(float))
    yield Figures(_named(stock, values, 2), doubtful=_doubtful(stock, known, HALF))


def _sums(stock: Stock, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum the numbers of places by area, and for the county last."""
    inside = stock.place_areas >= 0
    size = len(stock.setting.areas)
    areas = np.bincount(stock.place_areas[inside], numbers[inside], size)
    return np.append(areas, numbers.sum()).astype(float)


def _of_groups(
    stock: Stock, values: NDArray[np.float64], weight: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return the mean of the places of each area, and of the county last; NaN where there is none."""
    weight = np.ones(len(values)) if weight is None else weight
    areas = by_area(values, weight, stock.place_areas, len(stock.setting.areas))
    whole = by_area(values, weight, np.zeros(len(values), dtype=np.intp), 1)
    return np.append(areas, whole)


def _named(stock: Stock, values: NDArray[np.float64], digits: int) -> dict[str, float]:
    groups = [*(area.code for area in stock.setting.areas), stock.setting.county]
    return {group: round(float(v), digits) for group, v in zip(groups, values, strict=True)}


def _doubtful(stock: Stock, known: NDArray[np.float64], enough: float) -> frozenset[str]:
    return frozenset(group for group, share in _named(stock, known, 6).items() if share < enough)


# Ways


def _reach(stock: Stock) -> Iterator[Figures]:
    """Return the share of children with a place within the reach of the type, in whole percent."""
    inside = stock.of_areas(
        share_within(
            stock.cost,
            stock.ways.reach,
            stock.cell_children,
            stock.cell_areas,
            len(stock.setting.areas),
        )
    )
    reached = {code: 1.0 if code in stock.roaming else share for code, share in inside.items()}
    yield Figures(_with_county(stock, reached, 2))


def _nearest(stock: Stock) -> Iterator[Figures]:
    """Return the mean way of the children to the nearest place; its unit is the category.

    Areas to which an offer comes are left out: nobody has to travel there.
    """
    means = by_area(
        nearest(stock.cost), stock.cell_children, stock.cell_areas, len(stock.setting.areas)
    )
    areas = {code: v for code, v in stock.of_areas(means).items() if code not in stock.roaming}
    yield Figures(_with_county(stock, areas, 1), stock.ways.unit.value)


def _access(stock: Stock) -> Iterator[Figures]:
    """Return places each child can reach, shared with all others who reach them."""
    if not stock.site_places.any():
        return
    decay = CATCHMENTS[stock.ways.catchment.value](stock.ways.zones)
    each = floating_catchment(stock.cost, stock.cell_children, stock.site_places, decay)
    means = by_area(each, stock.cell_children, stock.cell_areas, len(stock.setting.areas))
    values = _with_county(stock, stock.of_areas(means), 2)
    # Who reported nothing may lie just across the border of an area, so doubt is the county's.
    is_poor = np.isfinite(stock.numbers[USABLE]).mean() < MOST
    yield Figures(values, doubtful=frozenset(values) if is_poor else frozenset())


def _with_county(stock: Stock, areas: Mapping[str, float], digits: int) -> dict[str, float]:
    """Add the county's mean, each area weighted by its children."""
    children = stock.of_areas(stock.area_children)
    known = {code: value for code, value in areas.items() if np.isfinite(value)}
    total = sum(children[code] for code in known)
    mean = sum(children[code] * value for code, value in known.items()) / total if total else np.nan
    return {
        group: round(float(v), digits) for group, v in {**areas, stock.setting.county: mean}.items()
    }


# Who can use it, and when


def _step_free(stock: Stock) -> Iterator[Figures]:
    """Return the shares of places with no steps, some and many, and of those nobody knows of."""
    states = np.array([place.steps_free for place in stock.places])
    known = states != UNKNOWN
    answers = {state: states == state for state in (YES, "partial", NO)}
    yield from _known_shares(stock, answers, known, np.ones(len(states)))


def _open_hours(stock: Stock) -> Iterator[Figures]:
    """Return the share of places open when families ask for it, weighted by what they hold."""
    weight = _weights(stock.numbers[USABLE])
    opening = [hours.parse(p.opening_hours) if p.opening_hours else None for p in stock.places]
    answers = {
        code: np.array([each is not None and is_open(each) for each in opening], dtype=bool)
        for code, (_name, is_open) in hours.OPENINGS.items()
    }
    known = np.array([each is not None for each in opening], dtype=bool)
    yield from _known_shares(stock, answers, known, weight)
    in_holidays = np.array([place.in_holidays for place in stock.places])
    answers = {HOLIDAYS: in_holidays == YES}
    yield from _known_shares(stock, answers, in_holidays != UNKNOWN, weight, HOLIDAYS_UNKNOWN)


HOLIDAYS, HOLIDAYS_UNKNOWN = "holidays", "holidays_unknown"


def _weights(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each place holds; who reported nothing counts as an average place."""
    known = numbers[np.isfinite(numbers)]
    usual = float(known.mean()) if known.any() else 1.0
    return np.nan_to_num(numbers, nan=usual) if known.any() else np.ones(len(numbers))


def _known_shares(
    stock: Stock,
    answers: Mapping[str, NDArray[np.bool_]],
    known: NDArray[np.bool_],
    weight: NDArray[np.float64],
    unknown: str = UNKNOWN,
) -> Iterator[Figures]:
    """Yield shares of the places of which something is known, and the share of the others."""
    if not len(known):
        return
    missing = _of_groups(stock, (~known).astype(float), weight)
    doubtful = _doubtful(stock, 1 - missing, HALF)
    for category, is_so in answers.items():
        values = _of_groups(stock, is_so.astype(float), weight * known)
        yield Figures(_named(stock, values, 2), category, doubtful)
    yield Figures(_named(stock, missing, 2), unknown)


def _languages(stock: Stock) -> Iterator[Figures]:
    """Return the share of offers and places by the language spoken there, and of unknown ones."""
    spoken = [(codes(offer, "language"), stock.offered_in(offer)) for offer in stock.offers]
    spoken += [(tuple(place.languages), stock.area_of(place)) for place in stock.places]
    groups = [*(area.code for area in stock.setting.areas), None]
    inside = [[langs for langs, at in spoken if g is None or g in at] for g in groups]
    known = [[langs for langs in each if langs] for each in inside]
    missing = [1 - _share(len(k), len(each)) for k, each in zip(known, inside, strict=True)]
    doubtful = _doubtful(stock, 1 - np.array(missing), HALF)
    there = {language for langs in known[-1] for language in langs}
    for language in _languages_of(stock.setting):
        shares = [_share(sum(language in langs for langs in each), len(each)) for each in known]
        values = _named(stock, np.array(shares), 2)
        if language not in there:
            # Nobody speaks it: one figure for the county says so.
            values = {stock.setting.county: values[stock.setting.county]}
        yield Figures(values, language, doubtful)
    yield Figures(_named(stock, np.array(missing), 2), UNKNOWN)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else np.nan


def _languages_of(setting: Setting) -> list[str]:
    """Return the languages spoken anywhere in the county, in the order of the packaged list."""
    spoken = {code for offer in setting.offers for code in codes(offer, "language")}
    spoken |= {code for place in setting.places for code in place.languages}
    return [code for code in lists.languages() if code in spoken]


MEASURES: Mapping[Measure, Callable[[Stock], Iterator[Figures]]] = {
    Measure.COUNT: _counts,
    Measure.PER_100: _per_100,
    Measure.USE: _use,
    Measure.REACH: _reach,
    Measure.NEAREST: _nearest,
    Measure.ACCESS: _access,
    Measure.STEP_FREE: _step_free,
    Measure.OPEN_HOURS: _open_hours,
    Measure.LANGUAGE: _languages,
}
"""Every measure of supply and how it is computed, by group."""


def _chain_cells(setting: Setting) -> Iterator[Cell]:
    """Yield the offers and places for each life stage and field of action."""
    counts: Counter[tuple[str, str]] = Counter()
    kinds = {kind.code: kind for kind in setting.types}
    for offer in setting.offers:
        counts.update(_crossings(codes(offer, "life_stage"), codes(offer, "field")))
    for place in setting.places:
        kind = kinds.get(place.type)
        if kind is not None:
            counts.update(_crossings(kind.life_stages, kind.fields))
    for stage, field in _crossings(lists.life_stages(), lists.fields_of_action()):
        number = float(counts[stage, field])
        key = (Measure.COUNT, OFFERS, CHAIN, f"{stage}*{field}", "")
        yield Cell(*key, number, None, None, None, Flag.PLAIN)


def _crossings(stages: Iterable[str], fields: Iterable[str]) -> list[tuple[str, str]]:
    every = tuple(fields)
    return [(stage, field) for stage in stages for field in every]
