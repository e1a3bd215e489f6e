"""What staff send of themselves and of each other: names, addresses, passwords, codes."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from surveyapp.access.roles import Role
from surveyapp.services import passwords
from surveyapp.services.accounts import LONGEST_NAME, AccountRefusal
from surveyapp.services.passkeys import LONGEST_NAME as LONGEST_KEY_NAME
from surveyapp.services.passwords import PasswordRefusal
from surveyapp.services.staff_accounts import StaffRefusal

_NEW_PASSWORD = {"autocomplete": "new-password", "maxlength": passwords.LONGEST_PASSWORD}


class NameForm(FlaskForm):  # type: ignore[misc]
    """What a person is called."""

    name = StringField(
        _l("Name"),
        [
            DataRequired(_l("Bitte geben Sie einen Namen ein.")),
            Length(max=LONGEST_NAME, message=_l("Bitte schreiben Sie höchstens 120 Zeichen.")),
        ],
        render_kw={"autocomplete": "name", "maxlength": LONGEST_NAME},
    )


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password, typed twice."""

    password = PasswordField(
        _l("Neues Passwort"),
        [InputRequired(_l("Bitte geben Sie ein Passwort ein."))],
        render_kw=_NEW_PASSWORD,
    )
    again = PasswordField(
        _l("Neues Passwort noch einmal"),
        [InputRequired(_l("Bitte geben Sie das Passwort noch einmal ein."))],
        render_kw=_NEW_PASSWORD,
    )

    def is_same(self) -> bool:
        """Say whether both are the same, and mark the second where they are not."""
        if self.password.data == self.again.data:
            return True
        self.again.errors = [
            _("Die beiden Passwörter sind verschieden. Bitte tippen Sie beide neu.")
        ]
        return False

    def refuse(self, refusal: PasswordRefusal) -> None:
        """Say why the password was not taken."""
        self.password.errors = [password_sentence(refusal)]


class CodeForm(FlaskForm):  # type: ignore[misc]
    """A code of the app, or a spare code."""

    code = StringField(
        _l("Code"),
        [InputRequired(_l("Bitte geben Sie den Code ein."))],
        render_kw={
            "autocomplete": "one-time-code",
            "maxlength": 40,
            "autocapitalize": "characters",
            "spellcheck": "false",
        },
    )

    def refuse(self) -> None:
        """Say that the code does not fit, without saying which kind it was taken for."""
        self.code.errors = [
            _(
                "Dieser Code passt nicht oder wurde schon benutzt. Bitte warten Sie auf den nächsten Code. "
                "Nach fünf Versuchen warten Sie bitte 15 Minuten."
            )
        ]


class AppForm(CodeForm):
    """The first code an app shows, with the secret it was given."""

    secret = HiddenField()

    def refuse(self) -> None:
        """Say that the app shows something else."""
        self.code.errors = [
            _(
                "Dieser Code passt nicht. Bitte warten Sie auf den nächsten Code und prüfen Sie, ob die "
                "Uhr Ihres Geräts richtig geht."
            )
        ]


class PasskeyForm(FlaskForm):  # type: ignore[misc]
    """The name of a passkey; the script adds what the device says."""

    name = StringField(
        _l("Wie soll der Passkey heißen?"),
        [Length(max=LONGEST_KEY_NAME, message=_l("Bitte schreiben Sie höchstens 60 Zeichen."))],
        render_kw={"maxlength": LONGEST_KEY_NAME, "autocomplete": "off"},
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """The present password, to prove who it is."""

    password = PasswordField(
        _l("Ihr Passwort"),
        [InputRequired(_l("Bitte geben Sie Ihr Passwort ein."))],
        render_kw={"autocomplete": "current-password"},
    )


class RoleForm(FlaskForm):  # type: ignore[misc]
    """What somebody is to do, and for which facility."""

    role = SelectField(_l("Aufgabe"), validate_choice=False)
    place = SelectField(_l("Einrichtung"), validate_choice=False)

    def offer(self, roles: Iterable[tuple[str, str]], places: Iterable[tuple[str, str]]) -> None:
        """Set what can be chosen."""
        self.role.choices = list(roles)
        self.place.choices = [("", _("keine")), *places]

    @property
    def seat_place(self) -> int | None:
        """Return the number of the chosen place; only who keeps a facility has one."""
        if self.role.data != Role.FACILITY.value:
            return None
        chosen = str(self.place.data or "")
        return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None

    def refuse(self, refusal: StaffRefusal | AccountRefusal) -> None:
        """Say why it was not kept."""
        is_place = refusal.value == AccountRefusal.PLACE_UNUSABLE.value
        (self.place if is_place else self.role).errors = [refusal_sentence(refusal)]


class InviteForm(RoleForm, NameForm):
    """Whom to invite."""

    email = EmailField(
        _l("E-Mail-Adresse"),
        [DataRequired(_l("Bitte geben Sie eine E-Mail-Adresse ein."))],
        render_kw={"autocomplete": "off", "maxlength": 254},
    )

    def refuse(self, refusal: StaffRefusal | AccountRefusal) -> None:
        """Say why nobody was invited."""
        if refusal in {AccountRefusal.EMAIL_TAKEN, AccountRefusal.EMAIL_UNUSABLE}:
            self.email.errors = [refusal_sentence(refusal)]
        else:
            super().refuse(refusal)


def password_sentence(refusal: PasswordRefusal) -> str:
    """Return why a password was not taken, and what helps."""
    return {
        PasswordRefusal.TOO_SHORT: _("Bitte nehmen Sie mindestens 12 Zeichen."),
        PasswordRefusal.TOO_LONG: _("Bitte nehmen Sie höchstens 1000 Zeichen."),
        PasswordRefusal.TOO_EASY: _(
            "Dieses Passwort ist leicht zu erraten: Es besteht fast nur aus häufigen Wörtern, Zahlenfolgen "
            "oder Ihrem Namen. Gut sind vier Wörter, die nichts miteinander zu tun haben."
        ),
    }[refusal]


def refusal_sentence(refusal: StaffRefusal | AccountRefusal) -> str:
    """Return why an account was not made or changed, and what to do."""
    sentences = {
        AccountRefusal.EMAIL_TAKEN: _(
            "Mit dieser Adresse gibt es schon einen Zugang. Bitte nehmen Sie eine andere."
        ),
        AccountRefusal.EMAIL_UNUSABLE: _(
            "Das ist keine E-Mail-Adresse. Sie sieht so aus: name@landkreis.de"
        ),
        AccountRefusal.UNKNOWN_ROLE: _("Bitte wählen Sie eine Aufgabe aus der Liste."),
        AccountRefusal.PLACE_UNUSABLE: _(
            "Bitte wählen Sie die Einrichtung aus, um die sich die Person kümmert."
        ),
        StaffRefusal.UNKNOWN: _("Diesen Zugang gibt es nicht mehr."),
        StaffRefusal.LAST_ADMIN: _(
            "Das ist der letzte Zugang, der Zugänge verwalten darf. Geben Sie zuerst jemand anderem "
            "diese Aufgabe."
        ),
        StaffRefusal.ONESELF: _(
            "Das eigene Recht nehmen Sie sich nicht selbst. Bitten Sie jemanden, der auch Zugänge verwaltet."
        ),
        StaffRefusal.CLOSED: _("Dieser Zugang ist gesperrt. Bitte öffnen Sie ihn zuerst."),
    }
    return sentences.get(refusal) or sentences[AccountRefusal(refusal.value)]
