"""What staff can send: widgets and plain checks, no rules of the domain."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import EmailField, PasswordField
from wtforms.validators import DataRequired, InputRequired


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


class TranslationFileForm(FlaskForm):  # type: ignore[misc]
    """One file with translations."""

    file = FileField(
        _l("Datei mit Übersetzungen"),
        [FileRequired(_l("Bitte wählen Sie zuerst eine Datei aus."))],
        render_kw={"accept": ".xlsx,.csv,.xlf,.xliff,.po"},
    )


_WHOLE = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:[. \u202f\u00a0][0-9]{3}){1,2}")


def whole(written: str) -> int | None:
    """Return a whole number as Germans write it; None for anything else.

    A dot stands between thousands only: „1.5“ is no fifteen.
    """
    if not _WHOLE.fullmatch(written):
        return None
    return int(re.sub(r"[^0-9]", "", written))
