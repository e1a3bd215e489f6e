"""Blind tickets: a code is exchanged for a signature on a number that tells nothing.

The family's browser blinds a random message, gives the code and the blinded number for a signature,
takes the blinding off and later puts its answers into the urn with the message and its signature:
the *token*. It shows that some invited family answers, and of which stratum, because each stratum of a
wave has a key of its own; it does not show which family, not even to whoever recorded every request.

A token is laid out as RFC 9578 says for type 0x0002:

    0x0002 | nonce (32) | challenge digest (32) | token key id (32) | signature (256)

The challenge digest is SHA-256 of the ``TokenChallenge`` of RFC 9577: the issuer is this product, the
origin the wave, the redemption context SHA-256 of the stratum. The key id is SHA-256 of the public key.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy.orm import Session

from surveyapp.access.codes import read_code
from surveyapp.services import blindrsa
from surveyapp.services.enter import CLAIM_BYTES, EnterRefusal, Ticket, code_hash
from surveyapp.services.keys import derived_key
from surveyapp.storage import issuers, register, surveys
from surveyapp.storage.db import main_store, register_store

TOKEN_TYPE = b"\x00\x02"
TOKEN_BYTES = 354
SIGNATURE_BYTES = 256

_ISSUER = b"surveyapp"
_NONCE = 12
#: What stands before and after the modulus in a public key of 2048 bits whose signatures are RSASSA-PSS
#: with SHA-384 and a salt of 48 bytes: RFC 9578, 6.5, counts the key id over exactly this form.
_BEFORE_MODULUS = bytes.fromhex(
    "30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a864886f70d"
    "010108300b0609608648016503040202a2030201300382010f003082010a0282010100"
)
_AFTER_MODULUS = bytes.fromhex("0203010001")


class TicketRefusal(StrEnum):
    """Why a code gets no signature."""

    #: The survey has no open wave.
    CLOSED = "closed"
    #: The code is unknown, void or used for another ticket, or the number is none: all say the same.
    NOT_VALID = "not_valid"


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


@dataclass(frozen=True, slots=True)
class CheckedCode:
    """What a family may know of its code before it begins."""

    #: ``open``, ``used`` or ``unknown``.
    state: str
    #: Id of the key of its stratum; empty if there is none, or the code is not open.
    key_id: bytes = b""


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
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + _cipher().encrypt(nonce, content, _place(wave_id, stratum))
    public_key = public_key_der(key.public_key())
    issuers.add_issuer(session, wave_id, stratum, public_key=public_key, private_key=sealed)


def issuers_of(wave_id: str) -> tuple[Issuer, ...]:
    """Return all keys of a wave, the same for whoever asks; one statement."""
    with register_store() as session:
        keys = issuers.public_keys_of(session, wave_id)
    return tuple(
        Issuer(stratum, key, challenge_digest(wave_id, stratum)) for stratum, key in keys.items()
    )


def check_code(slug: str, code: str) -> CheckedCode | TicketRefusal:
    """Say whether a code is open, and which key signs its ticket; nothing is used up."""
    wave = surveys.open_wave_of(main_store(), slug)
    if wave is None:
        return TicketRefusal.CLOSED
    hashed = _hash_of(wave.id, code)
    with register_store() as session:
        found = register.admitted_to(session, wave.id, hashed) if hashed else None
        keys = issuers.public_keys_of(session, wave.id)
    state, stratum = found or ("", "")
    if state == register.OPEN:
        key = keys.get(stratum)
        return CheckedCode(state, hashlib.sha256(key).digest() if key else b"")
    return CheckedCode(register.USED if state == register.USED else "unknown")


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
            return _signature(session, wave.id, hashed, blinded) or TicketRefusal.NOT_VALID
    except blindrsa.BlindedElementError:  # the code was not used up: its transaction is undone
        return TicketRefusal.NOT_VALID


def _signature(session: Session, wave_id: str, hashed: bytes, blinded: bytes) -> bytes | None:
    # Claiming comes first: its lock lets no second request between it and the signature.
    if not register.use_invitation(session, wave_id, hashed, blinded):
        return None
    _, stratum = register.admitted_to(session, wave_id, hashed) or ("", "")
    sealed = issuers.private_key_of(session, wave_id, stratum)
    if sealed is None:
        message = f"wave {wave_id} has no key for stratum {stratum!r}; make it with ensure_issuer"
        raise LookupError(message)
    content = _cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], _place(wave_id, stratum))
    key = serialization.load_der_private_key(content, password=None)
    return blindrsa.sign(cast("rsa.RSAPrivateKey", key), blinded)


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


def written(content: bytes) -> str:
    """Return bytes as they stand in requests and pages: base64 for addresses, without padding."""
    return urlsafe_b64encode(content).decode("ascii").rstrip("=")


def _hash_of(wave_id: str, code: str) -> bytes | None:
    read = read_code(code)
    return None if read is None else code_hash(derived_key("codes"), wave_id, read)


def _cipher() -> ChaCha20Poly1305:
    return ChaCha20Poly1305(derived_key("issuers"))


def _place(wave_id: str, stratum: str) -> bytes:
    """Return what binds a sealed key to its row, so that no row can be exchanged for another."""
    return f"{wave_id}/{stratum}".encode()
