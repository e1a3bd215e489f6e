"""Commands for whoever runs the platform: start, upgrade, demo, accounts."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import click
from flask.cli import AppGroup, with_appcontext

from surveyapp.access.roles import Role
from surveyapp.cli.report import RefusedError, progress_bar

ROLES = [role.value for role in Role if role is not Role.FACILITY]
"""Roles an account can be made with here; who keeps a facility is invited for it on the page."""

db = AppGroup("db", help="Look after the databases.")
staff = AppGroup("staff", help="Look after staff accounts.")


@click.command()
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
@with_appcontext
def serve(workers: int, threads: int) -> None:
    """Upgrade the databases, load the demo into empty ones, and serve.

    HOST and PORT say where.
    """
    from surveyapp.ui import current_config  # noqa: PLC0415 - start-up stays light

    config = current_config()
    upgrade_and_load()
    _print_addresses(f"{'https' if config.is_https else 'http'}://{config.host}:{config.port}")
    if config.has_worker and "staff" in config.parts:
        _start_worker()
    _become_server(f"{config.host}:{config.port}", workers, threads)


@click.command()
@click.option(
    "--with-parent", is_flag=True, hidden=True, help="End with the process that began it."
)
@with_appcontext
def work(*, with_parent: bool) -> None:
    """Do the long work people ask for on pages, until stopped (SIGTERM).

    Several workers may run at once. What was begun when one is stopped ends as interrupted.
    """
    from surveyapp.services.jobs import worker  # noqa: PLC0415 - start-up stays light

    worker.work(lives_with_parent=with_parent)


def _start_worker() -> None:
    """Start a worker that ends with the web server this process becomes."""
    command = [sys.executable, "-m", "surveyapp", "work", "--with-parent"]
    subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own program


def upgrade_and_load() -> None:
    """Bring the stores up to date; load the demo into empty ones, or what is missing of it."""
    from surveyapp.services import (  # noqa: PLC0415 - heavy: only for this moment
        batches,
        load_demo,
    )
    from surveyapp.storage.db import main_store  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.upgrade import upgrade_stores  # noqa: PLC0415

    upgrade_stores()
    batches.begin_missing()
    if load_demo.is_wanted(main_store()):
        _load_demo()


def _load_demo() -> None:
    from surveyapp.services import load_demo  # noqa: PLC0415 - heavy: it simulates and computes
    from surveyapp.storage.db import main_store  # noqa: PLC0415
    from surveyapp.ui import current_config  # noqa: PLC0415

    with progress_bar() as show:
        load_demo.load(main_store(), current_config().instance, date.today(), show)  # noqa: DTZ011


def _print_addresses(root: str) -> None:
    """Say where families, staff and readers of the demo begin."""
    from surveyapp.services import load_demo  # noqa: PLC0415 - heavy: only for this moment
    from surveyapp.storage.db import main_store  # noqa: PLC0415
    from surveyapp.ui import current_config  # noqa: PLC0415

    demo_county = load_demo.addresses(main_store(), current_config().instance)
    if demo_county is None:
        click.echo(root)
        return
    click.echo(f"As a family   {root}{demo_county.family}   code {demo_county.code}")
    (email, role), *others = demo_county.people
    click.echo(f"As staff      {root}{demo_county.staff}   {email}   ({role})")
    click.echo(f"              password {demo_county.password}")
    for email, role in others:
        click.echo(f"              or {email}   ({role})")
    click.echo(f"Results       {root}{demo_county.results}")
    sys.stdout.flush()


def _become_server(address: str, workers: int, threads: int) -> None:
    """Replace this process by the web server, which logs no request."""
    from surveyapp.storage.db import let_go  # noqa: PLC0415 - start-up stays light

    let_go()
    options = [
        *("--bind", address),
        *("--workers", str(workers)),
        *("--worker-class", "gthread"),
        *("--threads", str(threads)),
        *("--logger-class", "surveyapp.cli.serverlog.QuietLogger"),
        "--preload",
        "--no-control-socket",
    ]
    command = [sys.executable, "-m", "gunicorn", *options, "surveyapp.app:for_server()"]
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter, fixed options


@db.command("upgrade")
def upgrade() -> None:
    """Bring the tables of all three stores up to this version; safe to repeat."""
    from surveyapp.services.batches import begin_missing  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage import row_security  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.db import store_engines  # noqa: PLC0415
    from surveyapp.storage.upgrade import upgrade_stores  # noqa: PLC0415

    upgrade_stores()
    begin_missing()
    click.echo("main, register and urn are up to date")
    if row_security.bypasses(store_engines()["main"]):
        click.echo(f"Warning: {row_security.WARNING}", err=True)


@db.command("roles", with_appcontext=False)
def roles() -> None:
    """Print the SQL that gives register and urn roles and schemas of their own in PostgreSQL."""
    from surveyapp.storage.roles import ROLES  # noqa: PLC0415 - start-up stays light

    click.echo(ROLES, nl=False)


@click.command()
@with_appcontext
def demo() -> None:
    """Fill empty databases with the demo county, its stock, surveys and simulated families."""
    from surveyapp.services import load_demo  # noqa: PLC0415 - heavy: only for this command
    from surveyapp.storage.db import main_store  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.upgrade import upgrade_stores  # noqa: PLC0415

    upgrade_stores()
    if not load_demo.is_wanted(main_store()):
        raise RefusedError("the databases hold surveys already; the demo needs empty ones")
    _load_demo()


@staff.command("add")
@click.option("--county", required=True, help="Key of the county, such as 16065.")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.password_option(help="At least 12 characters; asked for where it is left out.")
def add_staff(county: str, email: str, name: str, role: str, password: str) -> None:
    """Add a staff account for one county."""
    from surveyapp.services.accounts import (  # noqa: PLC0415 - start-up stays light
        AccountRefusal,
        create_staff,
    )
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    result = create_staff(
        main_store(), county_ags=county, email=email, name=name, role=role, password=password
    )
    if isinstance(result, AccountRefusal):
        message = f"no account was made: {result.value.replace('_', ' ')}"
        raise RefusedError(message)
    click.echo(f"{result.email} may sign in for county {result.county_ags}")
