"""The county's recovery key: made once for its safe, and used only when the folder of keys is lost.

The private half is written to one file that the county takes away; the installation keeps the public
half. Whoever has both that file and a copy of the urn can open the ballots that waited when the copy
was made, so it belongs into two people's hands and never beside a backup.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy.orm import Session

from surveyapp.services import batches, keyfiles
from surveyapp.services.ballot import SUITE
from surveyapp.services.keys import settings
from surveyapp.storage import ballots, recovery_keys, surveys
from surveyapp.storage.ballots import Batch
from surveyapp.storage.db import urn_reading, urn_store

HEADING = "Wiederherstellungsschlüssel der Familienumfragen, Kreis"
_GROUP = 8


class RecoveryRefusal(StrEnum):
    """Why no recovery key was made or used."""

    #: A file of this name is there already.
    FILE_EXISTS = "file_exists"
    #: The county has a recovery key already.
    KEY_EXISTS = "key_exists"
    #: The file is not one that ``make_recovery_key`` wrote.
    NOT_A_KEY = "not_a_key"


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery key brought back, in batches."""

    restored: int
    #: Batches without a key that this recovery key does not open, or that have no escrow.
    still_missing: int


def make_recovery_key(
    session: Session, county_ags: str, path: Path, today: date, *, is_replacing: bool = False
) -> RecoveryRefusal | None:
    """Write a new private recovery key to ``path``, and keep its public half; None when it is done.

    Batches that wait are sealed to it too. The file is on the disk before the installation uses it.

    Raises
    ------
    OSError
        If the file cannot be written; nothing has changed then.
    StoreUnavailableError
        If the folder of keys cannot be used; nothing has changed then either.
    """
    with keyfiles.alone(settings().keys):
        return _made(session, county_ags, path, today, is_replacing=is_replacing)


def _made(
    session: Session, county_ags: str, path: Path, today: date, *, is_replacing: bool
) -> RecoveryRefusal | None:
    """Make the key while nobody else works with the folder of keys."""
    if recovery_keys.public_key_of(session, county_ags) is not None and not is_replacing:
        return RecoveryRefusal.KEY_EXISTS
    private = X25519PrivateKey.generate()
    try:
        _write(path, county_ags, private.private_bytes_raw())
    except FileExistsError:
        return RecoveryRefusal.FILE_EXISTS
    public = private.public_key().public_bytes_raw()
    recovery_keys.keep(session, county_ags, public, today)
    session.commit()
    _renew_escrow(session, county_ags, public)
    return None


def recover(path: Path) -> Recovered | RecoveryRefusal:
    """Bring back the key file of every batch that has none, with the county's recovery key.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    recovery_key = _read(path.read_text(encoding="utf-8", errors="replace"))
    if recovery_key is None:
        return RecoveryRefusal.NOT_A_KEY
    folder = settings().keys
    with keyfiles.alone(folder):
        with urn_reading() as urn:
            lost = [each for each in ballots.batches(urn) if batches.private_key_of(each) is None]
        found = {each.id: _out_of_escrow(each, recovery_key) for each in lost}
        for batch in lost:
            key = found[batch.id]
            if key is not None:
                keyfiles.write(folder, batch.id, batch.wave_id, key)
    restored = sum(key is not None for key in found.values())
    return Recovered(restored, len(lost) - restored)


def _out_of_escrow(batch: Batch, recovery_key: bytes) -> bytes | None:
    """Return the key of a batch; None where it was not sealed to this recovery key."""
    if batch.escrow is None:
        return None
    key = X25519PrivateKey.from_private_bytes(recovery_key)
    try:
        return SUITE.decrypt(batch.escrow, key, info=batches.escrow_of(batch.id))
    except InvalidTag:
        return None


def _renew_escrow(session: Session, county_ags: str, recovery_key: bytes) -> None:
    """Seal the keys of the county's waiting batches to its new recovery key; held ``alone``."""
    own = {wave.id for each in surveys.surveys_of(session, county_ags) for wave in each.waves}
    with urn_store() as urn:
        for batch in ballots.batches(urn):
            key = batches.private_key_of(batch)
            if batch.wave_id in own and key is not None:
                batch.escrow = batches.seal_for_escrow(key, recovery_key, batch.id)


def _write(path: Path, county_ags: str, private_key: bytes) -> None:
    digits = private_key.hex()
    groups = [digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP)]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - made with its mode above
        file.write(f"{HEADING} {county_ags}\n{' '.join(groups)}\n")
        file.flush()
        os.fsync(descriptor)


def _read(text: str) -> bytes | None:
    """Return the key on the second line; spaces and the way of writing letters do not matter."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) != 2 or not lines[0].startswith(HEADING):
        return None
    try:
        key = bytes.fromhex(lines[1])
    except ValueError:
        return None
    return key if len(key) == keyfiles.KEY_BYTES else None
