"""Commands that write files for others; the web process starts them."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from surveyapp.cli.report import RefusedError


@click.command("release-file")
@click.argument("release")
@click.argument("form")
@with_appcontext
def release_file(release: str, form: str) -> None:
    """Write all figures of RELEASE in FORM and keep the file for those who download it.

    RELEASE is the id of a finished release, FORM one of xlsx, csv-excel, csv, json, schema, geojson,
    parquet.
    """
    from surveyapp.services.give_release import write_heavy  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    written = write_heavy(main_store(), release, form)
    if written is None:
        message = f"there is no finished release {release!r}, or no form {form!r}"
        raise RefusedError(message)
    click.echo(written)
