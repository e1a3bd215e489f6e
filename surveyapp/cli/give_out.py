"""The command that gives questionnaires out in the formats of other systems."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.content import FILE
from surveyapp.cli.report import Exit, RefusedError

if TYPE_CHECKING:
    from surveyapp.exchange.writers import Given
    from surveyapp.questionnaire.model import Questionnaire

FORMAT_NAMES = ("yaml", "json-schema", "xlsform", "pdf", "ddi", "codebook-xlsx", "codebook-html")
"""Names of the formats, written here so that help and wrong usage load none of them."""

_LINES = {
    "de": {"written": "geschrieben: {path}", "remark": "nicht in der Datei: {said}"},
    "en": {"written": "written: {path}", "remark": "not in the file: {said}"},
}


@click.command("export")
@click.argument("file", type=FILE, required=False)
@click.option("--to", "name", type=click.Choice(FORMAT_NAMES), required=True, help="Format.")
@click.option(
    "--output",
    "path",
    type=click.Path(path_type=Path),
    required=True,
    help="File to write, or a folder for it; an existing file is replaced.",
)
@click.option("--language", default="de", show_default=True, help="Language of the file.")
@click.option("--county", help="Key of the county whose municipalities are options, such as 16065.")
@click.pass_context
def export_questionnaire(
    ctx: click.Context,
    file: Path | None,
    name: str,
    path: Path,
    language: str,
    county: str | None,
) -> None:
    """Write a questionnaire as YAML, JSON Schema, XLSForm, DDI-Codebook or codebook.

    The JSON Schema is the same for every questionnaire and needs no file. What a format cannot say is
    told on the error stream.
    """
    from surveyapp.exchange.writers import WRITERS  # noqa: PLC0415 - start-up stays light

    writer = WRITERS[name]
    questionnaire = None if writer.is_general else _questionnaire(file, language, county)
    given: Given = writer.give(questionnaire, language)
    stem = (
        "questionnaire" if questionnaire is None else f"{questionnaire.id}-{questionnaire.version}"
    )
    target = path / f"{stem}{writer.suffix}" if path.is_dir() else path
    _write(target, given.content)
    words = _LINES.get(language, _LINES["en"])
    for remark in given.remarks:
        click.echo(words["remark"].format(said=remark.say(language)), err=True)
    click.echo(words["written"].format(path=click.format_filename(target)))
    ctx.exit(Exit.OK)


def _questionnaire(file: Path | None, language: str, county: str | None) -> Questionnaire:
    from surveyapp.questionnaire import document  # noqa: PLC0415 - start-up stays light

    if file is None:
        message = "name the questionnaire to write, such as questionnaires/familie/1.yaml"
        raise click.UsageError(message)
    found = document.read(file)
    if language not in found.languages:
        message = f"{found.id} is not written in {language}; it is in {', '.join(found.languages)}"
        raise click.BadParameter(message, param_hint="--language")
    return found if county is None else _of_county(found, county)


def _of_county(questionnaire: Questionnaire, key: str) -> Questionnaire:
    from dataclasses import replace  # noqa: PLC0415

    from surveyapp.questionnaire import places  # noqa: PLC0415
    from surveyapp.region.territory import UnknownPlaceError, county, municipalities_of  # noqa: PLC0415

    try:
        county(key)
    except UnknownPlaceError as error:
        raise click.BadParameter(str(error), param_hint="--county") from error
    towns = [(each.ags, each.name) for each in municipalities_of(key)]
    asked = places.with_municipalities(questionnaire, towns)
    return replace(asked, facts={**asked.facts, "county.ags": key})


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        message = f"{path} cannot be written ({error.strerror}); name another file"
        raise RefusedError(message) from error
