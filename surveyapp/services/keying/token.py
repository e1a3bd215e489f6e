"""The part of a browser that the server plays for a family on paper: a code for a token."""

from __future__ import annotations

import hashlib
from typing import cast

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from surveyapp.services import blindrsa, tickets
from surveyapp.services.issuer_keys import issuers_of, token_input
from surveyapp.storage.surveys import Wave


def token_for(wave: Wave, code: str, claim: bytes) -> tuple[bytes, str] | None:
    """Exchange a code for a token and the stratum it was signed for; None where the code is not open.

    All that is random follows from the claim, so that a second try with the same code is the same.
    """
    slug = wave.survey.slug
    checked = tickets.check_code(slug, code)
    keys = {each.key_id: each for each in issuers_of(wave.id)}
    if isinstance(checked, tickets.TicketRefusal):
        return None
    known = [keys[checked.key_id]] if checked.key_id else list(keys.values())
    for issuer in known:
        key = cast("rsa.RSAPublicKey", serialization.load_der_public_key(issuer.public_key))
        message = token_input(issuer, _drawn(claim, "nonce", 32))
        salt = _drawn(claim, "salt", blindrsa.SALT_BYTES)
        blinding = blindrsa.blind(key, message, salt=salt, factor=_factor(claim, key))
        signed = tickets.redeem(slug, code, blinding.blinded)
        if isinstance(signed, bytes):
            signature = blindrsa.finalize(key, message, signed, blinding)
            return None if signature is None else (message + signature, issuer.stratum)
    return None


def _factor(claim: bytes, key: rsa.RSAPublicKey) -> int:
    drawn = int.from_bytes(_drawn(claim, "factor", 264), "big")
    return drawn % (key.public_numbers().n - 2) + 2


def _drawn(claim: bytes, purpose: str, length: int) -> bytes:
    return hashlib.shake_256(claim + purpose.encode()).digest(length)
