"""What became of a draft: its revisions, and who agreed to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Select, delete, func, select
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
    return session.scalars(_latest_first(draft_id).where(DraftRevision.number > after)).all()


def last_of(session: Session, draft_id: str) -> DraftRevision | None:
    """Return the latest revision of a draft; None where it was never changed."""
    return session.scalar(_latest_first(draft_id).limit(1))


def writers_of(session: Session, draft_id: str) -> dict[str, str]:
    """Return the names of all who changed a draft since it was last agreed to, by account."""
    agreed = select(DraftSignOff.revision).where(DraftSignOff.draft_id == draft_id)
    query = (
        select(DraftRevision.staff_id, DraftRevision.who)
        .where(DraftRevision.draft_id == draft_id)
        .where(DraftRevision.number > func.coalesce(agreed.scalar_subquery(), -1))
        .order_by(DraftRevision.number)
    )
    return {row.staff_id: row.who for row in session.execute(query)}


class Step(NamedTuple):
    """One revision without what it changed."""

    number: int
    deed: str
    of: int | None
    staff_id: str


def steps_of(session: Session, draft_id: str) -> tuple[Step, ...]:
    """Return all revisions of a draft without what they changed, the first one first."""
    query = (
        select(DraftRevision.number, DraftRevision.deed, DraftRevision.of, DraftRevision.staff_id)
        .where(DraftRevision.draft_id == draft_id)
        .order_by(DraftRevision.number)
    )
    return tuple(Step(*row) for row in session.execute(query))


def _latest_first(draft_id: str) -> Select[DraftRevision]:
    return (
        select(DraftRevision)
        .where(DraftRevision.draft_id == draft_id)
        .order_by(DraftRevision.number.desc())
    )


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
