"""How commands speak: exit codes, one sentence for every failure, progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum

import click
from flask.cli import AppGroup


class Exit(IntEnum):
    """What the exit code of a command means."""

    OK = 0
    #: Something was found or refused; the output says what.
    FOUND = 1
    #: The command or a setting was written wrongly.
    USAGE = 2
    #: A store cannot be used now; try again later.
    STORE_UNAVAILABLE = 3


class RefusedError(click.ClickException):
    """A command did nothing; the message says why and what to do."""

    exit_code = Exit.FOUND


class Commands(AppGroup):
    """A group that ends in one sentence and an exit code, whatever breaks below."""

    def __init__(self, name: str, **options: object) -> None:
        """Make the group, with an option that asks for the traceback after all."""
        super().__init__(name, **options)  # type: ignore[arg-type]
        self.params.append(
            click.Option(["--traceback"], is_flag=True, help="Show the traceback of a failure.")
        )

    def invoke(self, ctx: click.Context) -> object:
        """Run the chosen command; failures become a sentence on the error stream."""
        show_traceback = ctx.params.pop("traceback", False)
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if show_traceback:
                raise
            click.echo(f"Error: {_sentence(error)}", err=True)
            ctx.exit(_exit_code(error))


def _sentence(error: Exception) -> str:
    if _exit_code(error) is not Exit.FOUND or isinstance(error, ValueError | LookupError):
        return str(error)
    return f"{type(error).__name__}: {error} (surveyapp --traceback … shows where)"


def _exit_code(error: Exception) -> Exit:
    from config import ConfigError  # noqa: PLC0415 - needed for failures only
    from surveyapp.storage.faults import StoreUnavailableError  # noqa: PLC0415

    if isinstance(error, StoreUnavailableError):
        return Exit.STORE_UNAVAILABLE
    return Exit.USAGE if isinstance(error, ConfigError) else Exit.FOUND


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """Show progress on the error stream; yields what takes a step's name and its share done."""
    from rich.console import Console  # noqa: PLC0415 - costs time that other commands need not pay
    from rich.progress import Progress, TaskID  # noqa: PLC0415

    tasks: dict[str, TaskID] = {}
    with Progress(console=Console(stderr=True)) as bars:

        def show(step: str, share: float) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=1.0)
            bars.update(tasks[step], completed=share)

        yield show
