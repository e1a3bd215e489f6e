"""Proving again who it is: by passkey, code or password; and questions to passkeys."""

from __future__ import annotations

import time

from flask import Response, abort, flash, redirect, render_template, request
from flask_babel import gettext as _

from surveyapp.services import accounts, passkeys, second_factor, sessions
from surveyapp.services.limits import Sender, What, limiter
from surveyapp.services.open_questions import Kind
from surveyapp.services.passkeys import Asked, PasskeyRefusal, Place
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.ui import current_config, who
from surveyapp.ui.network import network
from surveyapp.web.staff import proof_gate
from surveyapp.web.staff.door_forms import CodeForm, PasswordForm
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_account, stop_forgery


@for_account()
def prove(actor: Staff) -> Page:
    """Show the page that asks who it is, or read the answer and go on."""
    errand, code, password = proof_gate.sent_errand(), CodeForm(), PasswordForm()
    if request.method != "POST":
        if who.is_proven():
            return redirect(errand.address)
        return proof_gate.shown(errand, CodeForm(formdata=None), PasswordForm(formdata=None))
    if not _is_right(actor, code, password):
        return proof_gate.shown(errand, code, password), 422
    who.prove()
    if errand.fields is None:
        return redirect(errand.address)
    return render_template("staff/access/go_on.html", errand=errand)


def _is_right(actor: Staff, code: CodeForm, password: PasswordForm) -> bool:
    """Check the one answer that was sent; the others are left empty."""
    if request.form.get("credential"):
        return _is_own_passkey(actor)
    if "code" in request.form:
        password.process(formdata=None)
        return code.validate() and _is_code(actor, code)
    code.process(formdata=None)
    return password.validate() and _is_password(actor, password)


def _is_code(actor: Staff, form: CodeForm) -> bool:
    store, now = main_store(), time.time()
    if second_factor.check_code(store, actor, form.code.data, network(), now):
        return True
    form.refuse()
    return False


def _is_password(actor: Staff, form: PasswordForm) -> bool:
    if accounts.is_own_password(actor, form.password.data, network()):
        return True
    form.password.errors = [
        _("Dieses Passwort stimmt nicht. Nach mehreren Versuchen warten Sie bitte einige Minuten.")
    ]
    return False


def _is_own_passkey(actor: Staff) -> bool:
    found = used_passkey(Kind.PROOF)
    if isinstance(found, PasskeyRefusal) or found.id != actor.id:
        flash(
            _(
                "Der Passkey passt nicht, oder es hat zu lange gedauert. Bitte versuchen Sie es noch einmal."
            ),
            "danger",
        )
        return False
    return True


# Questions to passkeys


def ask_to_sign_in() -> Page:
    """Ask a passkey of anybody who wants to sign in."""
    stop_forgery()
    if is_too_often():
        abort(429)
    asked = passkeys.ask_for_one(main_store(), place(), Kind.SIGN_IN, sessions.minute_now())
    return question(asked)


@for_account()
def ask_for_proof(actor: Staff) -> Page:
    """Ask a passkey of who is signed in."""
    minute = sessions.minute_now()
    return question(passkeys.ask_for_one(main_store(), place(), Kind.PROOF, minute, actor))


@for_account(is_proven=True)
def ask_for_new(actor: Staff) -> Page:
    """Ask a device to make a passkey for who is signed in."""
    minute = sessions.minute_now()
    asked = passkeys.ask_for_new(main_store(), place(), actor.id, actor.email, actor.name, minute)
    return question(asked)


def question(asked: Asked) -> Response:
    """Return a question for the page's script, and let the browser hold its key."""
    who.hold(asked.key)
    return Response(asked.options, content_type="application/json")


def used_passkey(kind: Kind) -> Staff | PasskeyRefusal:
    """Return the account whose passkey answered the question this browser was asked."""
    return passkeys.whose(
        main_store(),
        place(),
        kind,
        who.held(),
        request.form.get("credential", ""),
        minute=sessions.minute_now(),
        today=today(),
    )


def place() -> Place:
    """Return where the browser is, as it says itself; a proxy has to hand the host on."""
    is_tls = request.is_secure or current_config().is_https
    host = request.host
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return Place(name, f"{'https' if is_tls else 'http'}://{host}")


def is_too_often() -> bool:
    """Count a question to somebody unknown; True where the network has asked too often."""
    sender, now = Sender(network()), time.time()
    if limiter().wait(What.DOOR, sender, now):
        return True
    limiter().note(What.DOOR, sender, now)
    return False
