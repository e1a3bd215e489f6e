"""Check a questionnaire for staff: bounded in time, and once for each document."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from surveyapp.services.run_bounded import Unfinished, run_bounded

CHECK_SECONDS = 40
"""Longest time the check of one questionnaire may take."""


@dataclass(frozen=True, slots=True)
class FoundByCheck:
    """One thing to mend or to look at, in one language."""

    rule: str
    is_error: bool
    path: str
    line: int
    sentence: str
    cure: str

    def __str__(self) -> str:
        """Return the finding as one line of a report."""
        return f"{self.path} {self.rule} {self.sentence}; {self.cure}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found."""

    findings: tuple[FoundByCheck, ...]

    @property
    def errors(self) -> tuple[FoundByCheck, ...]:
        """Return what keeps it from being published."""
        return tuple(each for each in self.findings if each.is_error)

    @property
    def advice(self) -> tuple[FoundByCheck, ...]:
        """Return what somebody should look at."""
        return tuple(each for each in self.findings if not each.is_error)


class _UnfinishedError(Exception):
    """Carries why there is no result past the memory of results."""

    def __init__(self, why: Unfinished) -> None:
        super().__init__(why)
        self.why = why


def check_questionnaire(
    text: str, pictures: frozenset[str], language: str = "de"
) -> Checked | Unfinished:
    """Return what the check finds in a document with pictures of these names, or why it did not finish.

    In German, or in English (``en``).
    """
    try:
        return _checked(text, pictures, language)
    except _UnfinishedError as error:
        return error.why


@lru_cache(maxsize=64)
def _checked(text: str, pictures: frozenset[str], language: str) -> Checked:
    with tempfile.TemporaryDirectory(prefix="surveyapp-") as folder:
        path = Path(folder) / "fragebogen.yaml"
        path.write_text(text, encoding="utf-8")
        _lay_out(path.parent / "images", pictures)
        command = ["questionnaire", "check", str(path), "--format", "json", "--language", language]
        printed = run_bounded(command, CHECK_SECONDS)
    if isinstance(printed, Unfinished):
        raise _UnfinishedError(printed)
    return Checked(
        tuple(
            FoundByCheck(
                rule=each["rule"],
                is_error=each["level"] == "error",
                path=each["path"],
                line=each["line"],
                sentence=each["sentence"],
                cure=each["cure"],
            )
            for each in json.loads(printed)
        )
    )


def _lay_out(folder: Path, pictures: frozenset[str]) -> None:
    """Let pictures of these names lie in a folder; the check asks for no more than their names."""
    folder.mkdir()
    for name in pictures:
        (folder / name).touch()
