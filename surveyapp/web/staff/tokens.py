"""Access of programs: what the county gave, a new one, and blocking one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from surveyapp.access.roles import Action
from surveyapp.services import repeatable, tokens
from surveyapp.services.deeds import Deed
from surveyapp.services.tokens import LONGEST_NAME, MOST_TOKENS, WORDS, Made, Scope, TokenRefusal
from surveyapp.storage import staff as staff_store
from surveyapp.storage import tokens as token_store
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.tokens import ApiToken
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_staff, say_more

API = "/api/v1/"
"""Where programs ask; another process may serve it, so no rule is looked up."""

_USUAL_DAYS = 365


class AccessForm(FlaskForm):  # type: ignore[misc]
    """A new access of a program."""

    name = StringField(
        _l("Wie heißt das Programm?"),
        [
            DataRequired(_l("Bitte geben Sie dem Zugang einen Namen.")),
            Length(max=LONGEST_NAME, message=_l("Bitte höchstens 80 Zeichen.")),
        ],
    )
    scopes = SelectMultipleField(
        _l("Was darf es lesen?"),
        [DataRequired(_l("Bitte kreuzen Sie mindestens eines an."))],
        choices=[SelectChoice(each.value, words) for each, words in WORDS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=True,
    )
    until = DateField(
        _l("Letzter Tag"),
        [InputRequired(_l("Bitte geben Sie einen Tag an."))],
        format=["%Y-%m-%d", "%d.%m.%Y"],
        render_kw={"class": "months"},
    )
    #: Makes a second press of the same button give the same token.
    key = HiddenField(
        validators=[Regexp(r"^[0-9a-f]{32}$", message=_l("Bitte laden Sie die Seite neu."))]
    )

    def refuse(self, refusal: TokenRefusal) -> None:
        """Say why no token was made, at the field it is about."""
        if refusal is TokenRefusal.UNTIL:
            self.until.errors = [_("Bitte wählen Sie einen Tag in den nächsten zwei Jahren.")]
        elif refusal is TokenRefusal.TOO_MANY:
            most = _(
                "Ihr Landkreis hat schon %(most)s Zugänge, die gelten. Bitte sperren Sie zuerst einen.",
                most=MOST_TOKENS,
            )
            self.name.errors = [most]
        else:
            self.name.errors = [_("Bitte nur sichtbare Zeichen.")]


@dataclass(frozen=True, slots=True)
class AccessView:
    """One access of a program."""

    id: str
    name: str
    scopes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    state: str
    is_usable: bool


@dataclass(frozen=True, slots=True)
class AccessPage:
    """All of them, and the token just made."""

    accesses: tuple[AccessView, ...]
    api: str
    #: Shown now and never again; empty where none was made.
    secret: str = ""
    name: str = ""


@for_staff(Action.MANAGE_TOKENS, Deed.TOKEN_MADE)
def access(actor: Staff) -> Page:
    """Show the county's accesses of programs, or make one and show its token this once."""
    form = AccessForm()
    made = _made(actor, form) if form.validate_on_submit() else None
    if not form.is_submitted() or made is not None:
        form = AccessForm(formdata=None, until=today() + timedelta(days=_USUAL_DAYS))
        form.key.data = secrets.token_hex(16)
    shown = render_template("staff/access.html", page=_page(actor, made), form=form)
    return shown, 422 if form.errors else 200


def _made(actor: Staff, form: AccessForm) -> Made | None:
    chance = repeatable.for_one_press("token", actor.id, form.key.data)
    scopes = [Scope(each) for each in form.scopes.data]
    outcome = tokens.make(
        main_store(), actor, form.name.data, scopes, form.until.data, today(), chance
    )
    if isinstance(outcome, TokenRefusal):
        form.refuse(outcome)
        return None
    say_more(outcome.token.name)
    return outcome


@for_staff(Action.MANAGE_TOKENS, Deed.TOKEN_ENDED)
def block_access(actor: Staff, access: str) -> Page:
    """Block an access for good."""
    token = tokens.revoke(main_store(), actor, access, today())
    if token is None:
        abort(404)
    flash(_("„%(name)s“ ist gesperrt und liest nichts mehr.", name=token.name), "success")
    return redirect(url_for("staff.access"))


def _page(actor: Staff, made: Made | None) -> AccessPage:
    found = token_store.of_county(main_store(), actor.county_ags)
    return AccessPage(
        accesses=tuple(_view(each) for each in found),
        api=API,
        secret=made.secret if made else "",
        name=made.token.name if made else "",
    )


def _view(token: ApiToken) -> AccessView:
    is_usable = tokens.is_usable(token, today())
    maker = staff_store.staff_by_id(main_store(), token.made_by)
    used = format_date(token.used_on, "long") if token.used_on else _("noch nie")
    return AccessView(
        id=token.id,
        name=token.name,
        scopes=tuple(words for each, words in WORDS.items() if each in token.scopes),
        facts=(
            (_("Gemacht"), format_date(token.made_on, "long")),
            (_("Von"), maker.name if maker else ""),
            (_("Letzter Tag"), format_date(token.until, "long")),
            (_("Zuletzt benutzt"), used),
        ),
        state=_("Gilt") if is_usable else _ended(token),
        is_usable=is_usable,
    )


def _ended(token: ApiToken) -> str:
    return _("Gesperrt") if token.revoked_on else _("Abgelaufen")
