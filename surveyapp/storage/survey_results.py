"""Which surveys have results: one row each, without the figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from surveyapp.storage.tables import Release, Survey, Wave


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """One survey with finished releases."""

    slug: str
    title: str
    county_ags: str
    #: Number of the newest wave with results.
    wave: int
    #: True when everybody may see the results of at least one wave.
    is_public: bool
    #: Number of the newest wave with results that anybody could answer; none without any.
    open_wave: int | None


def survey_results(
    session: Session, counties: Collection[str], place_id: int | None = None
) -> Sequence[SurveyResults]:
    """Return the surveys with public results, and those of some counties or of a facility with any.

    By title; one statement.
    """
    may_see = or_(Release.is_public, Survey.county_ags.in_(counties))
    if place_id is not None:
        may_see = or_(may_see, Survey.place_id == place_id)
    query = (
        select(
            Survey.slug,
            Survey.title,
            Survey.county_ags,
            func.max(Wave.number),
            func.count().filter(Release.is_public) > 0,
            func.max(Wave.number).filter(Wave.sampling == "open"),
        )
        .join(Wave, Wave.survey_id == Survey.id)
        .join(Release, Release.wave_id == Wave.id)
        .where(Release.state == "done", may_see)
        .group_by(Survey.id, Survey.slug, Survey.title, Survey.county_ags)
        .order_by(Survey.title, Survey.slug)
    )
    return tuple(SurveyResults(*row) for row in session.execute(query))
