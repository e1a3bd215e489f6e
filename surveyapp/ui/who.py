"""Who is signed in: the session holds an account's id and nothing else."""

from __future__ import annotations

from flask import g, session

from surveyapp.storage import staff as staff_store
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff

KEY = "staff_id"


def signed_in() -> Staff | None:
    """Return the account of the person at the browser, read once a request; None for families."""
    if "staff" not in g:
        staff_id = session.get(KEY)
        staff = staff_store.staff_by_id(main_store(), staff_id) if staff_id else None
        g.staff = staff if staff is not None and staff.is_active else None
    found: Staff | None = g.staff
    return found


def remember(staff: Staff) -> None:
    """Begin a session for an account; an older session in the same browser ends."""
    session.clear()
    session[KEY] = staff.id


def forget() -> None:
    """End the session."""
    session.clear()
