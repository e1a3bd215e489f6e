"""Memory that all workers of one server share: made before they are forked, gone when they end.

It is no file and has no name, so that nothing in it can be backed up or found after a restart.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context

PATIENCE = 0.5
"""Seconds to wait for another worker, each of which needs some millionths. Whoever waits longer takes
over: a worker that was killed on its way must not stop all others."""


class SharedMemory:
    """Some bytes, all zero at first, and a lock around them."""

    def __init__(self, size: int) -> None:
        self._memory = mmap.mmap(-1, size)
        # Forked like the workers themselves: this kind of lock is a number in memory, not a file.
        self._lock = get_context("fork").Lock()

    @contextmanager
    def locked(self) -> Iterator[mmap.mmap]:
        """Give the bytes to one thread of one process at a time."""
        self._lock.acquire(timeout=PATIENCE)
        try:
            yield self._memory
        finally:
            with suppress(ValueError):  # two took over from the same dead worker
                self._lock.release()
