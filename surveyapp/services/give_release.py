"""A whole release as a file: light forms are written at once, heavy ones ahead, with the release itself.

Figures of a release never change, so what was written once is kept beside the data of the installation.
Where a file is missing, as after an update of the product, a process of its own writes it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
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

__all__ = [
    "FORMS",
    "Form",
    "GivenFile",
    "file_of",
    "forms",
    "whole_of",
    "write_ahead",
    "write_heavy",
]

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


def whole_of(session: Session, release: Release, *, is_public: bool | None = None) -> Whole:
    """Return all figures of a finished release with what is said of them.

    ``is_public`` is for words of a day on which it will be, or was not yet; without it, those of now.
    """
    released = releases.read_release(session, release)
    made = Made(
        number=release.number,
        released_on=release.created_on,
        is_public=release.is_public if is_public is None else is_public,
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
    path = _kept_at(release, form, is_public=release.is_public)
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
    _write(release, FORMS[name], whole_of(session, release))
    return WRITTEN


def write_ahead(session: Session, release: Release, tell: Callable[[int, int], None]) -> None:
    """Write every heavy form of a finished release, for its county and for everybody.

    So nobody waits for a file, whoever asks first. ``tell`` is told how many are done, and of how many.
    """
    heavy = [each for each in FORMS.values() if each.is_heavy]
    for seen, is_public in enumerate((False, True)):
        whole = whole_of(session, release, is_public=is_public)
        session.commit()  # it reads for long: others write meanwhile
        for at, form in enumerate(heavy):
            tell(seen * len(heavy) + at, 2 * len(heavy))
            _write(release, form, whole)


def _write(release: Release, form: Form, whole: Whole) -> None:
    path = _kept_at(release, form, is_public=whole.made.is_public)
    content = form.write(whole)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whoever reads meanwhile finds the whole file or none.
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, path)  # noqa: PTH105 - a name, not a path, is at hand


def tidy(session: Session, now: float) -> None:
    """Delete files nobody is given any more: of another version, not public then, or half written.

    What was written ahead for the day a release is public stays.
    """
    wanted = {
        _kept_at(release, form, is_public=is_public)
        for release in releases.all_finished(session)
        for is_public in {True, release.is_public}
        for form in FORMS.values()
    }
    session.commit()
    for path in _folder().glob("*"):
        with suppress(FileNotFoundError):  # another worker was faster
            if path not in wanted and now - path.stat().st_mtime > LONGEST_WRITING:
                path.unlink()


def _folder() -> Path:
    return instance_folder() / "released"


def _kept_at(release: Release, form: Form, *, is_public: bool) -> Path:
    """Return where a file is kept: its words differ while figures are not yet public."""
    seen = "public" if is_public else "internal"
    return _folder() / f"{release.id}-{seen}-{VERSION}{form.suffix}"
