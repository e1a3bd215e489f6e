"""Counties, associations, municipalities and postcodes by their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from surveyapp.region.model import AreaGroup, Association, County, Municipality, PostcodeShare
from surveyapp.region.packaged import read_table

_Entry = TypeVar("_Entry")


class UnknownPlaceError(LookupError):
    """A key names no county or municipality of the packaged territory."""


@dataclass(frozen=True, slots=True)
class Territory:
    """All counties, associations and municipalities by key, in the order of their keys."""

    counties: Mapping[str, County]
    associations: Mapping[str, Association]
    municipalities: Mapping[str, Municipality]


@cache
def load() -> Territory:
    """Return the packaged territory; reads one small file, once."""
    rows = list(read_table("th_municipalities.csv"))
    counties = {row["county_ags"]: County(row["county_ags"], row["county_name"]) for row in rows}
    associations = {
        row["assoc_key"]: Association(
            row["assoc_key"], row["assoc_name"], row["county_ags"], row["assoc_type"]
        )
        for row in rows
    }
    municipalities = {row["ags"]: _municipality(row) for row in rows}
    return Territory(_sorted(counties), _sorted(associations), _sorted(municipalities))


def county(ags: str) -> County:
    """Return the county with the key ``ags``; raises ``UnknownPlaceError`` for any other text."""
    try:
        return load().counties[ags]
    except KeyError:
        message = f"{ags!r} is no county of the packaged territory; keys are 5 digits such as 16065"
        raise UnknownPlaceError(message) from None


def municipality(ags: str) -> Municipality:
    """Return the municipality with the key ``ags``; raises ``UnknownPlaceError`` for other text."""
    try:
        return load().municipalities[ags]
    except KeyError:
        message = f"{ags!r} is no municipality of 31 December 2024; keys are 8 digits"
        raise UnknownPlaceError(message) from None


def municipalities_of(county_ags: str) -> tuple[Municipality, ...]:
    """Return the municipalities of a county, in the order of their names."""
    county(county_ags)
    inside = [m for m in load().municipalities.values() if m.county_ags == county_ags]
    return tuple(sorted(inside, key=lambda municipality: _sort_key(municipality.name)))


def associations_of(county_ags: str) -> tuple[Association, ...]:
    """Return the associations of a county, in the order of their names."""
    county(county_ags)
    inside = [a for a in load().associations.values() if a.county_ags == county_ags]
    return tuple(sorted(inside, key=lambda association: _sort_key(association.name)))


def default_areas(county_ags: str) -> tuple[AreaGroup, ...]:
    """Return the planning areas of a county that made none of its own: its associations."""
    members: dict[str, list[str]] = defaultdict(list)
    for one in municipalities_of(county_ags):
        members[one.association_key].append(one.ags)
    return tuple(
        AreaGroup(one.key, one.short_name, tuple(members[one.key]))
        for one in associations_of(county_ags)
    )


def municipalities_at(postcode: str) -> tuple[PostcodeShare, ...]:
    """Return the municipalities of a postcode, the one with most persons first.

    A postcode may lie in up to three counties, so it alone never settles the county.
    """
    return _postcodes().get(postcode, ())


def postcodes_of(county_ags: str) -> Mapping[str, tuple[str, ...]]:
    """Return the postcodes of each municipality of a county, in their order."""
    county(county_ags)
    found: dict[str, list[str]] = defaultdict(list)
    for postcode, shares in sorted(_postcodes().items()):
        for share in shares:
            if share.municipality_ags.startswith(county_ags):
                found[share.municipality_ags].append(postcode)
    return {ags: tuple(postcodes) for ags, postcodes in found.items()}


@cache
def _postcodes() -> Mapping[str, tuple[PostcodeShare, ...]]:
    shares: dict[str, list[PostcodeShare]] = defaultdict(list)
    for row in read_table("th_plz_municipality.csv"):
        shares[row["plz"]].append(PostcodeShare(row["ags"], float(row["share_of_plz"])))
    return {
        postcode: tuple(sorted(parts, key=lambda part: (-part.share, part.municipality_ags)))
        for postcode, parts in shares.items()
    }


def _municipality(row: Mapping[str, str]) -> Municipality:
    return Municipality(
        ags=row["ags"],
        name=row["name"],
        county_ags=row["county_ags"],
        association_key=row["assoc_key"],
        persons=int(row["pop_2023"]),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
    )


def _sorted(entries: Mapping[str, _Entry]) -> Mapping[str, _Entry]:
    return dict(sorted(entries.items()))


_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def _sort_key(name: str) -> str:
    # German telephone-book order would need a collator; folding the umlauts does for names.
    return name.lower().translate(_FOLD)
