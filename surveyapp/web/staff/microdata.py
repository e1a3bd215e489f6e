"""Treated rows of families for one named office: ask for them, see their risk, take or delete them."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from surveyapp.access.roles import Action
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.deeds import Deed
from surveyapp.services.microdata import ask as service
from surveyapp.services.microdata import files
from surveyapp.services.microdata.ask import NotGiven, Wrong
from surveyapp.services.microdata.choices import Choices
from surveyapp.storage import microdata as store
from surveyapp.storage.db import main_store
from surveyapp.storage.microdata import MicrodataExport
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff.files import attachment, today
from surveyapp.web.staff.guard import Page, for_staff, own_wave
from surveyapp.web.staff.jobs import follow
from surveyapp.web.staff.microdata_pages import not_given, page_of, read_form


@for_staff(Action.EXPORT_MICRODATA, Deed.MICRODATA_ASKED)
def microdata(actor: Staff, slug: str, number: int) -> Page:
    """List the archives of a wave, or ask for another one."""
    survey, wave = own_wave(actor, slug, number)
    if request.method == "GET":
        files.forget_due(main_store(), today())
        service.settle(main_store(), wave.id)
        return _shown(survey, wave)
    page = url_for("staff.microdata", slug=slug, number=number)
    outcome = service.ask(main_store(), actor, wave, read_form(), today(), page)
    if isinstance(outcome, tuple):
        return _shown(survey, wave, outcome), 422
    return follow(outcome)


def _shown(survey: Survey, wave: Wave, wrong: tuple[Wrong, ...] = ()) -> str:
    session = main_store()
    choices = Choices(questionnaire_of(session, wave))
    taken = store.first_taken(session, wave.id)
    given = None if taken is None else taken.choices
    found = store.of_wave(session, wave.id)
    page = page_of(found, survey, wave, choices, given, wrong)
    return render_template("staff/microdata.html", page=page, has_errors=bool(wrong))


@for_staff(Action.EXPORT_MICRODATA, Deed.MICRODATA_GIVEN)
def take_microdata(actor: Staff, slug: str, number: int, export: int) -> Page:
    """Send an archive, and note who took it."""
    survey, wave = own_wave(actor, slug, number)
    content = service.take(main_store(), actor, _export(wave, export), today())
    if isinstance(content, NotGiven):
        flash(not_given(content), "danger")
        return redirect(url_for("staff.microdata", slug=slug, number=number))
    name = f"einzeldaten-{survey.slug}-welle-{number}-ausgabe-{export}.zip"
    return attachment(content, "application/zip", name)


@for_staff(Action.EXPORT_MICRODATA, Deed.MICRODATA_DELETED)
def forget_microdata(actor: Staff, slug: str, number: int, export: int) -> Page:
    """Delete an archive here; who got it stays."""
    _survey, wave = own_wave(actor, slug, number)
    found = _export(wave, export)
    if found.state == store.READY and found.deleted_on is None:
        files.forget(main_store(), found, today())
        flash(
            _("Die Datei ist hier gelöscht. Wer sie bekommen hat, bleibt hier stehen."), "success"
        )
    return redirect(url_for("staff.microdata", slug=slug, number=number))


def _export(wave: Wave, number: int) -> MicrodataExport:
    found = store.numbered(main_store(), wave.id, number)
    if found is None:
        abort(404)
    return found
