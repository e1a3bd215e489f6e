"""Start a release as a process of its own, and notice when it died.

The web process never imports the statistics: it records the release as running and lets the console
command ``surveyapp release`` do the work.
"""

from __future__ import annotations

import os
import subprocess  # noqa: S404 - the only command is our own console command
import sys
from datetime import date

from sqlalchemy.orm import Session

from surveyapp.storage import releases

DIED = "Die Berechnung wurde unterbrochen. Bitte geben Sie die Ergebnisse noch einmal frei."


def start(session: Session, slug: str, wave_id: str, wave_number: int, today: date) -> None:
    """Record a release of the wave as running and start the process that computes it.

    Does nothing while another release of the wave is running.
    """
    if releases.running(session, wave_id) is not None:
        return
    release = releases.start(session, wave_id, today)
    command = [sys.executable, "-m", "surveyapp", "release", slug]
    command += ["--wave", str(wave_number), "--id", release.id]
    child = subprocess.Popen(  # noqa: S603 - fixed command, the slug comes from our own table
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
    releases.note_process(session, release, child.pid)
    session.commit()


def settle(session: Session, wave_id: str) -> None:
    """Mark a running release of the wave as failed when its process is gone."""
    release = releases.running(session, wave_id)
    if release is not None and not _is_alive(release.protocol.get("process")):
        releases.fail(session, release, DIED)
        session.commit()


def _is_alive(process: object) -> bool:
    if not isinstance(process, int):
        return True
    try:
        os.waitpid(process, os.WNOHANG)
    except ChildProcessError:
        pass
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
