"""The command that finds the best places for new facilities."""

from __future__ import annotations

from datetime import date

import click
from flask.cli import with_appcontext

from surveyapp.cli.report import RefusedError


@click.command("best-places")
@click.argument("county")
@click.argument("facility_type")
@click.option(
    "--number",
    type=click.IntRange(1, 10),
    default=1,
    show_default=True,
    help="How many new facilities.",
)
@click.option("--scenario", default="", help="Id of a scenario they come on top of.")
@with_appcontext
def best_places(county: str, facility_type: str, number: int, scenario: str) -> None:
    """Print where new facilities of FACILITY_TYPE reach most children of COUNTY, as JSON.

    Counted are children who have no facility of the type near them yet. COUNTY is its key, such as
    16065. Nothing is changed.
    """
    from surveyapp.services.planning import best  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    today = date.today()  # noqa: DTZ011 - the county's own day
    found = best.compute(main_store(), county, facility_type, number, scenario, today)
    if found is None:
        message = f"county {county!r} has no facility type {facility_type!r}, or no such scenario"
        raise RefusedError(message)
    click.echo(best.written(found))
