"""The log of deletions: every entry is signed and chained to the one before.

The key follows from the installation's secret, so that a copied database cannot be continued or
mended. A chain alone does not show that its end was cut off; therefore the number and hash of the
newest entry also stand in a file beside the stores.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from sqlalchemy.orm import Session

from surveyapp.services.keys import derived_key, instance_folder
from surveyapp.storage import deletions
from surveyapp.storage.deletions import Deletion

HEAD = "deletions-head.json"
"""File in the instance folder that knows the newest entry."""

NO_HASH = "0" * 64
"""What stands before the first entry."""


class Fault(StrEnum):
    """What is wrong with an entry."""

    #: It, or an entry before it, was changed, or another key signed it.
    CHANGED = "changed"
    #: It is not there.
    MISSING = "missing"
    #: It does not follow the entry before it.
    MISPLACED = "misplaced"


class HeadDamagedError(ValueError):
    """The file that knows the newest entry is damaged; the message names it and the cure."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that does not fit."""

    number: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Whole:
    """The log fits from its first entry to its last."""

    entries: int
    #: Hash of the newest entry, to be compared with what was noted elsewhere.
    head: str
    #: Whether the file that knows the newest entry was there to compare with.
    is_end_known: bool


def append(session: Session, facts: dict[str, Any], sentence: str) -> int:
    """Add an entry, keep it for good, and return its number."""
    before = deletions.last(session)
    entry = Deletion(
        number=1 if before is None else before.number + 1,
        entry=facts,
        previous_hash=NO_HASH if before is None else hash_of(before),
        sentence=sentence,
        signature=b"",
    )
    entry.signature = _private_key().sign(_message(entry))
    deletions.add(session, entry)
    session.commit()
    _keep_head(entry.number, hash_of(entry))
    return entry.number


def verify(session: Session, public_key: bytes | None = None) -> Whole | Broken:
    """Check the whole log, by the installation's own key or one that was noted before.

    Raises
    ------
    HeadDamagedError
        If the file that knows the newest entry cannot be read; the entries themselves fit.
    """
    key = Ed25519PublicKey.from_public_bytes(public_key or public_key_of())
    hashes = [NO_HASH]
    for number, entry in enumerate(deletions.every(session), 1):
        if fault := _fault(entry, number, hashes[-1], key):
            return Broken(number, fault)
        hashes.append(hash_of(entry))
    head = _read_head()
    if head is not None and head[0] >= len(hashes):
        return Broken(len(hashes), Fault.MISSING)
    if head is not None and hashes[head[0]] != head[1]:
        return Broken(head[0], Fault.CHANGED)
    return Whole(len(hashes) - 1, hashes[-1], is_end_known=head is not None)


def public_key_of() -> bytes:
    """Return the key by which anybody can check the log."""
    return _private_key().public_key().public_bytes_raw()


def hash_of(entry: Deletion) -> str:
    """Return the hash by which the next entry knows this one."""
    return hashlib.sha256(_message(entry) + entry.signature).hexdigest()


def _fault(entry: Deletion, number: int, before: str, key: Ed25519PublicKey) -> Fault | None:
    if entry.number != number:
        return Fault.MISSING
    try:
        key.verify(entry.signature, _message(entry))
    except InvalidSignature:
        return Fault.CHANGED
    return None if entry.previous_hash == before else Fault.MISPLACED


def _message(entry: Deletion) -> bytes:
    said = [entry.number, entry.entry, entry.previous_hash, entry.sentence]
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derived_key("deletions"))


def _keep_head(number: int, head: str) -> None:
    """Write the file as a whole: a crash leaves the old one, which the longer log still fits."""
    path = instance_folder() / HEAD
    begun = path.with_suffix(".new")
    with begun.open("w", encoding="utf-8") as file:
        json.dump({"number": number, "hash": head}, file)
        file.flush()
        os.fsync(file.fileno())
    begun.replace(path)


def _read_head() -> tuple[int, str] | None:
    path = instance_folder() / HEAD
    if not path.exists():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        number, head = int(found["number"]), str(found["hash"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise HeadDamagedError(_damaged(path)) from error
    if number < 1:
        raise HeadDamagedError(_damaged(path))
    return number, head


def _damaged(path: Path) -> str:
    return (
        f"{path} cannot be read, so nobody can tell whether the end of the log was cut off: compare with "
        "what you noted before. The next deletion writes the file anew"
    )
