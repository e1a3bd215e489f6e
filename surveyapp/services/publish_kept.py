"""Publish a questionnaire that staff look at: packaged, or a draft that gets the next number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from surveyapp.questionnaire import document
from surveyapp.services import find_questionnaires as finding
from surveyapp.services.find_questionnaires import Kept, Stage
from surveyapp.services.publish import Outcome, publish
from surveyapp.storage import drafts
from surveyapp.storage.publications import Publication


def publish_kept(
    session: Session, county_ags: str, kept: Kept, *, today: date, note: str
) -> Outcome:
    """Publish a document; a draft becomes the next version of its questionnaire and is a draft no more."""
    text = _numbered(session, kept)
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
