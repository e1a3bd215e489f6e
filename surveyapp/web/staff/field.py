"""Views of the field: surveys and waves made, changed and deleted."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from surveyapp.access.roles import Action
from surveyapp.services.deeds import Deed
from surveyapp.services.field import make, rolling
from surveyapp.services.field.make import FieldRefusal
from surveyapp.storage import plans
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff import field_pages as pages
from surveyapp.web.staff.access_words import place_choices
from surveyapp.web.staff.field_forms import PeriodsForm, SurveyForm, WaveForm, after, of_wave
from surveyapp.web.staff.field_words import refused_field
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_staff, own_survey, own_wave


@for_staff(Action.PLAN_FIELD, Deed.SURVEY_MADE)
def new_survey(actor: Staff) -> Page:
    """Make a survey: title, short address, questionnaire."""
    form = SurveyForm(data={"questionnaire": request.args.get("fragebogen", "")})
    places = place_choices(main_store(), actor.county_ags)
    form.offer(pages.questionnaires(main_store(), actor.county_ags), places)
    if form.validate_on_submit():
        made = make.make_survey(main_store(), actor, form.plan())
        if not isinstance(made, FieldRefusal):
            flash(_("Die Befragung ist angelegt. Planen Sie jetzt die erste Welle."), "success")
            return redirect(url_for("staff.survey", slug=made.slug))
        form.refuse(made)
    shown = render_template("staff/field/survey.html", page=pages.new_survey_page(), form=form)
    return shown, 422 if form.errors else 200


@for_staff(Action.PLAN_FIELD, Deed.SURVEY_CHANGED)
def change_survey(actor: Staff, slug: str) -> Page:
    """Change title and address of a survey."""
    survey = own_survey(actor, slug)
    form = SurveyForm(data={"title": survey.title, "slug": survey.slug})
    form.offer(())
    if form.validate_on_submit():
        title, address = form.title.data.strip(), form.slug.data or survey.slug
        refusal = make.change_survey(main_store(), actor, survey, title, address)
        if refusal is None:
            flash(_("Gespeichert."), "success")
            return redirect(url_for("staff.survey", slug=survey.slug))
        form.refuse(refusal)
    page = pages.survey_page(main_store(), survey)
    shown = render_template("staff/field/survey.html", page=page, form=form)
    return shown, 422 if form.errors else 200


@for_staff(Action.PLAN_FIELD, Deed.SURVEY_DELETED)
def delete_survey(actor: Staff, slug: str) -> Page:
    """Delete a survey without waves."""
    refusal = make.delete_survey(main_store(), actor, own_survey(actor, slug))
    if refusal is not None:
        flash(refused_field(refusal)[1], "danger")
        return redirect(url_for("staff.survey", slug=slug))
    flash(_("Die Befragung ist gelöscht."), "success")
    return redirect(url_for("staff.surveys"))


@for_staff(Action.PLAN_FIELD, Deed.WAVE_PLANNED)
def new_wave(actor: Staff, slug: str) -> Page:
    """Plan the next wave of a survey."""
    survey = own_survey(actor, slug)
    versions = make.versions_of(main_store(), survey.county_ags, survey.questionnaire)
    form = _wave_form(survey, after(survey, versions, today()))
    if form.validate_on_submit():
        made = make.add_wave(
            main_store(), actor, survey, form.plan(), form.offered_number(), today()
        )
        if not isinstance(made, FieldRefusal):
            return _planned(survey, made)
        form.refuse(made)
    return _wave_page(survey, form, None)


@for_staff(Action.PLAN_FIELD, Deed.WAVE_CHANGED)
def change_wave(actor: Staff, slug: str, number: int) -> Page:
    """Change what is planned of a wave."""
    survey, wave = own_wave(actor, slug, number)
    if wave.state != "planned":
        flash(refused_field(FieldRefusal.WRONG_STATE)[1], "danger")
        return redirect(url_for("staff.survey", slug=slug))
    form = _wave_form(survey, of_wave(wave))
    if form.validate_on_submit():
        refusal = make.change_wave(main_store(), actor, wave.id, form.plan(), today())
        if refusal is None:
            return _planned(survey, wave)
        form.refuse(refusal)
    return _wave_page(survey, form, wave)


@for_staff(Action.PLAN_FIELD, Deed.WAVE_DELETED)
def delete_wave(actor: Staff, slug: str, number: int) -> Page:
    """Delete a planned wave."""
    _survey, wave = own_wave(actor, slug, number)
    refusal = make.delete_wave(main_store(), actor, wave.id)
    sentence = _("Die geplante Welle ist gelöscht.")
    if refusal is not None:
        sentence = refused_field(refusal)[1]
    flash(sentence, "success" if refusal is None else "danger")
    return redirect(url_for("staff.survey", slug=slug))


@for_staff(Action.PLAN_FIELD, Deed.PERIODS_SET)
def periods(actor: Staff, slug: str) -> Page:
    """Let a survey go on by itself, or end that."""
    survey = own_survey(actor, slug)
    months = plans.months_of(main_store(), survey.id)
    form = PeriodsForm(data={"months": str(months or "")})
    form.offer(today())
    if form.validate_on_submit():
        refusal = rolling.set_rolling(main_store(), actor, survey, form.chosen())
        if refusal is None:
            flash(_("Gespeichert."), "success")
            return redirect(url_for("staff.survey", slug=slug))
        form.months.errors = [_("Bitte wählen Sie einen der Zeiträume.")]
    page = pages.periods_page(survey)
    shown = render_template("staff/field/periods.html", page=page, form=form)
    return shown, 422 if form.errors else 200


def _wave_form(survey: Survey, proposed: dict[str, object]) -> WaveForm:
    form = WaveForm(data={**proposed, "number": str(make.next_number(survey))})
    form.offer(pages.versions(main_store(), survey))
    return form


def _wave_page(survey: Survey, form: WaveForm, wave: Wave | None) -> Page:
    page = pages.wave_page(main_store(), survey, wave)
    shown = render_template("staff/field/wave.html", page=page, form=form)
    return shown, 422 if form.errors else 200


def _planned(survey: Survey, wave: Wave) -> Page:
    if wave.sampling == "open":
        flash(_("Die Welle ist geplant."), "success")
        return redirect(url_for("staff.survey", slug=survey.slug))
    flash(
        _("Die Welle ist geplant. Verteilen Sie jetzt die Briefe auf Ihren Landkreis."), "success"
    )
    return redirect(url_for("staff.sample", slug=survey.slug, number=wave.number))
