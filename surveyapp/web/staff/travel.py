"""The page of travel times: tables read in, where they come from, and templates to fill in."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from surveyapp.access.roles import Action
from surveyapp.inventory.ways import MODE_WORDS, Mode
from surveyapp.services import import_travel_times as importing
from surveyapp.services.deeds import Deed
from surveyapp.services.import_inventory import ImportErrors
from surveyapp.services.import_travel_times import ImportedTimes
from surveyapp.storage import travel_times
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.travel_times import KeptTable
from surveyapp.web.staff.files import attachment, kept_for_reading, today
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.stock import Findings, faults_of, notes_of
from surveyapp.web.staff.stock_forms import TravelForm


@dataclass(frozen=True, slots=True)
class TableView:
    """One table of travel times."""

    id: int
    mode: str
    source: str
    as_of: str
    contents: str


@dataclass(frozen=True, slots=True)
class TravelPage:
    """The tables of travel times of a county."""

    tables: tuple[TableView, ...]
    errors: Findings = field(default_factory=Findings)
    #: What was taken over, as a sentence; empty without an import.
    taken_over: str = ""
    notes: Findings = field(default_factory=Findings)


@for_staff(Action.EDIT_INVENTORY)
def travel(actor: Staff) -> Page:
    """Show the tables of travel times the county uses."""
    return render_template("staff/travel.html", page=_page(main_store(), actor), form=TravelForm())


@for_staff(Action.EDIT_INVENTORY, Deed.TRAVEL_IMPORTED)
def import_travel(actor: Staff) -> Page:
    """Read a table of travel times: all of it, or nothing with every faulty row."""
    form, outcome = TravelForm(), None
    if form.validate():
        with kept_for_reading(form.file.data) as path:
            outcome = importing.import_travel_times(
                main_store(), actor.county_ags, path, Mode(form.mode.data), form.origin()
            )
    page = _page(main_store(), actor, outcome)
    shown = render_template("staff/travel.html", page=page, form=form)
    return shown, 200 if isinstance(outcome, ImportedTimes) else 422


@for_staff(Action.EDIT_INVENTORY, Deed.TRAVEL_FORGOTTEN)
def forget_travel(actor: Staff, times: int) -> Page:
    """Delete a table of travel times; its ways are straight lines again. Twice is no mistake."""
    if travel_times.forget_table(main_store(), actor.county_ags, times):
        main_store().commit()
        flash(_("Die Fahrzeiten sind gelöscht. Diese Wege werden wieder geschätzt."), "success")
    elif travel_times.exists_table(main_store(), times):
        abort(404)
    else:
        flash(_("Diese Fahrzeiten sind schon gelöscht oder durch neuere ersetzt."), "info")
    return redirect(url_for("staff.travel"))


@for_staff(Action.EDIT_INVENTORY)
def travel_template(actor: Staff) -> Page:
    """Send a table with every way from a municipality to a place, to fill in."""
    text = importing.template(main_store(), actor.county_ags, today())
    return attachment(text, "text/csv; charset=utf-8", "fahrzeiten.csv")


@for_staff(Action.EDIT_INVENTORY)
def travel_origins(actor: Staff) -> Page:
    """Send the inhabited square kilometres with their coordinates, for whoever measures ways."""
    text = importing.origins(actor.county_ags)
    return attachment(text, "text/csv; charset=utf-8", "rasterzellen.csv")


def _page(
    session: Session, actor: Staff, outcome: ImportedTimes | ImportErrors | None = None
) -> TravelPage:
    done = outcome if isinstance(outcome, ImportedTimes) else None
    return TravelPage(
        tables=tuple(map(_view, travel_times.tables_of(session, actor.county_ags))),
        errors=faults_of(outcome.rows) if isinstance(outcome, ImportErrors) else Findings(),
        taken_over=_("Eingelesen: %(ways)s.", ways=_ways(done.ways, done.places)) if done else "",
        notes=notes_of(done.notes) if done else Findings(),
    )


def _view(table: KeptTable) -> TableView:
    return TableView(
        id=table.id,
        mode=MODE_WORDS[table.mode],
        source=table.source.source,
        as_of=format_date(table.source.as_of, "long"),
        contents=_ways(table.ways, table.places),
    )


def _ways(ways: int, places: int) -> str:
    return _(
        "%(ways)s zu %(places)s",
        ways=ngettext("%(number)s Weg", "%(number)s Wege", ways, number=format_decimal(ways)),
        places=ngettext("%(num)s Ort", "%(num)s Orten", places),
    )
