"""Drafts that families put aside, to go on later or on another device.

The code that opens a draft follows from its claim, which lives in the family's page only, and from a key
of the installation. So pressing twice, or saving again, gives the same code and leaves one row, and
nothing that is stored can make the code. Both its hash and its key come out of the code: whoever has
the stores, and the installation's keys too, reads nothing without it.
"""

from __future__ import annotations

import hmac
from datetime import date, timedelta
from itertools import count

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from surveyapp.access.codes import RESUME, read_code, spelled, written
from surveyapp.services.keys import KEY_BYTES, derived_key, opened_with, sealed_with
from surveyapp.storage import saved_drafts
from surveyapp.storage.db import urn_reading, urn_store

KEPT_DAYS = 14
"""Days after the last saving on which a draft can still be opened."""

STEP = 4096
LONGEST = 16 * STEP
"""Drafts are padded to multiples of ``STEP`` bytes, and are never longer than ``LONGEST``."""


def save(wave_id: str, claim: bytes, content: bytes, today: date) -> tuple[str, date]:
    """Keep a draft, and return its code as people write it with the last day on which it opens.

    Raises
    ------
    StoreUnavailableError
        If the urn cannot write; the same call may be repeated.
    ValueError
        If the content is longer than ``LONGEST`` bytes.
    """
    if len(content) >= LONGEST:
        message = f"a draft of {len(content)} bytes cannot be kept; at most {LONGEST - 1} can"
        raise ValueError(message)
    code = _code_of(wave_id, claim)
    padded = content + b"\1" + bytes(-(len(content) + 1) % STEP)
    name = _hash(wave_id, code)
    ciphertext = sealed_with(_key(wave_id, code), padded, name)
    last_day = today + timedelta(days=KEPT_DAYS)
    with urn_store() as urn:
        saved_drafts.keep(urn, name, wave_id=wave_id, ciphertext=ciphertext, expires_on=last_day)
    return written(code, RESUME), last_day


def is_well_written(typed: str) -> bool:
    """Say whether this can be a resume code: no letter's code can, and no code with a slip."""
    return read_code(typed, RESUME) is not None


def open_saved(wave_id: str, typed: str, today: date) -> bytes | None:
    """Return the draft under a code; None where there is none, or its time is over."""
    code = read_code(typed, RESUME)
    if code is None:
        return None
    name = _hash(wave_id, code)
    with urn_reading() as urn:
        sealed = saved_drafts.find(urn, name, today)
    if sealed is None:
        return None
    try:
        padded = opened_with(_key(wave_id, code), sealed, name)
    except InvalidTag:  # the installation's secret is another one than when it was kept
        return None
    return padded.rstrip(b"\0")[:-1]


def forget(wave_id: str, claim: bytes) -> None:
    """Delete the draft that was saved of a claim, if there is one."""
    name = _hash(wave_id, _code_of(wave_id, claim))
    with urn_reading() as urn:
        is_kept = saved_drafts.is_kept(urn, name)
    if is_kept:
        with urn_store() as urn:
            saved_drafts.remove(urn, name)


def count_expired(today: date) -> int:
    """Return how many drafts there are whose time is over."""
    with urn_reading() as urn:
        return saved_drafts.count_expired(urn, today)


def forget_expired(today: date) -> None:
    """Delete every draft whose time is over."""
    with urn_store() as urn:
        saved_drafts.remove_expired(urn, today)


def _code_of(wave_id: str, claim: bytes) -> str:
    """Return the code of a claim: the first that a check symbol fits."""
    key = derived_key("resume codes")
    numbers = (
        hmac.digest(key, b"/".join((wave_id.encode(), b"%d" % place, claim)), "sha256")
        for place in count()
    )
    codes = (spelled(int.from_bytes(number), RESUME) for number in numbers)
    return next(code for code in codes if code is not None)


def _hash(wave_id: str, code: str) -> bytes:
    """Return what the urn knows a code by."""
    return hmac.digest(derived_key("saved drafts"), f"{wave_id}/{code}".encode(), "sha256")


def _key(wave_id: str, code: str) -> bytes:
    """Return the key that opens a draft; without the code nobody can make it."""
    pepper = derived_key("saved draft contents")
    derivation = HKDF(SHA256(), KEY_BYTES, salt=pepper, info=f"draft/{wave_id}".encode())
    return derivation.derive(code.encode("ascii"))
