"""Links for testers: the real pages of a questionnaire, whose answers no survey ever counts.

They lie in tables of their own, and nothing here knows the urn or the register. Names and numbers that
testers write into texts are replaced as in real answers.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
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
from surveyapp.storage.pretests import PretestAnswer, PretestLink, PretestRemark

KEPT = timedelta(days=30)
"""After which answers and remarks of testers are deleted, and links that have ended."""

LONGEST_DAYS = 90
"""Days a link may be open at most."""

MOST_ANSWERS, MOST_REMARKS = 200, 2000
"""What one link takes; a link that went astray fills no store."""

MOST_LINKS = 50
"""Links a county may have to one questionnaire."""

LONGEST_REMARK = 1000
"""Characters of a remark, a line break counted once; a longer one is sent back, never cut."""


class Taken(StrEnum):
    """What became of what a tester sent."""

    KEPT = "kept"
    #: The link has taken as much as it may.
    FULL = "full"
    #: The link was deleted meanwhile.
    GONE = "gone"
    TOO_LONG = "too_long"


def make_link(
    session: Session,
    county_ags: str,
    key: str,
    note: str,
    *,
    today: date,
    until: date,
    once: str = "",
) -> PretestLink | None:
    """Make a link to a questionnaire; None where it has as many as it may; commits.

    Asked again with the same ``once``, it is the same link.
    """
    link_id = _mark(f"{county_ags} {key} {once}".encode(), "link")[:22] if once else new_id()
    session.rollback()  # what was read must not keep SQLite from writing
    if pretests.hold(session, link_id):
        session.rollback()
        return pretests.link_of(session, county_ags, link_id)
    if len(pretests.links_of(session, county_ags, key)) >= MOST_LINKS:
        session.rollback()
        return None
    is_new = pretests.add_link(
        session,
        id=link_id,
        county_ags=county_ags,
        secret=secrets.token_urlsafe(32),
        key=key,
        note=note,
        made_on=today,
        until=until,
    )
    if is_new:
        session.commit()
    else:  # pressed twice in the same moment
        session.rollback()
    return pretests.link_of(session, county_ags, link_id)


def opened(session: Session, secret: str, today: date) -> tuple[PretestLink, Kept] | None:
    """Return what a link opens; None where it is over, was deleted, or its draft is gone."""
    link = pretests.by_secret(session, secret)
    if link is None or link.until < today:
        return None
    kept = kept_by_key(session, link.county_ags, link.key)
    return None if kept is None else (link, kept)


def take_answers(
    session: Session,
    link_id: str,
    claim: bytes,
    asked: Questionnaire,
    answers: Answers,
    *,
    language: str,
    today: date,
) -> Taken:
    """Keep what a tester answered, apart from every survey; commits.

    ``claim`` is the random number the tester's page carries: sent twice, the later answers stand.
    """
    mark = _mark(claim, "answer")
    session.commit()
    if not pretests.hold(session, link_id):
        return Taken.GONE
    is_more = pretests.is_new(session, PretestAnswer, link_id, mark)
    if is_more and pretests.count(session, link_id)[0] >= MOST_ANSWERS:
        return Taken.FULL
    document = _document(asked, answers)
    pretests.put_answer(session, link_id, mark, language=language, document=document, today=today)
    session.commit()
    return Taken.KEPT


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


def take_remark(
    session: Session, link_id: str, claim: bytes, step: str, words: str, today: date
) -> Taken:
    """Keep what a tester said of a page, or delete it where it was taken back; commits."""
    said, mark = unified(words), _mark(claim, "remark", step)
    if len(said) > LONGEST_REMARK:
        return Taken.TOO_LONG
    if not said and pretests.is_new(session, PretestRemark, link_id, mark):
        return Taken.KEPT
    session.commit()
    if not pretests.hold(session, link_id):
        return Taken.GONE
    if not said:
        pretests.remove_remark(session, link_id, mark)
    elif not _has_room(session, link_id, mark):
        return Taken.FULL
    else:
        page, words = step.partition(".")[0], redact(said, LONGEST_REMARK)
        pretests.put_remark(session, link_id, mark, page=page, words=words, today=today)
    session.commit()
    return Taken.KEPT


def unified(words: str) -> str:
    """Return words as a browser counts them: a line break is one character."""
    return words.replace("\0", "").replace("\r\n", "\n").strip()


def _has_room(session: Session, link_id: str, mark: str) -> bool:
    is_more = pretests.is_new(session, PretestRemark, link_id, mark)
    return not is_more or pretests.count(session, link_id)[1] < MOST_REMARKS


def remark_of(session: Session, link_id: str, claim: bytes, step: str) -> str:
    """Return what the tester said of a page before; empty where nothing."""
    return pretests.remark_with(session, link_id, _mark(claim, "remark", step))


def _mark(claim: bytes, *of: str) -> str:
    """Return what tells the same tester's answer or remark again, and nothing of the other one."""
    return hmac.digest(claim, "\0".join(of).encode(), "sha256").hex()


def count_due(session: Session, today: date) -> int:
    """Return how many links, answers and remarks of testers have had their time."""
    return pretests.count_before(session, today - KEPT)


def forget_due(session: Session, today: date) -> None:
    """Delete what testers left long ago, and links that ended; commits."""
    pretests.forget_before(session, today - KEPT)
    session.commit()
