"""The ballot: one family's answers in a cover of one size, and the seal on it.

The seal is HPKE (RFC 9180) to the key of the batch: whoever seals cannot open again. The cover is
filled up to whole steps, so that its length says nothing of what a family wrote.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from surveyapp.questionnaire.anonymise import AnonymousResponse
from surveyapp.services.receipt import response_hash, text_hash
from surveyapp.storage.responses import Opened

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

STEP = 16384
"""A ballot is filled up to multiples of this many bytes: long texts fit in, so that all are of one length."""

MOST_TEXTS = 1000
"""Free texts one ballot can hold; a receipt looks for as many."""

LONGEST_TEXT = 2000
"""Characters of one free text that the urn takes."""

_PREFIX = 4

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""A NUL as JSON writes it; the six characters themselves are written with one backslash more."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one family hands in."""

    response: AnonymousResponse
    #: Part of the county its letter went to; empty where there are none.
    stratum: str
    #: The secret with which the family can have all of it deleted.
    receipt: bytes

    def opened(self) -> Opened:
        """Return what lies in the urn once the ballot is opened."""
        places = range(len(self.response.texts))
        return Opened(
            response=self.response,
            stratum=self.stratum,
            receipt_hash=response_hash(self.receipt),
            text_hashes=tuple(text_hash(self.receipt, place) for place in places),
        )


def pack(ballot: Ballot) -> bytes:
    """Return the ballot as bytes: its length, itself, and zeros up to a multiple of ``STEP``.

    Raises
    ------
    ValueError
        If a text is longer than the urn takes, or there are too many: opening would fail.
    """
    texts = [text for _, text in ballot.response.texts]
    if len(texts) > MOST_TEXTS or max(map(len, texts), default=0) > LONGEST_TEXT:
        message = (
            f"a ballot holds {MOST_TEXTS} texts of {LONGEST_TEXT} characters, and this one has "
            f"{len(texts)} of up to {max(map(len, texts))}; the form must refuse it before"
        )
        raise ValueError(message)
    body = _written({**asdict(ballot), "receipt": ballot.receipt.hex()})
    if _NUL.search(body):
        message = "a ballot holds a NUL character, which no store takes; the form must drop it"
        raise ValueError(message)
    packed = len(body).to_bytes(_PREFIX, "big") + body
    return packed + bytes(-len(packed) % STEP)


def unpack(packed: bytes) -> Ballot:
    """Return the ballot that ``pack`` made these bytes of."""
    length = int.from_bytes(packed[:_PREFIX], "big")
    found = json.loads(packed[_PREFIX : _PREFIX + length])
    response = found["response"]
    texts = tuple((question, text) for question, text in response["texts"])
    return Ballot(
        response=AnonymousResponse(**{**response, "texts": texts}),
        stratum=found["stratum"],
        receipt=bytes.fromhex(found["receipt"]),
    )


def seal(packed: bytes, public_key: bytes, batch_id: bytes) -> bytes:
    """Return the packed ballot sealed to the key of a batch."""
    return SUITE.encrypt(packed, X25519PublicKey.from_public_bytes(public_key), info=batch_id)


def unseal(ciphertext: bytes, private_key: bytes, batch_id: bytes) -> bytes:
    """Return the packed ballot.

    Raises
    ------
    cryptography.exceptions.InvalidTag
        If it was sealed for another batch, or changed.
    """
    key = X25519PrivateKey.from_private_bytes(private_key)
    return SUITE.decrypt(ciphertext, key, info=batch_id)


def token_hash(wave_id: str, token: bytes) -> bytes:
    """Return under what the urn remembers a token; never the same in two waves."""
    return hashlib.sha256(wave_id.encode() + b"/" + token).digest()


def tag(token: bytes, ballot: Ballot) -> bytes:
    """Return what tells the same answers sent again from others; needs the token to be made.

    It looks at what the family said and at its receipt, not at the month or the language it was sent
    in: another draft with the same token and answers would show a receipt that deletes nothing.
    """
    said = _written([ballot.response.document, ballot.response.texts, ballot.receipt.hex()])
    return hmac.digest(token, said, "sha256")


def _written(value: Any) -> bytes:  # noqa: ANN401 - whatever JSON can say
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
