"""What staff can send about the stock: how near is near, and tables of travel times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.core import Field
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import TextInput

from surveyapp.inventory.cells import Mistake, read_day
from surveyapp.inventory.ways import (
    CATCHMENT_WORDS,
    LONGEST,
    MODE_WORDS,
    SHORTEST,
    Catchment,
    Mode,
    Unit,
    Ways,
)
from surveyapp.storage.inventory import FacilityType, TypeSettings, ways_of
from surveyapp.storage.travel_times import TravelSource
from surveyapp.web.staff.files import today
from surveyapp.web.staff.forms import UploadForm


class DecimalField(Field):  # type: ignore[misc]
    """A number, written as Germans write it."""

    widget = TextInput()
    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:g}".replace(".", ",") if self.data is not None else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a number with a comma or a point, with its unit or without."""
        self.data = None
        written = valuelist[0].strip().replace(",", ".") if valuelist else ""
        for unit in ("km", "min", "Minuten"):
            written = written.removesuffix(unit).strip()
        if not written:
            return
        try:
            self.data = float(Decimal(written))
        except (InvalidOperation, OverflowError, ValueError) as error:
            message = _("Bitte schreiben Sie nur eine Zahl, zum Beispiel 2,5.")
            raise ValueError(message) from error


def _way(label: str) -> DecimalField:
    return DecimalField(
        label,
        [
            InputRequired(_l("Bitte geben Sie eine Zahl ein, zum Beispiel 15 oder 2,5.")),
            NumberRange(SHORTEST, LONGEST, _l("Bitte geben Sie eine Zahl von 0,1 bis 240 ein.")),
        ],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )


def _one_of(label: str, choices: Mapping[str, str]) -> RadioField:
    missing = _l("Bitte wählen Sie eine Möglichkeit aus.")
    # The browser sends one of the choices or nothing; whatever else comes gets the same sentence.
    return RadioField(
        label, [InputRequired(missing)], choices=dict(choices), invalid_choice_message=missing
    )


UNITS = {Unit.MINUTES.value: "Minuten", Unit.KILOMETRES.value: "Kilometer"}
MODES = {mode.value: words for mode, words in MODE_WORDS.items()}
CATCHMENTS = {one.value: words for one, words in CATCHMENT_WORDS.items()}


class FacilityTypeForm(FlaskForm):  # type: ignore[misc]
    """How the county names a kind of place, and how far is still near."""

    label = StringField(
        _l("Bezeichnung"),
        [
            DataRequired(_l("Bitte geben Sie eine Bezeichnung ein.")),
            Length(max=120, message=_l("Bitte schreiben Sie höchstens 120 Zeichen.")),
        ],
    )
    mode = _one_of(_l("Wie kommen Familien hin?"), MODES)
    unit = _one_of(_l("Worin messen Sie den Weg?"), UNITS)
    reach = _way(_l("Nah ist ein Ort bis"))
    catchment = _one_of(_l("Wie werden die Plätze geteilt?"), CATCHMENTS)
    zone_near = _way(_l("Erste Grenze"))
    zone_middle = _way(_l("Zweite Grenze"))
    zone_far = _way(_l("Letzte Grenze"))
    is_hidden = BooleanField(_l("In unserem Landkreis nicht verwenden"))

    def validate_zone_middle(self, field: DecimalField) -> None:
        """Demand that the second limit lies beyond the first."""
        _demand_beyond(field, self.zone_near)

    def validate_zone_far(self, field: DecimalField) -> None:
        """Demand that the last limit lies beyond the second."""
        _demand_beyond(field, self.zone_middle)

    def settings(self, row: FacilityType) -> TypeSettings:
        """Return what was sent, and what stays as it is in ``row``."""
        return TypeSettings(
            label=self.label.data.strip(),
            fields=tuple(row.fields),
            life_stages=tuple(row.life_stages),
            age_from=row.age_from,
            age_to=row.age_to,
            ways=Ways(
                mode=Mode(self.mode.data),
                unit=Unit(self.unit.data),
                reach=self.reach.data,
                catchment=Catchment(self.catchment.data),
                zones=(self.zone_near.data, self.zone_middle.data, self.zone_far.data),
            ),
            is_hidden=self.is_hidden.data,
        )


def _demand_beyond(field: DecimalField, before: DecimalField) -> None:
    if field.data is not None and before.data is not None and field.data <= before.data:
        raise ValidationError(
            _(
                "Jede Grenze muss weiter liegen als die vorige: Diese ist nicht größer als %(before)s.",
                before=f"{before.data:g}".replace(".", ","),
            )
        )


def form_of(row: FacilityType) -> FacilityTypeForm:
    """Return the form of a kind of place as it is now, or as it was sent."""
    ways = ways_of(row)
    near, middle, far = ways.zones
    return FacilityTypeForm(
        data={
            "label": row.label,
            "mode": ways.mode.value,
            "unit": ways.unit.value,
            "reach": ways.reach,
            "catchment": ways.catchment.value,
            "zone_near": near,
            "zone_middle": middle,
            "zone_far": far,
            "is_hidden": row.is_hidden,
        }
    )


class DayField(Field):  # type: ignore[misc]
    """A day, written as Germans write it."""

    widget = TextInput()
    data: Any

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read ``31.12.2025`` or ``2025-12-31``."""
        self.data = None
        written = valuelist[0].strip() if valuelist else ""
        if not written:
            return
        read = read_day(written)
        if not isinstance(read, Mistake):
            self.data = read
            return
        message = f"{read.reason} {read.cure}"
        raise ValueError(message)


class TravelForm(UploadForm):
    """A table of travel times, and where it comes from."""

    mode = _one_of(_l("Wie kommen Familien hin?"), MODES)
    source = StringField(
        _l("Woher sind die Zeiten?"),
        [
            DataRequired(_l("Bitte nennen Sie die Quelle. Sie steht neben jeder Zahl.")),
            Length(max=120, message=_l("Bitte schreiben Sie höchstens 120 Zeichen.")),
        ],
        render_kw={"autocomplete": "off"},
    )
    as_of = DayField(
        _l("Stand der Straßen und Fahrpläne"),
        [InputRequired(_l("Bitte geben Sie einen Tag ein, zum Beispiel 01.03.2026."))],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )

    def validate_as_of(self, field: DayField) -> None:
        """Demand a day that has been."""
        if field.data is not None and field.data > today():
            raise ValidationError(_("Dieser Tag liegt in der Zukunft. Bitte prüfen Sie das Jahr."))

    def origin(self) -> TravelSource:
        """Return where the times come from."""
        return TravelSource(" ".join(self.source.data.split()), self.as_of.data)
