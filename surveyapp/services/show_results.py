"""Find the results a visitor may see, and read as few of their figures as a page needs.

What every page begins with is kept in memory, since it never changes; figures of single questions by
group are read when a page asks for them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

from sqlalchemy.orm import Session

from analytics.released import Contents, ReleasedTable, is_comparable
from surveyapp.access.roles import NO_FACILITY, Action, Actor, may
from surveyapp.storage import releases
from surveyapp.storage.released_waves import ReleasedWave, released_waves
from surveyapp.storage.surveys import survey_by_slug

KEPT_RELEASES = 8
"""Releases whose first figures a process keeps in memory; each some hundred kilobytes."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one release and what they are about."""

    table: ReleasedTable
    contents: Contents


@dataclass(frozen=True, slots=True)
class Shown:
    """The results of one wave, as one visitor may see them."""

    wave: ReleasedWave
    #: All waves the visitor may see, the newest first.
    waves: tuple[ReleasedWave, ...]
    figures: Figures

    @property
    def earlier(self) -> ReleasedWave | None:
        """Return the newest wave before the shown one that it may be compared with."""
        before = (wave for wave in self.waves if wave.number < self.wave.number)
        alike = (wave for wave in before if is_comparable(wave.sampling, self.wave.sampling))
        return next(alike, None)


class _Kept:
    """The releases read last, shared by the threads of a process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._figures: OrderedDict[str, Figures] = OrderedDict()
        self._lock = Lock()

    def get(self, release_id: str) -> Figures | None:
        with self._lock:
            if release_id in self._figures:
                self._figures.move_to_end(release_id)
            return self._figures.get(release_id)

    def put(self, release_id: str, figures: Figures) -> None:
        with self._lock:
            self._figures[release_id] = figures
            while len(self._figures) > self._most:
                self._figures.popitem(last=False)


_kept = _Kept(KEPT_RELEASES)


def find(session: Session, slug: str, number: int | None, county_ags: str | None) -> Shown | None:
    """Return the results of a survey's wave, or None where the visitor may not see any.

    Everybody sees public releases; staff of the survey's county also see those not yet public.
    ``number`` is the wave's number, None for the newest.
    """
    waves = _visible(released_waves(session, slug), county_ags)
    if not waves:
        waves = released_waves(session, slug, only_public=True)
    chosen = next((wave for wave in waves if number in {None, wave.number}), None)
    if chosen is None:
        return None
    return Shown(chosen, tuple(waves), read(session, chosen))


def county_read(session: Session, slug: str, visitor: Actor | None) -> str | None:
    """Return the county of a survey whose figures the visitor may read before they are public."""
    survey = survey_by_slug(session, slug) if visitor is not None else None
    if visitor is None or survey is None:
        return None
    facility = survey.place_id or NO_FACILITY
    reads = (Action.READ_RELEASED, Action.FOLLOW_SURVEY)
    is_allowed = any(may(visitor, each, survey.county_ags, facility) for each in reads)
    return survey.county_ags if is_allowed else None


def _visible(waves: Sequence[ReleasedWave], county_ags: str | None) -> Sequence[ReleasedWave]:
    is_own = bool(waves) and waves[0].county_ags == county_ags
    return waves if is_own else ()


def read(session: Session, wave: ReleasedWave) -> Figures:
    """Return the first figures of a wave that ``find`` listed: the county's, and needs by area."""
    kept = _kept.get(wave.release_id)
    if kept is not None:
        return kept
    release = releases.release_by_id(session, wave.release_id)
    if release is None:
        message = f"Release {wave.release_id} is gone; list the waves anew with released_waves()."
        raise LookupError(message)
    released = releases.read_first(session, release)
    figures = Figures(released.table, released.contents)
    _kept.put(wave.release_id, figures)
    return figures


def with_topics(session: Session, shown: Shown, topics: Sequence[str]) -> Figures:
    """Return the first figures together with those of some topics by area and by each axis."""
    first = shown.figures
    if not topics:
        return first
    more = releases.read_topics(session, shown.wave.release_id, first.table.minimum, topics)
    known = {cell.key for cell in first.table}
    added = tuple(cell for cell in more if cell.key not in known)
    return replace(first, table=ReleasedTable((*first.table, *added), first.table.minimum))
