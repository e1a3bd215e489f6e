"""How much is known of the supply, and how old it is; every figure of supply carries it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
    places = places_of(setting, facility_type)
    found = [reported(place, USABLE, setting.day) for place in places]
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
