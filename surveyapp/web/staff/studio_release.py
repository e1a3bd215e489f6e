"""The page „Freigabe“: a second person agrees, then the questionnaire is published."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from surveyapp.access.roles import Action, may
from surveyapp.questionnaire.checks import Level
from surveyapp.questionnaire.editing.cures import findings
from surveyapp.questionnaire.editing.edits import Refusal
from surveyapp.services import studio as engine
from surveyapp.services import studio_comments as comments
from surveyapp.services.deeds import Deed
from surveyapp.services.studio_words import refusal_words
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.studio_desk import Seat, now, seat
from surveyapp.web.staff.studio_frame import head, said_when
from surveyapp.web.staff.studio_views import base


@dataclass(frozen=True, slots=True)
class StepView:
    """One step on the way to a published questionnaire."""

    title: str
    sentence: str
    is_done: bool
    #: Where to go on, as address and words; empty where nothing is left to do.
    way: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """How far the draft is on its way."""

    steps: tuple[StepView, ...]
    may_sign: bool
    may_publish: bool


@for_staff(Action.EDIT_QUESTIONNAIRES)
def studio_release(actor: Staff, key: str) -> Page:
    """Show what is missing before the draft can be published."""
    found = seat(actor, key)
    every = findings(found.desk.document)
    mistakes = sum(each.finding.level is Level.ERROR for each in every)
    return render_template(
        "staff/studio/release.html",
        seat=found,
        head=head(found, "studio_release", every),
        release=_release(found, mistakes),
    )


def _release(found: Seat, mistakes: int) -> ReleaseView:
    signed = found.desk.signed_off
    threads = comments.threads(main_store(), found.actor, found.desk.draft_id)
    still_open = sum(not each.is_resolved for each in threads)
    steps = (
        StepView(
            _("Keine Fehler mehr"),
            _mistakes(mistakes),
            not mistakes,
            (found.to("studio_findings"), _("Zu den Hinweisen")) if mistakes else None,
        ),
        StepView(
            _("Alle Kommentare erledigt"),
            _remarks(still_open),
            not still_open,
            (found.to("studio_remarks"), _("Zu den Kommentaren")) if still_open else None,
        ),
        StepView(_("Zweite Person gibt frei"), _signed(found), signed is not None),
    )
    county = found.actor.county_ags
    is_second = not found.desk.is_writer
    return ReleaseView(
        steps,
        may_sign=signed is None and is_second and may(found.actor, Action.SIGN_OFF, county),
        may_publish=signed is not None and may(found.actor, Action.PUBLISH_QUESTIONNAIRE, county),
    )


def _mistakes(number: int) -> str:
    if not number:
        return _(
            "Die schnelle Prüfung findet keinen Fehler. Beim Veröffentlichen wird gründlich geprüft."
        )
    return ngettext("Noch %(num)s Fehler.", "Noch %(num)s Fehler.", number)


def _remarks(number: int) -> str:
    return _("Noch %(number)s offen.", number=number) if number else _("Es ist nichts mehr offen.")


def _signed(found: Seat) -> str:
    signed = found.desk.signed_off
    if signed is not None:
        when = said_when(signed.when)
        return _("%(who)s hat diesen Stand freigegeben (%(when)s).", who=signed.who, when=when)
    again = _(
        "Die zweite Person meldet sich selbst an und findet den Entwurf unter „Fragebögen“, dann "
        "„Bearbeiten“ und „Freigabe“. Nach jeder Änderung ist das neu nötig."
    )
    if not found.desk.writers:
        return f"{_('Jemand liest alles und gibt frei.')} {again}"
    words = _(
        "Seit der letzten Freigabe haben hier geändert: %(who)s. Jemand anderes liest alles und gibt frei.",
        who=", ".join(found.desk.writers),
    )
    return f"{words} {again}"


@for_staff(Action.SIGN_OFF, Deed.DRAFT_SIGNED_OFF)
def sign_off_draft(actor: Staff, key: str) -> Page | Response:
    """Agree as a second person to what stands here."""
    found = seat(actor, key)
    outcome = engine.sign_off(main_store(), actor, found.desk.draft_id, base(), now=now())
    if isinstance(outcome, Refusal):
        flash(refusal_words(outcome), "danger")
    else:
        flash(_("Freigegeben. Jetzt kann der Fragebogen veröffentlicht werden."), "success")
    return redirect(found.to("studio_release"), 303)
