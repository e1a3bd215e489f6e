"""Bring in questionnaires that staff send: read apart from the web process, nothing is kept."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from surveyapp.questionnaire import document
from surveyapp.questionnaire.rules import german
from surveyapp.services.run_bounded import Unfinished, run_bounded

OWN_SUFFIXES = (".yaml", ".yml")
"""Files of our own format."""

OWN = "yaml"
"""Name of our own format beside those of ``exchange.formats``."""


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What became of one file."""

    file_name: str
    #: The questionnaire as our YAML; empty where the file was refused.
    text: str = ""
    #: Name of the format; empty where none knows the file.
    format: str = ""
    changed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    unfinished: Unfinished | None = None


def bring_in_upload(path: Path, format_name: str = "") -> BroughtIn:
    """Return what became of a file; without ``format_name`` its format is recognised."""
    is_own = path.suffix.lower() in OWN_SUFFIXES and not format_name
    if is_own or format_name == OWN:
        return _own(path)
    with tempfile.TemporaryDirectory(prefix="surveyapp-") as folder:
        # Behind the options nothing in the file's name can be read as one.
        options = ["--output", folder, "--from", format_name or "auto", "--format", "json"]
        printed = run_bounded(["questionnaire", "import", *options, "--", str(path)])
        if isinstance(printed, Unfinished):
            return BroughtIn(path.name, format=format_name, unfinished=printed)
        report = json.loads(printed)[0]
        text = Path(report["output"]).read_text(encoding="utf-8") if report["imported"] else ""
    return BroughtIn(
        path.name,
        text,
        report["format"] or format_name,
        tuple(report["changed"]),
        tuple(report["dropped"]),
        tuple(report["errors"]),
    )


def _own(path: Path) -> BroughtIn:
    try:
        document.read(path)
    except document.DocumentError as error:
        return BroughtIn(path.name, format=OWN, errors=tuple(map(_in_german, error.problems)))
    return BroughtIn(path.name, path.read_text(encoding="utf-8-sig"), OWN)


def _in_german(problem: document.Problem) -> str:
    line = f"Zeile {problem.line}" if problem.line else ""
    where = ", ".join(each for each in (line, problem.path) if each)
    said = f"{german.flaw(problem.sentence)}; {german.flaw(problem.cure)}"
    return f"{where}: {said}" if where else said
