"""What a function of long work gets and returns, and running it in the process made for it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.services.jobs import files
from surveyapp.services.jobs.files import KeptFile

MOST_WORDS = 200
"""Letters of what is said about progress."""


class JobRefusedError(Exception):
    """The work cannot be done as it was asked for; staff read the sentence."""

    def __init__(self, sentence: str, found: Mapping[str, Any] | None = None) -> None:
        """Take the German sentence that says what is wrong and what to do, and what a page shows of it."""
        super().__init__(sentence)
        self.sentence = sentence
        self.result = Result(found=found or {})


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the work."""

    #: Files to take along, as ``Work.keep`` returned them.
    files: tuple[KeptFile, ...] = ()
    #: What a page shows of it; plain JSON.
    found: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept with the job."""
        return {"files": [asdict(each) for each in self.files], "found": dict(self.found)}


@dataclass(slots=True)
class Work:
    """A job as the function sees it that does it."""

    job_id: str
    county_ags: str
    staff_id: str
    session: Session
    #: Writing end of the pipe to the worker.
    _pipe: int
    _made: int = 0

    def progress(self, done: int, of: int, words: str = "") -> None:
        """Say how far the work is: steps done, steps in all, what is being done in German."""
        said = {"done": min(done, of), "whole": of, "words": words[:MOST_WORDS]}
        # Told to the worker, who writes it down: the store may be held by this very work.
        os.write(self._pipe, json.dumps(said).encode() + b"\n")

    def keep(self, name: str, media_type: str, content: bytes) -> KeptFile:
        """Keep a file for people to take along."""
        kept = files.keep_made(self.job_id, self._made, name, media_type, content)
        self._made += 1
        return kept

    def handed_in(self, name: str) -> Path:
        """Return where a file lies that was handed in with the work."""
        return files.handed_in(self.job_id, name)


def function_named(name: str) -> Callable[..., Any]:
    """Return the function a kind names as ``module:function``."""
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found
