"""How much is known of the supply, and how old it is; every figure of supply carries it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from surveyapp.inventory import lists
from surveyapp.inventory.rows import USABLE
from surveyapp.services.releasing.setting import Setting
from surveyapp.storage.capacities import reported
from surveyapp.storage.inventory import Place

MISMATCH = "mismatch"
"""Quality of a position that contradicts the municipality of its place."""


@dataclass(frozen=True, slots=True)
class SupplyQuality:
    """How complete and how old the places of one facility type are."""

    facilities: int
    #: Facilities that reported how many places they have.
    reported: int
    #: Oldest and newest key date of what they reported; None where nobody did.
    oldest: date | None
    newest: date | None
    #: Facilities whose position cannot be trusted; they are left out of ways.
    misplaced: int

    @property
    def known(self) -> float:
        """Return the share of facilities that reported their places; 1 where there are none."""
        return self.reported / self.facilities if self.facilities else 1.0


def supply_quality(setting: Setting, facility_type: str) -> SupplyQuality:
    """Return how much is known of a facility type in the county on the day of the setting."""
    return quality_of(places_of(setting, facility_type), setting.day)


def quality_of(places: Sequence[Place], day: date) -> SupplyQuality:
    """Return how much is known of some places on a day."""
    found = [reported(place, USABLE, day) for place in places]
    known = [each for each in found if each is not None]
    return SupplyQuality(
        facilities=len(places),
        reported=len(known),
        oldest=min((each.oldest for each in known), default=None),
        newest=max((each.newest for each in known), default=None),
        misplaced=sum(place.position_quality == MISMATCH for place in places),
    )


def places_of(setting: Setting, facility_type: str) -> tuple[Place, ...]:
    """Return the places of a facility type, those at doubtful positions included."""
    return tuple(place for place in setting.places if place.type == facility_type)


def is_counted(facility_type: str) -> bool:
    """Say whether places of a type are counted, so that silence about them means something."""
    packaged = lists.facility_types().get(facility_type)
    return packaged is not None and packaged.places_are_counted


def state_words(quality: SupplyQuality, *, is_counted: bool) -> str:
    """Say how old the numbers of places are and how many facilities gave one.

    Empty where nobody counts places of this kind, and nobody did.
    """
    every = quality.facilities
    if quality.oldest is None or quality.newest is None:
        if not is_counted or not every:
            return ""
        return "noch keine Einrichtung hat Plätze gemeldet"
    first, last = month_words(quality.oldest), month_words(quality.newest)
    state = f"Stand: {last if first == last else f'{first} bis {last}'}"
    if every == 1:
        return f"{state}, die einzige Einrichtung hat Plätze gemeldet"
    verb = "hat" if quality.reported == 1 else "haben"
    return f"{state}, {quality.reported} von {every} Einrichtungen {verb} Plätze gemeldet"


def month_words(day: date) -> str:
    """Return a month as ``März 2026``."""
    return format_date(day, "MMMM yyyy", locale="de")
