"""Long work: what was asked for, how far it is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import format_datetime, format_decimal, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from surveyapp.services.deeds import Deed
from surveyapp.services.jobs import ask, files, sealed
from surveyapp.services.jobs.kinds import KINDS
from surveyapp.storage import jobs as store
from surveyapp.storage import staff as staff_store
from surveyapp.storage.db import main_store
from surveyapp.storage.jobs import Job
from surveyapp.storage.staff import Staff
from surveyapp.ui import who
from surveyapp.web.staff import proof_gate
from surveyapp.web.staff.files import attachment
from surveyapp.web.staff.guard import Page, for_staff, needs_proof

ACTIONS = frozenset(kind.action for kind in KINDS.values())
"""What one must be allowed to do, one of them, to have long work of one's own."""

_ZONE = ZoneInfo("Europe/Berlin")
_KILOBYTE = 1000
_LATE = 60
"""Seconds without anybody taking the work up after which the page says whom to ask."""


@dataclass(frozen=True, slots=True)
class FileView:
    """One file to take along."""

    name: str
    size: str
    sha256: str
    url: str


@dataclass(frozen=True, slots=True)
class JobView:
    """One piece of long work."""

    id: str
    name: str
    state: str
    state_name: str
    #: Who asked for it and when, and how long it took.
    facts: tuple[tuple[str, str], ...]
    #: Steps done of the whole; 0 of 0 where nobody can say.
    done: int
    whole: int
    words: str
    problem: str
    #: Where the result is to be read; empty where there is none.
    result_url: str
    files: tuple[FileView, ...]
    #: True as long as it waits or is being done.
    is_open: bool
    is_ending: bool
    #: True where only the browser that asked can open what was made.
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class JobsPage:
    """The newest work of the county."""

    jobs: tuple[JobView, ...]
    days: int


@for_staff(ACTIONS)
def jobs(actor: Staff) -> Page:
    """List the county's long work, the newest first."""
    found = ask.own_jobs(main_store(), actor)
    page = JobsPage(tuple(_view(each) for each in found), ask.KEPT_DAYS)
    return render_template("staff/jobs.html", page=page)


@for_staff(ACTIONS)
def job(actor: Staff, job: str) -> Page:
    """Show how far one piece of work is, or what came of it."""
    found = _own(actor, job)
    sealed.hand_over(found, who.secret())
    return render_template("staff/job.html", page=_view(found))


@for_staff(ACTIONS, Deed.JOB_STOPPED)
def cancel_job(actor: Staff, job: str) -> Page:
    """End a piece of work; nothing half-done stays."""
    found = _own(actor, job)
    if found.state in store.OPEN:
        ask.cancel(main_store(), found)
        flash(_("Der Auftrag wird abgebrochen. Es bleibt nichts Halbes zurück."), "info")
    else:
        flash(_("Dieser Auftrag ist schon zu Ende."), "info")
    return redirect(url_for("staff.job", job=found.id))


@for_staff(ACTIONS, Deed.JOB_FILE_TAKEN)
def job_file(actor: Staff, job: str, file: int) -> Page:
    """Send a file that was made."""
    found = _own(actor, job)
    if needs_proof(KINDS[found.kind].action) and not who.is_proven():
        return proof_gate.ask()
    kept = found.result.get("files", [])
    path = files.made(found.id, file)
    if file >= len(kept) or not path.is_file():
        abort(404)
    content: bytes | None = path.read_bytes()
    if content is not None and sealed.is_sealed(found):
        key = sealed.key_for(found, who.secret())
        content = None if key is None else sealed.opened(key, content)
    if content is None:
        flash(_("Diese Datei lässt sich hier nicht öffnen. Warum, steht unten."), "info")
        return redirect(url_for("staff.job", job=found.id))
    return attachment(content, kept[file]["media_type"], kept[file]["name"])


def follow(job: Job) -> Response:
    """Lead to the result of work that is short, and to its progress where it takes longer."""
    ended = ask.wait_a_moment(main_store(), job)
    if _result_url(ended):
        return redirect(_result_url(ended))
    if ended.state == store.DONE and len(ended.result["files"]) == 1:
        return redirect(url_for("staff.job_file", job=ended.id, file=0))
    return redirect(url_for("staff.job", job=ended.id))


def found_by(actor: Staff, kind: str) -> Job:
    """Return the ended job of a kind that the address names and that found something, or answer 404."""
    job = _own(actor, request.args.get("auftrag", ""))
    if job.kind != kind or not job.result.get("found"):
        abort(404)
    return job


def _result_url(job: Job) -> str:
    """Return where to read what came of a job; empty where there is nothing to read."""
    has_result = job.state == store.DONE or bool(job.result.get("found"))
    return job.page if has_result else ""


def _own(actor: Staff, job_id: str) -> Job:
    found = ask.own_job(main_store(), actor, job_id)
    if found is None:
        abort(404)
    return found


def _view(job: Job) -> JobView:
    is_open = job.state in store.OPEN
    return JobView(
        id=job.id,
        name=KINDS[job.kind].words,
        state=job.state,
        state_name=_("Wird beendet") if is_open and job.is_cancel_wanted else _states()[job.state],
        facts=tuple(_facts(job)),
        done=job.done,
        whole=job.whole,
        words=_words(job),
        problem=job.message,
        result_url=_result_url(job),
        files=_files(job),
        is_open=is_open,
        is_ending=is_open and job.is_cancel_wanted,
        is_sealed=sealed.is_sealed(job),
    )


def _states() -> dict[str, str]:
    return {
        store.QUEUED: _("Wartet"),
        store.RUNNING: _("Läuft"),
        store.DONE: _("Fertig"),
        store.FAILED: _("Nicht gelungen"),
        store.CANCELLED: _("Abgebrochen"),
    }


def _words(job: Job) -> str:
    if job.state != store.QUEUED:
        return job.words
    if ask.seconds_since(job.asked_at) > _LATE:
        return _(
            "Der Auftrag ist noch nicht an der Reihe. Dauert das lange, wenden Sie sich bitte an den "
            "Betrieb."
        )
    before = store.waiting_before(main_store(), job)
    return _("Davor warten noch %(number)s.", number=before) if before else ""


def _facts(job: Job) -> list[tuple[str, str]]:
    asker = staff_store.staff_by_id(main_store(), job.staff_id)
    found = [(_("Angestoßen"), moment(job.asked_at))]
    if asker is not None:
        found.append((_("Von"), asker.name))
    if job.ended_at is not None:
        found.append((_("Zu Ende"), moment(job.ended_at)))
    if job.started_at is not None and job.ended_at is not None:
        took = max(1, job.ended_at - job.started_at)
        found.append((_("Dauer"), ngettext("%(num)s Sekunde", "%(num)s Sekunden", took)))
    return found


def moment(seconds: int) -> str:
    """Return a moment in words."""
    found = datetime.fromtimestamp(seconds, UTC).astimezone(_ZONE)
    return format_datetime(found, "d. MMMM y, HH:mm 'Uhr'", rebase=False)


def _files(job: Job) -> tuple[FileView, ...]:
    return tuple(
        FileView(
            name=each["name"],
            size=_("%(size)s kB", size=format_decimal(max(1, round(each["size"] / _KILOBYTE)))),
            sha256=each["sha256"],
            url=url_for("staff.job_file", job=job.id, file=place),
        )
        for place, each in enumerate(job.result.get("files", []))
    )
