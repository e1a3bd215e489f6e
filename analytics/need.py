"""Need against supply: missing places and how far places cover the need, with honest ends.

Everything here rests on released shares and on what is known of places, so its results may be shown.
Nothing heavy is imported: pages use it too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from analytics.contrast import contrast
from analytics.released import Cell, Flag, Measure

CLOSE = 1e-9
"""Slack when rounding outwards, so that 50.000000001 does not become 60."""


class GapVerdict(StrEnum):
    """What may be said about missing places."""

    #: The whole interval lies above zero: "Lücke belegt".
    PROVEN = "proven"
    #: The interval holds zero: "Lücke möglich".
    POSSIBLE = "possible"
    #: The whole interval lies at or below zero: "Lücke nicht belegt".
    NOT_PROVEN = "not_proven"


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number of places that is not known for sure, and the ends between which it lies."""

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse ends that do not hold the value.

        Raises
        ------
        ValueError
            Naming the three numbers.
        """
        if not self.low <= self.value <= self.high:
            message = f"{self.value} does not lie between {self.low} and {self.high}; swap the ends"
            raise ValueError(message)

    def __add__(self, other: Bounds) -> Bounds:
        """Return the sum: its ends are the sums of the ends."""
        return Bounds(self.value + other.value, self.low + other.low, self.high + other.high)


def exactly(number: float) -> Bounds:
    """Return a number of places that is known for sure."""
    return Bounds(number, number, number)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the places that answer a need in one area."""

    #: Places that can be used, those of them that are taken, and those that are free.
    usable: Bounds
    taken: Bounds
    free: Bounds
    #: Facilities, those of them with a number of places on file, and those whose newest is old.
    facilities: int = 0
    reported: int = 0
    outdated: int = 0


def gap(share: Cell, children: float, places: Bounds) -> Cell | None:
    """Compare the places that are wanted with those there are.

    Parameters
    ----------
    share
        Released share of children who lack a place, of a group of children.
    children
        Children of that group in the register.
    places
        Free places there are for them.

    Returns
    -------
    Cell or None
        Missing places ``children * share - places``, rounded to 10. The lower end joins the share's
        lower end with most places, the upper end its upper end with fewest; both are rounded
        outwards. The ends of the share are carried over exactly, since the transform is monotone,
        and those of the places are certain, so the interval keeps the level of the share's. None
        where the share was not released.

    Examples
    --------
    >>> wish = Cell(Measure.SHARE, "need.care", "area", "a", "1", 0.4, 0.3, 0.5, 100, Flag.PLAIN)
    >>> cell = gap(wish, children=1000, places=Bounds(250, 240, 270))
    >>> cell.value, cell.low, cell.high, str(verdict_of(cell))
    (150.0, 30.0, 260.0, 'proven')
    """
    if share.value is None or share.low is None or share.high is None:
        return None
    rounded = round((children * share.value - places.value) / 10) * 10.0
    low = _down(children * share.low - places.high, 10)
    high = _up(children * share.high - places.low, 10)
    return _made(Measure.GAP, share, rounded, min(low, rounded), max(high, rounded))


def verdict_of(missing: Cell) -> GapVerdict | None:
    """Return what a released number of missing places allows to say; None where there is none."""
    if missing.value is None or missing.low is None or missing.high is None:
        return None
    if missing.low > 0:
        return GapVerdict.PROVEN
    return GapVerdict.NOT_PROVEN if missing.high <= 0 else GapVerdict.POSSIBLE


def coverage(
    share: Cell, children: float, places: Bounds, taken: Bounds | None = None
) -> Cell | None:
    """Return places for each place wanted (Versorgungsquote), with its interval.

    Parameters
    ----------
    share
        As in ``gap``.
    children
        As in ``gap``.
    places
        Places that can be used.
    taken
        Those of them that are taken: their children want a place too, but lack none. Without it the
        share is of all who want a place.

    Returns
    -------
    Cell or None
        ``places / (taken + children * share)`` as a share, rounded to whole percent, its ends taken
        from the opposite ends of the share and rounded outwards. None where the share was not
        released, or may be 0 with no place taken: then there is no upper end.

    References
    ----------
    The ratio falls as the share grows, so inverting its interval is exact (Fieller's problem does
    not arise: only the share is random).

    Examples
    --------
    >>> wish = Cell(Measure.SHARE, "need.care", "area", "a", "1", 0.4, 0.25, 0.5, 100, Flag.PLAIN)
    >>> cell = coverage(wish, children=1000, places=exactly(250))
    >>> cell.value, cell.low, cell.high
    (0.62, 0.5, 1.0)
    """
    if share.value is None or share.low is None or share.high is None:
        return None
    there = taken or exactly(0)
    if there.low + children * share.low <= 0:
        return None
    value = round(places.value / (there.value + children * share.value), 2)
    low = _down(places.low / (there.high + children * share.high), 0.01)
    high = _up(places.high / (there.low + children * share.low), 0.01)
    return _made(Measure.COVERED, share, value, min(low, value), max(high, value))


def _made(measure: Measure, share: Cell, value: float, low: float, high: float) -> Cell:
    flag = Flag.PLAIN if share.flag is Flag.PLAIN else Flag.UNCERTAIN
    return Cell(measure, share.topic, share.view, share.group, "", value, low, high, share.n, flag)


def _down(value: float, step: float) -> float:
    return round(math.floor(value / step + CLOSE) * step, 2) + 0.0


def _up(value: float, step: float) -> float:
    return round(math.ceil(value / step - CLOSE) * step, 2) + 0.0


class Standing(StrEnum):
    """How an area stands beside its county where no places are counted."""

    #: More need than in the county for sure, and fewer children within reach of a place.
    BOTH = "both"
    #: More need for sure, though places are as near as elsewhere.
    NEED = "need"
    #: Places are farther away than elsewhere; that the need is higher is not proven.
    SUPPLY = "supply"
    NEITHER = "neither"


CLEARLY_LESS = 0.1
"""So far below the county's share of children within reach is called fewer."""


def standing_of(
    need: Cell | None, county_need: Cell | None, reach: Cell | None, county_reach: Cell | None
) -> Standing | None:
    """Set the need of an area beside what is within reach there, both against the county.

    Parameters
    ----------
    need
        Share in need in the area.
    county_need
        The same in the county.
    reach
        Share of children within reach of a place there; None counts as no place known.
    county_reach
        The same in the county.

    Returns
    -------
    Standing or None
        None where the need was not released.
    """
    if need is None or county_need is None:
        return None
    difference = contrast(need, county_need)
    if difference is None:
        return None
    here, there = (_number(cell) for cell in (reach, county_reach))
    is_thin = here <= there - CLEARLY_LESS or there == 0
    if difference.low > 0:
        return Standing.BOTH if is_thin else Standing.NEED
    return Standing.SUPPLY if is_thin else Standing.NEITHER


def _number(cell: Cell | None) -> float:
    return 0.0 if cell is None or cell.value is None else cell.value
