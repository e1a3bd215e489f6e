"""What the server asks a browser and hears once: kept here, because a browser could replay it."""

from __future__ import annotations

import hashlib
import json
import secrets
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from surveyapp.services import audit
from surveyapp.services.keys import derived_key, opened_with, sealed_with
from surveyapp.storage import open_questions as rows

LONGEST_WAIT = 10
"""Minutes in which an answer counts."""

_PURPOSE = "staff-questions"


class Kind(StrEnum):
    """What is asked; an answer to one kind is none to another."""

    #: To sign in with a passkey, whoever it is.
    SIGN_IN = "sign_in"
    #: To prove with a passkey of this account who it is.
    PROOF = "proof"
    #: To make a passkey for this account.
    NEW_PASSKEY = "new_passkey"
    #: To sign in at the county.
    PROVIDER = "provider"


def ask(session: Session, kind: Kind, content: dict[str, Any], minute: int) -> str:
    """Keep what the answer will be compared with, and return the key the browser shall hold."""
    key = secrets.token_urlsafe(32)
    key_hash = _hash(kind, key)
    sealed = sealed_with(derived_key(_PURPOSE), json.dumps(content).encode(), key_hash)
    rows.ask(session, key_hash, sealed, minute=minute, until=minute + LONGEST_WAIT)
    session.commit()
    return key


def hear(session: Session, kind: Kind, key: str, minute: int) -> dict[str, Any] | None:
    """Return what was kept under a key, once; None where nothing waits for an answer any more."""
    key_hash = _hash(kind, key)
    with audit.beside(session):
        sealed = rows.hear(session, key_hash, minute)
        session.commit()
    if sealed is None:
        return None
    try:
        found: dict[str, Any] = json.loads(opened_with(derived_key(_PURPOSE), sealed, key_hash))
    except InvalidTag:  # the installation's secret has changed meanwhile
        return None
    return found


def _hash(kind: Kind, key: str) -> bytes:
    return hashlib.sha256(f"{kind}/{key}".encode()).digest()
