"""The worker: takes jobs from the queue and does each in a process of its own.

It forks: the child has everything loaded that pages need, and loads what its work needs besides. The
worker itself stays small and without threads, writes down what the child says, and ends it when
somebody wants so, when it takes too long, or when the worker itself is told to stop.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import resource
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from surveyapp.services.jobs import ask, files
from surveyapp.services.jobs.kinds import KINDS, Kind
from surveyapp.services.jobs.work import JobRefusedError, Work, function_named
from surveyapp.services.processes import own_mark
from surveyapp.storage import jobs
from surveyapp.storage.db import StoreUnavailableError, let_go, main_store
from surveyapp.storage.jobs import Job

TOO_LONG = (
    "Die Arbeit hat zu lange gedauert und wurde beendet. Bitte wenden Sie sich an den Betrieb."
)
BROKEN = "Die Arbeit ist nicht gelungen. Bitte wenden Sie sich an den Betrieb."

_LOOK = 0.2
"""Seconds between two looks for work, and at a job that is being done."""
_BEAT = 5
"""Seconds after which a worker says that it lives, even where nothing else is to be said."""
_TIDY = 3600
"""Seconds between two rounds of clearing away what is old."""

_log = logging.getLogger("surveyapp.jobs")


@dataclass(slots=True)
class _Stop:
    """Whether the worker was told to stop."""

    is_wanted: bool = False


def work(*, lives_with_parent: bool = False) -> None:
    """Do jobs until told to stop (SIGTERM, SIGINT), or until the process ends that started this one."""
    stop, parent = _Stop(), os.getppid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: setattr(stop, "is_wanted", True))

    def is_over() -> bool:
        return stop.is_wanted or (lives_with_parent and os.getppid() != parent)

    tidied = 0.0
    while not is_over():
        with _store_may_fail():
            if time.monotonic() - tidied >= _TIDY or not tidied:
                tidied = time.monotonic()
                _tidy()
            if not do_next(is_over):
                time.sleep(_LOOK)


def _tidy() -> None:
    from surveyapp.services import give_release  # noqa: PLC0415 - once an hour

    ask.forget_old(main_store(), _now())
    give_release.tidy(main_store(), time.time())


@contextlib.contextmanager
def _store_may_fail() -> Iterator[None]:
    """Wait while a store cannot be used, as a restart of the database makes it."""
    try:
        yield
    except StoreUnavailableError as error:
        _log.warning("%s", error)
        let_go()
        time.sleep(_BEAT)


def do_next(is_over: Callable[[], bool] = lambda: False) -> bool:
    """Do the oldest waiting job, if there is one; say whether there was."""
    session, worker = main_store(), own_mark()
    ask.settle(session, _now())
    job = jobs.claim(session, worker, _now())
    if job is None:
        session.commit()
        return False
    kind = KINDS.get(job.kind)
    if kind is None:
        _log.error("no kind of work is called %s", job.kind)
        _end(job, jobs.FAILED, BROKEN)
        return True
    state, sentence = _watch(job, kind, worker, is_over)
    _end(job, state, sentence)
    return True


def _end(job: Job, state: str, sentence: str) -> None:
    """End a job its child did not end, and clear away what it left."""
    session = main_store()
    message = sentence if state == jobs.FAILED else ""
    if jobs.end(session, job.id, state, _now(), message=message):
        ask.clear_away(session, job, sentence)
    files.drop_handed_in(job.id)


def _watch(job: Job, kind: Kind, worker: str, is_over: Callable[[], bool]) -> tuple[str, str]:
    """Let a child do a job and follow it; return how it ended if the child did not say so itself."""
    let_go()
    reading, writing = os.pipe()
    own = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_child(job, kind, writing, own)
    os.close(writing)
    try:
        return _follow(_Child(child, reading), job, kind, worker, is_over)
    finally:
        _kill(child)
        os.close(reading)


@dataclass(slots=True)
class _Child:
    """The process that does a job, and what it has said last."""

    number: int
    reading: int
    rest: bytes = b""
    has_ended: bool = False

    def said(self) -> dict[str, Any]:
        """Wait a moment and return the newest progress the child told; notice its end."""
        ready, _, _ = select.select([self.reading], [], [], _LOOK)
        if not ready:
            return {}
        read = os.read(self.reading, 65536)
        self.has_ended = not read
        *lines, self.rest = (self.rest + read).split(b"\n")
        found: dict[str, Any] = json.loads(lines[-1]) if lines else {}
        return found


def _follow(
    child: _Child, job: Job, kind: Kind, worker: str, is_over: Callable[[], bool]
) -> tuple[str, str]:
    began = beaten = time.monotonic()
    while not child.has_ended:
        said = child.said()
        now = time.monotonic()
        if said or now - beaten >= _BEAT:
            beaten = now
            if not _beat(job, worker, said):
                return jobs.FAILED, ask.INTERRUPTED  # somebody else gave it up already
        if is_over():
            return jobs.FAILED, ask.INTERRUPTED
        if now - began > kind.seconds:
            return jobs.FAILED, TOO_LONG
        if _is_cancel_wanted(job):
            return jobs.CANCELLED, ask.STOPPED
    return jobs.FAILED, BROKEN


def _beat(job: Job, worker: str, said: dict[str, Any]) -> bool:
    try:
        return jobs.beat(main_store(), job.id, worker, _now(), **said)
    except StoreUnavailableError:
        # The child may hold the store for as long as it writes; the next word gets through.
        main_store().rollback()
        return True


def _is_cancel_wanted(job: Job) -> bool:
    session = main_store()
    found = jobs.by_id(session, job.id)
    session.commit()
    return found is None or found.is_cancel_wanted


def _kill(child: int) -> None:
    """End a child with all it started, and take its exit status."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)


# What follows runs in the child.


def _be_child(job: Job, kind: Kind, pipe: int, worker: int) -> None:
    """Do the work, keep what came of it, and end this process, whatever happens."""
    try:
        os.setsid()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        _die_with(worker)
        _bound(kind)
        _do(job, kind, pipe)
    except BaseException as error:  # noqa: BLE001 - nothing of the worker may run on in the child
        _tell(job, error)
    finally:
        os._exit(0)


def _do(job: Job, kind: Kind, pipe: int) -> None:
    session = main_store()
    the_work = Work(job.id, job.county_ags, job.staff_id, session, pipe)
    try:
        result = function_named(kind.function)(the_work, job.arguments)
    except JobRefusedError as refusal:
        session.rollback()
        kept = {"message": refusal.sentence, "result": refusal.result.to_json()}
        if jobs.end(session, job.id, jobs.FAILED, _now(), **kept):
            ask.clear_away(session, job, refusal.sentence)
        return
    session.commit()
    jobs.end(session, job.id, jobs.DONE, _now(), result=result.to_json())


def _tell(job: Job, error: BaseException) -> None:
    """Say on the error stream what broke and where, without any value."""
    lines = "".join(traceback.format_tb(error.__traceback__))
    sys.stderr.write(f"{type(error).__name__} in work of kind {job.kind}\n{lines}")
    sys.stderr.flush()


def _bound(kind: Kind) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    most = used + kind.memory
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash writes what is sealed to no disk
    resource.setrlimit(resource.RLIMIT_CPU, (kind.seconds, kind.seconds + 5))


def _die_with(worker: int) -> None:
    """End this process and all it started as soon as the worker is gone, however it went."""

    def watch() -> None:
        while os.getppid() == worker:
            time.sleep(1)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def _now() -> int:
    return int(time.time())
