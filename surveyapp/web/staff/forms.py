"""What staff can send: widgets and plain checks, no rules of the domain."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DecimalField, EmailField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, NumberRange


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Mail address and password of a staff account."""

    email = EmailField(_l("E-Mail-Adresse"), [InputRequired(_l("Bitte E-Mail-Adresse eingeben."))])
    password = PasswordField(_l("Passwort"), [InputRequired(_l("Bitte Passwort eingeben."))])


class ActionForm(FlaskForm):  # type: ignore[misc]
    """A single button; carries only the token against forged requests."""


class UploadForm(FlaskForm):  # type: ignore[misc]
    """One spreadsheet."""

    file = FileField(
        _l("Datei (CSV oder Excel)"),
        [FileRequired(_l("Bitte wählen Sie zuerst eine Datei aus."))],
    )


class FacilityTypeForm(FlaskForm):  # type: ignore[misc]
    """How the county names a kind of place, and how far is still near."""

    label = StringField(
        _l("Bezeichnung"),
        [
            InputRequired(_l("Bitte eine Bezeichnung eingeben.")),
            Length(max=120, message=_l("Höchstens 120 Zeichen.")),
        ],
    )
    reach_km = DecimalField(
        _l("Gilt als erreichbar bis (km)"),
        [
            InputRequired(_l("Bitte eine Entfernung eingeben, zum Beispiel 2,5.")),
            NumberRange(0.1, 100, _l("Die Entfernung muss zwischen 0,1 und 100 km liegen.")),
        ],
        places=1,
        use_locale=True,
    )
    is_hidden = BooleanField(_l("In unserem Landkreis nicht verwenden"))
