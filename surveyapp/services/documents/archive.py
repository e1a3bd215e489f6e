"""All documents of a survey in one archive, made as long work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from surveyapp.services.documents import pack
from surveyapp.services.documents.facts import FilledInError, Profile, facts_of, filled_in
from surveyapp.services.documents.writers import WRITERS
from surveyapp.services.jobs.work import JobRefusedError, Result, Work
from surveyapp.storage import surveys

GONE = "Diese Befragung gibt es nicht mehr."


def work(work: Work, arguments: Mapping[str, Any]) -> Result:
    """Make the archive in the process of a job; says document by document how far it is."""
    survey = surveys.survey_by_slug(work.session, arguments["survey"])
    if survey is None or survey.county_ags != work.county_ags or not survey.waves:
        raise JobRefusedError(GONE)
    facts = facts_of(
        work.session,
        survey,
        Profile(arguments["profile"]),
        date.fromisoformat(arguments["day"]),
        _filled(work.county_ags),
    )
    work.session.commit()
    number = len(pack.DOCUMENTS) * len(WRITERS)
    content = pack.archive_of(
        facts, said=lambda done, name: work.progress(done, number, f"Datei {name}")
    )
    name = f"unterlagen-{facts.slug}-welle-{facts.wave}.zip"
    return Result(files=(work.keep(name, "application/zip", content),))


def _filled(county_ags: str) -> Mapping[str, str]:
    """Return what the county has filled in; its page says where that cannot be read."""
    try:
        return filled_in(county_ags)
    except FilledInError:
        return {}
