"""The page of one kind of place: how near is near, what is known, and every place of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from surveyapp.access.roles import Action
from surveyapp.inventory import lists
from surveyapp.inventory.rows import NO, UNKNOWN, USABLE, YES
from surveyapp.inventory.ways import MODE_WORDS, SPEEDS, Mode
from surveyapp.region import territory
from surveyapp.services.deeds import Deed
from surveyapp.services.releasing.supply_quality import (
    MISMATCH,
    is_counted,
    month_words,
    quality_of,
    state_words,
)
from surveyapp.storage import capacities
from surveyapp.storage import inventory as inventory_store
from surveyapp.storage.db import main_store
from surveyapp.storage.inventory import FacilityType, Place
from surveyapp.storage.staff import Staff
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.stock_forms import form_of


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One place with what is known of it; a dash where nothing is."""

    name: str
    municipality: str
    capacity: str
    hours: str
    holidays: str
    steps_free: str
    languages: str
    #: True where its position contradicts its municipality.
    is_misplaced: bool


@dataclass(frozen=True, slots=True)
class KindPage:
    """One kind of place."""

    label: str
    #: What is known, as sentences.
    facts: tuple[str, ...]
    places: tuple[PlaceView, ...]
    #: How fast families are taken to travel where nobody measured.
    speeds: str


@for_staff(Action.EDIT_INVENTORY, Deed.FACILITY_TYPE_CHANGED)
def facility_type(actor: Staff, code: str) -> Page:
    """Rename a kind of place, or change from when it counts as near."""
    row = inventory_store.facility_type(main_store(), actor.county_ags, code)
    if row is None:
        abort(404)
    form = form_of(row)
    if not form.validate_on_submit():
        page = kind_page(main_store(), row, today())
        shown = render_template("staff/facility_type.html", form=form, page=page)
        return shown, 422 if form.errors else 200
    settings = form.settings(row)
    inventory_store.update_type(main_store(), actor.county_ags, code, settings)
    main_store().commit()
    flash(_("Gespeichert: %(label)s", label=settings.label), "success")
    return redirect(url_for("staff.inventory"))


def kind_page(session: Session, kind: FacilityType, day: date) -> KindPage:
    """Return what the county knows of the places of one kind."""
    places = inventory_store.places_on(session, kind.county_ags, day, [kind.code])
    names = {one.ags: one.short_name for one in territory.municipalities_of(kind.county_ags)}
    return KindPage(
        label=kind.label,
        facts=tuple(_facts(kind, places, day)),
        places=tuple(
            _place_view(place, names.get(place.municipality_ags or ""), day) for place in places
        ),
        speeds=", ".join(
            _("%(mode)s %(speed)s km/h", mode=MODE_WORDS[mode], speed=format_decimal(SPEEDS[mode]))
            for mode in Mode
        ),
    )


def _facts(kind: FacilityType, places: Sequence[Place], day: date) -> Iterator[str]:
    if not places:
        yield _("Ihr Landkreis hat noch keinen Ort dieser Art eingelesen.")
        return
    quality = quality_of(places, day)
    state = state_words(quality, is_counted=is_counted(kind.code))
    if state:
        yield f"{state[:1].upper()}{state[1:]}."
    known: dict[str, Callable[[Place], bool]] = {
        _("Öffnungszeiten"): lambda place: bool(place.opening_hours),
        _("Öffnung in den Ferien"): lambda place: place.in_holidays != UNKNOWN,
        _("Stufen am Eingang"): lambda place: place.steps_free != UNKNOWN,
        _("Sprachen"): lambda place: bool(place.languages),
    }
    for what, is_known in known.items():
        number = sum(map(is_known, places))
        yield _(
            "%(what)s: bekannt von %(number)s von %(all)s.",
            what=what,
            number=number,
            all=len(places),
        )
    if quality.misplaced:
        yield ngettext(
            "Bei einem Ort passt die Lage nicht zur Gemeinde. Er zählt bei Wegen nicht mit.",
            "Bei %(num)s Orten passt die Lage nicht zur Gemeinde. Sie zählen bei Wegen nicht mit.",
            quality.misplaced,
        )


def _place_view(place: Place, municipality: str | None, day: date) -> PlaceView:
    languages = lists.languages()
    return PlaceView(
        name=place.name,
        municipality=municipality or "–",
        capacity=_capacity(place, day),
        hours=place.opening_hours or "–",
        holidays={YES: _("ja"), NO: _("nein")}.get(place.in_holidays, "–"),
        steps_free={YES: _("ja"), "partial": _("teilweise"), NO: _("nein")}.get(
            place.steps_free, "–"
        ),
        languages=", ".join(languages[code].label for code in place.languages) or "–",
        is_misplaced=place.position_quality == MISMATCH,
    )


def _capacity(place: Place, day: date) -> str:
    found = capacities.reported(place, USABLE, day)
    if found is None:
        return "–"
    return f"{format_decimal(found.number)} ({month_words(found.oldest)})"
