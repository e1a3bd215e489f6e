"""The receipt: the one thing with which a family can have its answers deleted while a wave is open.

It follows from the claim, which lies in the family's own draft only; the urn keeps its hash inside the
sealed ballot and beside the opened response, and nowhere near a code or token. It is written like an
invitation code and as long again, so that nobody takes one for the other.
"""

from __future__ import annotations

import hashlib
import hmac

from surveyapp.questionnaire.digits import western

RECEIPT_BYTES = 10
"""Length of the secret: 80 bits, which nobody guesses and everybody can copy by hand."""


def receipt_of(claim: bytes) -> str:
    """Return the receipt of the draft with this claim, in five groups of four hexadecimal digits."""
    digits = secret_of(claim).hex().upper()
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def secret_of(claim: bytes) -> bytes:
    """Return the secret that the receipt of this draft writes down."""
    return hmac.digest(claim, b"receipt", "sha256")[:RECEIPT_BYTES]


def read_receipt(typed: str) -> bytes | None:
    """Return the secret a person typed, whatever separates its groups; None if it is mistyped."""
    digits = "".join(symbol for symbol in western(typed) if symbol.isalnum())
    if len(digits) != 2 * RECEIPT_BYTES:
        return None
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return None


def response_hash(receipt: bytes) -> bytes:
    """Return what the urn keeps beside the response that this receipt belongs to."""
    return hashlib.sha256(b"response/" + receipt).digest()


def text_hash(receipt: bytes, place: int) -> bytes:
    """Return what the urn keeps beside the free text in this place of the ballot, from 0."""
    return hashlib.sha256(b"text/%d/" % place + receipt).digest()
