"""What a facility says of itself: hours, languages, places; kept by whoever works there."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.validators import Optional as OrNothing

from surveyapp.access.roles import Action, may
from surveyapp.inventory import hours, lists
from surveyapp.inventory.rows import LONGEST_HOURS, NO, TAKEN, UNKNOWN, USABLE, YES
from surveyapp.services.deeds import Deed
from surveyapp.storage import inventory as store
from surveyapp.storage.db import main_store
from surveyapp.storage.inventory import OwnWords, Place
from surveyapp.storage.staff import Staff
from surveyapp.web.staff.files import today
from surveyapp.web.staff.forms import whole
from surveyapp.web.staff.guard import Page, for_staff, say_more
from surveyapp.web.staff.own_survey import own_surveys

MOST_PLACES = 10_000


class FacilityForm(FlaskForm):  # type: ignore[misc]
    """What a facility can say of itself."""

    opening_hours = StringField(_l("Öffnungszeiten"), [Length(max=LONGEST_HOURS)])
    in_holidays = RadioField(
        _l("In den Schulferien offen?"),
        [InputRequired(_l("Bitte wählen Sie eine Antwort aus."))],
        choices=[
            SelectChoice(YES, _l("ja")),
            SelectChoice(NO, _l("nein")),
            SelectChoice(UNKNOWN, _l("nicht bekannt")),
        ],
    )
    steps_free = RadioField(
        _l("Eingang ohne Stufen?"),
        [InputRequired(_l("Bitte wählen Sie eine Antwort aus."))],
        choices=[
            SelectChoice(YES, _l("ja")),
            SelectChoice("partial", _l("teilweise")),
            SelectChoice(NO, _l("nein")),
            SelectChoice(UNKNOWN, _l("nicht bekannt")),
        ],
    )
    languages = StringField(_l("Sprachen"), [Length(max=200)])
    usable = StringField(_l("Plätze, die Sie vergeben können"), [Length(max=12)])
    taken = StringField(_l("Davon belegt"), [Length(max=12)])
    key_date = DateField(
        _l("Stichtag der Zahlen"),
        [OrNothing()],
        render_kw={"type": "date"},
    )

    def validate_opening_hours(self, field: StringField) -> None:
        """Read the hours as the register does."""
        try:
            field.data = str(hours.parse(field.data)) if (field.data or "").strip() else ""
        except hours.HoursError as error:
            message = f"{error.reason} {error.cure}"
            raise ValidationError(message) from error

    def validate_languages(self, field: StringField) -> None:
        """Let only languages through that the register knows."""
        unknown = [each for each in _words(field.data) if each.casefold() not in _known()]
        if unknown:
            raise ValidationError(
                _(
                    "„%(word)s“ kennt das Verzeichnis nicht. Bitte schreiben Sie zum Beispiel "
                    "„Deutsch, Ukrainisch“.",
                    word=unknown[0][:40],
                )
            )

    def validate_usable(self, field: StringField) -> None:
        """Refuse what is no number of places."""
        _refuse_no_number(field)

    def validate_taken(self, field: StringField) -> None:
        """Refuse what is no number of places."""
        _refuse_no_number(field)

    def validate_key_date(self, field: DateField) -> None:
        """Refuse days to come: nobody can count then."""
        if field.data is not None and field.data > today():
            raise ValidationError(_("Der Stichtag liegt in der Zukunft. Bitte prüfen Sie ihn."))

    def said(self, age_group: str) -> OwnWords:
        """Return what was said, numbers of today where no day was given."""
        counts = {USABLE: self.usable.data, TAKEN: self.taken.data}
        known = _known()
        return OwnWords(
            opening_hours=self.opening_hours.data or "",
            in_holidays=self.in_holidays.data,
            steps_free=self.steps_free.data,
            languages=tuple(known[each.casefold()] for each in _words(self.languages.data)),
            counts={kind: whole(text.strip()) or 0 for kind, text in counts.items() if text},
            age_group=age_group,
            key_date=self.key_date.data or today(),
        )


def _refuse_no_number(field: StringField) -> None:
    written = (field.data or "").strip()
    number = whole(written) if written else 0
    if number is None or number > MOST_PLACES:
        raise ValidationError(_("Bitte schreiben Sie nur eine ganze Zahl, zum Beispiel 48."))


def _words(written: str | None) -> list[str]:
    return [each.strip() for each in (written or "").replace(";", ",").split(",") if each.strip()]


def _known() -> dict[str, str]:
    """Return code by code and by name, in small letters."""
    entries = lists.languages()
    by_name = {entry.label.casefold(): code for code, entry in entries.items()}
    return {**{code.casefold(): code for code in entries}, **by_name}


@for_staff(Action.EDIT_FACILITY, Deed.FACILITY_CHANGED)
def facility(actor: Staff, place: int) -> Page:
    """Show what the register says of a facility, or keep what its people say."""
    if not may(actor, Action.EDIT_FACILITY, actor.county_ags, facility=place):
        abort(404)
    row = store.place_of(main_store(), actor.county_ags, place)
    if row is None:
        abort(404)
    groups = {each.age_group for each in row.capacities}
    form = FacilityForm(data=_as_kept(row))
    if form.validate_on_submit():
        store.update_own(row, form.said(next(iter(groups), "")))
        say_more(row.name)
        main_store().commit()
        flash(
            _("Gespeichert. Die Angaben zählen, wenn Ergebnisse das nächste Mal berechnet werden."),
            "success",
        )
        return redirect(url_for("staff.facility", place=place))
    shown = render_template(
        "staff/start/facility.html",
        form=form,
        name=row.name,
        counts=len(groups) < 2,
        surveys=own_surveys(main_store(), actor.county_ags, place),
    )
    return shown, 422 if form.errors else 200


def _as_kept(row: Place) -> dict[str, Any]:
    known = lists.languages()
    newest = max((each.key_date for each in row.capacities), default=None)
    return {
        "opening_hours": row.opening_hours,
        "in_holidays": row.in_holidays,
        "steps_free": row.steps_free,
        "languages": ", ".join(known[code].label for code in row.languages if code in known),
        "usable": _number(row, USABLE, newest),
        "taken": _number(row, TAKEN, newest),
        "key_date": newest,
    }


def _number(row: Place, kind: str, day: date | None) -> str:
    found = [each for each in row.capacities if (each.kind, each.key_date) == (kind, day)]
    return str(found[0].number) if found else ""
