"""Commands around sealed ballots: opening batches, and the county's recovery key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import click
from flask.cli import AppGroup, with_appcontext

from surveyapp.cli.report import Exit, RefusedError

T = TypeVar("T")

keys = AppGroup("keys", help="Look after the counties' recovery keys.")


@click.command()
@click.pass_context
@with_appcontext
def mix(ctx: click.Context) -> None:
    """Open the ballots of all waves that lie together with enough others; run it every hour.

    Also finishes what an interrupted run, or an interrupted closing of a wave, left to do, and lets the
    next wave of a survey that goes on by itself follow the one whose period is over.
    """
    from surveyapp.services import batches  # noqa: PLC0415 - start-up stays light
    from surveyapp.services.count_answers import rounded_counts  # noqa: PLC0415
    from surveyapp.storage import surveys  # noqa: PLC0415
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    _turn_over()
    failures = batches.mix_waves()
    waves = surveys.open_waves(main_store())
    counts = rounded_counts(waves)
    for wave in waves:
        click.echo(
            f"{wave.survey.slug}, wave {wave.number}: at least {counts[wave.id]} answers open"
        )
    for failure in failures:
        click.echo(f"Error: {failure}", err=True)
    if failures:
        ctx.exit(Exit.FOUND)


def _turn_over() -> None:
    from surveyapp.services.field import rolling  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    today = date.today()  # noqa: DTZ011 - the county's own day
    for turn in rolling.turn_over(main_store(), today):
        click.echo(f"{turn.slug}, wave {turn.number}: its period is over, {_TURNED[turn.turned]}")


_TURNED = {
    "done": "the next wave is open",
    "extended": "it goes on, for too few families have answered",
    "waits_for_codes": "it stays open until the next wave has codes",
    "waits_for_day": "it stays open until the first day of the next wave",
    "plan_is_over": "it stays open, for the time of the planned wave is over: change or delete that",
    "failed": "it stays open; look whether its key and its questionnaire are there",
}


@keys.command("make")
@click.option("--county", required=True, help="Key of the county, such as 16065.")
@click.option("--output", required=True, type=click.Path(path_type=Path), help="File to write.")
@click.option("--replace", "is_replacing", is_flag=True, help="In place of a key that was lost.")
def make(county: str, output: Path, *, is_replacing: bool) -> None:
    """Make a county's recovery key, and write it to a file that is kept away from every computer."""
    from surveyapp.region import territory  # noqa: PLC0415 - start-up stays light
    from surveyapp.services import recovery  # noqa: PLC0415
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    try:
        territory.county(county)
    except LookupError as error:
        message = f"there is no county {county!r}; give its key of five digits, such as 16065"
        raise RefusedError(message) from error
    refusal = _tried(
        output,
        lambda: recovery.make_recovery_key(
            main_store(),
            county,
            output,
            date.today(),  # noqa: DTZ011 - the county's own day
            is_replacing=is_replacing,
        ),
    )
    if refusal is not None:
        raise RefusedError(_REFUSALS[refusal].format(county=county, path=output))
    click.echo(
        f"The recovery key of {county} is in {output}. Print it or move it to a stick, let two"
    )
    click.echo("people keep it apart from all backups, and delete the file here.")


@keys.command("recover")
@click.option("--key", required=True, type=click.Path(path_type=Path), help="The recovery key.")
@click.pass_context
def recover(ctx: click.Context, key: Path) -> None:
    """Bring back missing keys of waiting ballots with a county's recovery key."""
    from surveyapp.services import recovery  # noqa: PLC0415 - start-up stays light

    found = _tried(key, lambda: recovery.recover(key))
    if isinstance(found, recovery.RecoveryRefusal):
        raise RefusedError(_REFUSALS[found].format(county="", path=key))
    click.echo(f"keys brought back: {found.restored}; still missing: {found.still_missing}")
    if found.still_missing:
        click.echo("Try the recovery keys of the other counties, or an older one.", err=True)
        ctx.exit(Exit.FOUND)


_REFUSALS = {
    "file_exists": "{path} is there already; nothing was changed, give another name",
    "key_exists": (
        "{county} has a recovery key; nothing was changed. If it is lost, make another with --replace"
    ),
    "not_a_key": "{path} holds no recovery key; it has two lines, the second of 64 digits and letters",
}


def _tried(path: Path, step: Callable[[], T]) -> T:
    """Run a step that reads or writes ``path``; a file that cannot be used becomes a sentence."""
    try:
        return step()
    except OSError as error:
        message = f"{path} cannot be used: {error.strerror}"
        raise RefusedError(message) from error
