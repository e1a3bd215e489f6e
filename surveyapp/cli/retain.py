"""The command that deletes what has had its time, and checks the log of deletions."""

from __future__ import annotations

from datetime import date

import click
from flask.cli import with_appcontext

from surveyapp.cli.report import RefusedError


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what is due, and delete nothing.")
@click.option("--verify", is_flag=True, help="Check the log of deletions, and delete nothing.")
@click.option(
    "--public-key", help="Check by this key, noted before, instead of the installation's."
)
@with_appcontext
def retain(*, dry_run: bool, verify: bool, public_key: str | None) -> None:
    """Delete everything whose time is over; run it every night.

    What is deleted when is said by each survey's plan. Every deletion stands in a signed log.
    """
    if verify or public_key is not None:
        _verify(public_key)
    elif dry_run:
        _show_due()
    else:
        _delete()


def _delete() -> None:
    from surveyapp.services.retain import RetainRefusal  # noqa: PLC0415 - start-up stays light
    from surveyapp.services.retain import retain as delete_due  # noqa: PLC0415
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    outcome = delete_due(main_store(), _today())
    if isinstance(outcome, RetainRefusal):
        raise RefusedError("nothing was deleted: another run of this command is at work")
    for sentence in outcome or ("nothing is due",):
        click.echo(sentence)


def _show_due() -> None:
    from surveyapp.services.retain import due_cases  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    cases = due_cases(main_store(), _today())
    for case in cases:
        click.echo(f"due since {case.due:%Y-%m-%d}: {case.what}")
    if not cases:
        click.echo("nothing is due")


def _verify(public_key: str | None) -> None:
    from surveyapp.services import deletion_log  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    found = deletion_log.verify(main_store(), _read_key(public_key))
    if isinstance(found, deletion_log.Broken):
        message = f"the log of deletions is broken: entry {found.number} is {found.fault.value}"
        raise RefusedError(message)
    click.echo(f"the log of deletions is whole: {found.entries} entries, the last one {found.head}")
    if not found.is_end_known:
        click.echo("whether its end was cut off cannot be told: compare with what you noted before")
    click.echo(f"public key {deletion_log.public_key_of().hex()}")


def _read_key(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise click.BadParameter(
            "a public key has 64 hexadecimal digits", param_hint="--public-key"
        )
    return key


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the county's own day
