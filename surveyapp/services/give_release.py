"""A whole release as a file: light forms are written at once, heavy ones by a process of their own.

Figures of a release never change, so what was written once is kept beside the data of the installation.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from surveyapp import VERSION
from surveyapp.exchange.released.forms import FORMS, Form
from surveyapp.exchange.released.model import Made, Whole
from surveyapp.services.keys import instance_folder
from surveyapp.services.run_bounded import Unfinished, run_bounded
from surveyapp.storage import releases
from surveyapp.storage.releases import Release

__all__ = ["FORMS", "Form", "GivenFile", "file_of", "forms", "whole_of", "write_heavy"]

WRITTEN = "written"
SECONDS = 60
LONGEST_WRITING = 3600
"""Seconds after which nobody is still writing a file."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that goes out."""

    content: bytes
    media_type: str
    name: str


def forms() -> Iterator[Form]:
    """Yield the forms a release can be had in, in the order in which pages list them."""
    yield from FORMS.values()


def whole_of(session: Session, release: Release) -> Whole:
    """Return all figures of a finished release with what is said of them."""
    released = releases.read_release(session, release)
    made = Made(
        number=release.number,
        released_on=release.created_on,
        is_public=release.is_public,
        minimum=release.minimum,
        program=VERSION,
        is_weighted=bool(release.protocol.get("margins", True)),
    )
    return Whole(released.table, released.contents, made)


def file_of(session: Session, release: Release, name: str, stem: str) -> GivenFile | Unfinished:
    """Return a finished release in one form; ``stem`` begins the file's name."""
    form = FORMS[name]
    file_name = f"{stem}-freigabe-{release.number}{form.suffix}"
    if not form.is_heavy:
        return GivenFile(form.write(whole_of(session, release)), form.media_type, file_name)
    path = _kept_at(release, form)
    if not path.is_file():
        printed = run_bounded(["release-file", release.id, name], SECONDS)
        if isinstance(printed, Unfinished):
            return printed
    if not path.is_file():
        return Unfinished.TOO_MUCH
    return GivenFile(path.read_bytes(), form.media_type, file_name)


def write_heavy(session: Session, release_id: str, name: str) -> str | None:
    """Write a finished release in one form to where ``file_of`` looks; None where there is none."""
    release = releases.release_by_id(session, release_id)
    if release is None or release.state != releases.DONE or name not in FORMS:
        return None
    path = _kept_at(release, FORMS[name])
    content = FORMS[name].write(whole_of(session, release))
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whoever reads meanwhile finds the whole file or none.
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, path)  # noqa: PTH105 - a name, not a path, is at hand
    return WRITTEN


def tidy(session: Session, now: float) -> None:
    """Delete files nobody is given any more: of another version, not public then, or half written."""
    wanted = {
        _kept_at(release, form)
        for release in releases.all_finished(session)
        for form in FORMS.values()
    }
    session.commit()
    for path in _folder().glob("*"):
        with suppress(FileNotFoundError):  # another worker was faster
            if path not in wanted and now - path.stat().st_mtime > LONGEST_WRITING:
                path.unlink()


def _folder() -> Path:
    return instance_folder() / "released"


def _kept_at(release: Release, form: Form) -> Path:
    """Return where a file is kept: its words differ while figures are not yet public."""
    seen = "public" if release.is_public else "internal"
    return _folder() / f"{release.id}-{seen}-{VERSION}{form.suffix}"
