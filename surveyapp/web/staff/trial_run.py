"""The page „Probelauf“: what happens when 500 invented families answer, before anybody is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from surveyapp.access.roles import Action
from surveyapp.services.deeds import Deed
from surveyapp.services.find_questionnaires import Kept
from surveyapp.services.jobs import ask
from surveyapp.services.trial.run import FAMILIES, fingerprint
from surveyapp.storage import jobs as store
from surveyapp.storage.db import main_store
from surveyapp.storage.jobs import Job
from surveyapp.storage.staff import Staff
from surveyapp.ui import policy
from surveyapp.web.staff import questionnaire_pages as pages
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.jobs import follow, moment
from surveyapp.web.staff.questionnaire_views import own
from surveyapp.web.staff.trial_group_pages import Forecast, forecast_view
from surveyapp.web.staff.trial_run_pages import Report, numbers_of, report_view, unmet_paths
from surveyapp.web.staff.trial_sheets import proof_views, sheets

RUN, PROOF = "trial_run", "trial_proof"


MOST_EARLIER = 6
"""Runs that are told of."""


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """What another run came to, in numbers."""

    when: str
    #: Label and number.
    numbers: tuple[tuple[str, str], ...]
    #: Where the whole of it is to be read; empty where it is of an earlier state.
    url: str


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
    #: Where to follow a run that has not ended; empty where there is none.
    running: str
    #: The run that is shown, if one is named.
    named: str
    #: Other runs, of this state or an earlier one, to compare them.
    earlier: tuple[EarlierRun, ...]


@for_staff(Action.EDIT_QUESTIONNAIRES)
def trial_run(actor: Staff, key: str) -> Page:
    """Show what came of the latest trial run, with a button for a new one."""
    kept = own(actor, key)
    head = pages.head(kept, "trial_run")
    page = _page(
        kept, _latest(actor, RUN, key), _of(actor, RUN, key, store.DONE), _open(actor, key)
    )
    return render_template("staff/trial/run.html", head=head, page=page)


@for_staff(Action.EDIT_QUESTIONNAIRES, Deed.JOB_STARTED)
def start_trial_run(actor: Staff, key: str) -> Page:
    """Let the invented families answer."""
    kept = own(actor, key)
    # Of another state it is another run, though the one before may still be at work.
    arguments = {"key": key, "day": today().isoformat(), "document": fingerprint(kept.text)}
    address = url_for("staff.trial_run", key=key) + "?auftrag={job}"
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


def _of(actor: Staff, kind: str, key: str, *states: str) -> tuple[Job, ...]:
    """Return the newest runs of a kind for a questionnaire."""
    found = ask.own_of_kind(main_store(), actor, kind, states)
    return tuple(each for each in found if each.arguments["key"] == key)


def _latest(actor: Staff, kind: str, key: str) -> Job | None:
    """Return the run that the address names, or the newest that came to its end."""
    wanted = request.args.get("auftrag")
    done = _of(actor, kind, key, store.DONE)
    return next((each for each in done if each.id == wanted), next(iter(done), None))


def _open(actor: Staff, key: str) -> str:
    found = _of(actor, RUN, key, *store.OPEN)
    return url_for("staff.job", job=found[0].id) if found else ""


def _is_of(found: Mapping[str, Any], kept: Kept) -> bool:
    return bool(found["document"] == fingerprint(kept.text))


def _page(kept: Kept, job: Job | None, done: Sequence[Job], running: str) -> TrialPage:
    found = {} if job is None else job.result["found"]
    is_fresh = job is not None and _is_of(found, kept)
    asked = kept.questionnaire
    return TrialPage(
        FAMILIES,
        report_view(asked, found) if is_fresh else None,
        forecast_view(asked, found, request.args.get("antworten")) if is_fresh else None,
        when="" if job is None else moment(job.ended_at or job.asked_at),
        is_stale=job is not None and not is_fresh,
        running=running,
        named=job.id if job is not None and request.args.get("auftrag") else "",
        earlier=tuple(
            _earlier(kept, each) for each in done[:MOST_EARLIER] if not (is_fresh and each is job)
        ),
    )


def _earlier(kept: Kept, job: Job) -> EarlierRun:
    found = job.result["found"]
    address = url_for("staff.trial_run", key=kept.key, auftrag=job.id)
    return EarlierRun(
        moment(job.ended_at or job.asked_at),
        tuple(numbers_of(found)),
        address if _is_of(found, kept) else "",
    )
