"""Commands for letters: codes issued once, made void, issued anew, and a list for a reminder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import click
from flask.cli import AppGroup

from surveyapp.cli.report import RefusedError

if TYPE_CHECKING:
    from surveyapp.storage.surveys import Wave

LARGEST_SERIAL = 999_999
"""More letters than any county sends; no store is asked for a number it cannot hold."""

Writer = TypeVar("Writer", bound=Callable[..., bytes])

letters = AppGroup("letters", help="Issue the codes of a wave, and look after them.")

_wave = click.option(
    "--wave",
    "wave_number",
    type=int,
    help="Number of the wave; by default the open or the next planned one.",
)
_output = click.option(
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; one that is there already is not replaced.",
)

_ISSUE = {
    "not_found": "there is no such wave",
    "open_to_anybody": "families answer this wave without codes; nothing has to be issued",
    "closed": "this wave takes no answers any more",
    "too_few": "codes need at least 100 letters; ask fewer families with an open link instead",
    "too_many": "20000 letters and reserve codes are the most a wave can have",
    "part_too_small": "every stratum needs at least 200 letters; join small ones",
    "part_name": "a stratum needs a name of 1 to 60 printable characters",
    "already_issued": "this wave has codes already, and they cannot be read again; while nobody has "
    "answered, use: surveyapp letters void-all",
}
_VOID = {
    "done": "void; an answer given with it before counts, and is reported with the next batch",
    "closed": "this wave takes no answers any more",
    "unknown": "this wave has no such code",
    "already_void": "void already",
    "used": "families have answered with these codes already; nothing was changed",
}
_REMINDERS = {
    "not_open": "only the families of an open wave can be reminded",
    "first_batch": "no batch of answers was opened yet, so nobody knows who has answered",
    "too_soon": "the last list is not three whole days old; the next one may be made from {day} on",
}


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever may run commands on the server acts for the survey's county."""

    county_ags: str
    role: str = "admin"
    is_active: bool = True


@letters.command("issue")
@click.argument("survey")
@click.option("--number", type=click.IntRange(1, 20_000), help="How many letters in all.")
@click.option(
    "--stratum", "strata", multiple=True, metavar="NAME=N", help="Letters of one part; repeat it."
)
@click.option(
    "--reserve", default=0, show_default=True, type=click.IntRange(0, 1000), help="Per part."
)
@click.option("--contact", default="", help="Whom families may ask; printed in the letter.")
@_wave
@_output
def issue(
    survey: str,
    number: int | None,
    strata: tuple[str, ...],
    reserve: int,
    contact: str,
    wave_number: int | None,
    output: Path,
) -> None:
    """Draw the codes of a wave of SURVEY and write them as XLSX, CSV or letters (PDF), once.

    They can be read only now; the platform keeps nothing but their hashes.
    """
    from surveyapp.services import letter_files  # noqa: PLC0415 - start-up stays light
    from surveyapp.services import letters as service  # noqa: PLC0415
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    write, parts = _of_kind(letter_files.FORMATS, output), _parts(number, strata)
    wave, actor = _found(survey, wave_number)
    common = letter_files.occasion(main_store(), wave, contact)  # before anything is drawn
    with _new_file(output) as file:
        issued = service.issue(main_store(), actor, wave.id, parts, reserve, SystemRandom())
        if isinstance(issued, service.IssueRefusal):
            message = f"{survey!r}: {_ISSUE[issued.value]}"
            raise RefusedError(message)
        file.write(write(issued, common, None))
    click.echo(f"{len(issued.letters)} codes of wave {wave.number} written to {output}")


@letters.command("void")
@click.argument("survey")
@click.argument("serial", type=click.IntRange(1, LARGEST_SERIAL))
@_wave
def void(survey: str, serial: int, wave_number: int | None) -> None:
    """Make the code of letter SERIAL unusable, before a reserve code is given out for it."""
    from surveyapp.services import letters as service  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    wave, actor = _found(survey, wave_number)
    _tell(service.void(main_store(), actor, wave.id, serial).value, f"{survey!r} {serial}")


@letters.command("void-all")
@click.argument("survey")
@_wave
@click.confirmation_option(prompt="Will no letter with these codes be used?")
def void_all(survey: str, wave_number: int | None) -> None:
    """Make all codes of a wave unusable and issue new ones then; only before anybody answered."""
    from surveyapp.services import letters as service  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    wave, actor = _found(survey, wave_number)
    _tell(service.void_all(main_store(), actor, wave.id).value, f"{survey!r}")


@letters.command("reminders")
@click.argument("survey")
@_wave
@_output
def reminders(survey: str, wave_number: int | None, output: Path) -> None:
    """Write the numbers of letters not answered when the last batch was opened, as XLSX or CSV."""
    from surveyapp.services import letter_files  # noqa: PLC0415 - start-up stays light
    from surveyapp.services import letters as service  # noqa: PLC0415
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    write = _of_kind(letter_files.REMINDERS, output)
    wave, actor = _found(survey, wave_number)
    today = date.today()  # noqa: DTZ011 - the county's own day
    with _new_file(output) as file:
        found = service.reminders(main_store(), actor, wave.id, today)
        if isinstance(found, service.ReminderRefusal):
            day = service.listed_again_on(wave)
            message = f"{survey!r}: {_REMINDERS[found.value].format(day=day)}"
            raise RefusedError(message)
        file.write(write(found))
    click.echo(f"{len(found)} letters to send again written to {output}")


def _found(survey: str, number: int | None) -> tuple[Wave, Operator]:
    from surveyapp.services.letters import next_wave  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.db import main_store  # noqa: PLC0415
    from surveyapp.storage.surveys import survey_by_slug  # noqa: PLC0415

    found = survey_by_slug(main_store(), survey)
    if found is None:
        message = f"there is no survey {survey!r}"
        raise RefusedError(message)
    wave = next_wave(found.waves, number)
    if wave is None:
        which = "no open or planned wave" if number is None else f"no wave {number}"
        message = f"{survey!r} has {which}"
        raise RefusedError(message)
    return wave, Operator(found.county_ags)


def _parts(number: int | None, strata: tuple[str, ...]) -> dict[str, int]:
    """Return each part with its number of letters; one without a name where none is named."""
    if (number is None) == (not strata):
        raise click.UsageError("give either --number or one --stratum NAME=N for each part")
    parts: dict[str, int] = {"": number} if number is not None else {}
    for written in strata:
        name, _sign, letters_of_part = written.rpartition("=")
        name = name.strip()
        if not name or name in parts or not letters_of_part.isdecimal():
            message = f"--stratum {written!r} must be NAME=N, each name once"
            raise click.UsageError(message)
        parts[name] = int(letters_of_part)
    return parts


def _of_kind(kinds: Mapping[str, Writer], output: Path) -> Writer:
    write = kinds.get(output.suffix.lower())
    if write is None:
        message = f"--output {str(output)!r} must end in {', '.join(kinds)}"
        raise click.UsageError(message)
    return write


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """Make a file before anything is drawn, for its owner only; it goes again if nothing was."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        message = f"{str(path)!r} cannot be made: {error.strerror}"
        raise RefusedError(message) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
    except BaseException:
        path.unlink()
        raise


def _tell(step: str, what: str) -> None:
    sentence = _VOID.get(step, "there is no such wave")
    if step != "done":
        message = f"{what}: {sentence}"
        raise RefusedError(message)
    click.echo(sentence)
