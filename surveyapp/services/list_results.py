"""List the surveys whose results a visitor may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analytics.released import OPEN_WORDS
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


def visible(session: Session, county_ags: str | None) -> Sequence[Listed]:
    """Return the surveys with public results, and with any results those of the visitor's county.

    ``county_ags`` is the county of staff, None for everybody else.
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
        for s in survey_results(session, county_ags)
    )
