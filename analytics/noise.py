"""Noise that hides single families, drawn once from the secret of a wave and all that goes in.

Equal input gives equal noise, so that computing twice tells nothing new. Any change of the input
gives other noise everywhere: were it the same, it would cancel in the difference of two releases.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from analytics.errors import PolicyError

Floats = NDArray[np.float64]

_SECRET_BYTES = 16

_DIGITS = 9
"""Significant digits of numbers in a fingerprint; later ones differ between machines."""


class Noise:
    """Noise that belongs to the identity of a figure: drawn from a secret, the same wherever shown."""

    def __init__(self, secret: bytes) -> None:
        """Take the secret of one wave.

        Parameters
        ----------
        secret
            At least 16 random bytes, of this wave alone.

        Raises
        ------
        PolicyError
            If the secret is too short to be one.
        """
        if len(secret) < _SECRET_BYTES:
            message = f"the secret of the release has {len(secret)} bytes; it needs {_SECRET_BYTES}"
            raise PolicyError(message)
        self._secret = secret

    def of(self, print_: bytes) -> Noise:
        """Return the noise of one state of the input.

        Parameters
        ----------
        print_
            From ``fingerprint``.

        Returns
        -------
        Noise
            Independent of that of every other state.
        """
        return Noise(hmac.digest(self._secret, print_, "sha256"))

    @property
    def mark(self) -> str:
        """Return what tells this noise from other noise without giving it away."""
        return hmac.digest(self._secret, b"mark", "sha256").hex()[:16]

    def normal(
        self, parts: Sequence[str], groups: Sequence[str], categories: Sequence[str]
    ) -> Floats:
        """Return a standard normal number for each figure.

        Parameters
        ----------
        parts
            Measure, variable and view.
        groups
            Names of the groups, G of them.
        categories
            Names of the categories, K of them.

        Returns
        -------
        Floats
            Shape (G, K). Keyed by names and not by the set of persons: equal noise for equal sets
            would tell who is in which set.
        """
        stem = "|".join(parts)
        keys = [f"{stem}|{group}|{category}" for group in groups for category in categories]
        digests = b"".join(hmac.digest(self._secret, key.encode(), "sha256")[:8] for key in keys)
        # 53 bits are what a float can hold; the half keeps 0 and 1 out.
        uniform = ((np.frombuffer(digests, dtype=">u8") >> np.uint64(11)) + 0.5) / 2.0**53
        return np.asarray(ndtri(uniform), dtype=float).reshape(len(groups), len(categories))


def fingerprint(*parts: NDArray[np.generic] | Sequence[str] | str) -> bytes:
    """Return a fingerprint of everything that goes into figures.

    Parameters
    ----------
    *parts
        Columns and names, in an order that is always the same.

    Returns
    -------
    bytes
        32 bytes; equal for equal parts, numbers compared to nine digits.

    Examples
    --------
    >>> fingerprint("a", np.array([1 / 3])) == fingerprint("a", np.array([0.33333333333]))
    True
    >>> fingerprint("a", ["b"]) == fingerprint("ab", [""])
    False
    """
    whole = hashlib.sha256()
    for part in parts:
        said = _said(part)
        whole.update(f"{len(said)}:".encode())
        whole.update(said)
    return whole.digest()


def _said(part: NDArray[np.generic] | Sequence[str] | str) -> bytes:
    if isinstance(part, str):
        return part.encode()
    if isinstance(part, np.ndarray):
        values = np.asarray(part, dtype=np.float64)
        return (values if part.dtype.kind in "iub" else _rounded(values)).tobytes()
    return "\x1f".join(part).encode()


def _rounded(values: Floats) -> Floats:
    """Round to significant digits; without a negative zero, which has other bytes than zero."""
    size = np.where(values == 0, 1.0, np.abs(np.where(np.isfinite(values), values, 1.0)))
    step = 10.0 ** (_DIGITS - 1 - np.floor(np.log10(size)))
    return np.asarray(np.round(values * step) / step + 0.0)
