"""The folder of keys: one small file for each waiting batch, and the lock of the jobs that open them.

A file without a batch is what an interrupted job left behind. Its key is blanked at once; the file
itself stays until the stores are rewritten, so that the next job knows that this is still to be done.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from surveyapp.storage.faults import StoreUnavailableError

KEY_BYTES = 32
_LOCK = ".lock"
_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class KeyFile:
    """One file of the folder."""

    path: Path
    batch_id: bytes
    wave_id: str


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other job works with the folder; a job that dies lets go of it.

    Raises
    ------
    StoreUnavailableError
        If the folder cannot be used, like every function here.
    """
    with _usable(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def path_of(folder: Path, batch_id: bytes) -> Path:
    """Return where the key of a batch lies."""
    return folder / batch_id.hex()


def write(folder: Path, batch_id: bytes, wave_id: str, private_key: bytes) -> None:
    """Keep the key of a batch, readable for its owner only; it is on the disk when this returns.

    A file of the same name must not exist yet, except a blanked one.
    """
    path = path_of(folder, batch_id)
    begun = path.with_suffix(".new")
    with _usable(folder):
        _write_synced(begun, private_key + wave_id.encode("ascii"))
        begun.replace(path)
        _sync(folder)


def read(folder: Path, batch_id: bytes) -> bytes | None:
    """Return the key of a batch; None where its file is missing or was blanked."""
    path = path_of(folder, batch_id)
    with _usable(folder):
        key = path.read_bytes()[:KEY_BYTES] if path.is_file() else b""
    return key if len(key) == KEY_BYTES and any(key) else None


def files(folder: Path) -> list[KeyFile]:
    """Return all files of keys, in the order of their names; half-written ones are removed."""
    with _usable(folder):
        for begun in folder.glob("*.new"):
            _blank(begun)
            begun.unlink()
        return [
            KeyFile(path, bytes.fromhex(path.name), _wave_of(path))
            for path in sorted(folder.iterdir())
            if _NAME.fullmatch(path.name) and path.is_file()
        ]


def blank(file: KeyFile) -> None:
    """Write zeros over the key; the file stays and says that something is still to be done."""
    with _usable(file.path.parent):
        _blank(file.path)


def remove(file: KeyFile) -> None:
    """Remove a file whose key was blanked."""
    with _usable(file.path.parent):
        file.path.unlink(missing_ok=True)
        _sync(file.path.parent)


@contextmanager
def _usable(folder: Path) -> Iterator[None]:
    """Name the folder, and not some file of ours, where its disk or its owner says no."""
    try:
        yield
    except OSError as error:
        message = (
            f"The folder of keys cannot be used: {folder} ({error.strerror}). SURVEYAPP_KEYS must name "
            "a folder that this user may read and write; nothing was opened, and nothing is lost"
        )
        raise StoreUnavailableError(message) from error


def _wave_of(path: Path) -> str:
    """Return the wave a file names; a damaged file names none that there is."""
    named = path.read_bytes()[KEY_BYTES:].rstrip(b"\0")
    return named.decode("ascii", errors="replace")


def _write_synced(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        if os.write(descriptor, content) < len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _blank(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    try:
        for filler in (os.urandom(KEY_BYTES), bytes(KEY_BYTES)):
            os.pwrite(descriptor, filler, 0)
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
