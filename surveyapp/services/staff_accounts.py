"""The county's staff: inviting, changing roles, closing and opening accounts, setting one up anew."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, Role, may
from surveyapp.services import accounts, audit, passwords, sessions
from surveyapp.services.accounts import AccountRefusal
from surveyapp.services.deeds import Deed
from surveyapp.services.passwords import PasswordRefusal
from surveyapp.storage import factors, staff_invitations
from surveyapp.storage import staff as staff_rows
from surveyapp.storage.db import lifted
from surveyapp.storage.staff import Seat, Staff
from surveyapp.storage.staff_invitations import StaffInvitation

DAYS = 7
"""Days for which the link of an invitation opens."""


class StaffRefusal(StrEnum):
    """Why an account was not changed."""

    #: No account of the county has this id.
    UNKNOWN = "unknown"
    #: It is the last one that may run the county's accounts.
    LAST_ADMIN = "last_admin"
    #: Nobody takes the own right to run accounts away, so that it does not happen by accident.
    ONESELF = "oneself"
    UNKNOWN_ROLE = "unknown_role"
    PLACE_UNUSABLE = "place_unusable"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation, and the secret of its link: the only time that anybody can read it."""

    invitation: StaffInvitation
    secret: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom a link invites, and the id the account has or will have."""

    invitation: StaffInvitation
    staff_id: str
    is_new: bool


def _check(actor: Staff) -> None:
    if not may(actor, Action.MANAGE_STAFF, actor.county_ags):
        message = f"accounts of {actor.county_ags} are managed by those of its staff who may"
        raise PermissionError(message)


def assignable_roles() -> tuple[Role, ...]:
    """Return the roles a county may give; looking after the installation is none of them."""
    return tuple(role for role in Role if role not in {Role.OPERATOR, Role.STATE})


def invite(session: Session, actor: Staff, seat: Seat, minute: int) -> Invited | AccountRefusal:
    """Invite somebody by a link; an older link to the same address opens nothing any more."""
    _check(actor)
    refusal = accounts.unusable(session, seat)
    if refusal:
        return refusal
    if seat.role not in assignable_roles() or seat.county_ags != actor.county_ags:
        return AccountRefusal.UNKNOWN_ROLE
    with lifted(session):  # an address opens one account, in whatever county
        is_taken = staff_rows.staff_by_email(session, seat.email) is not None
    if is_taken:
        return AccountRefusal.EMAIL_TAKEN
    return _invited(session, actor, seat, minute)


def invite_anew(
    session: Session, actor: Staff, staff_id: str, minute: int
) -> Invited | StaffRefusal:
    """Give an account a link that sets it up anew: for whoever has lost password and device."""
    _check(actor)
    staff = staff_rows.staff_of_county(session, actor.county_ags, staff_id)
    if staff is None:
        return StaffRefusal.UNKNOWN
    if not staff.is_active:
        return StaffRefusal.CLOSED
    seat = Seat(staff.county_ags, staff.email, staff.name, staff.role, staff.place_id)
    return _invited(session, actor, seat, minute, staff.id)


def _invited(
    session: Session, actor: Staff, seat: Seat, minute: int, staff_id: str | None = None
) -> Invited:
    secret = secrets.token_urlsafe(32)
    staff_invitations.forget_expired(session, minute)
    invitation = staff_invitations.add(
        session,
        sessions.hash_of(secret),
        seat,
        invited_by=actor.id,
        until=minute + DAYS * 24 * 60,
        staff_id=staff_id,
    )
    session.commit()
    return Invited(invitation, secret)


def take_back(session: Session, actor: Staff, invitation_id: str) -> bool:
    """Let the link of an invitation open nothing any more; False where there is none."""
    _check(actor)
    is_gone = staff_invitations.take_back(session, actor.county_ags, invitation_id)
    if is_gone:
        session.commit()
    return is_gone


def guest_of(session: Session, secret: str, minute: int) -> Guest | None:
    """Return whom a link invites; None where it opens nothing, never did or no longer does."""
    found = staff_invitations.find(session, sessions.hash_of(secret), minute)
    if found is None:
        return None
    # A passkey is made for an account before there is one, so its id follows from the invitation.
    return Guest(found, found.staff_id or found.id, found.staff_id is None)


def accept(session: Session, guest: Guest, password: str | None) -> Staff | PasswordRefusal | None:
    """Make the account of an invitation, or set it up anew; None where the link was used meanwhile.

    The caller adds the passkey of somebody who wants no password, and commits.
    """
    invitation = guest.invitation
    own = accounts.own_words(seat_of(invitation))
    if password is not None and (refusal := passwords.refusal_of(password, own)):
        return refusal
    password_hash = passwords.hash_of(password) if password is not None else None
    session.commit()
    if not staff_invitations.use(session, invitation.id):
        session.rollback()
        return None
    if guest.is_new:
        made = _made(session, invitation, guest.staff_id, password_hash)
        if made is not None:
            audit.note(session, made, Deed.STAFF_MADE)
        return made
    staff = staff_rows.staff_of_county(session, invitation.county_ags, guest.staff_id)
    if staff is None or not staff.is_active:
        session.rollback()
        return None
    factors.remove_all(session, staff.id)
    sessions.end_all(session, staff.id)
    staff.password_hash = password_hash
    session.flush()
    audit.note(session, staff, Deed.SIGN_IN_CHANGED, "", "Zugang neu eingerichtet")
    return staff


def _made(
    session: Session, invitation: StaffInvitation, staff_id: str, password_hash: str | None
) -> Staff | None:
    made = staff_rows.add_staff(session, seat_of(invitation), password_hash, staff_id)
    if made is None:  # another county was faster
        session.rollback()
    return made


def seat_of(invitation: StaffInvitation) -> Seat:
    """Return whom an invitation is for."""
    return Seat(
        invitation.county_ags,
        invitation.email,
        invitation.name,
        invitation.role,
        invitation.place_id,
    )


def change_role(
    session: Session, actor: Staff, staff_id: str, role: str, place_id: int | None
) -> Staff | StaffRefusal:
    """Give an account another role, and end its sessions: what it may do changes at once."""
    _check(actor)
    if role not in assignable_roles():
        return StaffRefusal.UNKNOWN_ROLE
    place = place_id if role == Role.FACILITY.value else None
    if role == Role.FACILITY.value and not accounts.is_place(session, actor.county_ags, place):
        return StaffRefusal.PLACE_UNUSABLE
    staff = _changeable(session, actor, staff_id, keeps_admin=role == Role.ADMIN.value)
    if isinstance(staff, StaffRefusal):
        return staff
    if (staff.role, staff.place_id) != (role, place):
        staff.role, staff.place_id = role, place
        sessions.end_all(session, staff.id)
        if not may(staff, Action.MANAGE_STAFF, staff.county_ags):
            staff_invitations.forget_by(session, staff.id)
    session.commit()
    return staff


def set_active(
    session: Session, actor: Staff, staff_id: str, *, is_active: bool
) -> Staff | StaffRefusal:
    """Close an account at once, or open it again."""
    _check(actor)
    staff = _changeable(session, actor, staff_id, keeps_admin=is_active)
    if isinstance(staff, StaffRefusal):
        return staff
    staff.is_active = is_active
    if not is_active:
        sessions.end_all(session, staff.id)
        staff_invitations.forget_of(session, staff.id)
    session.commit()
    return staff


def end_sessions(session: Session, actor: Staff, staff_id: str) -> int | StaffRefusal:
    """End every session of an account, wherever it is signed in; return how many there were."""
    _check(actor)
    staff = staff_rows.staff_of_county(session, actor.county_ags, staff_id)
    if staff is None:
        return StaffRefusal.UNKNOWN
    number = sessions.end_all(session, staff.id)
    session.commit()
    return number


def _changeable(
    session: Session, actor: Staff, staff_id: str, *, keeps_admin: bool
) -> Staff | StaffRefusal:
    """Return an account of the county that may be changed so, with all its admins locked."""
    admins = staff_rows.lock_admins(session, actor.county_ags)
    staff = staff_rows.staff_of_county(session, actor.county_ags, staff_id)
    if staff is None:
        return StaffRefusal.UNKNOWN
    if keeps_admin or staff.id not in {admin.id for admin in admins}:
        return staff
    if len(admins) == 1:
        return StaffRefusal.LAST_ADMIN
    return StaffRefusal.ONESELF if staff.id == actor.id else staff


def change_password(
    session: Session, staff: Staff, password: str, *, here: bytes
) -> PasswordRefusal | None:
    """Give an account a new password and end its sessions but the one it is changed in."""
    own = accounts.own_words(Seat(staff.county_ags, staff.email, staff.name, staff.role))
    refusal = passwords.refusal_of(password, own)
    if refusal is not None:
        return refusal
    staff.password_hash = passwords.hash_of(password)
    sessions.end_all(session, staff.id, but=here)
    session.commit()
    return None


def change_name(session: Session, staff: Staff, name: str) -> bool:
    """Change what the person is called; False where that is no name."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= accounts.LONGEST_NAME:
        return False
    staff.name = name
    session.commit()
    return True
