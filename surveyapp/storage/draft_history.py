"""What became of a draft: its revisions, and who agreed to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from surveyapp.storage.drafts import DraftQuestionnaire
from surveyapp.storage.staff import Staff
from surveyapp.storage.tables import DraftRevision, DraftSignOff

__all__ = ["DraftRevision", "DraftSignOff"]


def minute(now: datetime) -> datetime:
    """Return a moment as it is stored: to the minute, UTC."""
    return now.astimezone(UTC).replace(second=0, microsecond=0, tzinfo=None)


def aware(at: datetime) -> datetime:
    """Return a stored minute with its time zone."""
    return at.replace(tzinfo=UTC)


def add(
    session: Session,
    draft: DraftQuestionnaire,
    staff: Staff,
    *,
    deed: str,
    edits: str,
    changes: str,
    now: datetime,
    of: int | None = None,
) -> DraftRevision:
    """Enter the change that made the draft's latest revision."""
    revision = DraftRevision(
        draft_id=draft.id,
        number=draft.revision,
        deed=deed,
        of=of,
        staff_id=staff.id,
        who=staff.name,
        at=minute(now),
        edits=edits,
        changes=changes,
    )
    session.add(revision)
    session.flush()
    return revision


def revisions_of(session: Session, draft_id: str, after: int = -1) -> Sequence[DraftRevision]:
    """Return the revisions of a draft behind a number, the latest first."""
    query = (
        select(DraftRevision)
        .where(DraftRevision.draft_id == draft_id, DraftRevision.number > after)
        .order_by(DraftRevision.number.desc())
    )
    return session.scalars(query).all()


def sign(
    session: Session, draft: DraftQuestionnaire, staff: Staff, *, now: datetime
) -> DraftSignOff:
    """Enter that somebody agrees to the draft as it stands; an earlier agreement is over."""
    session.execute(delete(DraftSignOff).where(DraftSignOff.draft_id == draft.id))
    signed = DraftSignOff(
        draft_id=draft.id,
        revision=draft.revision,
        staff_id=staff.id,
        who=staff.name,
        at=minute(now),
    )
    session.add(signed)
    session.flush()
    return signed


def sign_off_of(session: Session, draft: DraftQuestionnaire) -> DraftSignOff | None:
    """Return who agreed to the draft as it stands now; None where nobody has."""
    query = select(DraftSignOff).where(
        DraftSignOff.draft_id == draft.id, DraftSignOff.revision == draft.revision
    )
    return session.scalar(query)
