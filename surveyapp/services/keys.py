"""Keys for single purposes, all derived from the one secret of the installation."""

from __future__ import annotations

import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from config import Config

KEY_BYTES = 32
_NONCE = 12


def derived_key(purpose: str) -> bytes:
    """Return the running application's key of 32 bytes for one purpose, such as ``"codes"``.

    No key tells anything about the secret or about a key for another purpose.
    """
    secret = current_app.extensions["surveyapp.config"].secret_key
    derivation = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"surveyapp/{purpose}".encode())
    return derivation.derive(secret.encode())


def sealed_with(key: bytes, content: bytes, place: bytes) -> bytes:
    """Return ``content`` so that only ``opened_with`` the same key and place can read it.

    ``place`` names what the content belongs to: nobody can put it in the place of another.
    """
    nonce = secrets.token_bytes(_NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, place)


def opened_with(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """Return what ``sealed_with`` was given.

    Raises
    ------
    InvalidTag
        If it was changed, or sealed with another key or for another place.
    ValueError
        If it is too short to have been sealed.
    """
    return ChaCha20Poly1305(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place)


def settings() -> Config:
    """Return the settings the running application was made with."""
    found: Config = current_app.extensions["surveyapp.config"]
    return found


def instance_folder() -> Path:
    """Return the running application's folder for files that are its own."""
    return settings().instance
