"""Commands for what a county brings: questionnaires and its inventory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask.cli import AppGroup

from surveyapp.cli.report import Exit, RefusedError

if TYPE_CHECKING:
    from surveyapp.inventory.rows import Fault
    from surveyapp.questionnaire.checks import Figures
    from surveyapp.questionnaire.document import Problem
    from surveyapp.questionnaire.model import Questionnaire

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

LAST_CHILD_AGE = 17
CHILDREN_PER_FAMILY = 1.6
"""Children under 18 in a family that has some: an assumption, about what the Mikrozensus gives for
Germany. The packaged figures cannot say it: no register counts families by municipality, and the census
grid leaves out cells of few families, so that it would give two and more."""

questionnaire = AppGroup("questionnaire", help="Check and try out questionnaires.")
inventory = AppGroup("inventory", help="Take over places and offers.")


@questionnaire.command("check", with_appcontext=False)
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--language", type=click.Choice(["en", "de"]), default="en", show_default=True)
@click.option("--strict", is_flag=True, help="Let advice count like an error.")
@click.option("--county", help="Key of a county whose small groups are forecast, such as 16065.")
@click.option(
    "--children-per-family",
    type=click.FloatRange(1.0, 10.0),
    default=CHILDREN_PER_FAMILY,
    show_default=True,
    help="Children under 18 in a family that has some, for the forecast.",
)
@click.pass_context
def check_files(
    ctx: click.Context,
    files: tuple[Path, ...],
    form: str,
    language: str,
    strict: bool,  # noqa: FBT001 - a flag
    county: str | None,
    children_per_family: float,
) -> None:
    """Check questionnaires; exit code 1 if something must be mended.

    In text, how long families take follows the findings of each file.
    """
    figures = None if county is None else _figures(county, children_per_family)
    looked = [_looked_at(file, language, figures) for file in files]
    findings = [found for each in looked for found in each.findings]
    grave = [found for found in findings if strict or found["level"] == "error"]
    if form == "json":
        click.echo(json.dumps(findings, ensure_ascii=False, indent=2))
    else:
        for each in looked:
            for finding in each.findings:
                click.echo("{file}:{line}: {path} {rule} {sentence}; {cure}".format(**finding))
            for line in each.minutes:
                click.echo(f"{each.file}: {line}")
        errors = sum(found["level"] == "error" for found in findings)
        summary = (
            f"{len(files)} checked, {errors} errors, {len(findings) - errors} pieces of advice"
        )
        click.echo(summary, err=True)
    ctx.exit(Exit.FOUND if grave else Exit.OK)


def _figures(county: str, children_per_family: float) -> Figures:
    from surveyapp.questionnaire.checks import Figures  # noqa: PLC0415 - start-up stays light
    from surveyapp.region.population import children_by_municipality  # noqa: PLC0415
    from surveyapp.region.territory import county as county_of  # noqa: PLC0415

    children = children_by_municipality(county, 0, LAST_CHILD_AGE)
    families = {ags: number / children_per_family for ags, number in children.items()}
    return Figures(county_of(county).name, families)


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One file: what to mend, and how long families take."""

    file: Path
    findings: list[dict[str, Any]]
    minutes: tuple[str, ...] = ()


def _looked_at(file: Path, language: str, figures: Figures | None) -> LookedAt:
    from surveyapp.questionnaire import checks, document, minutes  # noqa: PLC0415

    try:
        asked = document.read(file)
        found = checks.check(asked, figures, _pictures(file))
    except document.DocumentError as error:
        return LookedAt(file, [_of_document(file, one, language) for one in error.problems])
    text = file.read_text(encoding="utf-8-sig")
    lines = document.lines_of(text, [one.path for one in found])
    findings = [
        _finding(file, line, (one.rule, one.level), one.path, one.say(language))
        for one, line in zip(found, lines, strict=True)
    ]
    is_sound = not checks.hindrances(found)
    return LookedAt(file, findings, tuple(minutes.lines(asked, language)) if is_sound else ())


def _of_document(file: Path, problem: Problem, language: str) -> dict[str, Any]:
    said = problem.sentence, problem.cure
    if language == "de":
        from surveyapp.questionnaire.rules import german  # noqa: PLC0415

        said = german.flaw(problem.sentence), german.flaw(problem.cure)
    return _finding(file, problem.line, ("document", "error"), problem.path, said)


def _pictures(file: Path) -> frozenset[str]:
    """Return the names of the pictures beside a questionnaire."""
    folder = file.parent / "images"
    return frozenset(each.name for each in folder.iterdir()) if folder.is_dir() else frozenset()


def _finding(
    file: Path, line: int, rule: tuple[str, str], path: str, said: tuple[str, str]
) -> dict[str, Any]:
    return {
        "file": str(file),
        "line": line,
        "path": path,
        "rule": rule[0],
        "level": str(rule[1]),
        "sentence": said[0],
        "cure": said[1],
    }


@questionnaire.command("rules", with_appcontext=False)
@click.argument("rule", required=False)
@click.option("--language", type=click.Choice(["en", "de"]), default="en", show_default=True)
def show_rules(rule: str | None, language: str) -> None:
    """Show the help page of a rule, or of all."""
    from surveyapp.questionnaire.checks import RULES  # noqa: PLC0415 - start-up stays light

    if rule is not None and rule.upper() not in RULES:
        message = f"there is no rule {rule!r}; there are {', '.join(sorted(RULES))}"
        raise RefusedError(message)
    for each in sorted(RULES) if rule is None else [rule.upper()]:
        found = RULES[each]
        click.echo(f"{found.id} {found.name(language)} ({found.level})\n\n{found.help(language)}\n")


@questionnaire.command("translated", with_appcontext=False)
@click.argument("file", type=FILE)
def note_translated(file: Path) -> None:
    """Note in a file that its translations fit the German wordings as they are now."""
    from surveyapp.questionnaire import translations  # noqa: PLC0415 - start-up stays light

    asked = _read(file)
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(translations.noted(text, asked), encoding="utf-8")
    click.echo(f"{file}: translations noted")


@questionnaire.command("translate", with_appcontext=False)
@click.argument("file", type=FILE)
@click.argument("language")
def translate_file(file: Path, language: str) -> None:
    """Write what is to be translated into a PO file beside the questionnaire, or bring it up to date.

    LANGUAGE is a language tag such as uk. Translations that still fit stay; those whose German
    wording has changed are marked as doubtful (fuzzy) and not shown to families.
    """
    from surveyapp.questionnaire import catalogues  # noqa: PLC0415 - start-up stays light

    asked = _read(file)
    if not catalogues.is_tag(language) or language == catalogues.SOURCE:
        message = (
            f"{language!r} is no language to translate into; write a tag such as uk or de-simple"
        )
        raise RefusedError(message)
    path = file.with_name(f"{file.stem}.{language}.po")
    before = path.read_bytes() if path.exists() else b""
    path.write_bytes(catalogues.updated(asked, language, before))
    missing = catalogues.missing(asked, path)
    click.echo(f"{path}: {len(missing)} wordings to translate")


@questionnaire.command("trace", with_appcontext=False)
@click.argument("file", type=FILE)
@click.option("--answers", required=True, type=FILE, help="Answers of one family as JSON.")
@click.option("--language", default="de", show_default=True)
@click.option("--format", "form", type=click.Choice(["json", "text"]), default="json")
def trace_file(file: Path, answers: Path, language: str, form: str) -> None:
    """Show which pages, questions and options a family with these answers sees, and why."""
    from surveyapp.questionnaire.trace import trace  # noqa: PLC0415 - start-up stays light
    from surveyapp.questionnaire.walked import lines  # noqa: PLC0415

    asked = _read(file)
    if language not in asked.languages:
        message = f"{file}: the questionnaire speaks {', '.join(asked.languages)}, not {language}"
        raise RefusedError(message)
    report = trace(asked, _answers(answers), language)
    as_json = form == "json"
    click.echo(
        json.dumps(report, ensure_ascii=False, indent=2) if as_json else "\n".join(lines(report))
    )


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
        raise _refused(result.rows)
    for kind, kept in {"places": result.places, "offers": result.offers}.items():
        click.echo(f"{kind}: {kept.new} new, {kept.replaced} replaced")
    for note in result.notes:
        click.echo(f"{note.sheet} {note.row} {note.column}: {note.sentence}")


@inventory.command("travel-times")
@click.argument("file", type=FILE)
@click.option("--county", required=True, help="Key of the county, such as 16065.")
@click.option("--mode", required=True, type=click.Choice(["walk", "drive"]))
@click.option("--source", required=True, help="Who measured, and with what.")
@click.option("--as-of", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Day of the roads.")
def import_times(file: Path, county: str, mode: str, source: str, as_of: datetime) -> None:
    """Take over travel times from a table (from, to, minutes): all rows or none."""
    from surveyapp.inventory.ways import Mode  # noqa: PLC0415 - start-up stays light
    from surveyapp.services.import_inventory import ImportErrors  # noqa: PLC0415
    from surveyapp.services.import_travel_times import import_travel_times  # noqa: PLC0415
    from surveyapp.storage.db import main_store  # noqa: PLC0415
    from surveyapp.storage.travel_times import TravelSource  # noqa: PLC0415

    origin = TravelSource(source, as_of.date())
    result = import_travel_times(main_store(), county, file, Mode(mode), origin)
    if isinstance(result, ImportErrors):
        raise _refused(result.rows)
    click.echo(f"{result.ways} ways to {result.places} places")


def _refused(faults: Sequence[Fault]) -> RefusedError:
    """Print every fault and return the error that ends the command."""
    for fault in faults:
        place = f"{fault.sheet} {fault.row}".removesuffix(" 0")
        click.echo(f"{place} {fault.column}: {fault.reason} {fault.cure}", err=True)
    return RefusedError(f"{len(faults)} faults; nothing was taken over")
