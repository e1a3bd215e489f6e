"""The files of a job: what was handed in, and what was made; in a folder of the instance, private."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from surveyapp.services.keys import instance_folder

FOLDER = "jobs"
"""Folder in the instance that holds a folder for each job."""

_IN, _OUT = "in", "out"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was made: its name for people, its media type, bytes, and SHA-256 in hexadecimal."""

    name: str
    media_type: str
    size: int
    sha256: str


def keep_handed_in(job_id: str, files: Mapping[str, bytes]) -> None:
    """Keep what the work needs besides its arguments; names are plain words of ours."""
    for name, content in files.items():
        _write(job_id, _IN, name, content)


def handed_in(job_id: str, name: str) -> Path:
    """Return where a file lies that was handed in."""
    return _folder(job_id) / _IN / name


def keep_made(job_id: str, place: int, name: str, media_type: str, content: bytes) -> KeptFile:
    """Keep a file that was made, under its place among the files of its job."""
    _write(job_id, _OUT, str(place), content)
    return KeptFile(name, media_type, len(content), hashlib.sha256(content).hexdigest())


def made(job_id: str, place: int) -> Path:
    """Return where a file lies that was made."""
    return _folder(job_id) / _OUT / str(place)


def pipe(job_id: str) -> Path:
    """Return where a process waits for what must not lie in a file."""
    return _folder(job_id) / _IN / "pipe"


def drop_handed_in(job_id: str) -> None:
    """Delete what was handed in: nobody needs it any more."""
    shutil.rmtree(_folder(job_id) / _IN, ignore_errors=True)


def drop_all(job_id: str) -> None:
    """Delete every file of a job."""
    shutil.rmtree(_folder(job_id), ignore_errors=True)


def _folder(job_id: str) -> Path:
    return instance_folder() / FOLDER / job_id


def _write(job_id: str, part: str, name: str, content: bytes) -> None:
    folder = _folder(job_id) / part
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    path.touch(mode=0o600)
    path.write_bytes(content)
