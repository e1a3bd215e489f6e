"""What staff can send: widgets and plain checks, no rules of the domain."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, EmailField, PasswordField, StringField
from wtforms.fields.core import Field
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import TextInput

from surveyapp.storage.inventory import FacilityType, TypeSettings


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Mail address and password of a staff account."""

    email = EmailField(
        _l("E-Mail-Adresse"),
        [DataRequired(_l("Bitte geben Sie Ihre E-Mail-Adresse ein."))],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Passwort"),
        [InputRequired(_l("Bitte geben Sie Ihr Passwort ein."))],
        render_kw={"autocomplete": "current-password"},
    )

    def refuse(self) -> None:
        """Say that address and password do not fit, without saying which of them."""
        self.email.errors = [
            _(
                "E-Mail-Adresse oder Passwort stimmen nicht. Bitte prüfen Sie beides. "
                "Nach mehreren Versuchen warten Sie bitte einige Minuten."
            )
        ]


class UploadForm(FlaskForm):  # type: ignore[misc]
    """One spreadsheet."""

    file = FileField(
        _l("Tabelle (CSV oder Excel)"),
        [FileRequired(_l("Bitte wählen Sie zuerst eine Datei aus."))],
        render_kw={"accept": ".csv,.xlsx"},
    )


class KilometreField(Field):  # type: ignore[misc]
    """A distance, written as Germans write numbers."""

    widget = TextInput()
    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:g}".replace(".", ",") if self.data is not None else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a number with a comma or a point."""
        self.data = None
        written = valuelist[0].strip().replace(",", ".") if valuelist else ""
        if not written:
            return
        try:
            self.data = float(Decimal(written.removesuffix("km").strip()))
        except (InvalidOperation, OverflowError) as error:
            message = _("Bitte schreiben Sie nur eine Zahl, zum Beispiel 2,5.")
            raise ValueError(message) from error


class FacilityTypeForm(FlaskForm):  # type: ignore[misc]
    """How the county names a kind of place, and how far is still near."""

    label = StringField(
        _l("Bezeichnung"),
        [
            DataRequired(_l("Bitte geben Sie eine Bezeichnung ein.")),
            Length(max=120, message=_l("Bitte schreiben Sie höchstens 120 Zeichen.")),
        ],
    )
    reach_km = KilometreField(
        _l("Erreichbar bis (Kilometer)"),
        [
            InputRequired(_l("Bitte geben Sie eine Entfernung ein, zum Beispiel 2,5.")),
            NumberRange(0.1, 100, _l("Bitte geben Sie eine Zahl von 0,1 bis 100 ein.")),
        ],
        render_kw={"inputmode": "decimal"},
    )
    is_hidden = BooleanField(_l("In unserem Landkreis nicht verwenden"))

    def settings(self, row: FacilityType) -> TypeSettings:
        """Return what was sent, and what stays as it is in ``row``."""
        return TypeSettings(
            label=self.label.data.strip(),
            fields=tuple(row.fields),
            life_stages=tuple(row.life_stages),
            age_from=row.age_from,
            age_to=row.age_to,
            reach_km=self.reach_km.data,
            is_hidden=self.is_hidden.data,
        )
