"""Views of the staff part: read the form, call one service, show the page."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from surveyapp.access.roles import Action, may
from surveyapp.inventory import tables
from surveyapp.services import import_inventory as importing
from surveyapp.services import regroup_areas
from surveyapp.services import waves as wave_service
from surveyapp.services.deeds import Deed
from surveyapp.services.jobs import start as start_job
from surveyapp.services.releasing.order import Order
from surveyapp.storage import areas as area_store
from surveyapp.storage import releases
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.web.staff import context, start, stock
from surveyapp.web.staff.files import attachment, harmless_name, kept_for_reading, today
from surveyapp.web.staff.first_steps import first_steps
from surveyapp.web.staff.forms import UploadForm
from surveyapp.web.staff.guard import SEES_SURVEY, Page, for_staff, own_survey, own_wave
from surveyapp.web.staff.jobs import follow, found_by
from surveyapp.web.staff.own_survey import own_survey_page
from surveyapp.web.staff.releases import compute

# Surveys


@for_staff(None)
def surveys(actor: Staff) -> Page:
    """List the county's surveys, or lead to where the role begins that does not see them."""
    if not may(actor, Action.VIEW, actor.county_ags):
        return start.elsewhere(actor)
    page = context.surveys_page(main_store(), actor)
    return render_template("staff/surveys.html", page=page, steps=first_steps(actor))


@for_staff(SEES_SURVEY)
def survey(actor: Staff, slug: str) -> Page:
    """Show one survey with its waves and what can be done next."""
    found = own_survey(actor, slug)
    if not may(actor, Action.VIEW, found.county_ags):
        own = own_survey_page(main_store(), found)
        return render_template("staff/start/own_survey.html", page=own)
    page = context.survey_page(main_store(), found, actor, today())
    return render_template("staff/survey.html", page=page)


@for_staff(Action.OPEN_WAVE, Deed.WAVE_OPENED)
def open_wave(actor: Staff, slug: str, number: int) -> Page:
    """Open a wave for families."""
    return _change_wave(actor, slug, number, wave_service.open_wave)


@for_staff(Action.CLOSE_WAVE, Deed.WAVE_CLOSED)
def close_wave(actor: Staff, slug: str, number: int) -> Page:
    """Close a wave: nobody can answer any more."""
    return _change_wave(actor, slug, number, wave_service.close_wave)


@for_staff(Action.RELEASE, Deed.RELEASE_COMPUTED)
def release(actor: Staff, slug: str, number: int) -> Page:
    """Start computing and protecting the results of a closed wave."""
    survey, wave = own_wave(actor, slug, number)
    if wave.state != "closed":
        flash(_("Bitte schließen Sie die Welle zuerst. Erst dann kann gerechnet werden."), "danger")
        return redirect(url_for("staff.survey", slug=slug))
    return compute(actor, survey, wave, Order(asked_by=actor.name))


@for_staff(Action.RELEASE, Deed.RESULTS_SHOWN)
def publish(actor: Staff, slug: str, number: int) -> Page:
    """Show the newest results of a wave to everybody."""
    return _show_results(actor, slug, number, is_public=True)


@for_staff(Action.RELEASE, Deed.RESULTS_HIDDEN)
def withdraw(actor: Staff, slug: str, number: int) -> Page:
    """Show the newest results of a wave only to staff of the county again."""
    return _show_results(actor, slug, number, is_public=False)


def _show_results(actor: Staff, slug: str, number: int, *, is_public: bool) -> Page:
    _survey, wave = own_wave(actor, slug, number)
    release = releases.latest_release(main_store(), wave.id)
    if release is None:
        abort(404)
    releases.set_public(main_store(), release, is_public=is_public)
    main_store().commit()
    shown = _("Die Ergebnisse sind jetzt für alle sichtbar.")
    hidden = _("Die Ergebnisse sieht jetzt nur noch Ihr Landkreis.")
    flash(shown if is_public else hidden, "success")
    return redirect(url_for("staff.survey", slug=slug))


Change = Callable[..., wave_service.WaveStep]


def _change_wave(actor: Staff, slug: str, number: int, change: Change) -> Page:
    _survey, wave = own_wave(actor, slug, number)
    outcome = change(main_store(), actor, wave.id, today())
    sentence, kind = context.wave_sentence(outcome, wave)
    flash(sentence, kind)
    return redirect(url_for("staff.survey", slug=slug))


# Stock


@for_staff(Action.EDIT_INVENTORY)
def inventory(actor: Staff) -> Page:
    """Show the register of places and offers by kind, and how an import ended that the address names."""
    outcome = None
    if "auftrag" in request.args:
        outcome = importing.outcome_of(found_by(actor, "inventory").result["found"])
    page = stock.inventory_page(main_store(), actor, today(), outcome)
    return render_template("staff/inventory.html", page=page, form=UploadForm())


@for_staff(Action.EDIT_INVENTORY, Deed.INVENTORY_IMPORTED)
def import_inventory(actor: Staff) -> Page:
    """Let a file of places be read into the register: all of it, or nothing with every faulty row."""
    form = UploadForm()
    if not form.validate():
        page = stock.inventory_page(main_store(), actor, today())
        return render_template("staff/inventory.html", page=page, form=form), 422
    name = harmless_name(form.file.data)
    asked = {"file": name, "day": today().isoformat()}
    result = f"{url_for('staff.inventory')}?auftrag={{job}}"
    handed_in = {name: form.file.data.read()}
    return follow(start_job(main_store(), actor, "inventory", asked, page=result, files=handed_in))


@for_staff(Action.EDIT_INVENTORY)
def template(actor: Staff, table: str) -> Page:  # noqa: ARG001 - the same for every county
    """Send an empty table to fill in."""
    return _csv(tables.template(table), f"{table}.csv")


# Planning areas


@for_staff(Action.EDIT_AREAS)
def areas(actor: Staff) -> Page:
    """Show the planning areas that count today."""
    page = stock.areas_page(main_store(), actor, today())
    return render_template("staff/areas.html", page=page, form=UploadForm())


@for_staff(Action.EDIT_AREAS)
def grouping(actor: Staff) -> Page:
    """Send the present planning areas as a table to change."""
    groups = area_store.areas_on(main_store(), actor.county_ags, today())
    return _csv(stock.grouping_table(actor, groups, today()), "planungsraeume.csv")


@for_staff(Action.EDIT_AREAS, Deed.AREAS_CHANGED)
def regroup(actor: Staff) -> Page:
    """Read a new grouping of the municipalities from a file: all of it, or nothing."""
    form = UploadForm()
    outcome = _regroup(actor, form.file.data) if form.validate() else None
    if isinstance(outcome, regroup_areas.Regrouped):
        flash(stock.regrouped_sentence(outcome), "success")
        return redirect(url_for("staff.areas"))
    page = stock.areas_page(main_store(), actor, today(), outcome)
    return render_template("staff/areas.html", page=page, form=form), 422


def _regroup(
    actor: Staff, upload: FileStorage
) -> regroup_areas.Regrouped | regroup_areas.RegroupErrors:
    with kept_for_reading(upload) as path:
        read = regroup_areas.read_grouping(path, actor.county_ags)
    if isinstance(read, regroup_areas.RegroupErrors):
        return read
    return regroup_areas.regroup(main_store(), actor.county_ags, read.areas, read.valid_from)


def _csv(text: str, name: str) -> Response:
    return attachment(text, "text/csv; charset=utf-8", name)
