"""Released surveys of several counties side by side, for those who may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from analytics.released import OPEN_WORDS
from surveyapp.access.roles import Actor
from surveyapp.region import territory
from surveyapp.services.list_results import counties_read
from surveyapp.storage import releases
from surveyapp.storage.survey_results import SurveyResults, survey_results


@dataclass(frozen=True, slots=True)
class Beside:
    """One released survey of one county."""

    slug: str
    title: str
    wave: int
    released_on: date
    #: Families, rounded as everywhere; 0 where a release does not say.
    families: int
    is_public: bool
    caveat: str


@dataclass(frozen=True, slots=True)
class CountyBeside:
    """One county and what it has released."""

    name: str
    surveys: tuple[Beside, ...]


def counties_beside(session: Session, actor: Actor) -> tuple[CountyBeside, ...]:
    """Return every county whose figures the actor may read, with its released surveys."""
    counties = counties_read(actor)
    found: dict[str, list[Beside]] = {ags: [] for ags in counties}
    for row in survey_results(session, counties):
        if row.county_ags in found:
            found[row.county_ags].append(_beside(session, row))
    named = ((territory.county(ags).name, tuple(rows)) for ags, rows in found.items())
    return tuple(CountyBeside(*each) for each in sorted(named))


def _beside(session: Session, row: SurveyResults) -> Beside:
    release = releases.latest_release(session, row.slug)
    if release is None:
        message = f"the results of {row.slug} were listed and are gone; ask for the list again"
        raise LookupError(message)
    return Beside(
        slug=row.slug,
        title=row.title,
        wave=row.wave,
        released_on=release.created_on,
        families=int(release.contents.get("n", 0)),
        is_public=row.is_public,
        caveat=OPEN_WORDS if row.open_wave == row.wave else "",
    )
