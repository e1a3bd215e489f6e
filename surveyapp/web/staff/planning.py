"""Views of planning: needs beside places, what would be, and the best places."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from surveyapp.access.roles import Action
from surveyapp.services.deeds import Deed
from surveyapp.services.jobs import start
from surveyapp.services.planning import best, try_out, urgency
from surveyapp.services.planning.stock import Stock, stock_of
from surveyapp.services.planning.try_out import Refusal
from surveyapp.storage import scenarios as store
from surveyapp.storage.db import main_store
from surveyapp.storage.scenarios import Change, Scenario
from surveyapp.storage.staff import Staff
from surveyapp.web.staff import planning_pages as pages
from surveyapp.web.staff.files import today
from surveyapp.web.staff.forms import whole
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.jobs import follow, found_by
from surveyapp.web.staff.measure_pages import need_measures
from surveyapp.web.staff.need_pages import need_page
from surveyapp.web.staff.planning_forms import (
    ChangeForm,
    ScenarioForm,
    WeightsForm,
    refusal_sentence,
)

# Needs


@for_staff(Action.PLAN)
def needs(actor: Staff) -> Page:
    """Show one need beside the places that answer it, in the county and all areas."""
    return _needs(actor, WeightsForm(data=store.points_of(main_store(), actor.county_ags)))


@for_staff(Action.PLAN, Deed.URGENCY_WEIGHED)
def weigh(actor: Staff) -> Page:
    """Keep how the county weighs urgency."""
    form = WeightsForm()
    wanted = request.form.get("bedarf", "")
    if form.validate():
        if urgency.change_points(main_store(), actor.county_ags, form.points):
            flash(_("Die Gewichte sind gespeichert."), "success")
            return redirect(url_for("staff.needs", bedarf=wanted or None))
        form.refuse()
    return _needs(actor, form), 422


def _needs(actor: Staff, form: WeightsForm) -> str:
    wanted = request.values.get("bedarf", "")
    view = urgency.view_need(main_store(), actor.county_ags, wanted)
    page, answers = None, None
    if view is not None:
        page = need_page(view)
        answers = need_measures(main_store(), actor.county_ags, view.slug, view.topic.id)
    return render_template("staff/planning/needs.html", page=page, form=form, answers=answers)


# Scenarios


@for_staff(Action.PLAN, Deed.SCENARIO_CHANGED)
def scenarios(actor: Staff) -> Page:
    """List the scenarios beside today, or make a new one."""
    kinds = pages.kinds_of(main_store(), actor.county_ags)
    form = ScenarioForm()
    form.kind.choices = list(kinds.items())
    if form.validate_on_submit():
        stock = stock_of(main_store(), actor.county_ags, form.kind.data, today())
        made = try_out.make(main_store(), actor.county_ags, form.name.data, stock, today())
        if not isinstance(made, Refusal):
            return redirect(url_for("staff.scenario", scenario=made.id))
        form.refuse(made)
    page = pages.scenarios_page(main_store(), actor.county_ags, today())
    shown = render_template("staff/planning/scenarios.html", page=page, form=form)
    return shown, 422 if form.errors else 200


@for_staff(Action.PLAN)
def scenario(actor: Staff, scenario: str) -> Page:
    """Show what the changes of a scenario mean."""
    kept, stock = _own(actor, scenario)
    return _scenario(actor, kept, stock, ChangeForm())


@for_staff(Action.PLAN, Deed.SCENARIO_CHANGED)
def change_scenario(actor: Staff, scenario: str) -> Page:
    """Add one change to a scenario."""
    kept, stock = _own(actor, scenario)
    form = ChangeForm()
    pages.offer(form, kept, stock)
    change = form.change() if form.validate() else None
    if change is not None:
        refused = try_out.add_change(main_store(), stock, kept, _number(), change)
        if refused is None:
            return redirect(url_for("staff.scenario", scenario=kept.id))
        form.refuse(refused)
    return _scenario(actor, kept, stock, form), 422


@for_staff(Action.PLAN, Deed.SCENARIO_CHANGED)
def adopt_places(actor: Staff, scenario: str) -> Page:
    """Add proposed places to a scenario as new facilities."""
    kept, stock = _own(actor, scenario)
    places = whole(request.form.get("places", "0").strip())
    spots = request.form.getlist("spot")[: best.MOST]
    changes = [Change("add", None, spot, -1 if places is None else places) for spot in spots]
    refused = try_out.add_changes(main_store(), stock, kept, _number(), changes)
    if not changes:
        flash(_("Bitte wählen Sie mindestens einen Standort aus."), "danger")
    elif refused is not None:
        flash(refusal_sentence(refused), "danger")
    else:
        flash(_("Übernommen. Am Bestand ändert sich nichts."), "success")
    return redirect(url_for("staff.scenario", scenario=kept.id))


@for_staff(Action.PLAN, Deed.SCENARIO_CHANGED)
def undo_change(actor: Staff, scenario: str, number: int) -> Page:
    """Take one change out of a scenario."""
    kept, _stock = _own(actor, scenario)
    try_out.remove_change(main_store(), kept, number)
    return redirect(url_for("staff.scenario", scenario=kept.id))


@for_staff(Action.PLAN, Deed.SCENARIO_DELETED)
def delete_scenario(actor: Staff, scenario: str) -> Page:
    """Delete a scenario for good; deleting it twice is no mistake."""
    if store.exists(main_store(), scenario):
        kept, _stock = _own(actor, scenario)
        try_out.remove(main_store(), kept)
        flash(_("Das Szenario ist gelöscht."), "success")
    return redirect(url_for("staff.scenarios"))


@for_staff(Action.PLAN, Deed.JOB_STARTED)
def search_places(actor: Staff, scenario: str) -> Page:
    """Let the best places for new facilities be searched beside those of a scenario."""
    kept, _stock = _own(actor, scenario)
    wanted = request.form.get("anzahl", "")
    if wanted not in pages.NUMBERS:
        abort(404)
    place: dict[str, Any] = {"number": int(wanted), "scenario": kept.id}
    asked = {"type": kept.type, "day": today().isoformat(), **place}
    page = f"{url_for('staff.best_places', scenario=kept.id)}?auftrag={{job}}"
    return follow(start(main_store(), actor, "best_places", asked, page=page))


@for_staff(Action.PLAN)
def best_places(actor: Staff, scenario: str) -> Page:
    """Show the best places that a search has found."""
    kept, stock = _own(actor, scenario)
    job = found_by(actor, "best_places")
    if job.arguments["scenario"] != kept.id:
        abort(404)
    found = best.read(job.result["found"])
    page = pages.places_page(kept, stock, job.arguments["number"], found)
    return render_template("staff/planning/places.html", page=page)


def _own(actor: Staff, scenario: str) -> tuple[Scenario, Stock]:
    """Return a scenario of the actor's county with its facilities, or answer 404."""
    kept = store.scenario_of(main_store(), actor.county_ags, scenario)
    if kept is None:
        abort(404)
    stock = stock_of(main_store(), actor.county_ags, kept.type, today())
    if stock is None:
        abort(404)
    return kept, stock


def _scenario(actor: Staff, kept: Scenario, stock: Stock, form: ChangeForm) -> str:
    pages.offer(form, kept, stock)
    others = store.scenarios_of(main_store(), actor.county_ags)
    beside = next((each for each in others if each.id == request.args.get("mit")), None)
    results = urgency.newest_results(main_store(), actor.county_ags)
    page = pages.scenario_page(kept, stock, results, others, beside)
    return render_template("staff/planning/scenario.html", page=page, form=form)


def _number() -> int:
    """Return the number the page gave the change; 0, which never fits, for anything else."""
    sent = request.form.get("number", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 6 else 0
