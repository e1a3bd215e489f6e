"""Who is signed in: the session holds an account's id and two times, and nothing else."""

from __future__ import annotations

import time

from flask import g, session

from surveyapp.storage import staff as staff_store
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff

KEY, BEGAN, SEEN = "staff_id", "began", "seen"

LONGEST_SESSION = 12 * 60
"""Minutes after which one has to sign in again, however busy one was."""
LONGEST_PAUSE = 30
"""Minutes without a page after which one has to sign in again."""


def signed_in() -> Staff | None:
    """Return the account of the person at the browser, read once a request; None for families."""
    if "staff" not in g:
        g.staff = _account(_minute()) if KEY in session else None
        if g.staff is None and KEY in session:
            forget()
    found: Staff | None = g.staff
    return found


def claims_session() -> bool:
    """Say whether the browser sent a session of an account, ended or not."""
    return KEY in session


def remember(staff: Staff) -> None:
    """Begin a session for an account; an older session in the same browser ends."""
    session.clear()
    session[KEY] = staff.id
    session[BEGAN] = session[SEEN] = _minute()
    g.staff = staff


def forget() -> None:
    """End the session."""
    session.clear()
    g.staff = None


def _account(now: int) -> Staff | None:
    """Return the session's account if it is active and the session has not ended."""
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        return None
    if now - began >= LONGEST_SESSION or now - seen >= LONGEST_PAUSE:
        return None
    staff = staff_store.staff_by_id(main_store(), session[KEY])
    if staff is None or not staff.is_active:
        return None
    if seen != now:  # at most one new cookie a minute
        session[SEEN] = now
    return staff


def _minute() -> int:
    """Return the time in whole minutes: enough to end a session, too coarse to follow a person."""
    return int(time.time() // 60)
