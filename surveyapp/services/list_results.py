"""List the surveys whose results a visitor may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analytics.released import OPEN_WORDS
from surveyapp.access.roles import Action, Actor, may, own_facility
from surveyapp.region import territory
from surveyapp.storage.survey_results import survey_results


@dataclass(frozen=True, slots=True)
class Listed:
    """One survey as the list of results names it."""

    slug: str
    title: str
    county_name: str
    wave: int
    is_public: bool
    #: What has to stand beside these results; mostly nothing.
    caveat: str


def counties_read(visitor: Actor | None) -> frozenset[str]:
    """Return the counties whose released figures somebody may read before they are public."""
    if visitor is None:
        return frozenset()
    known = territory.load().counties
    return frozenset(each for each in known if may(visitor, Action.READ_RELEASED, each))


def facility_read(visitor: Actor | None) -> int | None:
    """Return the facility whose released figures somebody may read before they are public."""
    own = None if visitor is None else own_facility(visitor)
    if visitor is None or own is None:
        return None
    return own if may(visitor, Action.FOLLOW_SURVEY, visitor.county_ags, own) else None


def visible(session: Session, visitor: Actor | None) -> Sequence[Listed]:
    """Return the surveys with public results, and those the visitor may read before they are public.

    ``visitor`` is the account of staff, None for everybody else.
    """
    return tuple(
        Listed(
            s.slug,
            s.title,
            territory.county(s.county_ags).name,
            s.wave,
            bool(s.is_public),
            OPEN_WORDS if s.open_wave == s.wave else "",
        )
        for s in survey_results(session, counties_read(visitor), facility_read(visitor))
    )
