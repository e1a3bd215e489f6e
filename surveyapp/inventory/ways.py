"""How far is near: on foot or by car, in minutes or kilometres, and how places are shared.

A county decides it for each kind of place. Nothing here is a norm; the packaged values are where
planners usually begin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Mode(StrEnum):
    """How families travel."""

    WALK = "walk"
    DRIVE = "drive"


class Unit(StrEnum):
    """In what a way is measured."""

    MINUTES = "minutes"
    KILOMETRES = "km"


class Catchment(StrEnum):
    """How the places of a facility are shared among the children who reach it."""

    #: Every place within the last zone counts alike.
    LIMIT = "2sfca"
    #: The further the zone, the less a place counts.
    ZONES = "e2sfca"
    #: Places count less and less, without a step, up to the last zone.
    BELL = "gaussian"


SPEEDS: Mapping[Mode, float] = MappingProxyType({Mode.WALK: 4.5, Mode.DRIVE: 50.0})
"""Kilometres on the road in an hour where nobody measured: with a child by the hand, on country roads."""

MODE_WORDS: Mapping[Mode, str] = MappingProxyType({Mode.WALK: "zu Fuß", Mode.DRIVE: "mit dem Auto"})
UNIT_WORDS: Mapping[Unit, str] = MappingProxyType({Unit.MINUTES: "Minuten", Unit.KILOMETRES: "km"})
CATCHMENT_WORDS: Mapping[Catchment, str] = MappingProxyType(
    {
        Catchment.LIMIT: "alle Plätze bis zur letzten Grenze zählen gleich (2SFCA)",
        Catchment.ZONES: "nahe Plätze zählen mehr, in drei Stufen (E2SFCA)",
        Catchment.BELL: "nahe Plätze zählen mehr, ohne Stufen (Gauß)",
    }
)
"""German words for each; the page of a kind of place and the figures use the same."""

SHORTEST, LONGEST = 0.1, 240.0
"""Least and greatest way a county may set, in kilometres or minutes."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What counts as near for one kind of place."""

    mode: Mode
    unit: Unit
    #: A place up to here is near.
    reach: float
    catchment: Catchment
    #: Ends of the three zones within which places are shared, in the same unit.
    zones: tuple[float, float, float]

    def __post_init__(self) -> None:
        """Refuse zones that do not grow.

        Raises
        ------
        ValueError
            Naming the zones and what they have to be.
        """
        near, middle, far = self.zones
        if not 0 < near < middle < far or self.reach <= 0:
            message = f"reach {self.reach} and zones {self.zones}: give rising numbers above zero"
            raise ValueError(message)

    @property
    def speed(self) -> float:
        """Return the kilometres of way in an hour where no travel time was handed in."""
        return SPEEDS[self.mode]

    @property
    def reach_km(self) -> float:
        """Return how many kilometres of way the reach is."""
        if self.unit is Unit.KILOMETRES:
            return self.reach
        return round(self.reach * self.speed / 60, 2)
