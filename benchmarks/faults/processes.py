"""Processes that work on the same stores, say what they do, and can be killed at any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier, Event
from typing import Any

import config
from surveyapp.app import create_app

_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["benchmarks.faults.warm"])

Work = Callable[..., None]
"""What a process does: gets a function that tells the starter something, then arguments."""


class Worker:
    """One process at work in an application of its own."""

    def __init__(self, settings: config.Config, work: Work, *arguments: object) -> None:
        self._heard, told = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(target=_run, args=(settings, told, work, *arguments))
        self._process.start()
        told.close()

    def hear(self) -> Iterator[Any]:
        """Yield what the process tells until it ends."""
        while True:
            try:
                yield self._heard.recv()
            except EOFError:
                return

    def heard(self) -> Iterator[Any]:
        """Yield what the process has told by now."""
        while self._heard.poll():
            try:
                yield self._heard.recv()
            except EOFError:
                return

    def kill(self) -> None:
        """Send SIGKILL; what it has told before can still be heard."""
        self._process.kill()

    def end(self) -> None:
        """Wait until it has ended, and let go of it."""
        self._process.join()
        self._heard.close()
        self._process.close()


@contextmanager
def at_work(settings: config.Config, work: Work, *arguments: object) -> Iterator[Worker]:
    """Start a process; it has ended when this returns."""
    worker = Worker(settings, work, *arguments)
    try:
        yield worker
    except BaseException:
        worker.kill()
        raise
    finally:
        worker.end()


def gate(parties: int) -> Barrier:
    """Return a gate that opens when so many processes stand before it."""
    return _CONTEXT.Barrier(parties)


def flag() -> Event:
    """Return a flag that all processes see as soon as one sets it."""
    return _CONTEXT.Event()


def _run(settings: config.Config, told: Connection, work: Work, *arguments: object) -> None:
    with create_app(settings).app_context():
        work(told.send, *arguments)
