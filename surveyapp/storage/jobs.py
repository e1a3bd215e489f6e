"""The queue of long work: every change is one conditional statement, so that no two workers share a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.storage.db import lifted, new_id
from surveyapp.storage.tables import JobRow as Job

__all__ = ["Job"]

QUEUED = "queued"
RUNNING = "running"
DONE = "done"
FAILED = "failed"
CANCELLED = "cancelled"
OPEN = (QUEUED, RUNNING)
EVERY = (*OPEN, DONE, FAILED, CANCELLED)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for."""

    county_ags: str
    staff_id: str
    kind: str
    arguments: dict[str, Any]
    fingerprint: str
    page: str


def add(session: Session, asked: Asked, now: int, job_id: str = "") -> tuple[Job, bool]:
    """Put work into the queue, or return the same work that is open already; commits.

    Says besides whether it is new.
    """
    session.commit()
    for _attempt in range(3):
        if (same := _open_one(session, asked)) is not None:
            return same, False
        job = Job(
            id=job_id or new_id(),
            county_ags=asked.county_ags,
            staff_id=asked.staff_id,
            kind=asked.kind,
            arguments=asked.arguments,
            fingerprint=asked.fingerprint,
            page=asked.page,
            state=QUEUED,
            asked_at=now,
        )
        session.add(job)
        try:
            session.commit()
        except IntegrityError:
            # Somebody else asked at the same moment; should that work have ended by now, then again.
            session.rollback()
        else:
            return job, True
    message = f"work of kind {asked.kind!r} could not be put into the queue; try again"
    raise RuntimeError(message)


def _open_one(session: Session, asked: Asked) -> Job | None:
    query = select(Job).where(
        Job.county_ags == asked.county_ags,
        Job.kind == asked.kind,
        Job.fingerprint == asked.fingerprint,
        Job.state.in_(OPEN),
    )
    return session.scalar(query)


def by_id(session: Session, job_id: str) -> Job | None:
    """Return a job as it stands in the store now."""
    query = select(Job).where(Job.id == job_id).execution_options(populate_existing=True)
    return session.scalar(query)


def of_county(
    session: Session,
    county_ags: str,
    kinds: Sequence[str],
    states: Sequence[str] = EVERY,
    most: int = 100,
) -> Sequence[Job]:
    """Return the newest jobs of a county that are of some kinds and in some states."""
    query = (
        select(Job)
        .where(Job.county_ags == county_ags, Job.kind.in_(kinds), Job.state.in_(states))
        .order_by(Job.asked_at.desc(), Job.id)
        .limit(most)
    )
    return session.scalars(query).all()


def waiting_before(session: Session, job: Job) -> int:
    """Return how many other jobs are taken before this one, whosever they are."""
    query = select(func.count()).where(Job.state == QUEUED, Job.asked_at < job.asked_at)
    with lifted(session):
        return session.scalars(query).one()


def claim(session: Session, worker: str, now: int) -> Job | None:
    """Take the oldest waiting job for a worker; None where none waits; commits."""
    while True:
        query = select(Job.id).where(Job.state == QUEUED).order_by(Job.asked_at, Job.id).limit(1)
        job_id = session.scalar(query)
        session.commit()
        if job_id is None:
            return None
        taken = update(Job).where(Job.id == job_id, Job.state == QUEUED)
        values = {"state": RUNNING, "worker": worker, "started_at": now, "seen_at": now}
        is_ours = session.connection().execute(taken.values(**values)).rowcount == 1
        session.commit()
        if is_ours:
            return by_id(session, job_id)


def beat(session: Session, job_id: str, worker: str, now: int, **progress: Any) -> bool:  # noqa: ANN401 - columns
    """Note that a worker lives and how far its job is; say whether the job is still its own; commits."""
    ours = update(Job).where(Job.id == job_id, Job.worker == worker, Job.state == RUNNING)
    is_ours = session.connection().execute(ours.values(seen_at=now, **progress)).rowcount == 1
    session.commit()
    return is_ours


def end(session: Session, job_id: str, state: str, now: int, **values: Any) -> bool:  # noqa: ANN401 - columns
    """End a running job; say whether it was running until now; commits."""
    running = update(Job).where(Job.id == job_id, Job.state == RUNNING)
    values = {"state": state, "ended_at": now, **values}
    is_ended = session.connection().execute(running.values(**values)).rowcount == 1
    session.commit()
    return is_ended


def cancel(session: Session, job_id: str, now: int) -> None:
    """End a waiting job at once, and ask the worker of a running one to end it; commits."""
    session.commit()
    connection = session.connection()
    waiting = update(Job).where(Job.id == job_id, Job.state == QUEUED)
    connection.execute(waiting.values(state=CANCELLED, ended_at=now))
    running = update(Job).where(Job.id == job_id, Job.state == RUNNING)
    connection.execute(running.values(is_cancel_wanted=True))
    session.commit()


def lost(session: Session, seen_before: int) -> Sequence[Job]:
    """Return running jobs whose worker has not been heard of since."""
    query = select(Job).where(Job.state == RUNNING, Job.seen_at < seen_before)
    return session.scalars(query).all()


def ended_before(session: Session, moment: int, kind: str = "") -> Sequence[str]:
    """Return the ids of jobs, of one kind or of all, that ended before a moment."""
    query = select(Job.id).where(Job.ended_at < moment)
    return session.scalars(query.where(Job.kind == kind) if kind else query).all()


def forget(session: Session, job_id: str) -> None:
    """Delete a job that has ended."""
    session.execute(delete(Job).where(Job.id == job_id, Job.ended_at.is_not(None)))
