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
    """One partition of families and children into groups that are shown together.

    ``families`` and ``children`` hold the position of each unit's group, -1 where it is not known.
    ``families`` is None for a trait of children: a family has no one value of it.
    """

    name: str
    groups: tuple[str, ...]
    families: Codes | None
    children: Codes

    @property
    def is_crossed(self) -> bool:
        """Say whether areas are split by an axis."""
        return "*" in self.name

    def of(self, unit: str) -> Codes | None:
        """Return the groups of the units, ``child`` or ``family``; None where there are none."""
        return self.children if unit == "child" else self.families


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
    family = dataset.family_of_child
    everybody = np.zeros(len(dataset.families), dtype=np.intp)
    whole = View(COUNTY, (county,), everybody, everybody[family])
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
    return View(AREA, codes, families, families[dataset.family_of_child])


def _axis(dataset: Dataset, name: str) -> View:
    variable = dataset.codebook[name]
    lookup = {category.code: place for place, category in enumerate(variable.categories)}
    is_of_children = dataset.unit_of(name) == "child"
    families = None if is_of_children else recode(dataset.values(name), lookup)
    children = recode(dataset.values(name, "child"), lookup)
    return View(name, tuple(c.name for c in variable.categories), families, children)


def _crossed(areas: View, axis: View) -> View:
    def both(area: Codes, category: Codes) -> Codes:
        known = (area >= 0) & (category >= 0)
        return np.where(known, area * len(axis.groups) + category, -1)

    groups = tuple(f"{area}*{category}" for area in areas.groups for category in axis.groups)
    families = None
    if areas.families is not None and axis.families is not None:
        families = both(areas.families, axis.families)
    return View(f"{AREA}*{axis.name}", groups, families, both(areas.children, axis.children))


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
        ``family`` or ``child``.

    Returns
    -------
    NDArray
        Shape (units,).
    """
    known = [view.of(unit) for view in views if not view.is_crossed]
    table = np.column_stack([codes for codes in known if codes is not None])
    kinds: Codes = np.unique(table, axis=0, return_inverse=True)[1].ravel()
    return kinds
