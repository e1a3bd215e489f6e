"""„Zugänge“: who of the county may sign in, as those see it who manage the accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from surveyapp.access.roles import Action, Role
from surveyapp.services import second_factor, sessions
from surveyapp.services import staff_accounts as managing
from surveyapp.services.deeds import Deed
from surveyapp.services.rights import ROLES
from surveyapp.services.staff_accounts import Invited, StaffRefusal
from surveyapp.storage import factors, inventory, staff_invitations, staff_sessions
from surveyapp.storage import staff as staff_store
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Seat, Staff
from surveyapp.web.staff import proving
from surveyapp.web.staff.access_words import (
    minute_words,
    place_choices,
    role_choices,
    role_words,
)
from surveyapp.web.staff.door_forms import InviteForm, RoleForm, refusal_sentence
from surveyapp.web.staff.guard import Page, for_staff, say_more


@dataclass(frozen=True, slots=True)
class PersonView:
    """One account in words."""

    id: str
    name: str
    email: str
    role: str
    place: str
    is_active: bool
    is_oneself: bool
    #: With what it signs in, beside the password.
    factors: str
    #: True where a second factor is needed and there is none.
    lacks_factor: bool
    sessions: int


@dataclass(frozen=True, slots=True)
class GuestView:
    """One open invitation in words."""

    id: str
    name: str
    email: str
    role: str
    until: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """All accounts and open invitations of a county."""

    people: Sequence[PersonView]
    guests: Sequence[GuestView]


@for_staff(Action.MANAGE_STAFF)
def people(actor: Staff) -> Page:
    """List the county's accounts and open invitations."""
    found = staff_store.staff_of(main_store(), actor.county_ags)
    page = PeoplePage(_person_views(actor, found), _guest_views(actor))
    return render_template("staff/access/people.html", page=page)


@for_staff(Action.MANAGE_STAFF, Deed.STAFF_INVITED)
def invite(actor: Staff) -> Page:
    """Ask whom to invite, or invite and show the link this once."""
    form = InviteForm()
    form.offer(role_choices(), place_choices(main_store(), actor.county_ags))
    if request.method == "POST" and form.validate():
        seat = Seat(
            actor.county_ags, form.email.data, form.name.data, form.role.data or "", form.seat_place
        )
        say_more(f"{seat.name}: {seat.role}")
        outcome = managing.invite(main_store(), actor, seat, sessions.minute_now())
        if isinstance(outcome, Invited):
            return _link_page(outcome)
        form.refuse(outcome)
    page = render_template("staff/access/invite.html", form=form)
    return page, 422 if form.errors else 200


@for_staff(Action.MANAGE_STAFF, Deed.STAFF_INVITED)
def take_invitation_back(actor: Staff, invitation: str) -> Page:
    """Let the link of an invitation open nothing any more."""
    say_more(_("Einladung zurückgenommen"))
    is_gone = managing.take_back(main_store(), actor, invitation)
    gone, never = _("Die Einladung ist zurückgenommen."), _("Diese Einladung gibt es nicht mehr.")
    flash(gone if is_gone else never, "success" if is_gone else "info")
    return redirect(url_for("staff.people"))


@for_staff(Action.MANAGE_STAFF, Deed.STAFF_CHANGED)
def person(actor: Staff, person: str) -> Page:
    """Show one account, or give it another role."""
    staff = _own(actor, person)
    form = RoleForm(role=staff.role, place=str(staff.place_id or ""))
    form.offer(role_choices(), place_choices(main_store(), actor.county_ags))
    if request.method == "POST" and form.validate():
        say_more(f"{staff.name}: {staff.role} → {form.role.data}")
        outcome = managing.change_role(
            main_store(), actor, person, form.role.data or "", form.seat_place
        )
        if isinstance(outcome, Staff):
            flash(_("Die Aufgabe ist gespeichert. Die Person meldet sich bitte neu an."), "success")
            return redirect(url_for("staff.people"))
        form.refuse(outcome)
    view = _person_views(actor, [staff])[0]
    page = render_template("staff/access/person.html", page=view, form=form)
    return page, 422 if form.errors else 200


@for_staff(Action.MANAGE_STAFF, Deed.STAFF_LOCKED)
def close_person(actor: Staff, person: str) -> Page:
    """Close an account: it is out at once and cannot sign in."""
    done = _("Der Zugang ist gesperrt. Wer damit angemeldet war, ist abgemeldet.")
    return _set_active(actor, person, done, is_active=False)


@for_staff(Action.MANAGE_STAFF, Deed.STAFF_CHANGED)
def open_person(actor: Staff, person: str) -> Page:
    """Open a closed account again."""
    return _set_active(actor, person, _("Der Zugang ist wieder offen."), is_active=True)


@for_staff(Action.MANAGE_STAFF, Deed.STAFF_CHANGED)
def sign_person_out(actor: Staff, person: str) -> Page:
    """End all sessions of an account."""
    say_more(_("%(name)s überall abgemeldet", name=_own(actor, person).name))
    number = managing.end_sessions(main_store(), actor, person)
    if isinstance(number, StaffRefusal):
        abort(404)
    flash(_("Die Person ist überall abgemeldet."), "success")
    return redirect(url_for("staff.person", person=person))


@for_staff(Action.MANAGE_STAFF, Deed.STAFF_INVITED)
def invite_person_anew(actor: Staff, person: str) -> Page:
    """Give an account a link that sets it up anew."""
    say_more(_("%(name)s richtet den Zugang neu ein", name=_own(actor, person).name))
    outcome = managing.invite_anew(main_store(), actor, person, sessions.minute_now())
    if outcome is StaffRefusal.UNKNOWN:
        abort(404)
    if isinstance(outcome, Invited):
        return _link_page(outcome)
    flash(refusal_sentence(outcome), "danger")
    return redirect(url_for("staff.person", person=person))


def _link_page(invited: Invited) -> str:
    path = url_for("staff.invitation", secret=invited.secret)
    return render_template(
        "staff/access/invited.html",
        link=f"{proving.place().origin}{path}",
        name=invited.invitation.name,
        email=invited.invitation.email,
        until=minute_words(invited.invitation.until),
        is_new=invited.invitation.staff_id is None,
    )


def _set_active(actor: Staff, person: str, done: str, *, is_active: bool) -> Page:
    name = _own(actor, person).name
    say_more(_("%(name)s wieder geöffnet", name=name) if is_active else name)
    outcome = managing.set_active(main_store(), actor, person, is_active=is_active)
    if outcome is StaffRefusal.UNKNOWN:
        abort(404)
    if isinstance(outcome, StaffRefusal):
        flash(refusal_sentence(outcome), "danger")
    else:
        flash(done, "success")
    return redirect(url_for("staff.person", person=person))


def _own(actor: Staff, person: str) -> Staff:
    staff = staff_store.staff_of_county(main_store(), actor.county_ags, person)
    if staff is None:
        abort(404)
    return staff


def _person_views(actor: Staff, found: Sequence[Staff]) -> tuple[PersonView, ...]:
    store, county = main_store(), actor.county_ags
    passkeys, apps = factors.count_passkeys(store, county), factors.with_app(store, county)
    since = sessions.minute_now() - sessions.LONGEST_PAUSE
    open_sessions = staff_sessions.count_by_staff(store, county, since)
    return tuple(
        PersonView(
            id=staff.id,
            name=staff.name,
            email=staff.email,
            role=role_words(staff),
            place=_place_name(staff),
            is_active=staff.is_active,
            is_oneself=staff.id == actor.id,
            factors=_factor_words(passkeys.get(staff.id, 0), has_app=staff.id in apps),
            lacks_factor=second_factor.is_needed(staff.role)
            and not (passkeys.get(staff.id) or staff.id in apps),
            sessions=open_sessions.get(staff.id, 0),
        )
        for staff in found
    )


def _place_name(staff: Staff) -> str:
    if staff.place_id is None:
        return ""
    place = inventory.place_of(main_store(), staff.county_ags, staff.place_id)
    return place.name if place is not None else ""


def _factor_words(passkeys: int, *, has_app: bool) -> str:
    words = [ngettext("%(num)s Passkey", "%(num)s Passkeys", passkeys)] if passkeys else []
    return ", ".join((*words, *((_("App mit Codes"),) if has_app else ()))) or _("nur Passwort")


def _guest_views(actor: Staff) -> tuple[GuestView, ...]:
    found = staff_invitations.open_ones(main_store(), actor.county_ags, sessions.minute_now())
    return tuple(
        GuestView(
            each.id,
            each.name,
            each.email,
            ROLES[Role(each.role)],
            minute_words(each.until),
            each.staff_id is None,
        )
        for each in found
    )
