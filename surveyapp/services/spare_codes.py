"""Spare codes for the day on which passkey and app are out of reach: drawn, kept hashed, each used once."""

from __future__ import annotations

import hmac
import json
import secrets

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from surveyapp.access import codes
from surveyapp.services.keys import derived_key, opened_with, sealed_with
from surveyapp.storage import factors
from surveyapp.storage.staff import Staff

NUMBER = 10
LONGEST_DOWNLOAD = 30
"""Minutes in which the page that shows them can give them as a file."""

_PURPOSE = "staff-spare-codes"
_DRAWN = 2**64


def draw(session: Session, staff: Staff) -> tuple[str, ...]:
    """Give an account ten new codes and return them this once; older ones count no more."""
    found: set[str] = set()
    while len(found) < NUMBER:
        code = codes.spelled(secrets.randbelow(_DRAWN), codes.SPARE)
        if code is not None:
            found.add(code)
    factors.set_spare_codes(session, staff.id, [_hash(staff, code) for code in found])
    session.commit()
    return tuple(codes.written(code, codes.SPARE) for code in sorted(found))


def use(session: Session, staff: Staff, typed: str) -> bool:
    """Use a code up; False where it is none of the account, or was used."""
    code = codes.read_code(typed, codes.SPARE)
    if code is None:
        return False
    session.commit()
    is_used = factors.use_spare_code(session, staff.id, _hash(staff, code))
    session.commit()
    return is_used


def carried(staff: Staff, drawn: tuple[str, ...], minute: int) -> str:
    """Return codes so that the page showing them can ask for them as a file, and nothing is kept."""
    content = json.dumps([minute, *drawn]).encode()
    return sealed_with(derived_key(_PURPOSE), content, staff.id.encode()).hex()


def brought_back(staff: Staff, text: str, minute: int) -> tuple[str, ...] | None:
    """Return the codes a page carried; None where they are not this account's, or it was long ago."""
    try:
        opened = opened_with(derived_key(_PURPOSE), bytes.fromhex(text), staff.id.encode())
    except (ValueError, InvalidTag):
        return None
    drawn_at, *drawn = json.loads(opened)
    return tuple(drawn) if minute - drawn_at <= LONGEST_DOWNLOAD else None


def _hash(staff: Staff, code: str) -> bytes:
    return hmac.digest(derived_key(_PURPOSE), f"{staff.id}/{code}".encode(), "sha256")
