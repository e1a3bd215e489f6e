"""Staff accounts: making one, and signing in."""

from __future__ import annotations

import re
import time
from enum import StrEnum

from sqlalchemy.orm import Session

from surveyapp.access.roles import Role
from surveyapp.region import territory
from surveyapp.services import known_devices, passwords
from surveyapp.services.limits import Sender, What, limiter
from surveyapp.services.passwords import PasswordRefusal
from surveyapp.storage import inventory
from surveyapp.storage import staff as staff_rows
from surveyapp.storage.staff import Seat, Staff

LONGEST_EMAIL = 254
LONGEST_NAME = 120


class AccountRefusal(StrEnum):
    """Why an account was not made."""

    EMAIL_TAKEN = "email_taken"
    EMAIL_UNUSABLE = "email_unusable"
    NAME_UNUSABLE = "name_unusable"
    PASSWORD_TOO_SHORT = PasswordRefusal.TOO_SHORT.value
    PASSWORD_TOO_LONG = PasswordRefusal.TOO_LONG.value
    PASSWORD_TOO_EASY = PasswordRefusal.TOO_EASY.value
    UNKNOWN_ROLE = "unknown_role"
    COUNTY_UNUSABLE = "county_unusable"
    #: Who keeps a facility needs one of the county; nobody else has any.
    PLACE_UNUSABLE = "place_unusable"


def create_staff(
    session: Session,
    *,
    county_ags: str,
    email: str,
    name: str,
    role: str,
    password: str,
    place_id: int | None = None,
) -> Staff | AccountRefusal:
    """Make an account for one county, or say why not."""
    seat = Seat(county_ags, email, name, role, place_id)
    refusal = unusable(session, seat)
    if refusal:
        return refusal
    if wrong := passwords.refusal_of(password, own_words(seat)):
        return AccountRefusal(wrong.value)
    if staff_rows.staff_by_email(session, email):
        return AccountRefusal.EMAIL_TAKEN
    staff = staff_rows.add_staff(session, seat, passwords.hash_of(password))
    if staff is None:  # made at the same moment
        return AccountRefusal.EMAIL_TAKEN
    session.commit()
    return staff


def own_words(seat: Seat) -> tuple[str, ...]:
    """Return what a stranger who knows the person would try first."""
    return (seat.email, seat.name, territory.county(seat.county_ags).name)


def sign_in(
    session: Session,
    email: str,
    password: str,
    network: bytes = b"",
    now: float | None = None,
    *,
    mark: str = "",
) -> Staff | None:
    """Return the account if address and password fit and it is active.

    Unknown address, wrong password, locked account and too many attempts look and last the same.
    ``network`` is where the attempt comes from, empty where that is not known; ``mark`` is what the
    browser keeps that was let in before.
    """
    account = email.strip().lower()
    at = time.time() if now is None else now
    staff = staff_rows.staff_by_email(session, account)
    sender = Sender(network, known_devices.counted_as(staff, mark) or account.encode())
    is_right = passwords.is_right(staff.password_hash if staff else None, password)
    if limiter().wait(What.SIGN_IN, sender, at):
        return None
    if staff is None or not is_right or not staff.is_active:
        limiter().note(What.SIGN_IN, sender, at)
        return None
    limiter().forget(What.SIGN_IN, Sender(account=sender.account))
    return staff


def is_own_password(staff: Staff, password: str, network: bytes = b"") -> bool:
    """Say whether somebody who is signed in knows the password; wrong ones count as at the door."""
    sender, at = Sender(network, staff.email.encode()), time.time()
    is_right = passwords.is_right(staff.password_hash, password)
    if limiter().wait(What.SIGN_IN, sender, at):
        return False
    if not is_right:
        limiter().note(What.SIGN_IN, sender, at)
    return is_right


def unusable(session: Session, seat: Seat) -> AccountRefusal | None:
    """Say why no account can be made of these; None where one can, if the address is free."""
    try:
        territory.county(seat.county_ags)
    except territory.UnknownPlaceError:
        return AccountRefusal.COUNTY_UNUSABLE
    if seat.role not in set(Role):
        return AccountRefusal.UNKNOWN_ROLE
    email = seat.email.strip()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email) or len(email) > LONGEST_EMAIL:
        return AccountRefusal.EMAIL_UNUSABLE
    if not 1 <= len(seat.name.strip()) <= LONGEST_NAME:
        return AccountRefusal.NAME_UNUSABLE
    needs_place = seat.role == Role.FACILITY.value
    is_right = is_place(session, seat.county_ags, seat.place_id)
    if is_right if needs_place else seat.place_id is None:
        return None
    return AccountRefusal.PLACE_UNUSABLE


def is_place(session: Session, county_ags: str, place_id: int | None) -> bool:
    """Say whether a county's register holds a place."""
    return place_id is not None and inventory.place_of(session, county_ags, place_id) is not None
