"""How hard life is where: the German Index of Socioeconomic Deprivation of associations.

Published by the Robert Koch-Institut for associations, 2017 to 2021, in [0, 1]; a higher value means
more deprivation. ``packaged.POSTCODES`` is its attribution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from surveyapp.region.packaged import read_table
from surveyapp.region.territory import load


def deprivation_by_area(areas: Mapping[str, Sequence[str]]) -> Mapping[str, float]:
    """Return the index of areas, the mean of their municipalities by persons.

    ``areas`` maps codes to keys of municipalities. An area none of whose associations has a value is
    left out.
    """
    index, municipalities = _index(), load().municipalities
    found: dict[str, float] = {}
    for code, members in areas.items():
        known = [
            (municipalities[ags].persons, index[municipalities[ags].association_key])
            for ags in members
            if ags in municipalities and municipalities[ags].association_key in index
        ]
        persons = sum(number for number, _ in known)
        if persons:
            found[code] = sum(number * value for number, value in known) / persons
    return found


@cache
def _index() -> Mapping[str, float]:
    """Return the newest value of each association."""
    newest: dict[str, tuple[int, float]] = {}
    for row in read_table("th_gisd_associations.csv"):
        value = (int(row["year"]), float(row["gisd_score"]))
        newest[row["assoc_key"]] = max(value, newest.get(row["assoc_key"], value))
    return {key: value for key, (_, value) in newest.items()}
