"""„Mein Zugang“: name, password, passkeys, code app, spare codes and sessions of who is signed in."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from surveyapp.services import code_app, passkeys, second_factor, sessions, spare_codes
from surveyapp.services import staff_accounts as managing
from surveyapp.services.deeds import Deed
from surveyapp.services.passkeys import PasskeyRefusal
from surveyapp.services.second_factor import Factors
from surveyapp.services.sessions import Stage
from surveyapp.storage import factors
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.ui import qr, who
from surveyapp.web.staff import proving
from surveyapp.web.staff.access_words import SessionView, day_words, passkey_sentence, session_views
from surveyapp.web.staff.door_forms import AppForm, NameForm, NewPasswordForm, PasskeyForm
from surveyapp.web.staff.files import attachment, today
from surveyapp.web.staff.guard import Page, for_account, say_more


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """One passkey in words."""

    id: str
    name: str
    made: str
    used: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Everything of the own account."""

    email: str
    name: NameForm
    has_password: bool
    #: True where nothing else can be done before a second factor is set up.
    has_to_set_up: bool
    can_have_passkeys: bool
    passkeys: Sequence[PasskeyView]
    app_since: str
    has_factor: bool
    spare_codes: int
    sessions: Sequence[SessionView]


@for_account()
def account(actor: Staff) -> Page:
    """Show the own account."""
    return _account_page(actor, NameForm(formdata=None, name=actor.name))


@for_account(Deed.SIGN_IN_CHANGED)
def rename_account(actor: Staff) -> Page:
    """Change the own name."""
    say_more(_("neuer Name"))
    form = NameForm()
    if form.validate() and managing.change_name(main_store(), actor, form.name.data):
        flash(_("Ihr Name ist gespeichert."), "success")
        return redirect(url_for("staff.account"))
    return _account_page(actor, form), 422


@for_account(Deed.SIGN_IN_CHANGED, is_proven=True)
def change_password(actor: Staff) -> Page:
    """Change the own password; other browsers have to sign in again."""
    if request.method == "POST":
        say_more(_("neues Passwort"))
    form, entry = NewPasswordForm(), who.entry()
    if request.method == "POST" and form.validate() and form.is_same() and entry is not None:
        refusal = managing.change_password(
            main_store(), actor, form.password.data, here=entry.id_hash
        )
        if refusal is None:
            who.remember(actor, entry.way, entry.stage)
            flash(
                _("Ihr neues Passwort gilt. Auf allen anderen Geräten sind Sie abgemeldet."),
                "success",
            )
            return redirect(url_for("staff.account"))
        form.refuse(refusal)
    page = render_template("staff/access/password.html", form=form, email=actor.email)
    return page, 422 if form.errors else 200


@for_account(Deed.SIGN_IN_CHANGED, is_proven=True)
def add_passkey(actor: Staff) -> Page:
    """Show how to make a passkey, or keep the one a device has made."""
    if request.method == "POST":
        say_more(_("neuer Passkey"))
    form = PasskeyForm()
    if request.method != "POST" or not form.validate():
        can = proving.place().can_have_passkeys
        page = render_template("staff/access/passkey.html", form=form, can_have_passkeys=can)
        return page, 422 if form.errors else 200
    made = passkeys.read_new(
        main_store(),
        proving.place(),
        actor.id,
        who.held(),
        request.form.get("credential", ""),
        sessions.minute_now(),
    )
    if isinstance(made, PasskeyRefusal):
        flash(passkey_sentence(made), "danger")
        return redirect(url_for("staff.add_passkey"))
    passkeys.keep(main_store(), actor.id, made, form.name.data or "", today())
    main_store().commit()
    return _set_up(actor, _("Der Passkey ist eingerichtet. Sie können sich damit anmelden."))


@for_account(Deed.SIGN_IN_CHANGED, is_proven=True)
def remove_passkey(actor: Staff, passkey: str) -> Page:
    """Remove a passkey of the own account."""
    say_more(_("Passkey entfernt"))
    if not second_factor.may_lose(main_store(), actor, passkey=passkey):
        flash(_last_factor(), "danger")
    elif factors.remove_passkey(main_store(), actor.id, passkey):
        main_store().commit()
        flash(_("Der Passkey ist entfernt. Löschen Sie ihn bitte auch auf dem Gerät."), "success")
    return redirect(url_for("staff.account"))


@for_account(Deed.SIGN_IN_CHANGED, is_proven=True)
def set_up_app(actor: Staff) -> Page:
    """Show the QR code for an app, or read the first code the app shows."""
    if request.method == "POST":
        say_more(_("App mit Codes eingerichtet"))
    form = AppForm()
    secret = code_app.brought_back(actor, form.secret.data or "") or code_app.new_secret()
    if request.method == "POST" and form.validate():
        if code_app.set_up(
            main_store(), actor, secret, form.code.data, now=time.time(), today=today()
        ):
            return _set_up(
                actor, _("Die App ist eingerichtet. Beim Anmelden fragen wir nach ihrem Code.")
            )
        form.refuse()
    form.secret.data = code_app.carried(actor, secret)
    page = render_template(
        "staff/access/app.html",
        form=form,
        picture=qr.drawn(code_app.address_of(secret, actor.email)),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    )
    return page, 422 if form.errors else 200


@for_account(Deed.SIGN_IN_CHANGED, is_proven=True)
def remove_app(actor: Staff) -> Page:
    """Remove the app of the own account."""
    say_more(_("App mit Codes entfernt"))
    if not second_factor.may_lose(main_store(), actor):
        flash(_last_factor(), "danger")
    elif factors.remove_code_app(main_store(), actor.id):
        main_store().commit()
        flash(_("Die App ist entfernt. Ihre Codes gelten nicht mehr."), "success")
    return redirect(url_for("staff.account"))


@for_account(Deed.SIGN_IN_CHANGED, is_proven=True)
def draw_spare_codes(actor: Staff) -> Page:
    """Draw new spare codes and show them this once."""
    say_more(_("neue Ersatzcodes"))
    if not second_factor.factors_of(main_store(), actor).has_any:
        flash(
            _(
                "Ersatzcodes gibt es zu einem Passkey oder einer App. Richten Sie bitte zuerst eines ein."
            ),
            "info",
        )
        return redirect(url_for("staff.account"))
    return _spare_codes(actor)


@for_account()
def spare_codes_file(actor: Staff) -> Page:
    """Send the spare codes that the page has just shown as a file."""
    carried = request.form.get("codes", "")
    drawn = spare_codes.brought_back(actor, carried, sessions.minute_now())
    if drawn is None:
        abort(404)
    text = "\n".join(
        (
            _("Ersatzcodes der Familienbefragung für %(email)s", email=actor.email),
            *(_("Jeder gilt einmal. Bewahren Sie sie auf wie einen Schlüssel."), "", *drawn, ""),
        )
    )
    return attachment(text, "text/plain; charset=utf-8", "ersatzcodes.txt")


@for_account(Deed.SIGN_IN_CHANGED)
def end_session(actor: Staff, session: str) -> Page:
    """End one of the own sessions."""
    say_more(_("ein Gerät abgemeldet"))
    try:
        is_ended = sessions.end(main_store(), actor.id, bytes.fromhex(session))
    except ValueError:
        abort(404)
    if is_ended:
        main_store().commit()
    gone, never = _("Dieses Gerät ist abgemeldet."), _("Dieses Gerät war schon abgemeldet.")
    flash(gone if is_ended else never, "success" if is_ended else "info")
    return redirect(url_for("staff.account"))


@for_account(Deed.SIGN_IN_CHANGED)
def end_other_sessions(actor: Staff) -> Page:
    """End all of the own sessions but this one."""
    say_more(_("andere Geräte abgemeldet"))
    entry = who.entry()
    sessions.end_all(main_store(), actor.id, but=entry.id_hash if entry is not None else None)
    main_store().commit()
    flash(_("Alle anderen Geräte sind abgemeldet."), "success")
    return redirect(url_for("staff.account"))


def _account_page(actor: Staff, form: NameForm) -> str:
    found = second_factor.factors_of(main_store(), actor)
    entry = who.entry()
    assert entry is not None
    page = AccountPage(
        email=actor.email,
        name=form,
        has_password=actor.password_hash is not None,
        has_to_set_up=entry.stage is Stage.BARE,
        can_have_passkeys=proving.place().can_have_passkeys,
        passkeys=_passkey_views(found),
        app_since=day_words(found.app.made_on) if found.app else "",
        has_factor=found.has_any,
        spare_codes=found.spare_codes,
        sessions=session_views(main_store(), actor, entry),
    )
    return render_template("staff/access/account.html", page=page)


def _passkey_views(found: Factors) -> tuple[PasskeyView, ...]:
    return tuple(
        PasskeyView(
            each.id,
            each.name,
            day_words(each.made_on),
            day_words(each.used_on) if each.used_on else _("noch nie"),
        )
        for each in found.passkeys
    )


def _set_up(actor: Staff, sentence: str) -> Page:
    """Go on after a factor was set up: with the spare codes, where there are none yet."""
    who.complete()
    flash(sentence, "success")
    if not factors.count_spare_codes(main_store(), actor.id):
        return _spare_codes(actor)
    return redirect(url_for("staff.account"))


def _spare_codes(actor: Staff) -> str:
    drawn = spare_codes.draw(main_store(), actor)
    carried = spare_codes.carried(actor, drawn, sessions.minute_now())
    return render_template("staff/access/spare_codes.html", codes=drawn, carried=carried)


def _last_factor() -> str:
    return _(
        "Das ist Ihr letzter Weg, sich sicher anzumelden. Richten Sie bitte zuerst einen anderen ein."
    )
