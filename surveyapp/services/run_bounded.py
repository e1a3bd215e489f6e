"""Run one of our commands with a bound on time and memory: for files nobody can be sure of.

A file from elsewhere is read by a process of its own. Whatever it holds, the web process neither
hangs nor dies of it, and never loads the libraries that read foreign formats.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from enum import StrEnum

from surveyapp.services.keys import settings

SECONDS = 60
"""Longest time a command may take."""

MEMORY = 2_000_000_000
"""Bytes a command may use."""

_WAITING_SECONDS = 20
_AT_ONCE = threading.BoundedSemaphore(2)

_OUT_OF_BOUNDS = 75

_PROGRAM = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS + 5}))
from surveyapp.cli import main
try:
    main()
except (MemoryError, RecursionError):
    sys.exit({_OUT_OF_BOUNDS})
"""


class Unfinished(StrEnum):
    """Why a command gave no result."""

    #: It took too long, or needed too much memory.
    TOO_MUCH = "too_much"
    #: Others are being worked on.
    BUSY = "busy"
    #: It broke: a mistake of ours, whatever the file holds.
    BROKEN = "broken"


def run_bounded(arguments: Sequence[str], seconds: int = SECONDS) -> str | Unfinished:
    """Return what a command of ours prints, or why it did not finish."""
    if not _AT_ONCE.acquire(timeout=_WAITING_SECONDS):
        return Unfinished.BUSY
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the arguments are never a command
            [sys.executable, "-c", _PROGRAM, "--traceback", *arguments],
            env={**os.environ, **settings().environment()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Unfinished.TOO_MUCH
    finally:
        _AT_ONCE.release()
    if done.returncode in {0, 1} and done.stdout:
        return done.stdout.decode("utf-8", "replace")
    # The system ends with a signal what uses too much.
    is_killed = done.returncode < 0 or done.returncode == _OUT_OF_BOUNDS
    return Unfinished.TOO_MUCH if is_killed else Unfinished.BROKEN
