"""Comments at the elements of a draft: threads that are resolved when everything is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from surveyapp.services.draft_revisions import hold, let_go
from surveyapp.storage import draft_remarks, drafts
from surveyapp.storage.draft_history import aware
from surveyapp.storage.draft_remarks import DraftRemark
from surveyapp.storage.staff import Staff

LONGEST = 2000
"""Characters of one remark, a line break counted once; a longer one is refused, never cut."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing somebody said."""

    who: str
    when: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Thread:
    """Remarks about one element, the first one first."""

    id: str
    #: Address of the element; it may be gone meanwhile.
    path: str
    remarks: tuple[Remark, ...]
    is_resolved: bool


def threads(session: Session, actor: Staff, draft_id: str) -> tuple[Thread, ...]:
    """Return the threads of a draft, open ones first."""
    if drafts.draft_of(session, actor.county_ags, draft_id) is None:
        return ()
    found = [_thread(rows) for rows in _rows(session, draft_id).values()]
    return tuple(sorted(found, key=lambda each: each.is_resolved))


def say(
    session: Session, actor: Staff, draft_id: str, path: str, words: str, *, now: datetime
) -> Thread | None:
    """Begin a thread at an element; None where there is nothing to say or no such draft."""
    said = _said(words)
    if drafts.draft_of(session, actor.county_ags, draft_id) is None or not said:
        return None
    first = draft_remarks.add(
        session, actor, draft_id=draft_id, path=path[:400], words=said, now=now
    )
    session.commit()
    return _thread([first])


def reply(
    session: Session, actor: Staff, draft_id: str, thread_id: str, words: str, *, now: datetime
) -> Thread | None:
    """Add a remark to a thread, which is open again then."""
    # Held, so that two replies at once get different places.
    is_own = hold(session, actor.county_ags, draft_id) is not None
    rows = _rows(session, draft_id).get(thread_id, []) if is_own else []
    said = _said(words)
    if rows and said:
        path = rows[0].path
        rows[0].is_resolved = False
        rows.append(
            draft_remarks.add(
                session, actor, draft_id=draft_id, path=path, words=said, now=now, thread=rows
            )
        )
    if not (rows and said):
        let_go(session)
        return None
    session.commit()
    return _thread(rows)


def settle(
    session: Session, actor: Staff, draft_id: str, thread_id: str, *, is_resolved: bool
) -> Thread | None:
    """Resolve a thread, or open it again."""
    is_own = drafts.draft_of(session, actor.county_ags, draft_id) is not None
    rows = _rows(session, draft_id).get(thread_id, []) if is_own else []
    if not rows:
        return None
    rows[0].is_resolved = is_resolved
    session.commit()
    return _thread(rows)


def is_too_long(words: str) -> bool:
    """Say whether words are more than one remark takes."""
    return len(_unified(words)) > LONGEST


def _said(words: str) -> str:
    return "" if is_too_long(words) else _unified(words)


def _unified(words: str) -> str:
    return words.replace("\x00", "").replace("\r\n", "\n").strip()


def _rows(session: Session, draft_id: str) -> dict[str, list[DraftRemark]]:
    found: dict[str, list[DraftRemark]] = {}
    for row in draft_remarks.remarks_of(session, draft_id):
        found.setdefault(row.thread_id, []).append(row)
    return found


def _thread(rows: Sequence[DraftRemark]) -> Thread:
    ordered = sorted(rows, key=lambda row: row.number)
    remarks = tuple(Remark(row.who, aware(row.at), row.words) for row in ordered)
    return Thread(ordered[0].id, ordered[0].path, remarks, ordered[0].is_resolved)
