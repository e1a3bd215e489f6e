"""The command that brings in questionnaires written elsewhere, with a report of every file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from surveyapp.cli.report import Exit

if TYPE_CHECKING:
    from surveyapp.exchange.report import Outcome, Refused, Remark, Taken

ANY_FORMAT = "auto"
FORMAT_NAMES = ("xlsform", "limesurvey", "surveyjs", "eq")
"""Names of the formats, written here so that help and wrong usage load none of them."""

_WORDS = {
    "de": {
        "taken": "{file}: übernommen nach {output} ({format})",
        "refused": "{file}: nicht übernommen",
        "counts": "Fragen: {questions}, mit Änderung: {changed}, nicht übernommen: {dropped}",
        "changed": "geändert",
        "dropped": "fehlt",
        "errors": "Fehler",
    },
    "en": {
        "taken": "{file}: taken over to {output} ({format})",
        "refused": "{file}: refused",
        "counts": "questions: {questions}, with changes: {changed}, not taken over: {dropped}",
        "changed": "changed",
        "dropped": "dropped",
        "errors": "error",
    },
}


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one file; the keys of the JSON report."""

    file: str
    imported: bool
    format: str | None
    output: str | None = None
    questions: int = 0
    changed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON holds it."""
        return {
            "file": self.file,
            "imported": self.imported,
            "format": self.format,
            "output": self.output,
            "questions": self.questions,
            "changed": list(self.changed),
            "dropped": list(self.dropped),
            "errors": list(self.errors),
        }


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--output",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the questionnaires; made where it is missing.",
)
@click.option(
    "--from",
    "format_name",
    type=click.Choice([ANY_FORMAT, *FORMAT_NAMES]),
    default=ANY_FORMAT,
    show_default=True,
    help="Format of the files.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@click.option(
    "--language",
    type=click.Choice(sorted(_WORDS)),
    default="de",
    show_default=True,
    help="Language of the report.",
)
@click.pass_context
def import_questionnaires(
    ctx: click.Context,
    files: tuple[Path, ...],
    folder: Path,
    format_name: str,
    form: str,
    language: str,
) -> None:
    """Take over questionnaires from XLSForm, LimeSurvey, SurveyJS or eQ.

    Every file becomes one questionnaire in the output folder, named by its id. The report says what
    came over with a change and what did not. A file that is broken is refused and the others go on;
    exit code 1 if any was refused. No file is ever overwritten.
    """
    _make(folder)
    chosen = None if format_name == ANY_FORMAT else format_name
    desk = _Desk(folder, chosen, language)
    reports = [desk.bring_in(file) for file in files]
    _print(reports, form, language)
    ctx.exit(Exit.OK if all(report.imported for report in reports) else Exit.FOUND)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder {folder} cannot be made ({error.strerror}); name another one"
        raise click.BadParameter(message, param_hint="--output") from error


def _print(reports: list[Report], form: str, language: str) -> None:
    if form == "json":
        text = json.dumps([each.as_json() for each in reports], ensure_ascii=False, indent=2)
    else:
        text = "\n".join(_text(each, language) for each in reports)
    click.echo(text.encode("utf-8", "replace").decode())


def _text(report: Report, language: str) -> str:
    words = _WORDS[language]
    headline = words["taken" if report.imported else "refused"]
    lines = [headline.format(file=report.file, output=report.output, format=report.format)]
    if report.imported:
        counts = {"changed": len(report.changed), "dropped": len(report.dropped)}
        lines.append("  " + words["counts"].format(questions=report.questions, **counts))
    for kind in ("changed", "dropped", "errors"):
        lines += (f"  {words[kind]}: {line}" for line in getattr(report, kind))
    return "\n".join(lines)


class _Desk:
    """Takes in one file after the other and keeps their questionnaires apart."""

    def __init__(self, folder: Path, format_name: str | None, language: str) -> None:
        self._folder = folder
        self._format = format_name
        self._language = language
        self._written: set[Path] = set()

    def bring_in(self, file: Path) -> Report:
        """Take in one file and report on it, whatever is wrong with it."""
        from surveyapp.exchange.report import Refused, Remark  # noqa: PLC0415 - start-up stays light

        content = _content(file)
        if isinstance(content, Remark):
            return self._refused(file, self._format, Refused((content,)))
        try:
            name, outcome = _read(content, file.name, self._format)
            if isinstance(outcome, Refused):
                return self._refused(file, name, outcome)
            return self._taken(file, name, outcome)
        except Exception as error:  # noqa: BLE001 - one file must not stop the others
            return self._refused(file, self._format, Refused((_failure(error),)))

    def _taken(self, file: Path, name: str | None, taken: Taken) -> Report:
        return Report(
            file=click.format_filename(file),
            imported=True,
            format=name,
            output=click.format_filename(self._write(taken)),
            questions=sum(len(page.questions) for page in taken.questionnaire.pages),
            changed=self._said(taken.changed),
            dropped=self._said(taken.dropped),
        )

    def _refused(self, file: Path, name: str | None, refused: Refused) -> Report:
        said = self._said(refused.errors)
        return Report(click.format_filename(file), imported=False, format=name, errors=said)

    def _said(self, remarks: tuple[Remark, ...]) -> tuple[str, ...]:
        return tuple(" ".join(remark.say(self._language).split()) for remark in remarks)

    def _write(self, taken: Taken) -> Path:
        from surveyapp.exchange.names import identifier  # noqa: PLC0415 - start-up stays light
        from surveyapp.questionnaire import document  # noqa: PLC0415

        content = document.write(taken.questionnaire).encode()
        stem, number = identifier(taken.questionnaire.id), 1
        path = self._folder / f"{stem}.yaml"
        while path in self._written or not _holds(path, content):
            number += 1
            path = self._folder / f"{stem}_{number}.yaml"
        self._written.add(path)
        return path


def _holds(path: Path, content: bytes) -> bool:
    """Write a file where there is none; say whether it now holds the content."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return path.is_file() and path.read_bytes() == content
    return True


def _read(content: bytes, name: str, chosen: str | None) -> tuple[str | None, Outcome]:
    from surveyapp.exchange import formats  # noqa: PLC0415 - start-up stays light

    found = chosen
    if found is None:
        recognised = formats.recognise(content, name)
        found = recognised.name if recognised else None
    return found, formats.bring_in(content, name, found)


def _content(file: Path) -> bytes | Remark:
    """Return what a file holds, as far as anything is read of it, or why it cannot be read."""
    from surveyapp.exchange.formats import MAX_BYTES  # noqa: PLC0415 - start-up stays light

    try:
        if not file.exists():
            return _remark("die Datei gibt es nicht; prüfen Sie den Namen", "there is no such file")
        if not file.is_file():
            return _remark("das ist keine Datei, sondern ein Ordner oder Gerät", "this is no file")
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        return _remark(f"die Datei lässt sich nicht öffnen ({said})", f"cannot be opened ({said})")
    return content or _remark("die Datei ist leer", "the file is empty")


def _failure(error: Exception) -> Remark:
    said = f"{type(error).__name__}: {error}"[:300]
    return _remark(
        f"beim Lesen ist ein Fehler in diesem Programm aufgetreten ({said}); bitte melden Sie ihn",
        f"this program made a mistake while reading the file ({said}); please report it",
    )


def _remark(german: str, english: str) -> Remark:
    from surveyapp.exchange.report import Remark  # noqa: PLC0415 - start-up stays light

    return Remark("", {"de": german, "en": english})
