"""A disk that forgets: what was written and not synced may be there after a power cut, or not.

A model on the safe side. Each write that no sync followed may be kept, dropped, or torn at a border
of 512 bytes, in any order; a new length likewise. Names in a folder that was not synced are kept up
to some point.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

import apsw

SECTOR = 512


class PowerCutError(Exception):
    """The machine stops here."""


@dataclass
class File:
    """What of a file is on the platter, and what was written since its last sync."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        """Let all of it reach the platter."""
        for offset, written in self.pending:
            _lay(self.durable, offset, written)
        self.pending.clear()

    def after_cut(self, randomness: Random) -> bytes:
        """Return what is found when the power is back."""
        left = bytearray(self.durable)
        for offset, written in self.pending:
            fate = randomness.random()
            if fate < 0.4:
                _lay(left, offset, written)
            elif fate < 0.6 and written is not None:
                _tear(left, offset, written, randomness)
        return bytes(left)


def _lay(content: bytearray, offset: int, written: bytes | None) -> None:
    """Put bytes at a place; None cuts the file off there."""
    if written is None:
        del content[offset:]
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(written)] = written


def _tear(content: bytearray, offset: int, written: bytes, randomness: Random) -> None:
    for start in range(0, len(written), SECTOR):
        if randomness.random() < 0.5:
            _lay(content, offset + start, written[start : start + SECTOR])


class Machine:
    """One machine: files of databases by their paths, the folder of keys, and when its power ends."""

    def __init__(self, ends_after: int | None = None) -> None:
        self.files: dict[str, File] = {}
        self.names: dict[str, File] = {}
        self._durable_names: dict[str, File] = {}
        self._name_calls: list[tuple[str, str, File | None]] = []
        self.calls = 0
        self._ends_after = ends_after

    def tick(self) -> None:
        """Count a call that changes a disk; the power ends before the one after the last."""
        if self._ends_after is not None and self.calls >= self._ends_after:
            raise PowerCutError
        self.calls += 1

    def file(self, path: str, content: bytes = b"") -> File:
        """Return the file of a database; one that is new holds ``content``, all of it synced."""
        return self.files.setdefault(path, File(bytearray(content)))

    def key_call(self, call: str, name: str, what: bytes, offset: int) -> None:
        """Do what the product asked for a file of keys."""
        self.tick()
        if call == "make":
            self._rename(name, self.names.get(name) or File())
            self.names[name].pending.append((0, None))
        elif call == "write":
            self.names[name].pending.append((offset, what))
        elif call == "move":
            self._rename(what.decode(), self.names[name])
            self._rename(name, None)
        elif call == "remove":
            self._rename(name, None)
        elif name:
            self.names[name].sync()
        else:
            self._durable_names = dict(self.names)
            self._name_calls.clear()

    def _rename(self, name: str, file: File | None) -> None:
        self._name_calls.append(("", name, file))
        _set(self.names, name, file)

    def keys_after_cut(self, randomness: Random) -> dict[str, bytes]:
        """Return the files of keys that are found when the power is back, by their names."""
        names = dict(self._durable_names)
        for _, name, file in self._name_calls[: randomness.randint(0, len(self._name_calls))]:
            _set(names, name, file)
        return {name: file.after_cut(randomness) for name, file in sorted(names.items())}

    def keep_keys(self, found: dict[str, bytes]) -> None:
        """Begin with these files of keys, all of them synced."""
        self.names = {name: File(bytearray(content)) for name, content in found.items()}
        self._durable_names = dict(self.names)


def _set(names: dict[str, File], name: str, file: File | None) -> None:
    if file is None:
        names.pop(name, None)
    else:
        names[name] = file


class ForgetfulVFS(apsw.VFS):
    """SQLite's way to the files of a machine; they are real ones, and remembered beside."""

    def __init__(self, name: str, machine: Machine) -> None:
        super().__init__(name, "")
        self._machine = machine

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: ANN401, N802 - SQLite's word
        """Open a file; what has no name is a scratch file that no restart looks at."""
        if name is None:
            return apsw.VFSFile("", name, flags)
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        return _ForgetfulFile(name, flags, self._machine, self._machine.file(path))

    def xDelete(self, path: str, is_synced: bool) -> None:  # noqa: FBT001, N802 - SQLite's word
        """Remove a file for good."""
        self._machine.tick()
        self._machine.files.pop(path, None)
        super().xDelete(path, is_synced)


class _ForgetfulFile(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], machine: Machine, file: File) -> None:  # noqa: ANN401
        super().__init__("", name, flags)
        self._machine, self._file = machine, file

    def xWrite(self, written: Any, offset: int) -> None:  # noqa: ANN401, N802 - SQLite's word
        self._machine.tick()
        self._file.pending.append((offset, bytes(written)))
        super().xWrite(written, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802 - SQLite's word
        self._machine.tick()
        self._file.pending.append((size, None))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: ARG002, N802 - SQLite's word
        """Promise nothing to the real disk, which costs time; keep it here."""
        self._machine.tick()
        self._file.sync()
