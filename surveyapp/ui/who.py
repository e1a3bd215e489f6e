"""Who is signed in: the browser holds a random id and nothing else, the store knows whose it is."""

from __future__ import annotations

from flask import Response, after_this_request, current_app, g, request, session

from surveyapp.services import sessions
from surveyapp.services.sessions import Entry, Stage, Way
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff

KEY = "id"
QUESTION = "question"
"""Name of the key to the one thing the server waits to hear from this browser."""


def entry() -> Entry | None:
    """Return how far the person at the browser has come, read once a request; None for families."""
    if "entry" not in g:
        found = None
        if KEY in session:
            found = sessions.find(main_store(), str(session[KEY]), sessions.minute_now())
            if found is None:
                session.clear()
        g.entry = found
    known: Entry | None = g.entry
    return known


def signed_in() -> Staff | None:
    """Return the account of the person at the browser; None for families and half a sign-in."""
    return _at(Stage.WHOLE)


def waiting() -> Staff | None:
    """Return the account whose password was right and whose second factor is still to come."""
    return _at(Stage.HALF)


def inside() -> Staff | None:
    """Return the account of who is signed in, even where a second factor has to be set up first."""
    return _at(Stage.WHOLE, Stage.BARE)


def is_proven() -> bool:
    """Say whether the person has proven a few minutes ago who it is."""
    found = entry()
    return found is not None and found.is_proven


def secret() -> str:
    """Return the id only this browser holds, of which the store knows a hash; empty for families."""
    return str(session.get(KEY, ""))


def claims_session() -> bool:
    """Say whether the browser sent a session of an account, ended or not."""
    return KEY in session


def remember(staff: Staff, way: Way, stage: Stage) -> None:
    """Begin a session under a new id; an older one in the same browser ends."""
    _end()
    session.clear()
    session[KEY] = sessions.begin(main_store(), staff, way, stage, sessions.minute_now())
    g.pop("entry", None)


def prove() -> None:
    """Note that the person has just proven who it is."""
    found = entry()
    if found is not None:
        sessions.prove(main_store(), found, sessions.minute_now())
        g.pop("entry", None)


def complete() -> None:
    """Let the person do everything, now that a second factor is set up."""
    found = entry()
    if found is not None:
        sessions.complete(main_store(), found)
        g.pop("entry", None)


def known_mark() -> str:
    """Return the mark of a browser that was let in before; empty where it has none."""
    return request.cookies.get(_mark_name(), "")


def recognise(mark: str, days: int) -> None:
    """Let the browser keep a mark, so that strangers who guess at the account do not lock it out."""
    is_tls = current_app.config["SESSION_COOKIE_SECURE"]

    @after_this_request
    def _keep(response: Response) -> Response:
        response.set_cookie(
            _mark_name(),
            mark,
            max_age=days * 24 * 3600,
            secure=is_tls,
            httponly=True,
            samesite="Lax",
        )
        return response


def _mark_name() -> str:
    return "__Host-known" if current_app.config["SESSION_COOKIE_SECURE"] else "known"


def forget() -> None:
    """End the session."""
    _end()
    session.clear()
    g.entry = None


def hold(key: str) -> None:
    """Let the browser hold the key to a question."""
    session[QUESTION] = key


def held() -> str:
    """Return the key the browser holds, this once."""
    return str(session.pop(QUESTION, ""))


def _at(*stages: Stage) -> Staff | None:
    found = entry()
    return found.staff if found is not None and found.stage in stages else None


def _end() -> None:
    found = entry()
    if found is not None:
        sessions.end(main_store(), found.staff.id, found.id_hash)
        main_store().commit()
