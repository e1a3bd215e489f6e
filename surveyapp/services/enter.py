"""A family comes in: issuing invitation codes, and turning one into a ticket."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from surveyapp.access.codes import new_code, read_code, written
from surveyapp.services.keys import derived_key
from surveyapp.storage import register, surveys
from surveyapp.storage.db import main_store, register_reading, register_store
from surveyapp.storage.register import NewInvitation

CLAIM_BYTES = 32


class EnterRefusal(StrEnum):
    """Why a family cannot come in."""

    #: The survey has no open wave.
    CLOSED = "closed"
    #: The check symbol does not fit: a typing mistake.
    MISTYPED = "mistyped"
    #: Well written, but not a code of this wave.
    UNKNOWN = "unknown"
    #: Somebody has already answered with this code.
    USED = "used"


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right of one family to put one ballot into a wave; lives in its sealed draft only."""

    wave_id: str
    #: 32 random bytes that tell this draft from any other with the same code.
    claim: bytes
    #: Keyed hash of the invitation code; None where anybody may answer, or a token says who may.
    code_hash: bytes | None = None
    #: What the register signed without seeing it; None where the family's browser could not make one.
    token: bytes | None = None
    #: Part of the county the token was signed for.
    stratum: str = ""


def issue_codes(wave_id: str, number: int, randomness: Random, kind: str = "letter") -> list[str]:
    """Draw codes for a wave, keep their hashes in the register, and return them by their serials.

    Serials go on where those of the wave ended. This is the only time the codes can be read; in
    production ``randomness`` is ``SystemRandom()``.
    """
    key = derived_key("codes")
    codes: dict[str, None] = {}
    while len(codes) < number:
        codes[new_code(randomness)] = None
    with register_store() as session:
        first = register.last_serial(session, wave_id) + 1
        register.add_invitations(
            session,
            wave_id,
            (
                NewInvitation(code_hash(key, wave_id, code), serial, kind=kind)
                for serial, code in enumerate(codes, start=first)
            ),
        )
    return [written(code) for code in codes]


def enter(
    slug: str,
    code: str = "",
    random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    *,
    claim: bytes | None = None,
) -> Ticket | EnterRefusal:
    """Return a ticket for the survey's open wave, or why there is none.

    ``code`` is what the family typed; waves open to anybody do not look at it. ``claim`` is that of a
    draft which brings its code at the end: the code it was sent with opens for it again.
    """
    wave = surveys.open_wave_of(main_store(), slug)
    if wave is None:
        return EnterRefusal.CLOSED
    if wave.sampling == "open":
        return Ticket(wave.id, random_bytes(CLAIM_BYTES))
    read = read_code(code)
    if read is None:
        return EnterRefusal.MISTYPED
    hashed = code_hash(derived_key("codes"), wave.id, read)
    with register_reading() as session:
        state = register.state_of(session, wave.id, hashed)
        is_own = claim is not None and register.was_used_by(session, wave.id, hashed, claim)
    if state == register.OPEN or is_own:
        return Ticket(wave.id, claim or random_bytes(CLAIM_BYTES), hashed)
    return EnterRefusal.USED if state == register.USED else EnterRefusal.UNKNOWN


def code_hash(key: bytes, wave_id: str, code: str) -> bytes:
    """Return what the register keeps of a code; ``key`` is the derived key for "codes"."""
    return hmac.digest(key, f"{wave_id}/{code}".encode(), "sha256")
