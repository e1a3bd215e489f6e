"""Blind tickets: a code is exchanged for a signature on a number that tells nothing.

The family's browser blinds a random message, gives the code and the blinded number for a signature,
takes the blinding off and later puts its answers into the urn with the message and its signature:
the *token*. It shows that some invited family answers, and of which stratum, because each stratum of a
wave has a key of its own; it does not show which family, not even to whoever recorded every request.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from surveyapp.access.codes import read_code
from surveyapp.services import blindrsa, issuer_keys
from surveyapp.services.enter import CLAIM_BYTES, EnterRefusal, Ticket, code_hash
from surveyapp.services.issuer_keys import SIGNATURE_BYTES, TOKEN_BYTES, issuers_of, token_input
from surveyapp.services.keys import derived_key
from surveyapp.storage import register, surveys
from surveyapp.storage.db import main_store, register_reading, register_store


class TicketRefusal(StrEnum):
    """Why a code gets no signature."""

    #: The survey has no open wave.
    CLOSED = "closed"
    #: The code is unknown, void or used for another ticket, or the number is none: all say the same.
    NOT_VALID = "not_valid"


@dataclass(frozen=True, slots=True)
class CheckedCode:
    """What a family may know of its code before it begins."""

    #: ``open``, or ``closed`` for a used and an unknown one alike: nobody learns of a neighbour's.
    state: str
    #: Id of the key of its stratum; empty if the code is not open.
    key_id: bytes = b""


def check_code(slug: str, code: str) -> CheckedCode | TicketRefusal:
    """Say whether a code is open, and which key signs its ticket; nothing is used up."""
    wave = surveys.open_wave_of(main_store(), slug)
    if wave is None:
        return TicketRefusal.CLOSED
    hashed = _hash_of(wave.id, code)
    with register_reading() as session:
        found = register.admitted_to(session, wave.id, hashed) if hashed else None
    state, stratum = found or ("", "")
    if state == register.OPEN:
        return CheckedCode(state, _key_id(wave.id, stratum))
    return CheckedCode("closed")


def _key_id(wave_id: str, stratum: str) -> bytes:
    """Return the id of a stratum's key; one that was never made is made now."""
    found = {issuer.stratum: issuer.key_id for issuer in issuers_of(wave_id)}
    if stratum in found:
        return found[stratum]
    with register_store() as session:
        issuer_keys.ensure_issuer(session, wave_id, stratum)
    return _key_id(wave_id, stratum)


def enter_blind(
    slug: str, random_bytes: Callable[[int], bytes] = secrets.token_bytes
) -> Ticket | EnterRefusal:
    """Return a ticket that knows no code: its answers are taken with a valid token only."""
    wave = surveys.open_wave_of(main_store(), slug)
    if wave is None:
        return EnterRefusal.CLOSED
    return Ticket(wave_id=wave.id, code_hash=None, claim=random_bytes(CLAIM_BYTES))


def redeem(slug: str, code: str, blinded: bytes) -> bytes | TicketRefusal:
    """Use a code up for the signature of a blinded element.

    The same code and element get the same signature again, however often; another element gets none.
    """
    wave = surveys.open_wave_of(main_store(), slug)
    if wave is None:
        return TicketRefusal.CLOSED
    hashed = _hash_of(wave.id, code)
    if hashed is None or len(blinded) != SIGNATURE_BYTES:
        return TicketRefusal.NOT_VALID
    try:
        with register_store() as session:
            # Claiming comes first: its lock lets no second request between it and the signature.
            stratum = register.use_invitation(session, wave.id, hashed, blinded)
            if stratum is None:
                return TicketRefusal.NOT_VALID
            return issuer_keys.sign(session, wave.id, stratum, blinded)
    except (
        blindrsa.BlindedElementError,
        LookupError,
    ):  # undone with its transaction: the code stays
        return TicketRefusal.NOT_VALID


def verify(wave_id: str, token: bytes) -> str | None:
    """Return the stratum whose key signed the token for this wave; None if none did."""
    if len(token) != TOKEN_BYTES:
        return None
    message, signature = token[:-SIGNATURE_BYTES], token[-SIGNATURE_BYTES:]
    for issuer in issuers_of(wave_id):
        if message == token_input(issuer, message[2:34]):
            key = serialization.load_der_public_key(issuer.public_key)
            is_signed = blindrsa.verify(cast("rsa.RSAPublicKey", key), message, signature)
            return issuer.stratum if is_signed else None
    return None


def written(content: bytes) -> str:
    """Return bytes as they stand in requests and pages: base64 for addresses, without padding."""
    return urlsafe_b64encode(content).decode("ascii").rstrip("=")


def _hash_of(wave_id: str, code: str) -> bytes | None:
    read = read_code(code)
    return None if read is None else code_hash(derived_key("codes"), wave_id, read)
