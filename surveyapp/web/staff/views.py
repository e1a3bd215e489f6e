"""Views of the staff part: read the form, call one service, show the page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from surveyapp.access.roles import Action, may
from surveyapp.inventory.rows import Fault
from surveyapp.services import accounts, regroup_areas, run_release
from surveyapp.services import import_inventory as importing
from surveyapp.services import waves as wave_service
from surveyapp.storage import inventory as inventory_store
from surveyapp.storage import releases
from surveyapp.storage import surveys as survey_store
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.ui import who
from surveyapp.web.staff import context
from surveyapp.web.staff.forms import ActionForm, FacilityTypeForm, SignInForm, UploadForm

Page = str | Response | tuple[str, int]


def for_staff(view: Callable[..., Page]) -> Callable[..., Page]:
    """Let only signed-in staff see ``view``; it gets the actor as its first argument."""

    @wraps(view)
    def guarded(**arguments: object) -> Page:
        actor = who.signed_in()
        if actor is None:
            return redirect(url_for("staff.sign_in"))
        return view(actor, **arguments)

    return guarded


def today() -> date:
    """Return today's date in Germany's calendar (UTC is near enough for days of field time)."""
    return datetime.now(UTC).date()


def sign_in() -> Page:
    """Show the sign-in page, or sign in."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("staff/sign_in.html", form=form), 422 if form.errors else 200
    staff = accounts.sign_in(main_store(), form.email.data, form.password.data)
    if staff is None:
        form.password.errors = [
            _("E-Mail-Adresse oder Passwort stimmen nicht. Bitte prüfen Sie beides.")
        ]
        return render_template("staff/sign_in.html", form=form), 422
    who.remember(staff)
    return redirect(url_for("staff.surveys"))


def sign_out() -> Page:
    """End the session."""
    if ActionForm().validate_on_submit():
        who.forget()
    return redirect(url_for("staff.sign_in"))


@for_staff
def surveys(actor: Staff) -> Page:
    """List the county's surveys."""
    return render_template("staff/surveys.html", page=context.surveys_page(main_store(), actor))


@for_staff
def survey(actor: Staff, slug: str) -> Page:
    """Show one survey with its waves and what can be done next."""
    page = context.survey_page(main_store(), _own_survey(actor, slug), actor)
    return render_template("staff/survey.html", page=page, form=ActionForm())


@for_staff
def open_wave(actor: Staff, slug: str, number: int) -> Page:
    """Open a wave for families."""
    return _change_wave(actor, slug, number, wave_service.open_wave)


@for_staff
def close_wave(actor: Staff, slug: str, number: int) -> Page:
    """Close a wave: nobody can answer any more."""
    return _change_wave(actor, slug, number, wave_service.close_wave)


@for_staff
def release(actor: Staff, slug: str, number: int) -> Page:
    """Start computing and protecting the results of a closed wave."""
    survey, wave = _own_wave(actor, slug, number)
    _require(actor, Action.RELEASE)
    if wave.state != "closed":
        flash(_("Bitte schließen Sie die Welle zuerst. Erst dann kann gerechnet werden."), "danger")
    else:
        run_release.start(main_store(), survey.slug, wave, today())
        flash(_("Die Ergebnisse werden berechnet. Das dauert etwa eine Minute."), "info")
    return redirect(url_for("staff.survey", slug=slug))


@for_staff
def publish(actor: Staff, slug: str, number: int) -> Page:
    """Show the newest results of a wave to everybody, or only to staff again."""
    _survey, wave = _own_wave(actor, slug, number)
    _require(actor, Action.RELEASE)
    release = releases.latest_release(main_store(), wave.id)
    if release is None:
        abort(404)
    releases.set_public(main_store(), release, is_public=not release.is_public)
    main_store().commit()
    shown = _("Die Ergebnisse sind jetzt für alle sichtbar.")
    hidden = _("Die Ergebnisse sieht jetzt nur noch Ihr Landkreis.")
    flash(shown if release.is_public else hidden, "success")
    return redirect(url_for("staff.survey", slug=slug))


@for_staff
def inventory(actor: Staff) -> Page:
    """Show the register of places and offers by kind."""
    return _inventory_page(actor, UploadForm(), ())


@for_staff
def import_inventory(actor: Staff) -> Page:
    """Read a file of places into the register: all of it, or nothing with every faulty row."""
    _require(actor, Action.EDIT_INVENTORY)
    form = UploadForm()
    if not form.validate_on_submit():
        return _inventory_page(actor, form, ())
    with _kept(form.file.data) as path:
        outcome = importing.import_inventory(main_store(), actor.county_ags, path, today=today())
    if isinstance(outcome, importing.ImportErrors):
        return _inventory_page(actor, form, outcome.rows)
    flash(context.imported_sentence(outcome), "success")
    for note in outcome.notes:
        flash(context.note_sentence(note), "warning")
    return redirect(url_for("staff.inventory"))


@for_staff
def facility_type(actor: Staff, code: str) -> Page:
    """Rename a kind of place, or change from when it counts as near."""
    types = inventory_store.facility_types(main_store(), actor.county_ags)
    row = next((each for each in types if each.code == code), None)
    if row is None:
        abort(404)
    form = FacilityTypeForm(obj=row)
    if not form.validate_on_submit():
        page = render_template("staff/facility_type.html", form=form, type=row)
        return page, 422 if form.errors else 200
    _require(actor, Action.EDIT_INVENTORY)
    settings = inventory_store.TypeSettings(
        label=form.label.data.strip(),
        fields=tuple(row.fields),
        life_stages=tuple(row.life_stages),
        age_from=row.age_from,
        age_to=row.age_to,
        reach_km=float(form.reach_km.data),
        is_hidden=form.is_hidden.data,
    )
    inventory_store.update_type(main_store(), actor.county_ags, code, settings)
    main_store().commit()
    flash(_("Gespeichert: %(label)s.", label=settings.label), "success")
    return redirect(url_for("staff.inventory"))


@for_staff
def areas(actor: Staff) -> Page:
    """Show the planning areas that count today."""
    return _areas_page(actor, UploadForm(), ())


@for_staff
def regroup(actor: Staff) -> Page:
    """Read a new grouping of the municipalities from a file: all of it, or nothing."""
    _require(actor, Action.EDIT_AREAS)
    form = UploadForm()
    if not form.validate_on_submit():
        return _areas_page(actor, form, ())
    with _kept(form.file.data) as path:
        read = regroup_areas.read_grouping(path, actor.county_ags)
    outcome = (
        regroup_areas.regroup(main_store(), actor.county_ags, read.areas, read.valid_from)
        if isinstance(read, regroup_areas.Grouping)
        else read
    )
    if isinstance(outcome, regroup_areas.RegroupErrors):
        return _areas_page(actor, form, outcome.rows)
    flash(_("Die Planungsräume sind neu eingeteilt."), "success")
    return redirect(url_for("staff.areas"))


def _own_survey(actor: Staff, slug: str) -> Survey:
    """Return a survey of the actor's county; a foreign or unknown one does not exist (404)."""
    survey = survey_store.survey_by_slug(main_store(), slug)
    if survey is None or not may(actor, Action.VIEW, survey.county_ags):
        abort(404)
    return survey


def _own_wave(actor: Staff, slug: str, number: int) -> tuple[Survey, Wave]:
    survey = _own_survey(actor, slug)
    wave = next((each for each in survey.waves if each.number == number), None)
    if wave is None:
        abort(404)
    return survey, wave


def _require(actor: Staff, action: Action) -> None:
    """Stop a request that was forged (400) or that the actor's role does not allow (403)."""
    if ActionForm().csrf_token.data is None or not ActionForm().validate_on_submit():
        abort(400)
    if not may(actor, action, actor.county_ags):
        abort(403)


Change = Callable[..., wave_service.WaveStep]


def _change_wave(actor: Staff, slug: str, number: int, change: Change) -> Page:
    _survey, wave = _own_wave(actor, slug, number)
    if not ActionForm().validate_on_submit():
        abort(400)
    outcome = change(main_store(), actor, wave.id, today())
    sentence, kind = context.wave_sentence(outcome, wave)
    flash(sentence, kind)
    return redirect(url_for("staff.survey", slug=slug))


@contextmanager
def _kept(upload: FileStorage) -> Iterator[Path]:
    """Keep an uploaded file for as long as it is read, under its own harmless name."""
    with tempfile.TemporaryDirectory(prefix="surveyapp-") as folder:
        path = Path(folder) / (secure_filename(upload.filename or "") or "datei")
        upload.save(path)
        yield path


def _inventory_page(actor: Staff, form: UploadForm, faults: tuple[Fault, ...]) -> Page:
    page = context.inventory_page(main_store(), actor, today(), faults)
    shown = render_template("staff/inventory.html", page=page, form=form)
    return shown, 422 if faults or form.errors else 200


def _areas_page(actor: Staff, form: UploadForm, faults: tuple[Fault, ...]) -> Page:
    page = context.areas_page(main_store(), actor, today(), faults)
    shown = render_template("staff/areas.html", page=page, form=form)
    return shown, 422 if faults or form.errors else 200
