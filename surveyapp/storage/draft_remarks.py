"""What people say about the elements of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.storage.db import new_id
from surveyapp.storage.draft_history import minute
from surveyapp.storage.staff import Staff
from surveyapp.storage.tables import DraftRemark

__all__ = ["DraftRemark"]


def add(
    session: Session,
    staff: Staff,
    *,
    draft_id: str,
    path: str,
    words: str,
    now: datetime,
    thread: Sequence[DraftRemark] = (),
) -> DraftRemark:
    """Enter a remark; without a thread it begins one."""
    id_ = new_id()
    remark = DraftRemark(
        id=id_,
        draft_id=draft_id,
        thread_id=thread[0].id if thread else id_,
        number=len(thread),
        path=path,
        words=words,
        staff_id=staff.id,
        who=staff.name,
        at=minute(now),
    )
    session.add(remark)
    session.flush()
    return remark


def remarks_of(session: Session, draft_id: str) -> Sequence[DraftRemark]:
    """Return the remarks of a draft, each thread in its order."""
    query = (
        select(DraftRemark)
        .where(DraftRemark.draft_id == draft_id)
        .order_by(DraftRemark.at, DraftRemark.thread_id, DraftRemark.number)
    )
    return session.scalars(query).all()


def follow(session: Session, draft_id: str, old: str, new: str) -> None:
    """Let what was said about an element, and about what is inside it, be found at its new address."""
    for remark in remarks_of(session, draft_id):
        if remark.path == old or remark.path.startswith(f"{old}/"):
            remark.path = new + remark.path.removeprefix(old)
    session.flush()
