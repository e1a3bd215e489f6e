"""A tape of everything the product asks of its disks: statements of its stores, files of its keys.

Statements are taken from the driver as they run, PRAGMAs included, and calls for files from the
operating system's own functions, which do their work all the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from surveyapp.storage.db import REGISTER, URN, let_go, store_engines


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, its values written out, on one connection of a store."""

    store: str
    connection: int
    sql: str


@dataclass(frozen=True, slots=True)
class FileCall:
    """One call for a file in the folder of keys."""

    call: str
    name: str
    #: What is written, for ``write``; the new name, for ``move``.
    what: bytes = b""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What a family was told, or began to wait for: ``try``, ``ack`` or ``withdrawn``."""

    kind: str
    number: int


Entry = Statement | FileCall | Told


@contextmanager
def recorded(folder: Path) -> Iterator[list[Entry]]:
    """Write down what happens to register, urn and the folder of keys until this ends."""
    tape: list[Entry] = []
    let_go()  # so that every connection is opened, and set up, on the tape
    engines = {name: store_engines()[name] for name in (REGISTER, URN)}
    listeners = {name: _listener(name, tape) for name in engines}
    for name, engine in engines.items():
        event.listen(engine, "connect", listeners[name], insert=True)
    with _files_on(tape, folder):
        yield tape
    for name, engine in engines.items():
        event.remove(engine, "connect", listeners[name])
    let_go()


def _listener(store: str, tape: list[Entry]) -> Callable[[Any, object], None]:
    opened: list[object] = []

    def listen(raw: Any, _record: object) -> None:  # noqa: ANN401 - a driver's connection
        number = len(opened)
        opened.append(raw)
        raw.set_trace_callback(lambda sql: tape.append(Statement(store, number, sql)))

    return listen


@contextmanager
def _files_on(tape: list[Entry], folder: Path) -> Iterator[None]:
    """Let calls for files of one folder, and for the folder itself, pass by the tape."""
    watcher = _Watcher(tape, folder)
    with (
        patch.object(os, "open", watcher.open),
        patch.object(os, "write", watcher.write),
        patch.object(os, "pwrite", watcher.pwrite),
        patch.object(os, "fsync", watcher.fsync),
        patch.object(os, "close", watcher.close),
        patch.object(os, "replace", watcher.replace),
        patch.object(os, "unlink", watcher.unlink),
    ):
        yield


class _Watcher:
    """The operating system's functions, and the names of the files that are open."""

    def __init__(self, tape: list[Entry], folder: Path) -> None:
        self._tape, self._folder = tape, folder
        self._names: dict[int, str] = {}
        self._written: dict[int, int] = {}
        self._real = {name: getattr(os, name) for name in ("open", "write", "pwrite", "fsync")}
        self._real |= {name: getattr(os, name) for name in ("close", "replace", "unlink")}

    def _name(self, path: Any) -> str | None:  # noqa: ANN401 - whatever os.open takes
        """Return the name within the folder, "" for the folder itself; None for others."""
        found = Path(os.fspath(path)) if not isinstance(path, int) else None
        if found == self._folder:
            return ""
        is_key = found is not None and found.parent == self._folder and found.name[0] != "."
        return found.name if found is not None and is_key else None

    def open(self, path: Any, flags: int, *more: Any, **named: Any) -> int:  # noqa: ANN401
        name = self._name(path)
        descriptor: int = self._real["open"](path, flags, *more, **named)
        if name is not None:
            self._names[descriptor] = name
            self._written[descriptor] = 0
        if name and flags & os.O_CREAT:
            self._tape.append(FileCall("make", name))
        return descriptor

    def write(self, descriptor: int, what: bytes) -> int:
        done: int = self._real["write"](descriptor, what)
        if descriptor in self._names:
            offset = self._written[descriptor]
            self._written[descriptor] += done
            call = FileCall("write", self._names[descriptor], bytes(what[:done]), offset)
            self._tape.append(call)
        return done

    def pwrite(self, descriptor: int, what: bytes, offset: int) -> int:
        done: int = self._real["pwrite"](descriptor, what, offset)
        if descriptor in self._names:
            call = FileCall("write", self._names[descriptor], bytes(what[:done]), offset)
            self._tape.append(call)
        return done

    def fsync(self, descriptor: int) -> None:
        self._real["fsync"](descriptor)
        if descriptor in self._names:
            self._tape.append(FileCall("sync", self._names[descriptor]))

    def close(self, descriptor: int) -> None:
        self._names.pop(descriptor, None)
        self._real["close"](descriptor)

    def replace(self, source: Any, target: Any, **named: Any) -> None:  # noqa: ANN401
        self._real["replace"](source, target, **named)
        old, new = self._name(source), self._name(target)
        if old and new:
            self._tape.append(FileCall("move", old, new.encode()))

    def unlink(self, path: Any, **named: Any) -> None:  # noqa: ANN401 - as os.unlink takes it
        self._real["unlink"](path, **named)
        name = self._name(path)
        if name:
            self._tape.append(FileCall("remove", name))
