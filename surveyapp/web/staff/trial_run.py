"""The page „Probelauf“: what happens when 500 invented families answer, before anybody is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from surveyapp.access.roles import Action
from surveyapp.services.deeds import Deed
from surveyapp.services.find_questionnaires import Kept
from surveyapp.services.jobs import ask
from surveyapp.services.trial.run import FAMILIES, fingerprint
from surveyapp.storage.db import main_store
from surveyapp.storage.jobs import Job
from surveyapp.storage.staff import Staff
from surveyapp.ui import policy
from surveyapp.web.staff import questionnaire_pages as pages
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.jobs import follow
from surveyapp.web.staff.questionnaire_views import own
from surveyapp.web.staff.trial_group_pages import Forecast, forecast_view
from surveyapp.web.staff.trial_run_pages import Report, report_view, unmet_paths
from surveyapp.web.staff.trial_sheets import proof_views, sheets

RUN, PROOF = "trial_run", "trial_proof"


@dataclass(frozen=True, slots=True)
class TrialPage:
    """The latest trial run of a questionnaire, if there was one."""

    families: int
    report: Report | None
    forecast: Forecast | None
    #: When the families answered, in words.
    when: str
    #: True where the questionnaire was changed since.
    is_stale: bool


@for_staff(Action.EDIT_QUESTIONNAIRES)
def trial_run(actor: Staff, key: str) -> Page:
    """Show what came of the latest trial run, with a button for a new one."""
    kept = own(actor, key)
    job = _latest(actor, RUN, key)
    page = _page(kept, {} if job is None else job.result["found"])
    head = pages.head(kept, "trial_run")
    return render_template("staff/trial/run.html", head=head, page=page)


@for_staff(Action.EDIT_QUESTIONNAIRES, Deed.JOB_STARTED)
def start_trial_run(actor: Staff, key: str) -> Page:
    """Let the invented families answer."""
    own(actor, key)
    arguments = {"key": key, "day": today().isoformat()}
    address = url_for("staff.trial_run", key=key)
    return follow(ask.start(main_store(), actor, RUN, arguments, page=address))


@for_staff(Action.EDIT_QUESTIONNAIRES)
def trial_proof(actor: Staff, key: str) -> Page:
    """Show what the search found out about parts nobody came to, the latest where none is named."""
    kept, job = own(actor, key), _latest(actor, PROOF, key)
    if job is None:
        return redirect(url_for("staff.trial_run", key=key))
    found = job.result["found"]
    return render_template(
        "staff/trial/proof.html",
        head=pages.head(kept, "trial_run"),
        proofs=proof_views(kept, found) if _is_of(found, kept) else None,
    )


@for_staff(Action.EDIT_QUESTIONNAIRES, Deed.JOB_STARTED)
def start_trial_proof(actor: Staff, key: str) -> Page:
    """Search for a family for each part that nobody came to."""
    kept, job = own(actor, key), _latest(actor, RUN, key)
    if job is None or not _is_of(job.result["found"], kept):
        flash(_("Bitte starten Sie zuerst einen neuen Probelauf."), "info")
        return redirect(url_for("staff.trial_run", key=key))
    paths = list(unmet_paths(kept.questionnaire, job.result["found"]))
    address = url_for("staff.trial_proof", key=key) + "?auftrag={job}"
    arguments = {"key": key, "paths": paths, "document": fingerprint(kept.text)}
    return follow(ask.start(main_store(), actor, PROOF, arguments, page=address))


@for_staff(Action.EDIT_QUESTIONNAIRES)
def trial_sheets(actor: Staff, key: str) -> Page | Response:
    """Show every page as it looks on a phone, side by side, to look through and to print."""
    kept = own(actor, key)
    html = render_template(
        "staff/trial/sheets.html",
        head=pages.head(kept, "trial_run"),
        page=sheets(kept, actor.county_ags),
    )
    response = make_response(html)
    response.headers["Content-Security-Policy"] = policy.WITH_FRAME
    return response


def _latest(actor: Staff, kind: str, key: str) -> Job | None:
    """Return the newest run of a kind that came to its end, or the one the address names."""
    wanted = request.args.get("auftrag")
    done = ask.done_of_kind(main_store(), actor, kind)
    own = (each for each in done if each.arguments["key"] == key)
    return next((each for each in own if wanted in (None, each.id)), None)


def _is_of(found: Mapping[str, Any], kept: Kept) -> bool:
    return bool(found["document"] == fingerprint(kept.text))


def _page(kept: Kept, found: Mapping[str, Any]) -> TrialPage:
    if not found:
        return TrialPage(FAMILIES, None, None, "", is_stale=False)
    when = format_date(date.fromisoformat(found["day"]), "long")
    if not _is_of(found, kept):
        return TrialPage(FAMILIES, None, None, when, is_stale=True)
    asked = kept.questionnaire
    return TrialPage(
        FAMILIES,
        report_view(asked, found),
        forecast_view(asked, found, request.args.get("antworten")),
        when,
        is_stale=False,
    )
