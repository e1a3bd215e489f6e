"""The command for the weights of a wave: what is open, and how to accept all proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext

from surveyapp.cli.report import RefusedError

if TYPE_CHECKING:
    from surveyapp.services.weighting.overview import Overview
    from surveyapp.storage.surveys import Wave


@click.command()
@click.argument("survey")
@click.option("--wave", type=int, help="Number of the wave; the newest closed one by default.")
@click.option(
    "--accept", is_flag=True, help="Follow the proposal for every group that is too small."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@with_appcontext
def weights(survey: str, wave: int | None, form: str, *, accept: bool) -> None:
    """Show what a closed wave of SURVEY is weighted to, and which groups wait for a decision."""
    from surveyapp.services.releasing import weighting_overview  # noqa: PLC0415 - it computes
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    found = _closed(survey, wave)
    if accept:
        for each in weighting_overview.accept_all(main_store(), found):
            said = f"merged with {each.into}" if each.into else "left out"
            click.echo(f"{each.margin}: {each.category} {said}", err=form == "json")
    overview = weighting_overview.look(main_store(), found)
    if form == "json":
        click.echo(overview.to_json())
        return
    _tell(overview)


def _closed(survey: str, number: int | None) -> Wave:
    from surveyapp.storage.db import main_store  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.surveys import survey_by_slug  # noqa: PLC0415

    found = survey_by_slug(main_store(), survey)
    if found is None:
        message = f"there is no survey {survey!r}"
        raise RefusedError(message)
    closed = [
        each for each in found.waves if each.state == "closed" and number in {None, each.number}
    ]
    if not closed:
        message = f"survey {survey!r} has no such closed wave; answers are looked at after closing"
        raise RefusedError(message)
    return closed[-1]


def _tell(overview: Overview) -> None:
    for each in overview.looks:
        state = "left out" if each.is_left_out else f"{len(each.rows)} categories"
        click.echo(f"{each.name}: {state}, {each.as_of or 'no date'}")
    if overview.problem:
        raise RefusedError(overview.problem)
    if overview.questions:
        named = "; ".join(f"{each.margin} {each.label}" for each in overview.questions)
        message = (
            f"too few families answered in: {named}; decide on the page Gewichtung, or use --accept"
        )
        raise RefusedError(message)
    click.echo(
        f"{overview.families} answers count like {overview.effective} "
        f"(design effect {overview.design_effect})"
    )
