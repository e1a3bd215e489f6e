"""Start a release as a process of its own, and notice when it died.

The web process never imports the statistics: it records the release as running and lets the console
command ``surveyapp release`` do the work.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.services import audit, processes
from surveyapp.services.keys import settings
from surveyapp.services.releasing.order import Order
from surveyapp.storage import releases, specials
from surveyapp.storage.surveys import Wave

DIED = "Die Berechnung wurde unterbrochen. Bitte starten Sie sie noch einmal."


def start(session: Session, slug: str, wave: Wave, today: date, order: Order | None = None) -> bool:
    """Record a release of the wave as running and start the process that computes it.

    Does nothing and returns False while something else of the wave is computed.
    """
    settle(session, wave.id)
    asked = (order or Order()).to_json()
    # Until the child is known, the release hangs on this process.
    release = releases.start_alone(session, wave.id, today, processes.own_mark(), asked)
    if release is None:
        return False
    child = spawn(["release", slug, "--wave", str(wave.number), "--id", release.id])
    # A child so quick that it has finished needs no mark any more.
    with contextlib.suppress(releases.ReleaseFinishedError):
        releases.note_process(session, release, processes.mark(child.pid))
    session.commit()
    return True


def settle(session: Session, wave_id: str) -> None:
    """Mark as failed what is computed of a wave when its process is gone."""
    release = releases.running(session, wave_id)
    # It may have finished between the two looks; then there is nothing to settle.
    if release is not None and not _is_alive(release.protocol):
        with contextlib.suppress(releases.ReleaseFinishedError):
            releases.fail(session, release, DIED)
    for analysis, _name in specials.analyses_of(session, wave_id):
        if analysis.state == specials.RUNNING and not _is_alive(analysis.protocol):
            with contextlib.suppress(specials.SpecialFinishedError):
                specials.fail(session, analysis, DIED)
    with audit.beside(session):
        session.commit()


def _is_alive(protocol: Mapping[str, Any]) -> bool:
    return processes.is_running(str(protocol.get("process", "")))


def spawn(arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start one of our commands on the very stores this process uses; it outlives this process."""
    child = subprocess.Popen(  # noqa: S603 - fixed command, all words come from our own tables
        [sys.executable, "-m", "surveyapp", *arguments],
        env={**os.environ, **settings().environment()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Somebody must take the child's exit status, or it would stay in the table of processes.
    threading.Thread(target=child.wait, daemon=True).start()
    return child
