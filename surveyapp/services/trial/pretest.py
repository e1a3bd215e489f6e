"""Links for testers: the real pages of a questionnaire, whose answers no survey ever counts.

They lie in tables of their own, and nothing here knows the urn or the register. Names and numbers that
testers write into texts are replaced as in real answers.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.redaction import redact
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.text import LONGEST
from surveyapp.questionnaire.values import Answers
from surveyapp.services.find_questionnaires import Kept
from surveyapp.services.find_questionnaires import by_key as kept_by_key
from surveyapp.storage import pretests
from surveyapp.storage.db import new_id
from surveyapp.storage.pretests import PretestLink

KEPT_DAYS = 30
"""Days after which answers and remarks of testers are deleted, and links that have ended."""

LONGEST_DAYS = 90
"""Days a link may be open at most."""

MOST_ANSWERS, MOST_REMARKS = 200, 2000
"""What one link takes; a link that went astray fills no store."""

LONGEST_REMARK = 1000


def make_link(
    session: Session, county_ags: str, key: str, note: str, *, today: date, until: date
) -> PretestLink:
    """Make a link to a questionnaire; commits."""
    link = PretestLink(
        id=new_id(),
        county_ags=county_ags,
        secret=secrets.token_urlsafe(32),
        key=key,
        note=note,
        made_on=today,
        until=until,
    )
    pretests.add_link(session, link)
    session.commit()
    return link


def opened(session: Session, secret: str, today: date) -> tuple[PretestLink, Kept] | None:
    """Return what a link opens; None where it is over, was deleted, or its draft is gone."""
    link = pretests.by_secret(session, secret)
    if link is None or link.until < today:
        return None
    kept = kept_by_key(session, link.county_ags, link.key)
    return None if kept is None else (link, kept)


def take_answers(
    session: Session,
    link: PretestLink,
    asked: Questionnaire,
    answers: Answers,
    *,
    language: str,
    today: date,
) -> bool:
    """Keep what a tester answered, apart from every survey; False where the link is full; commits."""
    if pretests.count(session, link.id)[0] >= MOST_ANSWERS:
        return False
    pretests.add_answer(session, link.id, language, _document(asked, answers), today)
    session.commit()
    return True


def _document(asked: Questionnaire, answers: Answers) -> Mapping[str, Any]:
    """Return the answers that lie on the way, names in texts replaced."""
    questions = index_of(asked).questions
    on_way = walk(asked, answers).answers().to_json()
    return {
        name: _without_names(value)
        if name in questions and kind_of(questions[name]).is_stored_apart
        else value
        for name, value in on_way.items()
    }


def _without_names(value: str | dict[str, str]) -> str | dict[str, str]:
    if isinstance(value, dict):
        return {item: redact(text, LONGEST) for item, text in value.items()}
    return redact(value, LONGEST)


def take_remark(session: Session, link: PretestLink, page: str, words: str, today: date) -> None:
    """Keep what a tester said of a page; nothing where it is empty or the link is full; commits."""
    said = redact(words.replace("\0", "").strip()[:LONGEST_REMARK], LONGEST_REMARK)
    if said and pretests.count(session, link.id)[1] < MOST_REMARKS:
        pretests.add_remark(session, link.id, page, said, today)
        session.commit()


def forget_due(session: Session, today: date) -> None:
    """Delete what testers left long ago; commits."""
    pretests.forget_before(session, today - timedelta(days=KEPT_DAYS))
    session.commit()
