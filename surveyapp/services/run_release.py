"""Let a worker compute a release, and notice when its work is gone.

The web process never imports the statistics: it records the release as running and puts the work into
the queue.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.access.roles import Actor
from surveyapp.services import audit, processes
from surveyapp.services.jobs import ask
from surveyapp.services.jobs.ask import Asker
from surveyapp.services.jobs.work import JobRefusedError, Result, Work
from surveyapp.services.releasing.order import Order
from surveyapp.storage import releases, specials
from surveyapp.storage.jobs import Job
from surveyapp.storage.surveys import Wave

DIED = "Die Berechnung wurde unterbrochen. Bitte starten Sie sie noch einmal."

_JOB = "job"
"""What stands before the id of a job where the mark of a process would stand."""


def start(
    session: Session,
    actor: Asker,
    wave: Wave,
    today: date,
    order: Order | None = None,
    *,
    page: str = "",
) -> Job | None:
    """Record a release of the wave as running and put its computation into the queue; commits.

    Does nothing and returns None while something else of the wave is computed. ``page`` is where the
    result is to be read.
    """
    settle(session, wave.id)
    asked = (order or Order()).to_json()
    # Until the work is in the queue, the release hangs on this process.
    release = releases.start_alone(session, wave.id, today, processes.own_mark(), asked)
    if release is None:
        return None
    arguments = {"survey": wave.survey.slug, "wave": wave.number, "release": release.id}
    job = ask.start(session, actor, "release", arguments, page=page)
    # Work so quick that it has ended needs no mark any more.
    with contextlib.suppress(releases.ReleaseFinishedError):
        releases.note_process(session, release, job_mark(job))
    session.commit()
    return job


def running_job(session: Session, actor: Actor, wave: Wave) -> Job | None:
    """Return the job that computes the running release of a wave, if the actor may see it."""
    release = releases.running(session, wave.id)
    kind, _, job_id = str(release.protocol.get("process", "") if release else "").partition(" ")
    return ask.own_job(session, actor, job_id) if kind == _JOB else None


def work(work: Work, arguments: Mapping[str, Any]) -> Result:
    """Compute a release in the process of a job."""
    from surveyapp.services import give_release, release_results  # noqa: PLC0415 - heavy: they compute

    work.progress(0, 0, "Antworten werden gewichtet, gezählt und geschützt")
    release = releases.release_by_id(work.session, arguments["release"])
    if release is None:
        raise JobRefusedError(DIED)
    try:
        release_results.release(
            arguments["survey"], arguments["wave"], release.created_on, release.id
        )
    except release_results.ReleaseRefusedError as refusal:
        raise JobRefusedError(refusal.sentence) from refusal
    give_release.write_ahead(
        work.session,
        release,
        lambda done, of: work.progress(
            done, of, "Die Ergebnisse stehen. Dateien werden geschrieben"
        ),
    )
    return Result()


def undo(session: Session, arguments: Mapping[str, Any], sentence: str) -> None:
    """End a release whose computation did not come to its end."""
    release = releases.release_by_id(session, arguments["release"])
    if release is not None and release.state == releases.RUNNING:
        with contextlib.suppress(releases.ReleaseFinishedError):
            releases.fail(session, release, sentence)


def settle(session: Session, wave_id: str) -> None:
    """Mark as failed what is computed of a wave when its work is gone."""
    release = releases.running(session, wave_id)
    # It may have finished between the two looks; then there is nothing to settle.
    if release is not None and not _is_alive(session, release.protocol):
        with contextlib.suppress(releases.ReleaseFinishedError):
            releases.fail(session, release, DIED)
    for analysis, _name in specials.analyses_of(session, wave_id):
        if analysis.state == specials.RUNNING and not _is_alive(session, analysis.protocol):
            with contextlib.suppress(specials.SpecialFinishedError):
                specials.fail(session, analysis, DIED)
    with audit.beside(session):
        session.commit()


def job_mark(job: Job) -> str:
    """Return the mark of what a job computes: it is alive as long as the job is open."""
    return f"{_JOB} {job.id}"


def job_of(mark: str) -> str:
    """Return the id of the job a mark names; empty for the mark of a process."""
    kind, _, job_id = mark.partition(" ")
    return job_id if kind == _JOB else ""


def _is_alive(session: Session, protocol: Mapping[str, Any]) -> bool:
    mark = str(protocol.get("process", ""))
    job_id = job_of(mark)
    return ask.is_open(session, job_id) if job_id else processes.is_running(mark)
