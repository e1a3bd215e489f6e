"""Asking for long work, waiting a moment for it, ending it, and clearing away what is old."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy.orm import Session

from surveyapp.access.roles import Actor, may
from surveyapp.services import audit
from surveyapp.services.jobs import files as job_files
from surveyapp.services.jobs.kinds import KINDS
from surveyapp.services.jobs.work import function_named
from surveyapp.storage import jobs
from surveyapp.storage.db import new_id
from surveyapp.storage.jobs import Asked, Job

INTERRUPTED = "Die Arbeit wurde unterbrochen. Bitte starten Sie sie noch einmal."
STOPPED = "Die Arbeit wurde abgebrochen."

SILENCE = 60
"""Seconds without a word of its worker after which a job counts as interrupted."""

KEPT_DAYS = 30
"""Days after which a job that has ended is deleted at the latest, with its files."""

PATIENCE = 2.0
"""Seconds a page waits for work that may be short."""
_UNTAKEN = 0.6
"""Seconds it waits for somebody to take the work at all."""
_LOOK = 0.1

_DAY = 24 * 60 * 60


class Asker(Actor, Protocol):
    """A person with an account."""

    @property
    def id(self) -> str:
        """The id of the account."""


def start(
    session: Session,
    actor: Asker,
    kind: str,
    arguments: Mapping[str, Any],
    *,
    page: str = "",
    files: Mapping[str, bytes] | None = None,
) -> Job:
    """Ask for long work of a kind; the same work that is waiting or at work already is the answer too.

    ``arguments`` is plain JSON without anything of families. ``page`` is where the result is to be
    read, with ``{job}`` for the job's id; empty where the work makes files only. ``files`` are handed
    in: name to content. Commits.

    Raises
    ------
    PermissionError
        If the actor may not do what the kind needs; pages ask before.
    """
    if not may(actor, KINDS[kind].action, actor.county_ags):
        message = f"{actor.role} may not ask for work of kind {kind!r}"
        raise PermissionError(message)
    job_id, handed_in = new_id(), files or {}
    job_files.keep_handed_in(job_id, handed_in)
    asked = Asked(
        county_ags=actor.county_ags,
        staff_id=actor.id,
        kind=kind,
        arguments=dict(arguments),
        fingerprint=_fingerprint(arguments, handed_in),
        page=page.replace("{job}", job_id),
    )
    settle(session, _now())
    job, is_new = jobs.add(session, asked, _now(), job_id)
    if not is_new:
        job_files.drop_all(job_id)
    return job


def _fingerprint(arguments: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    content = {name: hashlib.sha256(each).hexdigest() for name, each in files.items()}
    said = json.dumps([dict(arguments), content], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def wait_a_moment(session: Session, job: Job, sleep: Callable[[float], None] = time.sleep) -> Job:
    """Return the job as soon as it has ended, or as it is when a page should wait no longer.

    Where nobody takes it up at once, others are before it or no worker runs: then not even that long.
    """
    waited = 0.0
    found = job
    while found.state in jobs.OPEN:
        session.commit()
        if waited >= (PATIENCE if found.state == jobs.RUNNING else _UNTAKEN):
            break
        sleep(_LOOK)
        waited += _LOOK
        found = jobs.by_id(session, job.id) or job
    session.commit()
    return found


def own_job(session: Session, actor: Actor, job_id: str) -> Job | None:
    """Return a job of the actor's county that the actor may see."""
    settle(session, _now())
    job = jobs.by_id(session, job_id)
    if job is None or not _may_see(actor, job):
        return None
    return job


def own_jobs(session: Session, actor: Actor) -> Sequence[Job]:
    """Return the newest jobs of the actor's county that the actor may see."""
    settle(session, _now())
    kinds = [name for name, kind in KINDS.items() if may(actor, kind.action, actor.county_ags)]
    return jobs.of_county(session, actor.county_ags, kinds)


def own_of_kind(session: Session, actor: Actor, kind: str, states: Sequence[str]) -> Sequence[Job]:
    """Return the newest jobs of one kind in the actor's county that are in some states."""
    settle(session, _now())
    if not may(actor, KINDS[kind].action, actor.county_ags):
        return ()
    return jobs.of_county(session, actor.county_ags, [kind], states)


def _may_see(actor: Actor, job: Job) -> bool:
    # A kind that is no longer there belongs to an older version; its jobs are forgotten in time.
    return job.kind in KINDS and may(actor, KINDS[job.kind].action, job.county_ags)


def cancel(session: Session, job: Job) -> None:
    """End a job: a waiting one now, a running one as soon as its worker looks; commits."""
    jobs.cancel(session, job.id, _now())
    ended = jobs.by_id(session, job.id)
    if ended is not None and ended.state == jobs.CANCELLED:
        clear_away(session, ended, STOPPED)


def is_open(session: Session, job_id: str) -> bool:
    """Say whether a job is waiting or at work."""
    settle(session, _now())
    job = jobs.by_id(session, job_id)
    return job is not None and job.state in jobs.OPEN


def settle(session: Session, now: int) -> None:
    """End the jobs whose worker is gone: what they left is cleared away."""
    with audit.beside(session):  # whoever asks for a page has not ended them
        for job in jobs.lost(session, now - SILENCE):
            if jobs.end(session, job.id, jobs.FAILED, now, message=INTERRUPTED):
                clear_away(session, job, INTERRUPTED)


def clear_away(session: Session, job: Job, sentence: str) -> None:
    """Undo what a job left that did not come to its end; commits."""
    kind = KINDS.get(job.kind)
    if kind is not None and kind.undo:
        function_named(kind.undo)(session, job.arguments, sentence)
    session.commit()
    job_files.drop_all(job.id)


def forget_old(session: Session, now: int) -> int:
    """Delete jobs that ended long ago, with their files; return how many; commits."""
    old = [*jobs.ended_before(session, now - KEPT_DAYS * _DAY)]
    for name, kind in KINDS.items():
        if kind.kept_days < KEPT_DAYS:
            old += jobs.ended_before(session, now - kind.kept_days * _DAY, name)
    for job_id in dict.fromkeys(old):
        job_files.drop_all(job_id)
        jobs.forget(session, job_id)
    session.commit()
    return len(set(old))


def _now() -> int:
    return int(time.time())


def seconds_since(moment: int) -> int:
    """Return how many seconds ago a moment was."""
    return _now() - moment
