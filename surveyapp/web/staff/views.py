"""Views of the staff part: read the form, call one service, show the page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path

from flask import abort, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from surveyapp.access import Actor
from surveyapp.services import accounts, import_inventory as importing, regroup_areas, run_release
from surveyapp.services import waves as wave_service
from surveyapp.storage import areas as area_store
from surveyapp.storage import inventory as inventory_store
from surveyapp.storage import releases, surveys as survey_store
from surveyapp.storage.db import main_store
from surveyapp.ui import who
from surveyapp.web.staff import context
from surveyapp.web.staff.forms import ActionForm, FacilityTypeForm, SignInForm, UploadForm

METHODS = {
    "sign_in": ["GET", "POST"],
    "facility_type": ["GET", "POST"],
    **dict.fromkeys(
        (
            "sign_out",
            "open_wave",
            "close_wave",
            "release",
            "publish",
            "import_inventory",
            "regroup",
        ),
        ["POST"],
    ),
}

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
    who.remember(staff.id, staff.county_ags, staff.role)
    return redirect(url_for("staff.surveys"))


def sign_out() -> Page:
    """End the session."""
    if ActionForm().validate_on_submit():
        session.clear()
    return redirect(url_for("staff.sign_in"))


@for_staff
def surveys(actor: Actor) -> Page:
    """List the county's surveys."""
    return render_template("staff/surveys.html", page=context.surveys_page(main_store(), actor))


@for_staff
def survey(actor: Actor, slug: str) -> Page:
    """Show one survey with its waves and what can be done next."""
    survey = _own_survey(actor, slug)
    page = context.survey_page(main_store(), survey)
    return render_template("staff/survey.html", page=page, form=ActionForm())


@for_staff
def open_wave(actor: Actor, slug: str, number: int) -> Page:
    """Open a wave for families."""
    return _change_wave(actor, slug, number, wave_service.open_wave, _("Die Welle ist geöffnet."))


@for_staff
def close_wave(actor: Actor, slug: str, number: int) -> Page:
    """Close a wave: nobody can answer any more."""
    return _change_wave(
        actor, slug, number, wave_service.close_wave, _("Die Welle ist geschlossen.")
    )


@for_staff
def release(actor: Actor, slug: str, number: int) -> Page:
    """Start computing and protecting the results of a closed wave."""
    survey, wave = _own_wave(actor, slug, number)
    _require_token()
    if wave.state != "closed":
        flash(_("Bitte schließen Sie die Welle zuerst. Erst dann kann gerechnet werden."), "error")
    else:
        run_release.start(main_store(), survey.slug, wave.id, wave.number, today())
        flash(_("Die Ergebnisse werden berechnet. Das dauert etwa eine Minute."), "success")
    return redirect(url_for("staff.survey", slug=slug))


@for_staff
def publish(actor: Actor, slug: str, number: int) -> Page:
    """Make the newest results of a wave visible to everybody, or hide them again."""
    _survey, wave = _own_wave(actor, slug, number)
    _require_token()
    is_public = releases.toggle_public(main_store(), wave.id)
    main_store().commit()
    done = (
        _("Die Ergebnisse sind jetzt öffentlich.")
        if is_public
        else _("Die Ergebnisse sehen jetzt nur noch Sie.")
    )
    flash(done, "success")
    return redirect(url_for("staff.survey", slug=slug))


@for_staff
def inventory(actor: Actor) -> Page:
    """Show the register of places and offers by kind."""
    return _inventory_page(actor, UploadForm(), None)


@for_staff
def import_inventory(actor: Actor) -> Page:
    """Read a file of places into the register: all of it, or nothing with every faulty row."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _inventory_page(actor, form, None)
    with _kept(form.file.data) as path:
        outcome = importing.import_inventory(main_store(), actor.county_ags, path)
    if isinstance(outcome, importing.ImportErrors):
        return _inventory_page(actor, form, outcome)
    flash(context.imported_sentence(outcome), "success")
    return redirect(url_for("staff.inventory"))


@for_staff
def facility_type(actor: Actor, code: str) -> Page:
    """Rename a kind of place, or change from when it counts as near."""
    row = inventory_store.facility_type(main_store(), actor.county_ags, code)
    if row is None:
        abort(404)
    form = FacilityTypeForm(obj=row)
    if not form.validate_on_submit():
        page = render_template("staff/facility_type.html", form=form, type=row)
        return page, 422 if form.errors else 200
    form.populate_obj(row)
    row.reach_km = float(form.reach_km.data)
    main_store().commit()
    flash(_("Gespeichert."), "success")
    return redirect(url_for("staff.inventory"))


@for_staff
def areas(actor: Actor) -> Page:
    """Show the planning areas that count today."""
    return _areas_page(actor, UploadForm(), ())


@for_staff
def regroup(actor: Actor) -> Page:
    """Read a new grouping of the municipalities from a file: all of it, or nothing."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _areas_page(actor, form, ())
    with _kept(form.file.data) as path:
        mistakes = regroup_areas.regroup_from_file(main_store(), actor.county_ags, path)
    if mistakes:
        return _areas_page(actor, form, mistakes)
    flash(_("Die Planungsräume sind neu eingeteilt."), "success")
    return redirect(url_for("staff.areas"))
