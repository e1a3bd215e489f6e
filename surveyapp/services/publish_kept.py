"""Publish a questionnaire that staff look at: packaged, or a draft that gets the next number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from surveyapp.questionnaire import document
from surveyapp.services import find_questionnaires as finding
from surveyapp.services.check_questionnaire import Checked, check_questionnaire
from surveyapp.services.find_questionnaires import Kept, Stage
from surveyapp.services.publish import PublishRefusal, publish
from surveyapp.services.run_bounded import Unfinished
from surveyapp.storage import drafts
from surveyapp.storage.publications import Publication

Outcome = Publication | PublishRefusal | Checked | Unfinished
"""Published; refused by a sentence; refused by errors of the check; or the check did not finish."""


def publish_kept(
    session: Session, county_ags: str, kept: Kept, *, today: date, note: str
) -> Outcome:
    """Publish a document; a draft becomes the next version of its questionnaire and is a draft no more."""
    text = _numbered(session, kept)
    # Checked apart from this process first: only what is known to be checked quickly is checked here.
    checked = check_questionnaire(text)
    if isinstance(checked, Unfinished) or checked.errors:
        return checked
    outcome = publish(session, text, today=today, note=note)
    draft = drafts.draft_of(session, county_ags, kept.draft_id)
    if isinstance(outcome, Publication) and draft is not None:
        drafts.remove(session, draft)
        session.commit()
    return outcome


def _numbered(session: Session, kept: Kept) -> str:
    """Return the document with the number it gets; as it stands where that is its number."""
    asked = kept.questionnaire
    number = finding.next_version(finding.editions(session, asked.id), kept)
    if kept.stage is not Stage.DRAFT or (asked.version, asked.correction) == (number, 0):
        return kept.text
    return document.write(replace(asked, version=number, correction=0))
