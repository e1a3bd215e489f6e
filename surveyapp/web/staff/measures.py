"""Views of measures: what the county does about what families said."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from surveyapp.access.roles import Action
from surveyapp.planning.measures import Refusal, State
from surveyapp.services.deeds import Deed
from surveyapp.services.planning import measures as keeping
from surveyapp.storage import measures as store
from surveyapp.storage import surveys as survey_store
from surveyapp.storage.db import main_store
from surveyapp.storage.measures import Known
from surveyapp.storage.staff import Staff
from surveyapp.web.staff import measure_pages as pages
from surveyapp.web.staff.files import today
from surveyapp.web.staff.forms import whole
from surveyapp.web.staff.guard import Page, for_staff, own_survey
from surveyapp.web.staff.measure_forms import (
    MeasureForm,
    StepForm,
    refusal_sentence,
    sent_words,
    step_data,
)


@for_staff(Action.PLAN)
def measures(actor: Staff) -> Page:
    """List the measures of the county."""
    surveys = survey_store.surveys_of(main_store(), actor.county_ags)
    page = pages.measures_page(main_store(), actor.county_ags, surveys)
    return render_template("staff/planning/measures.html", page=page)


@for_staff(Action.PLAN, Deed.MEASURE_MADE)
def new_measure(actor: Staff) -> Page:
    """Add a measure in answer to a survey; ``bedarf`` says to which need."""
    survey = own_survey(actor, request.values.get("befragung", ""))
    choices = pages.choices_of(main_store(), survey)
    wanted = request.args.get("bedarf", "")
    form = MeasureForm(data=pages.first_subjects(main_store(), survey, wanted))
    form.offer(choices)
    if form.validate_on_submit():
        content = form.content(choices, None)
        made = keeping.propose(main_store(), survey, content, actor.id, today())
        if not isinstance(made, Refusal):
            flash(
                _("Die Maßnahme ist gespeichert. Familien lesen sie erst nach dem Beschluss."),
                "success",
            )
            return redirect(url_for("staff.measure", measure=made))
        form.refuse(made)
    page = pages.new_page(survey)
    shown = render_template("staff/planning/new_measure.html", page=page, form=form)
    return shown, 422 if form.errors else 200


@for_staff(Action.PLAN)
def measure(actor: Staff, measure: str) -> Page:
    """Show one measure."""
    return _measure(actor, _own(actor, measure))


@for_staff(Action.PLAN, Deed.MEASURE_CHANGED)
def change_measure(actor: Staff, measure: str) -> Page:
    """Change what a measure says and is about."""
    known = _as_seen(_own(actor, measure))
    choices = _choices(actor, known)
    form = MeasureForm()
    form.offer(choices)
    content = form.content(choices, known)
    refused = keeping.rewrite(main_store(), known, content, actor.id, today())
    if refused is None:
        return _saved(known)
    form.refuse(refused)
    return _measure(actor, known, form=form), 422


@for_staff(Action.RESOLVE, Deed.MEASURE_RESOLVED)
def resolve_measure(actor: Staff, measure: str) -> Page:
    """Say how far a measure is, and who decided it when."""
    known = _as_seen(_own(actor, measure))
    form = StepForm()
    form.offer(known.standing.state)
    if form.validate():
        refused = form.half_a_resolution() or _step(actor, known, form)
        if refused is None:
            return _saved(known)
        form.refuse(refused)
    return _measure(actor, known, steps=form), 422


def _step(actor: Staff, known: Known, form: StepForm) -> Refusal | None:
    if form.state.data not in set(State):
        return Refusal.NO_SUCH_STEP
    to, done_on = State(form.state.data), form.done_on.data
    return keeping.take_step(main_store(), known, to, form.resolution, done_on, actor.id, today())


@for_staff(Action.PLAN, Deed.MEASURE_CHANGED)
def translate_measure(actor: Staff, measure: str) -> Page:
    """Write a measure in other languages."""
    known = _own(actor, measure)
    if request.method == "GET":
        return _translations(known, {})
    words = sent_words(request.form, pages.other_languages())
    known = _as_seen(known)
    refused = keeping.translate(main_store(), known, words, actor.id, today())
    if refused is None:
        return _saved(known)
    if isinstance(refused, Refusal):
        flash(refusal_sentence(refused), "danger")
        return _translations(known, {}), 422
    return _translations(known, refused), 422


@for_staff(Action.PLAN, Deed.MEASURE_DELETED)
def delete_measure(actor: Staff, measure: str) -> Page:
    """Delete a measure that was only proposed."""
    known = _own(actor, measure)
    refused = keeping.remove(main_store(), known)
    if refused is not None:
        flash(refusal_sentence(refused), "danger")
        return redirect(url_for("staff.measure", measure=known.id))
    flash(_("Die Maßnahme ist gelöscht."), "success")
    return redirect(url_for("staff.measures"))


def _own(actor: Staff, measure: str) -> Known:
    """Return a measure of the actor's county, or answer 404."""
    known = store.one_of(main_store(), actor.county_ags, measure)
    if known is None:
        abort(404)
    return known


def _as_seen(known: Known) -> Known:
    """Return a measure as the page showed it, so that what another wrote since is noticed."""
    return store.seen(known, whole(request.form.get("revision", "")) or 0)


def _choices(actor: Staff, known: Known) -> pages.Choices:
    return pages.choices_of(main_store(), own_survey(actor, known.slug))


def _saved(known: Known) -> Page:
    flash(_("Gespeichert."), "success")
    return redirect(url_for("staff.measure", measure=known.id))


def _measure(
    actor: Staff, known: Known, form: MeasureForm | None = None, steps: StepForm | None = None
) -> str:
    words = known.content.words
    if form is None:
        data = {"title": words.title, "sentence": words.sentence, **known.content.subjects}
        form = MeasureForm(formdata=None, data=data)
    form.offer(_choices(actor, known))
    steps = steps or StepForm(formdata=None, data=step_data(known))
    steps.offer(known.standing.state)
    page = pages.measure_page(main_store(), known)
    return render_template("staff/planning/measure.html", page=page, form=form, steps=steps)


def _translations(known: Known, wrong: Mapping[str, Refusal]) -> str:
    sent = sent_words(request.form, pages.other_languages())
    words = sent if request.method == "POST" else known.translations
    lines = pages.translation_lines(words, wrong)
    page = pages.measure_page(main_store(), known)
    german = known.content.words
    return render_template(
        "staff/planning/measure_words.html", page=page, lines=lines, german=german
    )
