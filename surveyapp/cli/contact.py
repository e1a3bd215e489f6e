"""Commands for contact wishes: deleting what has had its time."""

from __future__ import annotations

from datetime import date

import click
from flask.cli import AppGroup

contacts = AppGroup("contacts", help="Look after the contact wishes of families.")


@contacts.command("forget")
def forget() -> None:
    """Delete every contact wish whose month of deletion has come; run it every day.

    The program shows none of them any more in any case, and deletes them when the form or the list
    is next opened; this command deletes them where nobody opens either.
    """
    from surveyapp.services.contact import forget_expired  # noqa: PLC0415 - start-up stays light
    from surveyapp.storage.db import main_store  # noqa: PLC0415

    number = forget_expired(main_store(), date.today())  # noqa: DTZ011 - the county's own day
    click.echo(f"contact wishes deleted: {number}")
