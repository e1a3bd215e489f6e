"""Signing in by password, passkey or the county's account, the second step, and signing out."""

from __future__ import annotations

import time

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from surveyapp.services import accounts, audit, known_devices, provider, second_factor, sessions
from surveyapp.services.deeds import Deed
from surveyapp.services.open_questions import Kind
from surveyapp.services.passkeys import PasskeyRefusal
from surveyapp.services.provider import Known, ProviderRefusal
from surveyapp.services.sessions import Stage, Way
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.ui import current_config, who
from surveyapp.ui.network import network
from surveyapp.web.staff import proving
from surveyapp.web.staff.access_words import way_words
from surveyapp.web.staff.door_forms import CodeForm
from surveyapp.web.staff.forms import SignInForm
from surveyapp.web.staff.guard import Page, stop_forgery


def sign_in() -> Page:
    """Show the sign-in page, or sign in."""
    stop_forgery()
    if who.inside() is not None or (who.waiting() is not None and request.method != "POST"):
        return redirect(_onward())
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form), 422 if form.errors else 200
    staff = accounts.sign_in(
        main_store(), form.email.data, form.password.data, network(), mark=who.known_mark()
    )
    if staff is None:
        form.refuse()
        return _sign_in_page(form), 422
    stage = second_factor.stage_after_password(main_store(), staff)
    if stage is not Stage.HALF:
        return _let_in(staff, Way.PASSWORD, stage)
    who.remember(staff, Way.PASSWORD, stage)
    return redirect(_onward())


def second_step() -> Page:
    """Ask for the second factor, or read it."""
    stop_forgery()
    staff, form = who.waiting(), CodeForm()
    if staff is None:
        return redirect(_onward())
    if form.validate_on_submit():
        if second_factor.check_code(main_store(), staff, form.code.data, network(), time.time()):
            return _let_in(staff, _way(), Stage.WHOLE)
        form.refuse()
    has = second_factor.factors_of(main_store(), staff)
    page = render_template("staff/access/second_step.html", form=form, has=has)
    return page, 422 if form.errors else 200


def sign_in_with_passkey() -> Page:
    """Sign in whoever's passkey answered the question this browser was asked."""
    stop_forgery()
    found = proving.used_passkey(Kind.SIGN_IN)
    if isinstance(found, PasskeyRefusal):
        flash(
            _(
                "Mit diesem Passkey ging es nicht: Er gehört zu keinem Zugang hier, oder es hat zu lange "
                "gedauert. Bitte versuchen Sie es noch einmal, oder nehmen Sie Ihr Passwort."
            ),
            "danger",
        )
        return redirect(url_for("staff.sign_in"))
    return _let_in(found, Way.PASSKEY, Stage.WHOLE)


def sign_in_at_county(county: str) -> Page:
    """Lead to the page on which the county itself signs its staff in."""
    chosen = provider.provider_of(county)
    if chosen is None:
        abort(404)
    if proving.is_too_often():
        abort(429)
    sent = provider.begin(main_store(), chosen, _back(), sessions.minute_now())
    if isinstance(sent, ProviderRefusal):
        return _refused_at_county(sent)
    who.hold(sent.key)
    return redirect(sent.url)


def back_from_county() -> Page:
    """Read whom the county has signed in."""
    if who.inside() is not None:
        return redirect(_onward())
    found = provider.finish(
        main_store(), who.held(), request.args.to_dict(), _back(), sessions.minute_now()
    )
    if isinstance(found, ProviderRefusal):
        return _refused_at_county(found)
    return _let_in(found.staff, Way.PROVIDER, _stage(found))


def sign_out() -> Page:
    """End the session."""
    stop_forgery()
    who.forget()
    flash(_("Sie sind abgemeldet."), "success")
    return redirect(url_for("staff.sign_in"))


def _sign_in_page(form: SignInForm) -> str:
    return render_template(
        "staff/sign_in.html",
        form=form,
        providers=current_config().providers,
        can_have_passkeys=proving.place().can_have_passkeys,
    )


def _stage(known: Known) -> Stage:
    if known.is_proven_twice:
        return Stage.WHOLE
    return second_factor.stage_after_password(main_store(), known.staff)


def _let_in(staff: Staff, way: Way, stage: Stage) -> Page:
    audit.note(main_store(), staff, Deed.SIGNED_IN, way_words(way))
    who.remember(staff, way, stage)
    if stage is not Stage.HALF and staff.password_hash is not None:
        who.recognise(known_devices.mark_for(staff), known_devices.DAYS)
    return redirect(_onward())


def _way() -> Way:
    entry = who.entry()
    return entry.way if entry is not None else Way.PASSWORD


def _onward() -> str:
    """Return where somebody goes who has come so far."""
    entry = who.entry()
    if entry is None:
        return url_for("staff.sign_in")
    pages = {Stage.HALF: "staff.second_step", Stage.BARE: "staff.account"}
    return url_for(pages.get(entry.stage, "staff.surveys"))


def _back() -> str:
    """Return the address to which the county leads back; it has to know it beforehand."""
    return f"{proving.place().origin}{url_for('staff.back_from_county')}"


def _refused_at_county(refusal: ProviderRefusal) -> Page:
    sentences = {
        ProviderRefusal.UNREACHABLE: _(
            "Die Anmeldung des Landkreises antwortet gerade nicht. Bitte versuchen Sie es später noch einmal."
        ),
        ProviderRefusal.NOT_ASKED: _(
            "Diese Anmeldung ist abgelaufen oder wurde schon benutzt. Bitte beginnen Sie noch einmal."
        ),
        ProviderRefusal.BROKEN_OFF: _("Die Anmeldung beim Landkreis wurde abgebrochen."),
        ProviderRefusal.NOT_RIGHT: _(
            "Die Antwort der Anmeldung des Landkreises passt nicht. Bitte beginnen Sie noch einmal. "
            "Kommt das wieder, sagen Sie es bitte Ihrer IT."
        ),
        ProviderRefusal.EMAIL_UNVERIFIED: _(
            "Der Landkreis bestätigt Ihre E-Mail-Adresse nicht. Bitte sagen Sie es Ihrer IT."
        ),
        ProviderRefusal.NO_ACCOUNT: _(
            "Für Ihre E-Mail-Adresse gibt es hier keinen Zugang. Bitte lassen Sie sich einladen."
        ),
    }
    flash(sentences[refusal], "danger")
    return redirect(url_for("staff.sign_in"))
