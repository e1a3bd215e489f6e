"""Views of a sample: trying numbers out, and keeping a plan with its wave."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from surveyapp.access.roles import Action
from surveyapp.services.deeds import Deed
from surveyapp.services.field import plan as service
from surveyapp.services.field.make import FieldRefusal
from surveyapp.services.field.plan import Area, Level, Plan, PlanRefusal, Wanted
from surveyapp.services.letters import FEWEST_LETTERS, standing
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff.field_words import refused_field
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_staff, own_wave
from surveyapp.web.staff.sample_forms import (
    AreaRow,
    SampleForm,
    level_sent,
    of_wanted,
    read_rows,
    rows_of,
)
from surveyapp.web.staff.sample_pages import sample_page

USUAL_LETTERS = 1200


@for_staff(Action.PLAN_FIELD, Deed.SAMPLE_PLANNED)
def sample(actor: Staff, slug: str, number: int) -> Page:
    """Show what a number of letters gives; keep it with the wave where somebody says so."""
    survey, wave = own_wave(actor, slug, number)
    if wave.sampling == "open":
        flash(_("Diese Welle ist offen für alle: Es gibt keine Briefe zu verteilen."), "info")
        return redirect(url_for("staff.survey", slug=slug))
    if request.method == "GET":
        return _shown(survey, wave, *_first(survey, wave))
    areas = service.areas_of(main_store(), survey.county_ags, today(), level_sent(request.form))
    form, rows = SampleForm(), read_rows(areas, request.form)
    form.offer(areas)
    if not form.validate() or any(row.error for row in rows):
        return _shown(survey, wave, form, rows)
    wanted = form.wanted([row.area for row in rows])
    if request.form.get("step") == "keep":
        return _kept(actor, survey, wave, form, rows, wanted)
    return _shown(survey, wave, form, rows, wanted)


def _first(survey: Survey, wave: Wave) -> tuple[SampleForm, tuple[AreaRow, ...], Wanted]:
    """Return what is shown first: the plan that was kept, or a proposal."""
    level, wanted = _present(survey, wave)
    form = SampleForm(data={**of_wanted(wanted), "level": level.value})
    form.offer(wanted.areas)
    return form, rows_of(wanted.areas), wanted


def _present(survey: Survey, wave: Wave) -> tuple[Level, Wanted]:
    """Return the kept plan with its level; a proposal where there is none of today's areas."""
    kept = service.kept(main_store(), wave)
    for level in Level if kept is not None else ():
        areas = service.areas_of(main_store(), survey.county_ags, today(), level)
        if kept is not None and {each.code for each in kept.areas} == {each.code for each in areas}:
            return level, kept
    areas = service.areas_of(main_store(), survey.county_ags, today())
    return Level.AREAS, Wanted(areas, wave.invited or min(USUAL_LETTERS, _families(areas)))


def _families(areas: tuple[Area, ...]) -> int:
    return max(sum(area.families for area in areas), FEWEST_LETTERS)


def _kept(
    actor: Staff,
    survey: Survey,
    wave: Wave,
    form: SampleForm,
    rows: tuple[AreaRow, ...],
    wanted: Wanted,
) -> Page:
    refusal = service.keep(main_store(), actor, wave.id, wanted)
    if refusal is None:
        flash(
            _("Der Plan ist gespeichert. So viele Briefe sind beim Ausgeben schon eingetragen."),
            "success",
        )
        return redirect(url_for("staff.survey", slug=survey.slug))
    form.refuse_plan(refusal)
    return _shown(survey, wave, form, rows)


def _shown(
    survey: Survey,
    wave: Wave,
    form: SampleForm,
    rows: tuple[AreaRow, ...],
    wanted: Wanted | None = None,
) -> Page:
    found = service.plan_of(wanted) if wanted is not None else None
    if isinstance(found, PlanRefusal):
        form.letters.errors = []
        form.refuse_plan(found)
        found = None
    plan: Plan | None = found
    near = service.closely(wanted, plan, form.focus.data or "") if wanted and plan else None
    page = sample_page(survey, wave, rows, plan, wanted, _not_kept(wave), near)
    has_errors = bool(form.errors or page.errors)
    shown = render_template("staff/field/sample.html", page=page, form=form, has_errors=has_errors)
    return shown, 422 if has_errors and request.method == "POST" else 200


def _not_kept(wave: Wave) -> str:
    if wave.state != "planned":
        return refused_field(FieldRefusal.WRONG_STATE)[1]
    return refused_field(FieldRefusal.CODES_ISSUED)[1] if standing(wave.id).is_issued else ""
