"""Which waves of a survey have results: one row each, without the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from surveyapp.storage.tables import Quote, Release, Survey, Wave


@dataclass(frozen=True, slots=True)
class ReleasedWave:
    """One wave and its newest finished release."""

    number: int
    release_id: str
    county_ags: str
    title: str
    is_public: bool
    created_on: date
    #: all, random or open.
    sampling: str
    #: Whether a wording of a family's text was approved for everybody.
    has_voices: bool


def released_waves(
    session: Session, slug: str, *, only_public: bool = False
) -> Sequence[ReleasedWave]:
    """Return the waves of a survey that have a finished release, the newest wave first.

    One statement. With ``only_public``, the newest public release of each wave counts.
    """
    query = (
        select(
            Wave.number,
            Release.id,
            Survey.county_ags,
            Survey.title,
            Release.is_public,
            Release.created_on,
            Wave.sampling,
            exists().where(Quote.wave_id == Wave.id),
        )
        .join(Wave, Wave.id == Release.wave_id)
        .join(Survey, Survey.id == Wave.survey_id)
        .where(Survey.slug == slug, Release.state == "done")
        .order_by(Wave.number.desc(), Release.number.desc())
    )
    if only_public:
        query = query.where(Release.is_public)
    newest: dict[int, ReleasedWave] = {}
    for row in session.execute(query):
        newest.setdefault(row.number, ReleasedWave(*row))
    return tuple(newest.values())
