"""The command that checks the audit log."""

from __future__ import annotations

import click
from flask.cli import AppGroup, with_appcontext

from surveyapp.cli.report import RefusedError

audit = AppGroup("audit", help="Look after the log of what staff did.")


@audit.command("check")
@with_appcontext
def check() -> None:
    """Check that the log of every county is whole, and say which entry is broken."""
    from surveyapp.services import audit as service  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    found = service.check(main_store())
    for each in found:
        if isinstance(each, service.Whole):
            said = f"{each.entries} entries, the last is {each.last} with {each.head}"
            click.echo(f"{each.county_ags}: whole, {said}")
    broken = [each for each in found if isinstance(each, service.Broken)]
    if broken:
        said = "; ".join(f"{e.county_ags}: entry {e.number} is {e.fault.value}" for e in broken)
        message = f"the audit log is broken. {said}"
        raise RefusedError(message)
    if not found:
        click.echo("the audit log is empty")
