"""The link of an invitation: choosing a password or a passkey, without being signed in."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from surveyapp.access.roles import Role
from surveyapp.region import territory
from surveyapp.services import audit, passkeys, second_factor, sessions
from surveyapp.services import staff_accounts as managing
from surveyapp.services.deeds import Deed
from surveyapp.services.passkeys import PasskeyRefusal
from surveyapp.services.passwords import PasswordRefusal
from surveyapp.services.rights import ROLES
from surveyapp.services.sessions import Stage, Way
from surveyapp.services.staff_accounts import Guest
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.ui import who
from surveyapp.web.staff import proving
from surveyapp.web.staff.access_words import passkey_sentence, way_words
from surveyapp.web.staff.door_forms import NewPasswordForm
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, stop_forgery


def invitation(secret: str) -> Page:
    """Show what an invitation opens, or make the account with a password."""
    stop_forgery()
    guest, form = _guest(secret), NewPasswordForm()
    if guest is None:
        return _opens_nothing()
    if request.method == "POST" and form.validate() and form.is_same():
        outcome = managing.accept(main_store(), guest, form.password.data)
        if outcome is None:
            return _opens_nothing()
        if isinstance(outcome, Staff):
            return _let_in(outcome, Way.PASSWORD)
        form.refuse(outcome)
    return _welcome(secret, guest, form), 422 if form.errors else 200


def ask_guest(secret: str) -> Page:
    """Ask the device of somebody invited to make a passkey."""
    stop_forgery()
    guest = _guest(secret)
    if guest is None:
        abort(404)
    asked = passkeys.ask_for_new(
        main_store(),
        proving.place(),
        guest.staff_id,
        guest.invitation.email,
        guest.invitation.name,
        sessions.minute_now(),
    )
    return proving.question(asked)


def accept_with_passkey(secret: str) -> Page:
    """Make the account of an invitation with a passkey and without a password."""
    stop_forgery()
    guest = _guest(secret)
    if guest is None:
        return _opens_nothing()
    made = passkeys.read_new(
        main_store(),
        proving.place(),
        guest.staff_id,
        who.held(),
        request.form.get("credential", ""),
        sessions.minute_now(),
    )
    if isinstance(made, PasskeyRefusal):
        flash(passkey_sentence(made), "danger")
        return redirect(url_for("staff.invitation", secret=secret))
    staff = managing.accept(main_store(), guest, None)
    if staff is None or isinstance(staff, PasswordRefusal):
        return _opens_nothing()
    passkeys.keep(main_store(), staff.id, made, "", today())
    return _let_in(staff, Way.PASSKEY)


def _guest(secret: str) -> Guest | None:
    if proving.is_too_often():
        abort(429)
    return managing.guest_of(main_store(), secret, sessions.minute_now())


def _welcome(secret: str, guest: Guest, form: NewPasswordForm) -> str:
    found = guest.invitation
    return render_template(
        "staff/access/welcome.html",
        form=form,
        secret=secret,
        name=found.name,
        email=found.email,
        role=ROLES[Role(found.role)],
        county=territory.county(found.county_ags).name,
        is_new=guest.is_new,
        needs_more=second_factor.is_needed(found.role),
        can_have_passkeys=proving.place().can_have_passkeys,
    )


def _let_in(staff: Staff, way: Way) -> Page:
    main_store().commit()
    is_whole = way is Way.PASSKEY
    stage = Stage.WHOLE if is_whole else second_factor.stage_after_password(main_store(), staff)
    audit.note(main_store(), staff, Deed.SIGNED_IN, way_words(way))
    who.remember(staff, way, stage)
    flash(_("Willkommen! Ihr Zugang ist eingerichtet."), "success")
    return redirect(url_for("staff.account"))


def _opens_nothing() -> Page:
    return render_template("staff/access/no_invitation.html"), 404
