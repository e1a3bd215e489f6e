"""Commands for what a county brings: questionnaires and its inventory."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask.cli import AppGroup

from surveyapp.cli.report import Exit, RefusedError

if TYPE_CHECKING:
    from surveyapp.questionnaire.model import Questionnaire

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

questionnaire = AppGroup("questionnaire", help="Check and try out questionnaires.")
inventory = AppGroup("inventory", help="Take over places and offers.")


@questionnaire.command("check", with_appcontext=False)
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def check_files(ctx: click.Context, files: tuple[Path, ...], form: str) -> None:
    """Check questionnaires; exit code 1 if something must be mended."""
    findings = [finding for file in files for finding in _findings(file)]
    if form == "json":
        click.echo(json.dumps(findings, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo("{file}:{line}: {rule} {path}: {sentence}; {cure}".format(**finding))
        click.echo(f"{len(files)} checked, {len(findings)} to mend", err=True)
    ctx.exit(Exit.FOUND if findings else Exit.OK)


def _findings(file: Path) -> list[dict[str, Any]]:
    from surveyapp.questionnaire import checks, document  # noqa: PLC0415 - start-up stays light

    try:
        found = checks.check(document.read(file))
    except document.DocumentError as error:
        return [
            _finding(file, one.line, "document", one.path, one.sentence, one.cure)
            for one in error.problems
        ]
    text = file.read_text(encoding="utf-8-sig")
    return [
        _finding(
            file,
            document.line_of(text, one.path),
            one.rule,
            one.path,
            one.sentence,
            one.cure,
        )
        for one in found
    ]


def _finding(
    file: Path, line: int, rule: str, path: str, sentence: str, cure: str
) -> dict[str, Any]:
    return {
        "file": str(file),
        "line": line,
        "rule": rule,
        "path": path,
        "sentence": sentence,
        "cure": cure,
    }


@questionnaire.command("trace", with_appcontext=False)
@click.argument("file", type=FILE)
@click.option("--answers", required=True, type=FILE, help="Answers of one family as JSON.")
@click.option("--language", default="de", show_default=True)
def trace_file(file: Path, answers: Path, language: str) -> None:
    """Show as JSON which screens a family with these answers sees, and why."""
    from surveyapp.questionnaire.trace import trace  # noqa: PLC0415 - start-up stays light

    asked = _read(file)
    if language not in asked.languages:
        message = f"{file}: the questionnaire speaks {', '.join(asked.languages)}, not {language}"
        raise RefusedError(message)
    report = trace(asked, _answers(answers), language)
    click.echo(json.dumps(report, ensure_ascii=False, indent=2))


def _answers(file: Path) -> dict[str, Any]:
    cure = 'write UTF-8 JSON such as {"children_count": 2}'
    try:
        document = json.loads(file.read_bytes())
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        message = f"{file}: these are no answers ({error}); {cure}"
        raise RefusedError(message) from error
    if isinstance(document, dict):
        return document
    message = f"{file}: these are no answers (no group of keys); {cure}"
    raise RefusedError(message)


def _read(file: Path) -> Questionnaire:
    from surveyapp.questionnaire import document  # noqa: PLC0415 - start-up stays light

    return document.read(file)


@inventory.command("import")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--county", required=True, help="Key of the county, such as 16065.")
def import_files(files: tuple[Path, ...], county: str) -> None:
    """Take over places and offers from tables (XLSX, CSV): all rows or none."""
    from surveyapp.services.import_inventory import (  # noqa: PLC0415 - start-up stays light
        ImportErrors,
        import_inventory,
    )
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    result = import_inventory(main_store(), county, *files, today=date.today())  # noqa: DTZ011
    if isinstance(result, ImportErrors):
        for fault in result.rows:
            place = f"{fault.sheet} {fault.row}".removesuffix(" 0")
            click.echo(f"{place} {fault.column}: {fault.reason} {fault.cure}", err=True)
        message = f"{len(result.rows)} faults; nothing was taken over"
        raise RefusedError(message)
    for kind, kept in {"places": result.places, "offers": result.offers}.items():
        click.echo(f"{kind}: {kept.new} new, {kept.replaced} replaced")
    for note in result.notes:
        click.echo(f"{note.sheet} {note.row} {note.column}: {note.sentence}")
