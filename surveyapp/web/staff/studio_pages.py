"""The other pages of the studio: findings, remarks, history, a new questionnaire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from surveyapp.access.roles import Action
from surveyapp.questionnaire.editing.cures import findings
from surveyapp.questionnaire.editing.edits import Refusal
from surveyapp.services import deeds
from surveyapp.services import find_questionnaires as finding
from surveyapp.services import studio as engine
from surveyapp.services import studio_comments as comments
from surveyapp.services.find_questionnaires import Stage
from surveyapp.services.studio import Deed, Desk, Entry
from surveyapp.services.studio_words import names_of, refusal_words, words_of_all
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.questionnaire_pages import title_of
from surveyapp.web.staff.questionnaire_views import own
from surveyapp.web.staff.studio_conflict import ClashView, clash_views
from surveyapp.web.staff.studio_desk import Seat, now, seat, studio_url
from surveyapp.web.staff.studio_frame import finding_views, head, said_when, thread_views


@for_staff(Action.EDIT_QUESTIONNAIRES)
def studio_findings(actor: Staff, key: str) -> Page:
    """List everything the check finds, with jumps and cures."""
    found = seat(actor, key)
    every = findings(found.desk.document)
    return render_template(
        "staff/studio/findings.html",
        seat=found,
        head=head(found, "studio_findings", every),
        findings=finding_views(found, every),
    )


# Remarks


@for_staff(Action.EDIT_QUESTIONNAIRES)
def studio_remarks(actor: Staff, key: str) -> Page:
    """List what was said about the draft."""
    found = seat(actor, key)
    threads = comments.threads(main_store(), actor, found.desk.draft_id)
    return render_template(
        "staff/studio/remarks.html",
        seat=found,
        head=head(found, "studio_remarks", findings(found.desk.document)),
        threads=thread_views(found, threads),
    )


@for_staff(Action.EDIT_QUESTIONNAIRES)
def say_remark(actor: Staff, key: str) -> Page | Response:
    """Say something about an element, answer, or mark that all is said."""
    found = seat(actor, key)
    words = request.form.get("worte", "")
    thread, verb = request.form.get("faden", ""), request.form.get("do", "")
    draft, session = found.desk.draft_id, main_store()
    if verb in {"erledigt", "offen"}:
        done = comments.settle(session, actor, draft, thread, is_resolved=verb == "erledigt")
    elif thread:
        done = comments.reply(session, actor, draft, thread, words, now=now())
    else:
        done = comments.say(session, actor, draft, found.path, words, now=now())
    if done is None:
        flash(_unsaid(words), "danger")
    back = found.to("studio_remarks") if request.form.get("liste") else found.url()
    return redirect(back, 303)


def _unsaid(words: str) -> str:
    if not comments.is_too_long(words):
        return _("Bitte schreiben Sie zuerst etwas.")
    return _(
        "Ihr Kommentar ist zu lang und wurde nicht gespeichert. Bitte schreiben Sie höchstens "
        "%(number)s Zeichen.",
        number=format_decimal(comments.LONGEST),
    )


# History


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of the history."""

    revision: int
    when: str
    who: str
    words: tuple[str, ...]
    is_latest: bool


@for_staff(Action.EDIT_QUESTIONNAIRES)
def studio_history(actor: Staff, key: str) -> Page:
    """Show who changed what, and what differs from an earlier state."""
    found = seat(actor, key)
    entries = engine.history(main_store(), actor, found.desk.draft_id)
    since = request.args.get("seit", "")
    shown = int(since) if since.isascii() and since.isdecimal() and len(since) < 10 else None
    return render_template(
        "staff/studio/history.html",
        seat=found,
        head=head(found, "studio_history", findings(found.desk.document)),
        entries=tuple(_entries(found, entries)),
        shown=shown,
        changes=() if shown is None else _changes(found, shown),
    )


def _entries(found: Seat, entries: tuple[Entry, ...]) -> Iterator[EntryView]:
    deeds = {
        Deed.START: _("Angelegt"),
        Deed.UNDO: _("Rückgängig gemacht:"),
        Deed.REDO: _("Wiederholt:"),
        Deed.RETURN: _("Zu einem früheren Stand zurückgekehrt"),
        Deed.RESOLVE: _("Zwei Änderungen zusammengeführt:"),
    }
    names = names_of(found.desk.document)
    for each in entries:
        lead = (deeds[each.deed],) if each.deed in deeds else ()
        words = (*lead, *words_of_all(each.edits, names))
        is_latest = each.revision == found.desk.revision
        yield EntryView(each.revision, said_when(each.when), each.who, words, is_latest)


def _changes(found: Seat, since: int) -> tuple[ClashView, ...]:
    latest = found.desk.revision
    outcome = engine.compare(main_store(), found.actor, found.desk.draft_id, since, latest)
    return () if isinstance(outcome, Refusal) else clash_views(found.desk.questionnaire, outcome)


@for_staff(Action.EDIT_QUESTIONNAIRES, deeds.Deed.DRAFT_CHANGED)
def return_to_revision(actor: Staff, key: str) -> Page | Response:
    """Make an earlier state the latest one; what came after stays in the history."""
    found = seat(actor, key)
    sent = request.form.get("revision", "")
    revision = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else -1
    draft = found.desk.draft_id
    outcome = engine.go_back(main_store(), actor, draft, revision, now=now())
    if isinstance(outcome, Refusal):
        flash(refusal_words(outcome), "danger")
    else:
        flash(_("Der frühere Stand gilt wieder. Nichts ist verloren."), "success")
    return redirect(found.to("studio_history"), 303)


# Beginning


@dataclass(frozen=True, slots=True)
class Template:
    """A questionnaire to begin with."""

    key: str
    title: str


@for_staff(Action.EDIT_QUESTIONNAIRES, deeds.Deed.DRAFT_KEPT)
def new_questionnaire(actor: Staff) -> Page | Response:
    """Begin an empty questionnaire, or one from a template."""
    title = request.form.get("titel", "").strip()
    if request.method != "POST" or not title:
        return _ask_title(actor, is_wrong=request.method == "POST")
    outcome = engine.start_empty(main_store(), actor, title[:200], now=now())
    return _begun(outcome)


def _ask_title(actor: Staff, *, is_wrong: bool) -> Page:
    known = finding.newest(main_store(), actor.county_ags)
    templates = tuple(
        Template(each.key, title_of(each.questionnaire))
        for each in known
        if each.stage is not Stage.DRAFT
    )
    shown = render_template("staff/studio/new.html", templates=templates, is_wrong=is_wrong)
    return shown, 422 if is_wrong else 200


@for_staff(Action.EDIT_QUESTIONNAIRES, deeds.Deed.DRAFT_KEPT)
def edit_questionnaire(actor: Staff, key: str) -> Page | Response:
    """Begin a draft with a copy of a questionnaire; a draft is simply opened."""
    kept = own(actor, key)
    if kept.stage is Stage.DRAFT:
        return redirect(studio_url(key), 303)
    return _begun(engine.start_from(main_store(), actor, key, now=now()))


def _begun(outcome: Desk | Refusal) -> Response:
    if isinstance(outcome, Refusal):
        flash(refusal_words(outcome), "danger")
        return redirect(url_for("staff.questionnaires"), 303)
    return redirect(studio_url(f"{finding.DRAFT}.{outcome.draft_id}"), 303)
