"""Commands for the versions of questionnaires: compare, publish, list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.content import FILE, questionnaire
from surveyapp.cli.report import Exit, RefusedError

if TYPE_CHECKING:
    from surveyapp.questionnaire.versions import Difference
    from surveyapp.services.check_questionnaire import Checked
    from surveyapp.services.publish import PublishRefusal
    from surveyapp.services.run_bounded import Unfinished

__all__ = ["questionnaire"]

SENTENCES = {
    "SAME": "same",
    "WORDING": "other words; stays comparable",
    "FILTER": "asked of other families; comparable with a mark only",
    "OPTIONS": "other options or limits; only what both have can be compared",
    "TYPE": "another type of answer; not comparable",
    "NEW": "new",
    "GONE": "gone",
}

UNFINISHED = {
    "TOO_MUCH": "too large or too deeply nested to be checked; make several questionnaires of it",
    "BROKEN": "not checked: the check broke, which is a mistake of this program",
    "BUSY": "other questionnaires are being checked; try again in a minute",
}


@questionnaire.command("diff", with_appcontext=False)
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.pass_context
def compare_files(ctx: click.Context, old: Path, new: Path) -> None:
    """Say what two versions have in common; exit code 1 if anything is not comparable."""
    from surveyapp.questionnaire import document, versions  # noqa: PLC0415 - start-up stays light

    before, after = document.read(old), document.read(new)
    found = versions.compare(before, after)
    for each in found:
        if each.change:
            click.echo(f"{each.kind} {each.id}: {SENTENCES[each.change.name]}{_codes(each)}")
    same = sum(not each.change for each in found)
    kind = "a correction" if versions.is_correction(before, after) else "a new version"
    click.echo(f"{same} of {len(found)} parts are the same; this is {kind}", err=True)
    ctx.exit(Exit.OK if all(each.is_comparable for each in found) else Exit.FOUND)


def _codes(each: Difference) -> str:
    added = f"; new: {', '.join(each.added)}" if each.added else ""
    removed = f"; gone: {', '.join(each.removed)}" if each.removed else ""
    return added + removed


@questionnaire.command("publish")
@click.argument("file", type=FILE)
@click.option("--note", default="", help="What changed and why.")
def publish_file(file: Path, note: str) -> None:
    """Freeze a version, or a correction of one, so that waves can ask it."""
    from surveyapp.questionnaire import document  # noqa: PLC0415
    from surveyapp.services.publish import publish  # noqa: PLC0415
    from surveyapp.storage.db import main_store  # noqa: PLC0415
    from surveyapp.storage.publications import Publication  # noqa: PLC0415

    text = document.whole(file)
    result = publish(main_store(), text, today=date.today(), note=note, language="en")  # noqa: DTZ011
    if not isinstance(result, Publication):
        raise RefusedError(_why_not(file, result))
    name = f"{result.questionnaire} {result.version}.{result.correction}"
    click.echo(f"{name} published on {result.published_on}, SHA-256 {result.document_hash}")


def _why_not(file: Path, outcome: PublishRefusal | Checked | Unfinished) -> str:
    """Return why a questionnaire was not published; what must be mended is printed before."""
    from surveyapp.services.check_questionnaire import Checked  # noqa: PLC0415
    from surveyapp.services.run_bounded import Unfinished  # noqa: PLC0415

    if isinstance(outcome, Unfinished):
        return f"{file}: {UNFINISHED[outcome.name]}"
    if not isinstance(outcome, Checked):
        return f"{file}: {outcome.sentence}"
    for finding in outcome.errors:
        click.echo(f"{file}: {finding}", err=True)
    number = len(outcome.errors)
    return f"{file}: {number} findings must be mended before families see it"


@questionnaire.command("versions")
@click.argument("questionnaire_id", metavar="ID")
def list_versions(questionnaire_id: str) -> None:
    """List what was published of a questionnaire, and why."""
    from surveyapp.storage import publications  # noqa: PLC0415
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    found = publications.all_of(main_store(), questionnaire_id)
    if not found:
        message = f"nothing was published of {questionnaire_id!r}"
        raise RefusedError(message)
    for each in found:
        number = f"{each.version}.{each.correction}"
        click.echo(
            f"{number}  {each.published_on}  {each.document_hash[:12]}  {each.note}".rstrip()
        )
