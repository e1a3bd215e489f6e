"""Keys for single purposes, all derived from the one secret of the installation."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from config import Config

KEY_BYTES = 32


def derived_key(purpose: str) -> bytes:
    """Return the running application's key of 32 bytes for one purpose, such as ``"codes"``.

    No key tells anything about the secret or about a key for another purpose.
    """
    secret = current_app.extensions["surveyapp.config"].secret_key
    derivation = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"surveyapp/{purpose}".encode())
    return derivation.derive(secret.encode())


def settings() -> Config:
    """Return the settings the running application was made with."""
    found: Config = current_app.extensions["surveyapp.config"]
    return found


def instance_folder() -> Path:
    """Return the running application's folder for files that are its own."""
    return settings().instance
