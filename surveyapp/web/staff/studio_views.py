"""The views of the studio's main page: show an element, change it, take a change back."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, make_response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from surveyapp.access.roles import Action
from surveyapp.questionnaire.editing.choosing import choices
from surveyapp.questionnaire.editing.edits import Edit, Refusal
from surveyapp.questionnaire.editing.spots import find
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.services import studio as engine
from surveyapp.services.studio import Conflict, Desk
from surveyapp.services.studio_words import refusal_words
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.ui import policy
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.studio_conflict import chosen, conflict_page, sent_edits
from surveyapp.web.staff.studio_deeds import Deed, deed_in
from surveyapp.web.staff.studio_desk import Seat, now, seat, seat_at
from surveyapp.web.staff.studio_frame import studio_page
from surveyapp.web.staff.studio_lines import expression_in, is_unfinished
from surveyapp.web.staff.studio_rooms import room_at
from surveyapp.web.staff.studio_rules import SENTENCE, rule_sort
from surveyapp.web.staff.studio_sent import Sent, clean, edits_in

STILL_OPEN = frozenset({"verstehen", "zeigen", "zeile_dazu", "zeile_weg", "gruppe_dazu"})
"""Buttons that only show the form again, with what was understood or one line more."""


@for_staff(Action.EDIT_QUESTIONNAIRES)
def studio(actor: Staff, key: str) -> Page | Response:
    """Show the studio with one element in the middle."""
    return show(seat(actor, key))


def show(found: Seat, refusal: Refusal | None = None, problem: str = "") -> Page | Response:
    """Return the page of the element in the middle, with why it was not changed."""
    problem = problem or (refusal_words(refusal) if refusal is not None else "")
    room = room_at(found)
    if room is None:
        flash(_("Das gibt es hier nicht mehr. Vielleicht hat es jemand entfernt."), "info")
        return redirect(found.url(""))
    html = render_template(
        f"staff/studio/{room.template}.html",
        page=studio_page(found, room),
        room=room.room,
        sent=request.form if problem else {},
        problem=problem,
        refusal=refusal,
        focus=request.values.get("fokus", ""),
    )
    response = make_response(html, 422 if problem else 200)
    response.headers["Content-Security-Policy"] = policy.WITH_FRAME
    return response


@for_staff(Action.EDIT_QUESTIONNAIRES)
def change_studio(actor: Staff, key: str) -> Page | Response:
    """Take what a form changes, or say why not."""
    found = seat(actor, key)
    if request.form.get("do", "").partition("~")[0] in STILL_OPEN:
        return show(found)
    seen = seen_by(found)
    missing = missing_in(request.form, found)
    if missing:
        return show(found, problem=missing)
    deed = deed_in(request.form, seen)
    edits = (*edits_in(request.form, seen), *deed.edits)
    if not edits:
        return redirect(found.url(deed.goes_to), 303)
    outcome = engine.edit(main_store(), actor, found.desk.draft_id, base(), *edits, now=now())
    if isinstance(outcome, Conflict):
        return conflict_page(found, outcome, base())
    if isinstance(outcome, Refusal):
        return show(found, outcome)
    return redirect(_after(seat_at(actor, key, _then(found, outcome, deed)), deed, edits), 303)


@for_staff(Action.EDIT_QUESTIONNAIRES)
def resolve_conflict(actor: Staff, key: str) -> Page | Response:
    """Keep of each place what was chosen."""
    found, edits, began = seat(actor, key), sent_edits(), base("base")
    outcome = engine.resolve(
        main_store(), actor, found.desk.draft_id, began, base(), edits, chosen(), now=now()
    )
    if isinstance(outcome, Conflict):
        return conflict_page(found, outcome, began)
    if isinstance(outcome, Refusal):
        return show(found, outcome)
    return redirect(seat_at(actor, key, outcome).url(_still(outcome, found.path)), 303)


def missing_in(sent: Sent, found: Seat) -> str:
    """Say what a condition, a check or another wording still needs to be kept."""
    sort = rule_sort(found.path, found.task, find(found.desk.document, found.path))
    if sort is None or sent.get("do", "").partition("~")[0] != sort.verb:
        return ""
    known = choices(found.desk.questionnaire, sort.place(found.path))
    if "ausdruck" not in sent and is_unfinished(sent, known):
        return _("Bei einer Bedingung fehlt noch der Wert.")
    if sort.has_text and not expression_in(sent, known):
        return _("Bitte wählen Sie noch die Frage, um die es geht.")
    if sort.is_new and not clean(sent.get(SENTENCE, "")):
        return _("Bitte schreiben Sie noch den Text, den die Familie liest.")
    return ""


def base(name: str = "revision") -> int:
    """Return the revision a form was shown with."""
    sent = request.form.get(name, "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 10):
        abort(400)
    return int(sent)


def seen_by(found: Seat) -> Tree:
    """Return the document as it was when the form was shown."""
    if base() == found.desk.revision:
        return found.desk.document
    seen = engine.revision_of(main_store(), found.actor, found.desk.draft_id, base())
    if isinstance(seen, Refusal):
        abort(400)
    return seen


def _then(found: Seat, desk: Desk, deed: Deed) -> Desk:
    """Give the element that was made to the setting that waits for its id."""
    if deed.then is None or not desk.made:
        return desk
    path, name = deed.then
    arguments = {"name": name, "value": desk.made.rpartition("/")[2]}
    more = Edit("set_property", path, arguments)
    outcome = engine.edit(main_store(), found.actor, desk.draft_id, desk.revision, more, now=now())
    return outcome if isinstance(outcome, Desk) else desk


def _after(found: Seat, deed: Deed, edits: tuple[Edit, ...]) -> str:
    """Return where to go on after a change."""
    last = edits[-1].operation
    made = found.desk.made
    if last in {"add_option", "add_row"}:
        sort = "neu" if last == "add_option" else "zeile"
        return found.url(fokus=f"{sort}~{edits[-1].path}")
    if deed.goes_to is not None:
        gone = request.form["do"] if last == "remove" else ""
        return found.url(_still(found.desk, deed.goes_to), weg="1" if gone else "")
    if made.count("/") == 1 and deed.edits:
        return found.url(made, fokus="text" if last == "add_question" else "")
    focus = request.form.get("do", "") if last == "move" else ""
    return found.url(_still(found.desk, found.path), fokus=focus)


def _still(desk: Desk, path: str) -> str:
    """Return the element of the outline an address belongs to, the start where it is gone."""
    place = "/".join(path.split("/")[:2])
    return place if find(desk.document, place) is not None else ""


@for_staff(Action.EDIT_QUESTIONNAIRES)
def undo_edit(actor: Staff, key: str) -> Page | Response:
    """Take the person's last change back."""
    return _step(actor, key, engine.undo)


@for_staff(Action.EDIT_QUESTIONNAIRES)
def redo_edit(actor: Staff, key: str) -> Page | Response:
    """Make the change again that was taken back last."""
    return _step(actor, key, engine.redo)


def _step(actor: Staff, key: str, step: Callable[..., Desk | Refusal]) -> Page | Response:
    found = seat(actor, key)
    outcome = step(main_store(), actor, found.desk.draft_id, now=now())
    if isinstance(outcome, Refusal):
        flash(refusal_words(outcome), "danger")
        return redirect(found.url(task=found.task), 303)
    return redirect(seat_at(actor, key, outcome).url(_still(outcome, found.path)), 303)
