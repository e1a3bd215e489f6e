"""Start a release as a process of its own, and notice when it died.

The web process never imports the statistics: it records the release as running and lets the console
command ``surveyapp release`` do the work.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from datetime import date

from sqlalchemy.orm import Session

from surveyapp.storage import releases
from surveyapp.storage.surveys import Wave

DIED = "Die Berechnung wurde unterbrochen. Bitte berechnen Sie die Ergebnisse noch einmal."


def start(session: Session, slug: str, wave: Wave, today: date) -> None:
    """Record a release of the wave as running and start the process that computes it.

    Does nothing while another release of the wave is running.
    """
    settle(session, wave.id)
    if running(session, wave.id) is not None:
        return
    release = releases.start(session, wave.id, today)
    session.commit()
    command = [sys.executable, "-m", "surveyapp", "release", slug]
    command += ["--wave", str(wave.number), "--id", release.id]
    child = subprocess.Popen(  # noqa: S603 - fixed command, the slug comes from our own table
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
    releases.note_process(session, release, child.pid)
    session.commit()


def running(session: Session, wave_id: str) -> releases.Release | None:
    """Return the release of a wave that is being computed now."""
    newest = next(iter(releases.releases_of(session, wave_id)), None)
    return newest if newest is not None and newest.state == releases.RUNNING else None


def settle(session: Session, wave_id: str) -> None:
    """Mark a running release of the wave as failed when its process is gone."""
    release = running(session, wave_id)
    if release is not None and not _is_alive(release.protocol.get("process")):
        releases.fail(session, release, DIED)
        session.commit()


def _is_alive(process: object) -> bool:
    if not isinstance(process, int):
        return True
    with contextlib.suppress(ChildProcessError):  # another worker's child: only look
        os.waitpid(process, os.WNOHANG)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
