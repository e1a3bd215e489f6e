"""The keys behind blind tickets, one for each stratum of a wave, and the layout of what they sign.

Each stratum has a key of its own, so a signature says the stratum and nothing else. All keys of a wave
are public and the same for everybody; the private ones lie sealed in the register.

A token is laid out as RFC 9578 says for type 0x0002:

    0x0002 | nonce (32) | challenge digest (32) | token key id (32) | signature (256)

The challenge digest is SHA-256 of the ``TokenChallenge`` of RFC 9577: the issuer is this product, the
origin the wave, the redemption context SHA-256 of the stratum. The key id is SHA-256 of the public key.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import cast

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy.orm import Session

from surveyapp.services import blindrsa
from surveyapp.services.keys import derived_key, opened_with, sealed_with
from surveyapp.storage import issuers, register
from surveyapp.storage.db import register_reading, register_store

TOKEN_TYPE = b"\x00\x02"
TOKEN_BYTES = 354
SIGNATURE_BYTES = 256
_ISSUER = b"surveyapp"
_PURPOSE = "issuers"
#: What stands before and after the modulus in a public key of 2048 bits whose signatures are RSASSA-PSS
#: with SHA-384 and a salt of 48 bytes: RFC 9578, 6.5, counts the key id over exactly this form.
_BEFORE_MODULUS = bytes.fromhex(
    "30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a864886f70d"
    "010108300b0609608648016503040202a2030201300382010f003082010a0282010100"
)
_AFTER_MODULUS = bytes.fromhex("0203010001")


@dataclass(frozen=True, slots=True)
class Issuer:
    """What everybody may know of the key of one stratum."""

    stratum: str
    #: DER of the public key, as RFC 9578 lays it out.
    public_key: bytes
    challenge_digest: bytes

    @property
    def key_id(self) -> bytes:
        """Return the id under which tokens name the key."""
        return hashlib.sha256(self.public_key).digest()

    @property
    def modulus(self) -> bytes:
        """Return the number that makes the key; the exponent is always 65537."""
        return self.public_key[len(_BEFORE_MODULUS) : -len(_AFTER_MODULUS)]


def ensure_issuer(session: Session, wave_id: str, stratum: str) -> None:
    """Make the key of a stratum, unless there is one; two processes may do so at once.

    ``session`` is one of the register. The private key is kept sealed: a copy of the register alone
    signs nothing.
    """
    if issuers.private_key_of(session, wave_id, stratum) is not None:
        return
    key = rsa.generate_private_key(public_exponent=65537, key_size=8 * SIGNATURE_BYTES)
    content = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    sealed = sealed_with(derived_key(_PURPOSE), content, _place(wave_id, stratum))
    public_key = public_key_der(key.public_key())
    issuers.add_issuer(session, wave_id, stratum, public_key=public_key, private_key=sealed)


def issuers_of(wave_id: str) -> tuple[Issuer, ...]:
    """Return all keys of a wave, the same for whoever asks; one statement."""
    with register_reading() as session:
        keys = issuers.public_keys_of(session, wave_id)
    return tuple(
        Issuer(stratum, key, challenge_digest(wave_id, stratum)) for stratum, key in keys.items()
    )


def ensure_issuers(wave_id: str) -> None:
    """Make the keys that are missing for the invitations of a wave."""
    with register_store() as session:
        for stratum in register.strata_of(session, wave_id):
            ensure_issuer(session, wave_id, stratum)


def sign(session: Session, wave_id: str, stratum: str, blinded: bytes) -> bytes:
    """Sign a blinded element with the key of a stratum.

    Raises
    ------
    BlindedElementError
        If it is no number of this key.
    LookupError
        If the stratum has no key.
    """
    sealed = issuers.private_key_of(session, wave_id, stratum)
    if sealed is None:
        message = f"wave {wave_id} has no key for stratum {stratum!r}; make it with ensure_issuer"
        raise LookupError(message)
    content = opened_with(derived_key(_PURPOSE), sealed, _place(wave_id, stratum))
    # Made by ``ensure_issuer`` and sealed since; proving its primes again takes longer than signing.
    key = serialization.load_der_private_key(
        content, password=None, unsafe_skip_rsa_key_validation=True
    )
    return blindrsa.sign(cast("rsa.RSAPrivateKey", key), blinded)


def token_input(issuer: Issuer, nonce: bytes) -> bytes:
    """Return the message that is signed: the token without its signature."""
    return TOKEN_TYPE + nonce + issuer.challenge_digest + issuer.key_id


def challenge_digest(wave_id: str, stratum: str) -> bytes:
    """Return SHA-256 of the challenge that every token of a stratum answers."""
    context = hashlib.sha256(stratum.encode()).digest()
    challenge = token_challenge(_ISSUER, context, wave_id.encode())
    return hashlib.sha256(challenge).digest()


def token_challenge(issuer: bytes, context: bytes, origin: bytes) -> bytes:
    """Return the ``TokenChallenge`` of RFC 9577, 2.1."""
    parts = ((issuer, 2), (context, 1), (origin, 2))
    return TOKEN_TYPE + b"".join(len(part).to_bytes(size, "big") + part for part, size in parts)


def public_key_der(key: rsa.RSAPublicKey) -> bytes:
    """Return a public key of 2048 bits in the form over which its id is counted."""
    return (
        _BEFORE_MODULUS + key.public_numbers().n.to_bytes(SIGNATURE_BYTES, "big") + _AFTER_MODULUS
    )


def _place(wave_id: str, stratum: str) -> bytes:
    """Return what binds a sealed key to its row, so that no row can be exchanged for another."""
    return f"{wave_id}/{stratum}".encode()
