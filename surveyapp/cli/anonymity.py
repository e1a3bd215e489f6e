"""The command with which an operator attacks the anonymity of an installation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext

from surveyapp.cli.report import Exit, progress_bar


@click.command("anonymity-check")
@click.option("--families", default=2000, show_default=True, type=click.IntRange(50, 100_000))
@click.option("--seed", default=1, show_default=True, help="The same seed, the same arrivals.")
@click.option("--format", "form", default="text", type=click.Choice(["text", "json"]))
@click.option(
    "--logs",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of logs to look through, beside those of the instance; may be repeated.",
)
@click.pass_context
@with_appcontext
def anonymity_check(
    ctx: click.Context, families: int, seed: int, form: str, logs: tuple[Path, ...]
) -> None:
    """Try to join invitation codes with answers, with everything an operator has.

    FAMILIES answer a rehearsal in stores like those of the installation, which are removed again.
    Ends with 0 only if no attack finds more than chance and nothing else leaks.
    """
    from surveyapp.app import create_app  # noqa: PLC0415 - start-up stays light
    from surveyapp.services.anonymity import report  # noqa: PLC0415
    from surveyapp.services.anonymity.check import check_anonymity  # noqa: PLC0415

    with progress_bar() as show:
        found = check_anonymity(
            create_app,
            families=families,
            seed=seed,
            logs=logs,
            today=date.today(),  # noqa: DTZ011 - the county's own day
            progress=lambda share: show("families answer", share),
        )
    click.echo(report.as_json(found) if form == "json" else report.as_text(found))
    if not found.is_clean:
        ctx.exit(Exit.FOUND)
