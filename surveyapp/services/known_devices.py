"""Browsers that have signed in before: strangers who guess at an account do not lock them out.

Wrong passwords close an account for a while. A browser that was let in before holds a mark, and what is
tried with a mark counts for that mark only: others may use up the tries of the account, never its own.
"""

from __future__ import annotations

import hmac
import secrets

from surveyapp.services.keys import derived_key
from surveyapp.storage.staff import Staff

DAYS = 180
"""Days for which a browser keeps its mark."""

_PURPOSE = "known-devices"


def mark_for(staff: Staff) -> str:
    """Return the mark of a browser that was just let in; another password ends it."""
    nonce = secrets.token_urlsafe(12)
    return f"{nonce}.{_seal(staff, nonce)}"


def counted_as(staff: Staff | None, mark: str) -> bytes | None:
    """Return what tries with this mark are counted under; None where it is not of this account."""
    nonce, _, seal = mark.partition(".")
    if staff is None or not hmac.compare_digest(_seal(staff, nonce).encode(), seal.encode()):
        return None
    return f"mark/{nonce}".encode()


def _seal(staff: Staff, nonce: str) -> str:
    said = f"{staff.id}/{nonce}/{staff.password_hash}".encode()
    return hmac.new(derived_key(_PURPOSE), said, "sha256").hexdigest()
