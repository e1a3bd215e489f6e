"""The command that writes the data protection documents of a survey."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext

from config import LEGAL_BASES
from surveyapp.cli.report import RefusedError

FORMAT_NAMES = ("html", "pdf", "docx")
"""Names of the formats, written here so that help and wrong usage load none of them."""


class Formats(click.ParamType[tuple[str, ...]]):
    """Some of the formats, joined by commas."""

    name = "formats"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return the formats that were named, each once."""
        names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
        if not names or not set(names) <= set(FORMAT_NAMES):
            known = ", ".join(FORMAT_NAMES)
            self.fail(f"{value!r} must list some of {known}, joined by commas", param, ctx)
        return names


@click.command()
@click.argument("survey")
@click.option(
    "--output",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files; it is made where it does not exist.",
)
@click.option(
    "--format",
    "formats",
    type=Formats(),
    default=",".join(FORMAT_NAMES),
    show_default=True,
    help="Some of html, pdf and docx, joined by commas.",
)
@click.option(
    "--profile",
    type=click.Choice(LEGAL_BASES),
    help="What the survey rests on; SURVEYAPP_LEGAL where it is left out.",
)
@with_appcontext
def documents(survey: str, folder: Path, formats: tuple[str, ...], profile: str | None) -> None:
    """Write the data protection documents of SURVEY, as its settings are now.

    What is not known here is marked „bitte ergänzen“ and listed at the end of each document.
    """
    from surveyapp.services.documents import facts, pack  # noqa: PLC0415 - start-up stays light
    from surveyapp.services.keys import settings  # noqa: PLC0415
    from surveyapp.storage.db import main_store  # noqa: PLC0415
    from surveyapp.storage.surveys import survey_by_slug  # noqa: PLC0415

    found = survey_by_slug(main_store(), survey)
    if found is None:
        message = f"there is no survey {survey!r}; name it as its address does"
        raise RefusedError(message)
    basis = facts.Profile(profile or settings().legal_basis)
    today = date.today()  # noqa: DTZ011 - the county's own day
    filled = facts.filled_in(found.county_ags)
    known = facts.facts_of(main_store(), found, basis, today, filled)
    for name, content in pack.files_of(known, formats):
        _write(folder / name, content)
        click.echo(f"written: {click.format_filename(folder / name)}")


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        message = f"{path} cannot be written ({error.strerror}); name another folder"
        raise RefusedError(message) from error
