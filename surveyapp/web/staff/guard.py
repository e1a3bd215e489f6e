"""Who may open a page of the staff part: the one place that decides it, before any view runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from surveyapp.access.roles import Action, may
from surveyapp.storage import surveys as survey_store
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.ui import who
from surveyapp.web.staff import proof_gate

Page = proof_gate.Page

PROVEN_TO_READ = frozenset({Action.EXPORT_MICRODATA})
PROVEN_TO_DO = frozenset({Action.RELEASE, Action.MANAGE_STAFF, Action.MANAGE_TOKENS})
"""What asks again who it is: at every page, or when something is sent."""


def for_staff(action: Action) -> Callable[[Callable[..., Page]], Callable[..., Page]]:
    """Let only those see a view who may do ``action`` in their county; it gets the actor first."""

    def guard(view: Callable[..., Page]) -> Callable[..., Page]:
        @wraps(view)
        def guarded(**arguments: object) -> Page:
            actor = _actor()
            if actor is None:
                return redirect(_door())
            stop_forgery()
            if not may(actor, action, actor.county_ags):
                abort(403)
            if needs_proof(action) and not who.is_proven():
                return proof_gate.ask()
            return view(actor, **arguments)

        return guarded

    return guard


def for_account(*, is_proven: bool = False) -> Callable[[Callable[..., Page]], Callable[..., Page]]:
    """Let everybody who is signed in see a view of the own account; it gets the account first.

    With ``is_proven`` only after a proof of who it is that is a few minutes old.
    """

    def guard(view: Callable[..., Page]) -> Callable[..., Page]:
        @wraps(view)
        def guarded(**arguments: object) -> Page:
            actor = who.inside()
            if actor is None:
                return redirect(url_for("staff.sign_in"))
            stop_forgery()
            if is_proven and not who.is_proven():
                return proof_gate.ask()
            return view(actor, **arguments)

        return guarded

    return guard


def needs_proof(action: Action) -> bool:
    """Say whether this request needs a proof of who it is that is a few minutes old."""
    return action in PROVEN_TO_READ or (action in PROVEN_TO_DO and request.method == "POST")


def _door() -> str:
    """Return where somebody has to go first: to sign in, or to set up a second factor."""
    return url_for("staff.sign_in" if who.inside() is None else "staff.account")


def _actor() -> Staff | None:
    was_signed_in = who.claims_session()
    actor = who.signed_in()
    if actor is None and was_signed_in and who.entry() is None:
        flash(_("Ihre Anmeldung ist abgelaufen. Bitte melden Sie sich noch einmal an."), "info")
    return actor


def stop_forgery() -> None:
    """Stop a request that changes something and does not come from one of our own pages (400)."""
    if request.method != "POST":
        return
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        abort(400)


def own_survey(actor: Staff, slug: str) -> Survey:
    """Return a survey of the actor's county; a foreign or unknown one does not exist (404)."""
    survey = survey_store.survey_by_slug(main_store(), slug)
    if survey is None or not may(actor, Action.VIEW, survey.county_ags):
        abort(404)
    return survey


def own_wave(actor: Staff, slug: str, number: int) -> tuple[Survey, Wave]:
    """Return a wave of the actor's county with its survey, or answer 404."""
    survey = own_survey(actor, slug)
    wave = next((each for each in survey.waves if each.number == number), None)
    if wave is None:
        abort(404)
    return survey, wave
