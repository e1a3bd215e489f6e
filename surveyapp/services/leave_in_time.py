"""Requests to other servers that end in time, however the server drags them out.

A bound on each wait is none on all of them: a server that says its headers letter by letter keeps every
wait short. So the connections themselves are cut when the time is over.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from requests import Session


class TooSlowError(Exception):
    """Other servers did not come to an end in time."""


class _Watch:
    """The connections of one session."""

    def __init__(self) -> None:
        self._lines: list[socket.socket] = []
        self._lock = threading.Lock()
        self.is_over = False

    def follow(self, line: socket.socket) -> None:
        """Watch a connection from now on; its twin reaches it under TLS too."""
        with self._lock:
            self._lines.append(line.dup())
            if self.is_over:
                self._cut()

    def end(self) -> None:
        """Cut all connections, and those that follow."""
        with self._lock:
            self.is_over = True
            self._cut()

    def _cut(self) -> None:
        for line in self._lines:
            with suppress(OSError):  # it has ended by itself
                line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of all connections."""
        with self._lock:
            for line in self._lines:
                line.close()
            self._lines.clear()


@contextmanager
def leave_in_time(session: Session, seconds: float) -> Iterator[None]:
    """Cut what a session of requests still waits for after some seconds.

    Raises
    ------
    TooSlowError
        If something failed, and the time was over.
    """
    watch = _Watch()
    adapter = _adapter(watch)
    for scheme in ("http://", "https://"):
        session.mount(scheme, adapter)
    timer = threading.Timer(seconds, watch.end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        # What was cut looks like anything: hung up, or an answer that ended too soon.
        if watch.is_over:
            message = f"other servers took longer than {seconds} seconds altogether"
            raise TooSlowError(message) from error
        raise
    finally:
        timer.cancel()
        session.close()
        watch.close()


def _adapter(watch: _Watch) -> Any:  # noqa: ANN401 - the library is loaded late
    from requests.adapters import HTTPAdapter  # noqa: PLC0415
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool  # noqa: PLC0415

    adapter = HTTPAdapter()
    adapter.poolmanager.pool_classes_by_scheme = {
        "http": _watched(HTTPConnectionPool, watch),
        "https": _watched(HTTPSConnectionPool, watch),
    }
    return adapter


def _watched(pool: Any, watch: _Watch) -> Any:  # noqa: ANN401 - classes of urllib3
    """Return a kind of pool whose connections are watched from their first byte."""

    class Connection(pool.ConnectionCls):  # type: ignore[misc]
        """A connection as the library makes it."""

        def _new_conn(self) -> socket.socket:
            made: socket.socket = super()._new_conn()
            watch.follow(made)
            return made

    class Pool(pool):  # type: ignore[misc]
        """A pool of them."""

        ConnectionCls = Connection

    return Pool
