"""The trial run of a questionnaire, in the process of a job."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from surveyapp.services import find_questionnaires as finding
from surveyapp.services.asked import as_tried
from surveyapp.services.find_questionnaires import Kept
from surveyapp.services.jobs.work import JobRefusedError, Result, Work
from surveyapp.services.simulation.surroundings import surroundings_of
from surveyapp.services.trial.families import try_families
from surveyapp.services.trial.tally import Tally
from surveyapp.services.try_out import is_walkable
from surveyapp.storage import areas

FAMILIES = 500
"""Invented families of one trial run."""

SEED = 2025
"""The same families in every run, so that two runs of two drafts can be compared."""

_STEP = 25

GONE = "Diesen Fragebogen gibt es nicht mehr."
EMPTY = "In diesem Fragebogen steht noch keine Frage. Bitte fügen Sie zuerst eine hinzu."
TOO_LARGE = (
    "Dieser Fragebogen wiederholt Seiten so oft, dass er sich nicht durchspielen lässt. "
    "Bitte begrenzen Sie seine Listen."
)
NOWHERE = "Für Ihren Landkreis sind keine Gemeinden mit Kindern bekannt."


def fingerprint(text: str) -> str:
    """Return by what a document is known again: a report is of one state of it only."""
    return hashlib.sha256(text.encode()).hexdigest()


def work(work: Work, arguments: Mapping[str, Any]) -> Result:
    """Let invented families answer a questionnaire and count what they met."""
    day = date.fromisoformat(arguments["day"])
    kept = kept_for(work, arguments["key"])
    around = surroundings_of(work.session, work.county_ags, day)
    if not any(place.children for place in around):
        raise JobRefusedError(NOWHERE)
    groups = areas.areas_on(work.session, work.county_ags, day)
    work.session.commit()
    asked = as_tried(kept.questionnaire, work.county_ags, day)
    tally = Tally(asked, {ags: area.code for area in groups for ags in area.municipalities}, day)
    for done, tried in enumerate(try_families(asked, around, FAMILIES, SEED)):
        tally.add(tried)
        if done % _STEP == 0:
            work.progress(done, FAMILIES, "Erfundene Familien antworten")
    names = {area.code: area.name for area in groups}
    found = {**tally.to_json(), "document": fingerprint(kept.text), "areas": names}
    return Result(found={**found, "day": day.isoformat()})


def kept_for(work: Work, key: str) -> Kept:
    """Return the questionnaire a job is about.

    Raises
    ------
    JobRefusedError
        If it is gone, empty or too large to be walked.
    """
    kept = finding.by_key(work.session, work.county_ags, key)
    if kept is None:
        raise JobRefusedError(GONE)
    if not any(page.questions for page in kept.questionnaire.pages):
        raise JobRefusedError(EMPTY)
    if not is_walkable(kept.questionnaire):
        raise JobRefusedError(TOO_LARGE)
    return kept
