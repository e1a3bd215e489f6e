"""Staff accounts: making one, and signing in."""

from __future__ import annotations

import re
import time
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from surveyapp.access.roles import Role
from surveyapp.region import territory
from surveyapp.services.limits import Sender, What, limiter
from surveyapp.storage import staff as staff_rows
from surveyapp.storage.staff import Staff

SHORTEST_PASSWORD = 12

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_HASH_OF_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$bpq2XXqbXZpDne1QvHYhXg$sKDg+4Brzk2yiABXDTtc8qIbY/JKcBfFCgrIyjHoSkY"
)
"""Hash of a random password nobody kept, so an unknown address takes as long as a known one."""


class AccountRefusal(StrEnum):
    """Why an account was not made."""

    EMAIL_TAKEN = "email_taken"
    EMAIL_UNUSABLE = "email_unusable"
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105 - a reason, not a password
    UNKNOWN_ROLE = "unknown_role"
    COUNTY_UNUSABLE = "county_unusable"


def create_staff(
    session: Session, *, county_ags: str, email: str, name: str, role: str, password: str
) -> Staff | AccountRefusal:
    """Make an account for one county, or say why not."""
    refusal = _refusal(session, county_ags, email, role, password)
    if refusal:
        return refusal
    staff = staff_rows.add_staff(
        session,
        county_ags=county_ags,
        email=email,
        name=name,
        role=role,
        password_hash=_HASHER.hash(password),
    )
    session.commit()
    return staff


def sign_in(
    session: Session, email: str, password: str, network: bytes = b"", now: float | None = None
) -> Staff | None:
    """Return the account if address and password fit and it is active.

    Unknown address, wrong password, locked account and too many attempts look and last the same.
    ``network`` is where the attempt comes from, empty where that is not known.
    """
    account = email.strip().lower()
    sender = Sender(network, account.encode())
    at = time.time() if now is None else now
    staff = staff_rows.staff_by_email(session, account)
    is_right = _verify(staff.password_hash if staff else _HASH_OF_NOBODY, password)
    if limiter().wait(What.SIGN_IN, sender, at):
        return None
    if staff is None or not is_right or not staff.is_active:
        limiter().note(What.SIGN_IN, sender, at)
        return None
    limiter().forget(What.SIGN_IN, Sender(account=sender.account))
    return staff


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _refusal(
    session: Session, county_ags: str, email: str, role: str, password: str
) -> AccountRefusal | None:
    try:
        territory.county(county_ags)
    except territory.UnknownPlaceError:
        return AccountRefusal.COUNTY_UNUSABLE
    if role not in set(Role):
        return AccountRefusal.UNKNOWN_ROLE
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email.strip()):
        return AccountRefusal.EMAIL_UNUSABLE
    if len(password) < SHORTEST_PASSWORD:
        return AccountRefusal.PASSWORD_TOO_SHORT
    if staff_rows.staff_by_email(session, email):
        return AccountRefusal.EMAIL_TAKEN
    return None
