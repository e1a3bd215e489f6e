"""Blind RSA signatures as in RFC 9474 (RSABSSA with SHA-384 and PSS): issuer, verifier, and client.

Whoever signs sees only a blinded number; whoever verifies sees message and signature. Nothing joins
the two but the family's own browser. ``cryptography`` verifies; the one raw operation it does not
offer, signing a number, is done here: with the Chinese remainders, a fresh blinding of the base so that
the time it takes tells nothing, and a check that no fault of the machine leaks the key.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

import gmpy2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA384

SALT_BYTES = 48
"""Length of the salt in the two variants named PSS; those named PSSZERO have none."""

_HASH_BYTES = 48


class BlindedElementError(ValueError):
    """What was sent to be signed is no number of this key; nothing was signed."""


class SigningFaultError(RuntimeError):
    """The signature did not fit its number: the machine miscalculated, and nothing may leave it."""


@dataclass(frozen=True, slots=True)
class Blinding:
    """A blinded message for the issuer, and the number that takes the blinding off again."""

    blinded: bytes
    inverse: int


def sign(key: RSAPrivateKey, blinded: bytes) -> bytes:
    """Sign a blinded element (RFC 9474, 4.3); the same element always gets the same signature.

    Raises
    ------
    BlindedElementError
        If it has another length than the key, or is not between 0 and the modulus.
    SigningFaultError
        If the result does not verify.
    """
    public = key.public_key().public_numbers()
    number = int.from_bytes(blinded, "big")
    if len(blinded) != _length(public.n) or not 0 < number < public.n:
        message = f"expected a number below the modulus in {_length(public.n)} bytes"
        raise BlindedElementError(message)
    mask = secrets.randbelow(public.n - 2) + 2
    masked = number * pow(mask, public.e, public.n) % public.n
    signed = _raise_to_secret(key, masked) * pow(mask, -1, public.n) % public.n
    if pow(signed, public.e, public.n) != number:
        raise SigningFaultError("a blind signature does not verify; check memory and processor")
    return signed.to_bytes(len(blinded), "big")


def _raise_to_secret(key: RSAPrivateKey, number: int) -> int:
    """Return the number to the power of the private exponent, in a time that does not tell it."""
    secret = key.private_numbers()
    of_p = int(gmpy2.powmod_sec(number % secret.p, secret.dmp1, secret.p))
    of_q = int(gmpy2.powmod_sec(number % secret.q, secret.dmq1, secret.q))
    return of_q + secret.q * ((of_p - of_q) * secret.iqmp % secret.p)


def verify(
    key: RSAPublicKey, message: bytes, signature: bytes, salt_bytes: int = SALT_BYTES
) -> bool:
    """Say whether the signature is the key's for this message (RSASSA-PSS)."""
    try:
        key.verify(signature, message, PSS(MGF1(SHA384()), salt_bytes), SHA384())
    except InvalidSignature:
        return False
    return True


def blind(
    key: RSAPublicKey, message: bytes, *, salt: bytes | None = None, factor: int = 0
) -> Blinding:
    """Blind a message as a browser does (RFC 9474, 4.2); salt and factor are random unless given."""
    public = key.public_numbers()
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    factor = factor or secrets.randbelow(public.n - 2) + 2
    encoded = int.from_bytes(_encode(message, salt, public.n.bit_length() - 1), "big")
    blinded = encoded * pow(factor, public.e, public.n) % public.n
    return Blinding(blinded.to_bytes(_length(public.n), "big"), pow(factor, -1, public.n))


def finalize(
    key: RSAPublicKey,
    message: bytes,
    signature: bytes,
    blinding: Blinding,
    salt_bytes: int = SALT_BYTES,
) -> bytes | None:
    """Take the blinding off a signature (RFC 9474, 4.4); None if it is not the issuer's."""
    modulus = key.public_numbers().n
    plain = int.from_bytes(signature, "big") * blinding.inverse % modulus
    found = plain.to_bytes(_length(modulus), "big")
    return found if verify(key, message, found, salt_bytes) else None


def _length(modulus: int) -> int:
    return (modulus.bit_length() + 7) // 8


def _encode(message: bytes, salt: bytes, bits: int) -> bytes:
    """Return EMSA-PSS-ENCODE of RFC 8017, 9.1.1."""
    length = (bits + 7) // 8
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - _HASH_BYTES - 2) + b"\1" + salt
    mask = _mask(digest, len(block))
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + digest + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    """Return MGF1 of RFC 8017, B.2.1."""
    rounds = range(-(-length // _HASH_BYTES))
    parts = (hashlib.sha384(seed + number.to_bytes(4, "big")).digest() for number in rounds)
    return b"".join(parts)[:length]
