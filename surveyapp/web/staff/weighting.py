"""The page „Gewichtung“ of a wave: what answers are weighted to, and what people decide on."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from surveyapp.access.roles import Action
from surveyapp.services.deeds import Deed
from surveyapp.services.releasing.setting import read_setting
from surveyapp.services.weighting import bring_in, decide
from surveyapp.services.weighting.bring_in import Totals, TotalsRefused
from surveyapp.services.weighting.decide import MOST_FACILITIES, MOST_FAMILIES, WeighStep
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.storage.weighting import Decided
from surveyapp.web.staff import weighting_page as pages
from surveyapp.web.staff.files import attachment, kept_for_reading, today
from surveyapp.web.staff.forms import UploadForm, whole
from surveyapp.web.staff.guard import Page, for_staff, own_wave


@for_staff(Action.WEIGH)
def weighting(actor: Staff, slug: str, number: int) -> Page:
    """Show what the answers of a wave are weighted to."""
    survey, wave = own_wave(actor, slug, number)
    return _too_early(survey) if wave.state == "planned" else _shown(survey, wave)


@for_staff(Action.WEIGH, Deed.WEIGHTS_DECIDED)
def decide_weighting(actor: Staff, slug: str, number: int) -> Page:
    """Keep what becomes of groups that are too small."""
    _survey, wave = own_wave(actor, slug, number)
    decisions = [
        _decided(name, into)
        for name, into in request.form.items(multi=True)
        if pages.BETWEEN in name
    ]
    return _told(slug, number, decide.decide(main_store(), actor, wave.id, decisions))


def _decided(name: str, into: str) -> Decided:
    margin, _sign, category = name.partition(pages.BETWEEN)
    return Decided(margin, category, "" if into == pages.LEAVE_OUT_VALUE else into)


@for_staff(Action.WEIGH, Deed.WEIGHTS_UNDECIDED)
def undo_weighting(actor: Staff, slug: str, number: int) -> Page:
    """Forget what was decided on one trait."""
    _survey, wave = own_wave(actor, slug, number)
    margin = request.form.get("margin", "")
    return _told(slug, number, decide.undo(main_store(), actor, wave.id, margin))


@for_staff(Action.WEIGH, Deed.TOTALS_TAKEN_BACK)
def take_totals_back(actor: Staff, slug: str, number: int) -> Page:
    """Forget totals the county gave."""
    _survey, wave = own_wave(actor, slug, number)
    margin = request.form.get("margin", "")
    return _told(slug, number, decide.take_back(main_store(), actor, wave.id, margin))


@for_staff(Action.WEIGH, Deed.DRAWING_SAID)
def say_drawing(actor: Staff, slug: str, number: int) -> Page:
    """Keep how families with letters were chosen."""
    survey, wave = own_wave(actor, slug, number)
    if wave.state == "planned":
        return _too_early(survey)
    families = {
        name.removeprefix(_PART): written.strip()
        for name, written in request.form.items()
        if name.startswith(_PART)
    }
    sampling = request.form.get("sampling", "")
    facilities = request.form.get("facilities", "").strip()
    error = _unreadable(facilities, MOST_FACILITIES) or next(
        filter(None, (_unreadable(each, MOST_FAMILIES) for each in families.values())), ""
    )
    if not error:
        step = decide.say_drawing(
            main_store(),
            actor,
            wave.id,
            sampling,
            whole(facilities),
            {name: whole(each) or 0 for name, each in families.items() if each},
        )
        if step is WeighStep.DONE:
            return _told(slug, number, step)
        error = pages.step_sentence(step)[0]
    form = pages.typed_drawing(main_store(), wave, sampling, facilities, families, error)
    return _shown(survey, wave, form), 422


_PART = "families."
"""First part of the name of a field for the families of one part."""


def _unreadable(written: str, most: int) -> str:
    if not written or 0 < (whole(written) or 0) <= most:
        return ""
    return _(
        "„%(written)s“ ist keine Zahl von 1 bis %(most)s. Bitte schreiben Sie nur Ziffern.",
        written=written[:20],
        most=format_decimal(most),
    )


@for_staff(Action.WEIGH)
def totals_table(actor: Staff, slug: str, number: int) -> Page:
    """Send the table of totals to fill in."""
    survey, wave = own_wave(actor, slug, number)
    if wave.state == "planned":
        return _too_early(survey)
    text = bring_in.table(main_store(), read_setting(main_store(), wave))
    return attachment(text, "text/csv; charset=utf-8", f"randzahlen-{slug}-welle-{number}.csv")


@for_staff(Action.WEIGH, Deed.TOTALS_IMPORTED)
def bring_in_totals(actor: Staff, slug: str, number: int) -> Page:
    """Read totals of the county: all of them, or none with every faulty row."""
    survey, wave = own_wave(actor, slug, number)
    if wave.state == "planned":
        return _too_early(survey)
    form = UploadForm()
    outcome = _brought_in(actor, wave, form.file.data) if form.validate() else None
    if isinstance(outcome, Totals):
        flash(pages.taken_over(outcome), "success")
        return redirect(url_for("staff.weighting", slug=slug, number=number))
    page = pages.weighting_page(main_store(), survey, wave, today(), refused=outcome)
    return render_template("staff/weighting.html", page=page, form=form), 422


def _brought_in(actor: Staff, wave: Wave, upload: FileStorage) -> Totals | TotalsRefused:
    with kept_for_reading(upload) as path:
        return bring_in.bring_in(main_store(), actor, wave.id, path, today())


def _shown(survey: Survey, wave: Wave, drawing: pages.DrawingView | None = None) -> str:
    page = pages.weighting_page(main_store(), survey, wave, today(), drawing=drawing)
    return render_template("staff/weighting.html", page=page, form=UploadForm())


def _told(slug: str, number: int, step: WeighStep) -> Page:
    if step is WeighStep.NOT_FOUND:
        abort(404)
    flash(*pages.step_sentence(step))
    if step is WeighStep.TOO_EARLY:
        return redirect(url_for("staff.survey", slug=slug))
    return redirect(url_for("staff.weighting", slug=slug, number=number))


def _too_early(survey: Survey) -> Page:
    """Return to the survey: what a planned wave asks is not settled, so nothing can be weighed."""
    flash(*pages.step_sentence(WeighStep.TOO_EARLY))
    return redirect(url_for("staff.survey", slug=survey.slug))
