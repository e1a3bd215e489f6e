"""What a county hands in: places, what they hold, offers, and everything wrong with a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

AGE_GROUP_OF_ALL = ""
"""Age group of places for everybody."""

LONG_AGO = date(1990, 1, 1)
"""First day of a place or offer whose beginning nobody wrote down."""

APPROVED, USABLE, TAKEN = "approved", "usable", "taken"

YES, NO, UNKNOWN = "yes", "no", "unknown"

LONGEST_HOURS = 400
"""Characters of opening hours, which is what the database keeps."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One filled row of a table as it was written."""

    #: Number of the row as a spreadsheet shows it; the header is usually row 1.
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: its header and its filled rows, all as text."""

    #: File name, with the name of the sheet where a file may have several.
    name: str
    header: SheetRow
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, why, and what to do about it; in German, shown to staff."""

    sheet: str
    #: 0 where the whole file is meant.
    row: int
    #: Empty where the whole row is meant.
    column: str
    value: str
    reason: str
    cure: str


@dataclass(frozen=True, slots=True)
class Note:
    """What was taken over but should be looked at; in German, shown to staff."""

    sheet: str
    row: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class KnownType:
    """A kind of place or offer the county keeps."""

    code: str
    label: str
    #: Further words for it, such as its plural.
    names: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    life_stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountyLists:
    """What a row may refer to in one county."""

    county_name: str
    types: Mapping[str, KnownType]
    #: Key of the municipality to its name.
    municipalities: Mapping[str, str]
    #: Code of the planning area to its name.
    areas: Mapping[str, str]
    #: Judges (municipality, lon, lat): ok, near_border, mismatch or outside.
    judge_position: Callable[[str, float, float], str]
    #: Keys of the places already kept, which offers may name.
    place_keys: frozenset[str] = frozenset()
    #: Ids of the inhabited square kilometres of the county, from which travel times may start.
    grid_cells: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Count:
    """How many children or guests a place holds on one key date."""

    #: Such as ``0-2``; empty for all ages.
    age_group: str
    #: approved, usable or taken.
    kind: str
    key_date: date
    number: int


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place, ready to be kept."""

    key: str
    type: str
    name: str
    carrier: str
    #: None only where the source itself does not know.
    municipality_ags: str | None
    lon: float
    lat: float
    #: ok, near_border, mismatch or unknown.
    position_quality: str
    #: yes, partial, no or unknown.
    steps_free: str
    source: str
    is_example: bool
    valid_from: date
    #: First day on which the place no longer exists.
    valid_to: date | None
    counts: tuple[Count, ...] = ()
    #: When it is open, as ``hours.OpeningHours`` writes it; empty where nobody knows.
    opening_hours: str = ""
    #: Whether it is open in the school holidays: yes, no or unknown.
    in_holidays: str = UNKNOWN
    #: Languages spoken there; empty where nobody knows.
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer, ready to be kept; without place and areas it is for the whole county."""

    key: str
    type: str
    title: str
    carrier: str
    place_key: str | None
    areas: tuple[str, ...]
    prevention_level: str
    life_stages: tuple[str, ...]
    fields: tuple[str, ...]
    target_groups: tuple[str, ...]
    languages: tuple[str, ...]
    source: str
    is_example: bool
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Stock:
    """The places and offers of one hand-in, free of faults."""

    places: tuple[PlaceRow, ...] = ()
    offers: tuple[OfferRow, ...] = ()
    notes: tuple[Note, ...] = field(default=())
