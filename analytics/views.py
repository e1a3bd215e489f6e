"""The fixed views of a release: the county, its areas, each social axis, areas by one axis.

There is no other way to cut the answers. Free combinations of filters would let a reader subtract one
legal figure from another until a single family is left; see docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.dataset import Dataset
from analytics.errors import DatasetError

COUNTY = "county"
AREA = "area"

Codes = NDArray[np.intp]


@dataclass(frozen=True)
class View:
    """One partition of families, children and adults into groups that are shown together.

    ``families``, ``children`` and ``adults`` hold the position of each unit's group, -1 where it is
    not known. Of a trait of children only ``children`` stands there, of one of adults only
    ``adults``: nobody else has one value of it.
    """

    name: str
    groups: tuple[str, ...]
    families: Codes | None
    children: Codes | None
    adults: Codes | None = None

    @property
    def is_crossed(self) -> bool:
        """Say whether areas are split by an axis."""
        return "*" in self.name

    def of(self, unit: str) -> Codes | None:
        """Return the groups of the units of a kind; None where there are none."""
        return {"family": self.families, "child": self.children, "adult": self.adults}[unit]


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
        Variable that says where a family lives; its categories are named by AGS.

    Returns
    -------
    tuple of View
        ``county``, ``area``, then each axis ``axis.x`` and areas by it ``area*axis.x``.

    Raises
    ------
    DatasetError
        If families live in a municipality that belongs to no area.
    """
    whole = _of_families(dataset, COUNTY, (county,), np.zeros(dataset.size(), dtype=np.intp))
    areas = _areas(dataset, area_of, place)
    axes = [_axis(dataset, variable.name) for variable in dataset.codebook.axes]
    return (whole, areas, *axes, *(_crossed(areas, axis) for axis in axes))


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
    families = recode(seen, lookup)
    return _of_families(dataset, AREA, codes, families)


def _of_families(dataset: Dataset, name: str, groups: tuple[str, ...], codes: Codes) -> View:
    """Return a view in which people are in the group of their family."""
    people = (codes[dataset.owner_of(unit)] for unit in dataset.units[1:])
    return View(name, groups, codes, *people)


def _axis(dataset: Dataset, name: str) -> View:
    variable = dataset.codebook[name]
    lookup = {category.code: place for place, category in enumerate(variable.categories)}
    groups = tuple(c.name for c in variable.categories)
    unit, codes = dataset.unit_of(name), recode(dataset.column(name), lookup)
    if unit == "family":
        return _of_families(dataset, name, groups, codes)
    return View(
        name, groups, None, codes if unit == "child" else None, codes if unit == "adult" else None
    )


def _crossed(areas: View, axis: View) -> View:
    def both(unit: str) -> Codes | None:
        area, category = areas.of(unit), axis.of(unit)
        if area is None or category is None:
            return None
        known = (area >= 0) & (category >= 0)
        return np.where(known, area * len(axis.groups) + category, -1)

    groups = tuple(f"{area}*{category}" for area in areas.groups for category in axis.groups)
    return View(f"{AREA}*{axis.name}", groups, both("family"), both("child"), both("adult"))


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


def traits(views: Iterable[View], unit: str) -> Codes:
    """Return the kind of each unit, as an attacker may know it: its group in every single view.

    Parameters
    ----------
    views
        Views of the release; crossed ones tell nothing more and are left aside.
    unit
        ``family``, ``child`` or ``adult``.

    Returns
    -------
    NDArray
        Shape (units,).
    """
    known = [view.of(unit) for view in views if not view.is_crossed]
    table = np.column_stack([codes for codes in known if codes is not None])
    kinds: Codes = np.unique(table, axis=0, return_inverse=True)[1].ravel()
    return kinds
