"""Long work with what must lie nowhere: on disk it waits under a key only one browser leads to.

The key follows from the secret of a session of staff, which the browser keeps and of which the store knows
a hash, and from one press of a button. Whoever asks hands in sealed files; the process that does the work
asks for the key at a pipe in the folder of the job, and the next request of the same browser for the page
of the job puts it there. So neither the store nor a file ever holds it. What was made is sealed with it
too: once the session has ended, nobody can open it any more.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from contextlib import suppress
from dataclasses import replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from surveyapp.services.jobs import files
from surveyapp.services.jobs.files import KeptFile
from surveyapp.services.jobs.work import JobRefusedError, Work
from surveyapp.storage.jobs import RUNNING, Job

PATIENCE = 120.0
"""Seconds the work waits for the browser that asked for it."""

_LOOK = 0.05
_KEY, _NONCE = 32, 12
_PRESS, _MARK = "press", "mark"

NOBODY_CAME = (
    "Die Seite, die den Auftrag gegeben hat, wurde geschlossen, bevor die Arbeit beginnen konnte. Gehen Sie "
    "bitte zurück, und drücken Sie noch einmal."
)


def arguments(secret: str, *press: str) -> dict[str, str]:
    """Return what a job keeps of one press of a button: enough to know its key, nothing to make it."""
    name = hashlib.sha256("\0".join(press).encode()).hexdigest()
    return {_PRESS: name, _MARK: _mark(_key(secret, name))}


def handed_in(secret: str, kept: dict[str, Any], content: bytes) -> bytes:
    """Return what is handed in, sealed; the same for the same press."""
    nonce = hashlib.sha256(content).digest()[:_NONCE]
    return nonce + AESGCM(_key(secret, kept[_PRESS])).encrypt(nonce, content, None)


def is_sealed(job: Job) -> bool:
    """Say whether what a job makes is sealed."""
    return _MARK in job.arguments


def key_for(job: Job, secret: str) -> bytes | None:
    """Return the key of a job in the browser that asked for it; None in any other."""
    key = _key(secret, str(job.arguments.get(_PRESS, "")))
    is_right = hmac.compare_digest(_mark(key), str(job.arguments.get(_MARK, "")))
    return key if is_right else None


def hand_over(job: Job, secret: str) -> None:
    """Give the key to the process that waits for it; nothing happens where none waits."""
    key = key_for(job, secret) if job.state == RUNNING and is_sealed(job) else None
    if key is None:
        return
    with suppress(OSError):  # no pipe, or nobody at its other end: it has the key, or asks later
        pipe = os.open(files.pipe(job.id), os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(pipe, key)
        finally:
            os.close(pipe)


def opened(key: bytes, content: bytes) -> bytes | None:
    """Return what was sealed; None where this is not its key."""
    try:
        return AESGCM(key).decrypt(content[:_NONCE], content[_NONCE:], None)
    except InvalidTag:
        return None


# What follows runs in the process that does the work.


def key_given(work: Work) -> bytes:
    """Wait for the key of the browser that asked."""
    path = files.pipe(work.job_id)
    os.mkfifo(path, 0o600)
    pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(BlockingIOError):
                key = os.read(pipe, _KEY)
                if len(key) == _KEY:
                    return key
            time.sleep(_LOOK)
    finally:
        os.close(pipe)
        path.unlink()
    raise JobRefusedError(NOBODY_CAME)


def keep(work: Work, key: bytes, name: str, media_type: str, content: bytes) -> KeptFile:
    """Keep a file for the browser that asked; named and measured as it is when opened."""
    nonce = secrets.token_bytes(_NONCE)
    kept = work.keep(name, media_type, nonce + AESGCM(key).encrypt(nonce, content, None))
    return replace(kept, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def _key(secret: str, press: str) -> bytes:
    return hmac.digest(secret.encode(), f"sealed work {press}".encode(), "sha256")


def _mark(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()
