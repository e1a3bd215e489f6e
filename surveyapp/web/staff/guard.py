"""Who may open a page of the staff part: the one place that decides it, before any view runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from surveyapp.access.roles import NO_FACILITY, Action, may, reads_elsewhere
from surveyapp.services import audit
from surveyapp.services.deeds import TAKEN, Deed
from surveyapp.storage import surveys as survey_store
from surveyapp.storage.db import main_store, see_only
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.ui import who
from surveyapp.web.staff import proof_gate

Page = proof_gate.Page

PROVEN_TO_READ = frozenset({Action.EXPORT_MICRODATA})
PROVEN_TO_DO = frozenset({Action.RELEASE, Action.MANAGE_STAFF, Action.MANAGE_TOKENS})
"""What asks again who it is: at every page, or when something is sent."""


def for_staff(
    action: Action | frozenset[Action] | None, deed: Deed | None = None
) -> Callable[[Callable[..., Page]], Callable[..., Page]]:
    """Let only those see a view who may do ``action`` in their county; it gets the actor first.

    Of several actions one is enough; None is for what everybody may see who is signed in.

    What the view commits when a form is sent stands in the audit log as ``deed``, and so does a file
    that is taken along.
    """

    def guard(view: Callable[..., Page]) -> Callable[..., Page]:
        @wraps(view)
        def guarded(**arguments: object) -> Page:
            actor = _actor()
            if actor is None:
                return redirect(_door())
            stop_forgery()
            if not _is_allowed(actor, action, actor.county_ags):
                abort(403)
            if needs_proof(action) and not who.is_proven():
                return proof_gate.ask()
            see_only(actor.county_ags, reads_released=reads_elsewhere(actor))
            g.asked = action
            return _noting(view, actor, deed, arguments)

        ASKED[guarded], DEEDS_OF[guarded] = action, deed
        return guarded

    return guard


def for_account(
    deed: Deed | None = None, *, is_proven: bool = False
) -> Callable[[Callable[..., Page]], Callable[..., Page]]:
    """Let everybody who is signed in see a view of the own account; it gets the account first.

    That is also for who has to set up a second factor before anything else. With ``is_proven`` only
    after a proof of who it is that is a few minutes old.
    """

    def guard(view: Callable[..., Page]) -> Callable[..., Page]:
        @wraps(view)
        def guarded(**arguments: object) -> Page:
            actor = who.inside()
            if actor is None:
                _actor()
                return redirect(url_for("staff.sign_in"))
            stop_forgery()
            if is_proven and not who.is_proven():
                return proof_gate.ask()
            see_only(actor.county_ags)
            return _noting(view, actor, deed, arguments)

        ASKED[guarded], DEEDS_OF[guarded] = None, deed
        return guarded

    return guard


def _noting(
    view: Callable[..., Page], actor: Staff, deed: Deed | None, arguments: dict[str, object]
) -> Page:
    """Show a view; what it commits, or the file it gives, stands in the audit log."""
    if deed in TAKEN:
        return _noting_file(actor, deed, view(actor, **arguments), arguments)
    if deed is None or request.method != "POST":
        return view(actor, **arguments)
    with audit.announced(main_store(), actor, deed, _subject(arguments)) as announcement:
        g.announcement = announcement
        return view(actor, **arguments)


def needs_proof(action: Action | frozenset[Action] | None) -> bool:
    """Say whether this request needs a proof of who it is that is a few minutes old.

    A page that one of several actions opens asks for it only where each of them does.
    """
    asked = action if isinstance(action, frozenset) else {action}
    is_sent = request.method == "POST"
    return asked <= (PROVEN_TO_READ | PROVEN_TO_DO if is_sent else PROVEN_TO_READ)


def _door() -> str:
    """Return where somebody has to go first: to sign in, or to set up a second factor."""
    return url_for("staff.sign_in" if who.inside() is None else "staff.account")


def _is_allowed(
    actor: Staff,
    action: Action | frozenset[Action] | None,
    county_ags: str,
    facility: int | None = None,
) -> bool:
    if action is None:
        return True
    actions = action if isinstance(action, frozenset) else {action}
    return any(may(actor, each, county_ags, facility) for each in actions)


SEES_SURVEY = frozenset({Action.VIEW, Action.FOLLOW_SURVEY})
"""What opens the pages that show how a survey goes: of any in the county, or of the own facility's."""


ASKED: dict[Callable[..., Page], Action | frozenset[Action] | None] = {}
DEEDS_OF: dict[Callable[..., Page], Deed | None] = {}
"""View to the action it needs, and to the deed its form or file stands for; tests read them."""

_NAMES = (
    *("key", "code", "question", "theme", "table", "special", "release", "scenario", "measure"),
    *("document", "suffix", "paper", "form", "item"),
)
"""Parts of an address that say what something is done to; none of them leads to a family."""


def say_more(detail: str) -> None:
    """Add words to the entry of the audit log that this request is about to write."""
    g.announcement.detail = detail


def _noting_file(actor: Staff, deed: Deed, page: Page, arguments: dict[str, object]) -> Page:
    if isinstance(page, Response) and "Content-Disposition" in page.headers:
        audit.note_now(actor, deed, _subject(arguments))
    return page


def _subject(arguments: dict[str, object]) -> str:
    slug, number = arguments.get("slug"), arguments.get("number")
    wave = (f"{slug}, Welle {number}" if number else str(slug),) if slug else ()
    return " · ".join((*wave, *(str(arguments[each]) for each in _NAMES if each in arguments)))


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
    """Return a survey the actor may do it to; any other, and one nobody knows, does not exist (404)."""
    survey = survey_store.survey_by_slug(main_store(), slug)
    if survey is None:
        abort(404)
    facility = survey.place_id or NO_FACILITY
    if not _is_allowed(actor, g.asked, survey.county_ags, facility):
        abort(404)
    return survey


def own_wave(actor: Staff, slug: str, number: int) -> tuple[Survey, Wave]:
    """Return a wave of the actor's county with its survey, or answer 404."""
    survey = own_survey(actor, slug)
    wave = next((each for each in survey.waves if each.number == number), None)
    if wave is None:
        abort(404)
    return survey, wave
