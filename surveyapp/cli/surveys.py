"""Commands for one survey: simulated families, results."""

from __future__ import annotations

from datetime import date

import click
from flask.cli import with_appcontext

from surveyapp.cli.report import RefusedError, progress_bar


@click.command()
@click.argument("survey")
@click.option("--families", required=True, type=click.IntRange(1, 100_000), help="How many.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same families.")
@with_appcontext
def simulate(survey: str, families: int, seed: int) -> None:
    """Let simulated families answer the open wave of SURVEY."""
    from surveyapp.services import simulate as simulation  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    with progress_bar() as show:
        result = simulation.simulate(
            main_store(), survey, families, seed, lambda share: show("families answer", share)
        )
    if isinstance(result, simulation.SimulateRefusal):
        message = f"{survey!r}: no family was simulated ({result.value})"
        raise RefusedError(message)
    click.echo(f"{result} simulated families answered {survey}")


@click.command()
@click.argument("survey")
@click.option("--wave", type=int, help="Number of the wave; the newest closed one by default.")
@click.option(
    "--leave-out-what-leaks",
    "leave_out",
    is_flag=True,
    help="Release the rest where some figures would reveal somebody.",
)
@with_appcontext
def release(survey: str, wave: int | None, *, leave_out: bool) -> None:
    """Compute and protect the results of a closed wave of SURVEY, once.

    A release that would reveal somebody is held: the figures that would are named, and none is kept.
    """
    from surveyapp.services import release_results  # noqa: PLC0415 - heavy: it computes

    today = date.today()  # noqa: DTZ011 - the county's own day
    try:
        click.echo(release_results.release(survey, wave, today, leave_out_what_leaks=leave_out))
    except release_results.ReleaseRefusedError as refusal:
        raise RefusedError(str(refusal)) from refusal


@click.command()
@click.argument("survey")
@click.option("--wave", required=True, type=int, help="Number of a closed wave.")
@click.option("--question", required=True, help="Id of a question families answer in own words.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@with_appcontext
def themes(survey: str, wave: int, question: str, form: str) -> None:
    """Say how far two people agreed on the themes of the texts in SURVEY."""
    from surveyapp.services import compare_coders  # noqa: PLC0415 - heavy: it computes
    from surveyapp.storage import surveys  # noqa: PLC0415
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    found = surveys.survey_by_slug(main_store(), survey)
    chosen = [each for each in (found.waves if found else ()) if each.number == wave]
    if not chosen or chosen[0].state != "closed":
        message = f"survey {survey!r} has no closed wave {wave}"
        raise RefusedError(message)
    agreed = compare_coders.measure(main_store(), chosen[0], question)
    if form == "json":
        click.echo(compare_coders.written(agreed))
        return
    for line in compare_coders.lines_of(agreed):
        click.echo(line)
