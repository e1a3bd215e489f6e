"""Publish a questionnaire that staff look at: packaged, or a draft that gets the next number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from surveyapp.questionnaire import document, library
from surveyapp.services import find_questionnaires as finding
from surveyapp.services.check_questionnaire import check_questionnaire
from surveyapp.services.draft_revisions import hold
from surveyapp.services.find_questionnaires import Kept, Stage
from surveyapp.services.publish import Outcome, PublishRefusal, publish
from surveyapp.services.run_bounded import Unfinished
from surveyapp.storage import draft_history, drafts, pretests
from surveyapp.storage.publications import Publication

NOT_SIGNED_OFF = PublishRefusal(
    "no second person has signed this draft off; let somebody else read it and agree",
    "Noch hat keine zweite Person diesen Entwurf freigegeben. Bitte lassen Sie ihn lesen und freigeben.",
)
CHANGED_MEANWHILE = PublishRefusal(
    "the draft was changed meanwhile; look at it again",
    "Der Entwurf wurde inzwischen geändert. Bitte sehen Sie sich den neuen Stand an.",
)


def publish_kept(
    session: Session, county_ags: str, kept: Kept, *, today: date, note: str
) -> Outcome:
    """Publish a document; a draft becomes the next version of its questionnaire and is a draft no more.

    A draft needs the agreement of a second person to what stands in it now.
    """
    text = _numbered(session, kept)
    if kept.stage is not Stage.DRAFT:
        return publish(session, text, today=today, note=note)
    # Checked before the draft is held: that takes seconds, in which nobody else could save.
    checked = check_questionnaire(text, library.pictures_of(kept.questionnaire.id))
    if isinstance(checked, Unfinished) or checked.errors:
        return checked
    outcome = _publish_draft(session, county_ags, kept, text, today=today, note=note)
    if isinstance(outcome, Publication):
        session.commit()
    else:
        session.rollback()
    return outcome


def _publish_draft(
    session: Session, county_ags: str, kept: Kept, text: str, *, today: date, note: str
) -> Outcome:
    """Publish a draft and delete it in the same transaction."""
    draft = hold(session, county_ags, kept.draft_id)
    if draft is None or draft.document != kept.text:
        return CHANGED_MEANWHILE
    if draft_history.sign_off_of(session, draft) is None:
        return NOT_SIGNED_OFF
    drafts.remove(session, draft)
    # What testers say of it is still to be read, and their links still open it.
    pretests.move_links(session, county_ags, kept.key, finding.key_of(document.parse(text)))
    return publish(session, text, today=today, note=note)


def _numbered(session: Session, kept: Kept) -> str:
    """Return the document with the number it gets; as it stands where that is its number."""
    asked = kept.questionnaire
    number = finding.next_version(finding.editions(session, asked.id), kept)
    is_numbered = kept.stage is not Stage.DRAFT or (asked.version, asked.correction) == (number, 0)
    # What was edited here is JSON; people read what is published.
    if is_numbered and not kept.text.startswith("{"):
        return kept.text
    version = asked.version if is_numbered else number
    return document.write(replace(asked, version=version, correction=0))
