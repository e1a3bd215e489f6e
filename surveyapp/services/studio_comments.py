"""Comments at the elements of a draft: threads that are resolved when everything is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from surveyapp.storage.staff import Staff


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
    raise NotImplementedError


def say(
    session: Session, actor: Staff, draft_id: str, path: str, words: str, *, now: datetime
) -> Thread | None:
    """Begin a thread at an element; None where there is nothing to say or no such draft."""
    raise NotImplementedError


def reply(
    session: Session, actor: Staff, draft_id: str, thread_id: str, words: str, *, now: datetime
) -> Thread | None:
    """Add a remark to a thread, which is open again then."""
    raise NotImplementedError


def settle(
    session: Session, actor: Staff, draft_id: str, thread_id: str, *, is_resolved: bool
) -> Thread | None:
    """Resolve a thread, or open it again."""
    raise NotImplementedError
