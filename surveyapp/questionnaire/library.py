"""The questionnaires that come with the product, by id and version."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

from surveyapp.questionnaire import document
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.types.image import FILE_NAME


class UnknownQuestionnaireError(LookupError):
    """No questionnaire of this id and version exists; the message names those that do."""


def _folder() -> Path:
    return Path(str(resources.files("questionnaires")))


def ids() -> tuple[str, ...]:
    """Return the ids of all questionnaires."""
    found = {path.parent.name for path in _folder().glob("*/*.yaml") if path.stem.isdecimal()}
    return tuple(sorted(found))


def versions(id_: str) -> tuple[int, ...]:
    """Return the versions of a questionnaire, oldest first."""
    found = (path.stem for path in _folder().glob("*/*.yaml") if path.parent.name == id_)
    return tuple(sorted(int(stem) for stem in found if stem.isdecimal()))


def path_of(id_: str, version: int | None = None) -> Path:
    """Return the file of a version, the newest one where none is named.

    Raises
    ------
    UnknownQuestionnaireError
        If it does not exist.
    """
    known = versions(id_)
    number = known[-1] if version is None and known else version
    if number not in known:
        here = ", ".join(f"{name} {version}" for name in ids() for version in versions(name))
        message = (
            f"there is no questionnaire {id_!r} version {version}; there are: {here or 'none'}"
        )
        raise UnknownQuestionnaireError(message)
    return _folder() / id_ / f"{number}.yaml"


@lru_cache(maxsize=32)
def text_of(id_: str, version: int | None = None) -> str:
    """Return a version as one document with all its languages, the newest one where none is named."""
    return document.whole(path_of(id_, version))


def picture_of(id_: str, name: str) -> Path | None:
    """Return the file of a picture that questionnaires of this id show; None where there is none."""
    return _folder() / id_ / "images" / name if name in pictures_of(id_) else None


def pictures_of(id_: str) -> frozenset[str]:
    """Return the names of all pictures that questionnaires of this id can show."""
    if id_ not in ids():
        return frozenset()
    found = (_folder() / id_ / "images").glob("*")
    return frozenset(
        each.name for each in found if each.is_file() and FILE_NAME.fullmatch(each.name)
    )


@lru_cache(maxsize=32)
def load(id_: str, version: int | None = None) -> Questionnaire:
    """Return a version of a questionnaire, the newest one where none is named."""
    return document.read(path_of(id_, version))
