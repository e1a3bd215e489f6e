"""Keep a questionnaire as a draft of a county, and give it up again."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from surveyapp.questionnaire import document
from surveyapp.questionnaire.texts import wording
from surveyapp.services.find_questionnaires import DRAFT
from surveyapp.storage import draft_history, drafts, pretests
from surveyapp.storage.drafts import DraftQuestionnaire
from surveyapp.storage.staff import Staff

MOST_DRAFTS = 50
"""Drafts a county may keep at once."""


class KeepRefusal(StrEnum):
    """Why a draft was not kept."""

    #: The county keeps as many as it may.
    TOO_MANY = "too_many"
    #: What was sent is no questionnaire, or not whole.
    NOT_READABLE = "not_readable"


def keep_draft(
    session: Session,
    county_ags: str,
    text: str,
    *,
    today: date,
    by: Staff | None = None,
    now: datetime | None = None,
) -> DraftQuestionnaire | KeepRefusal:
    """Keep a questionnaire as a draft of a county; who brought it in cannot sign it off alone."""
    try:
        questionnaire = document.parse(text)
    except document.DocumentError:
        return KeepRefusal.NOT_READABLE
    if drafts.count_of(session, county_ags) >= MOST_DRAFTS:
        return KeepRefusal.TOO_MANY
    title = wording(questionnaire.title, "de") or questionnaire.id
    draft = drafts.add(session, county_ags=county_ags, title=title, document=text, updated_on=today)
    if by is not None and now is not None:
        draft_history.add(session, draft, by, deed="start", edits="[]", changes="[]", now=now)
    session.commit()
    return draft


def give_up_draft(session: Session, draft: DraftQuestionnaire) -> None:
    """Delete a draft for good, with the links for testers to it and what came in through them."""
    pretests.remove_links_to(session, draft.county_ags, f"{DRAFT}.{draft.id}")
    drafts.remove(session, draft)
    session.commit()
