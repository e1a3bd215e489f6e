"""What there is: places per 100 children, ways to them, and how many share them.

Travel is the straight line on the globe times a factor, unless a table of travel times is given.
Every function takes plain arrays, so any table of distances or minutes can stand in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analytics.errors import SupplyError
from analytics.released import Cell, Flag, Measure

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

EARTH_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""

DETOUR = 1.3
"""Way on the road for each kilometre of straight line (Wang and others 2024: 1.3, spread 0.1)."""

Decay = Callable[[Floats], Floats]
"""How much a place at this cost counts: cost to a number in [0, 1]."""


def distances(origins: Floats, places: Floats, *, detour: float = DETOUR) -> Floats:
    """Return the way from each origin to each place.

    Parameters
    ----------
    origins
        Shape (C, 2); longitude and latitude in degrees, such as middles of grid cells.
    places
        Shape (P, 2); the same.
    detour
        Way for each kilometre of straight line; 1 for the straight line itself.

    Returns
    -------
    Floats
        Shape (C, P); kilometres.

    References
    ----------
    Haversine formula; Sinnott (1984).

    Examples
    --------
    >>> north = distances(np.array([[11.0, 51.0]]), np.array([[11.0, 52.0]]), detour=1.0)
    >>> round(north.item(), 1)
    111.2
    """
    east, north = np.radians(origins).T[:, :, None]
    to_east, to_north = np.radians(places).T[:, None, :]
    height = np.sin((to_north - north) / 2) ** 2
    side = np.cos(north) * np.cos(to_north) * np.sin((to_east - east) / 2) ** 2
    straight: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(height + side))
    return straight * detour


def minutes(kilometres: Floats, speed: float) -> Floats:
    """Return how long ways take at one speed.

    Parameters
    ----------
    kilometres
        Any shape; kilometres of way, as ``distances`` returns them.
    speed
        Kilometres in an hour, > 0.

    Returns
    -------
    Floats
        Same shape; minutes.

    Examples
    --------
    >>> minutes(np.array([25.0]), 50.0).tolist()
    [30.0]
    """
    result: Floats = kilometres * (60 / speed)
    return result


def where_measured(estimated: Floats, measured: Floats) -> Floats:
    """Return measured costs where there are any, and estimated ones elsewhere.

    Parameters
    ----------
    estimated
        Shape (C, P); such as minutes along a straight line.
    measured
        Shape (C, P); a table of travel times in the same unit, NaN where nobody measured.

    Returns
    -------
    Floats
        Shape (C, P).

    Raises
    ------
    SupplyError
        If the shapes differ.

    Examples
    --------
    >>> where_measured(np.array([[9.0, 5.0]]), np.array([[np.nan, 7.0]])).tolist()
    [[9.0, 7.0]]
    """
    if estimated.shape != measured.shape:
        message = f"measured costs are {measured.shape}, estimated ones {estimated.shape}"
        raise SupplyError(message)
    return np.where(np.isnan(measured), estimated, measured)


def nearest(cost: Floats) -> Floats:
    """Return the cost of the nearest place, shape (C,); infinite where there is none."""
    return np.asarray(cost.min(axis=1, initial=np.inf), dtype=float)


def within(limit: float) -> Decay:
    """Count places up to a limit fully, others not at all (2SFCA; Luo and Wang 2003)."""
    return lambda cost: (cost <= limit).astype(float)


def steps(zones: Sequence[tuple[float, float]]) -> Decay:
    """Count places by zones, such as ``((10, 1), (20, 0.68), (30, 0.22))`` (E2SFCA; Luo, Qi 2009)."""
    limits = np.array([limit for limit, _ in zones])
    weights = np.array([*(weight for _, weight in zones), 0.0])
    return lambda cost: weights[np.searchsorted(limits, cost)]


def gaussian(sigma: float, limit: float) -> Decay:
    """Let places count less with cost, as a bell of width ``sigma`` up to a limit (Dai 2010)."""
    return lambda cost: np.where(cost <= limit, np.exp(-0.5 * (cost / sigma) ** 2), 0.0)


ZONE_WEIGHTS = (1.0, 0.68, 0.22)
"""Weights of the three zones of E2SFCA (Luo and Qi 2009: a bell, read at the zones)."""

CATCHMENTS: Mapping[str, Callable[[Sequence[float]], Decay]] = {
    "2sfca": lambda zones: within(zones[-1]),
    "e2sfca": lambda zones: steps(tuple(zip(zones, ZONE_WEIGHTS, strict=True))),
    "gaussian": lambda zones: gaussian(zones[-1] / 2, zones[-1]),
}
"""How places are shared, by its code, made from the ends of three zones; a further way is a row."""


def floating_catchment(cost: Floats, demand: Floats, supply: Floats, decay: Decay) -> Floats:
    """Return the places each child can reach, shared with the others who reach them.

    Parameters
    ----------
    cost
        Shape (C, P); kilometres or minutes from each origin to each place.
    demand
        Shape (C,), >= 0; children at each origin.
    supply
        Shape (P,), >= 0; capacity of each place.
    decay
        One of ``within``, ``steps`` and ``gaussian``.

    Returns
    -------
    Floats
        Shape (C,); places per child. The mean over all children is the reachable capacity divided
        by their number.

    Raises
    ------
    SupplyError
        If the shapes do not fit, or a count is negative.

    References
    ----------
    Luo and Wang (2003); equals PySAL ``access`` 1.1.10, see tests/references/need.

    Examples
    --------
    >>> near = floating_catchment(np.zeros((2, 1)), np.array([3.0, 1.0]), np.array([2.0]), within(1))
    >>> near.tolist()
    [0.5, 0.5]
    """
    if cost.shape != (len(demand), len(supply)):
        message = f"costs are {cost.shape} for {len(demand)} origins and {len(supply)} places"
        raise SupplyError(message)
    if (demand < 0).any() or (supply < 0).any():
        raise SupplyError("children and capacities cannot be negative")
    weight = decay(cost)
    reached = weight.T @ demand
    ratio = np.divide(supply, reached, out=np.zeros(len(supply)), where=reached > 0)
    result: Floats = weight @ ratio
    return result


def by_area(values: Floats, children: Floats, areas: Codes, size: int) -> Floats:
    """Return the mean of each area, weighted by children.

    Parameters
    ----------
    values
        Shape (C,); such as 0 and 1 for "within 5 km", kilometres, or places per child.
    children
        Shape (C,), >= 0.
    areas
        Shape (C,); 0 to ``size - 1``, or -1 outside the county.
    size
        Number of areas.

    Returns
    -------
    Floats
        Shape (size,); NaN for an area without children.

    Examples
    --------
    >>> by_area(np.array([1.0, 0.0]), np.array([30.0, 10.0]), np.array([0, 0]), 1).tolist()
    [0.75]
    """
    counted = (areas >= 0) & (children > 0)
    where, weight = areas[counted], children[counted]
    total = np.bincount(where, weight, size)
    sums = np.bincount(where, weight * values[counted], size)
    return _ratio(sums.astype(float), total.astype(float))


def share_within(cost: Floats, limit: float, children: Floats, areas: Codes, size: int) -> Floats:
    """Return the share of children with a place within a limit, by area.

    Parameters
    ----------
    cost
        Shape (C, P).
    limit
        Largest cost, in the unit of ``cost``.
    children
        Shape (C,), as in ``by_area``.
    areas
        Shape (C,), as in ``by_area``.
    size
        Number of areas.

    Returns
    -------
    Floats
        Shape (size,), in [0, 1]; NaN for an area without children.
    """
    return by_area((nearest(cost) <= limit).astype(float), children, areas, size)


def per_100(places: Floats, children: Floats) -> Floats:
    """Return places per 100 children, NaN where there are no children.

    Parameters
    ----------
    places
        Shape (A,), places of each area.
    children
        Shape (A,), children of each area.

    Returns
    -------
    Floats
        Shape (A,), places per 100 children.

    Examples
    --------
    >>> per_100(np.array([45.0, 3.0]), np.array([90.0, 0.0])).tolist()
    [50.0, nan]
    """
    return _ratio(100.0 * places, children)


def _ratio(above: Floats, below: Floats) -> Floats:
    result = np.full(len(below), np.nan)
    np.divide(above, below, out=result, where=below > 0)
    return result


@dataclass(frozen=True, slots=True)
class Capacity:
    """Places of one facility between two days; ``until`` is None while it lasts."""

    place: str
    places: float
    since: date
    until: date | None = None


def capacity_on(capacities: Iterable[Capacity], day: date) -> dict[str, float]:
    """Return the places of each facility on a key date.

    Parameters
    ----------
    capacities
        In any order; both days count.
    day
        Key date.

    Returns
    -------
    dict
        Facility to places; facilities without capacity on that day are left out.

    Raises
    ------
    SupplyError
        If a facility has two capacities on that day.
    """
    found: dict[str, float] = {}
    for capacity in capacities:
        if capacity.since <= day and (capacity.until is None or day <= capacity.until):
            if capacity.place in found:
                message = f"{capacity.place} has two capacities on {day}; end the older one"
                raise SupplyError(message)
            found[capacity.place] = capacity.places
    return found


def supply_cells(
    measure: Measure,
    facility_type: str,
    view: str,
    values: Mapping[str, float],
    *,
    category: str = "",
    doubtful: Collection[str] = (),
) -> tuple[Cell, ...]:
    """Return figures of supply as cells; they rest on no answers, so they carry no n.

    Parameters
    ----------
    measure
        A measure of supply, such as ``PER_100`` or ``REACH``.
    facility_type
        Code of the type.
    view
        ``county`` or ``area``.
    values
        Group to value; groups whose value is NaN or infinite are left out.
    category
        What the figure is of, where a measure has several.
    doubtful
        Groups of which too little is known; their figures are marked as uncertain.

    Returns
    -------
    tuple of Cell
        In the order of ``values``.
    """
    return tuple(
        Cell(
            *(measure, facility_type, view, group, category, float(value), None, None, None),
            Flag.UNCERTAIN if group in doubtful else Flag.PLAIN,
        )
        for group, value in values.items()
        if np.isfinite(value)
    )
