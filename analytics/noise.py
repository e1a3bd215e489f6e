"""Noise that hides single families, drawn once from the secret of a wave."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from analytics.errors import PolicyError

Floats = NDArray[np.float64]

_SECRET_BYTES = 16


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
