"""Chance that can be drawn twice: for answers that must be the same when a button is pressed twice."""

from __future__ import annotations

import hmac
from random import Random

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

from surveyapp.services.keys import derived_key

_START = bytes(16)


class RepeatableRandom(Random):
    """A stream of ChaCha20: unforeseeable without the key, the same for the same key."""

    def __init__(self, key: bytes) -> None:
        """Begin the stream of a key of 32 bytes."""
        self._stream = Cipher(ChaCha20(key, _START), mode=None).encryptor()
        super().__init__()

    def getrandbits(self, k: int, /) -> int:
        """Return the next ``k`` bits of the stream."""
        size = (k + 7) // 8
        return int.from_bytes(self._stream.update(bytes(size))) >> (size * 8 - k)


def for_one_press(purpose: str, *parts: str) -> RepeatableRandom:
    """Return the chance of one press of one button, told apart by ``parts``.

    One of them must be a secret of the page the button stands on: it is kept nowhere else, so that
    nobody can draw again what the press has drawn.
    """
    said = "\0".join(parts).encode()
    return RepeatableRandom(hmac.digest(derived_key(purpose), said, "sha256"))
