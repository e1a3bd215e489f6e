"""The fixed views of a release: county, areas, municipalities, each social axis, areas by one axis.

There is no other way to cut the answers. Free combinations of filters would let a reader subtract one
legal figure from another until a single family is left; see docs/methods.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.dataset import Dataset
from analytics.errors import DatasetError

COUNTY = "county"
AREA = "area"
MUNICIPALITY = "municipality"

Codes = NDArray[np.intp]


@dataclass(frozen=True)
class View:
    """One partition of families, and of the units in them, into groups that are shown together.

    ``codes`` holds for each kind of unit the position of its group, -1 where it is not known. A
    trait of children cuts no families: a family has no one value of it.
    """

    name: str
    groups: tuple[str, ...]
    codes: Mapping[str, Codes]

    @property
    def is_crossed(self) -> bool:
        """Say whether two partitions are crossed."""
        return "*" in self.name

    def of(self, unit: str) -> Codes | None:
        """Return the groups of a kind of units; None where the view does not cut them."""
        return self.codes.get(unit)


def build_views(
    dataset: Dataset, county: str, area_of: Mapping[str, str], *, place: str = "municipality"
) -> tuple[View, ...]:
    """Make all views of a dataset.

    Parameters
    ----------
    dataset
        Its codebook declares the axes.
    county
        Code of the county, five digits.
    area_of
        Municipality (AGS, eight digits) to code of its planning area.
    place
        Variable that says where a family lives, its categories named by AGS; empty where no question
        asks for it, then nothing is shown by area.

    Returns
    -------
    tuple of View
        ``county``, ``area``, ``municipality`` where an area holds several, then each axis
        ``axis.x`` and areas by it ``area*axis.x``.

    Raises
    ------
    DatasetError
        If families live in a municipality that belongs to no area.
    """
    everybody = np.zeros(dataset.size(), dtype=np.intp)
    whole = View(COUNTY, (county,), of_units(dataset, "family", everybody))
    axes = [view_by(dataset, variable.name) for variable in dataset.codebook.axes]
    if not place:
        return (whole, *axes)
    areas = _areas(dataset, area_of, place)
    crossed = [cross(areas, axis) for axis in axes]
    return (whole, areas, *_municipalities(dataset, area_of, place), *axes, *crossed)


def of_units(dataset: Dataset, unit: str, codes: Codes) -> Mapping[str, Codes]:
    """Return the groups of every kind of unit that a trait of one kind cuts.

    Parameters
    ----------
    dataset
        Says which family each unit belongs to.
    unit
        Kind of unit that has the trait.
    codes
        Shape (units of that kind,).

    Returns
    -------
    Mapping
        A family's trait is that of everybody in it; any other belongs to its own units alone.
    """
    if unit != "family":
        return {unit: codes}
    return {each: codes[dataset.owner_of(each)] for each in dataset.units}


def _areas(dataset: Dataset, area_of: Mapping[str, str], place: str) -> View:
    codes = tuple(sorted(set(area_of.values())))
    seen = dataset.values(place)
    lookup = {}
    for category in dataset.codebook[place].categories:
        if category.name in area_of:
            lookup[category.code] = codes.index(area_of[category.name])
        elif (seen == category.code).any():
            message = f"municipality {category.name} belongs to no planning area; assign it to one"
            raise DatasetError(message)
    return View(AREA, codes, of_units(dataset, "family", recode(seen, lookup)))


def _municipalities(dataset: Dataset, area_of: Mapping[str, str], place: str) -> list[View]:
    """Return the municipalities of areas that hold several.

    One that is an area by itself is left aside: the same families would carry two draws of noise.
    """
    of_area = Counter(area_of.values())
    groups = tuple(sorted(ags for ags, area in area_of.items() if of_area[area] > 1))
    if not groups:
        return []
    positions = {ags: place for place, ags in enumerate(groups)}
    categories = dataset.codebook[place].categories
    lookup = {c.code: positions[c.name] for c in categories if c.name in positions}
    codes = recode(dataset.values(place), lookup)
    return [View(MUNICIPALITY, groups, of_units(dataset, "family", codes))]


def view_by(dataset: Dataset, name: str) -> View:
    """Return the view that shows the categories of one variable.

    Parameters
    ----------
    dataset
        Holds the variable.
    name
        A variable with categories.

    Returns
    -------
    View
        Named like the variable.
    """
    variable = dataset.codebook[name]
    lookup = {category.code: place for place, category in enumerate(variable.categories)}
    unit = dataset.unit_of(name)
    codes = recode(dataset.column(name), lookup)
    return View(name, tuple(c.name for c in variable.categories), of_units(dataset, unit, codes))


def cross(first: View, second: View) -> View:
    """Return every group of one view split by the groups of another.

    Parameters
    ----------
    first
        Its groups come first in the names, joined by ``*``.
    second
        What they are split by.

    Returns
    -------
    View
        Cuts the units that both views cut.
    """

    def both(outer: Codes, inner: Codes) -> Codes:
        known = (outer >= 0) & (inner >= 0)
        return np.where(known, outer * len(second.groups) + inner, -1)

    groups = tuple(f"{outer}*{inner}" for outer in first.groups for inner in second.groups)
    codes = {
        unit: both(outer, second.codes[unit])
        for unit, outer in first.codes.items()
        if unit in second.codes
    }
    return View(f"{first.name}*{second.name}", groups, codes)


def recode(values: NDArray[np.generic], lookup: Mapping[int, int]) -> Codes:
    """Return the new code of each value, -1 for values that are not in the lookup.

    Parameters
    ----------
    values
        Codes, shape (units,).
    lookup
        New code of each code that is kept.

    Returns
    -------
    Codes
        Shape (units,), -1 where a value is not kept.

    Examples
    --------
    >>> recode(np.array([2, -8, 1]), {1: 0, 2: 1}).tolist()
    [1, -1, 0]
    """
    new = np.full(len(values), -1, dtype=np.intp)
    for code, place in lookup.items():
        new[values == code] = place
    return new
