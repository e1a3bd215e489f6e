"""Batches: ballots wait sealed until enough lie together, then some of them are opened at once.

Each open wave has one batch with a key of its own. When twice as many ballots wait as are opened
together, as many are drawn at random and opened, the others are sealed anew to the next batch, and
the old key is destroyed: from then on nobody can open what was copied before. Nothing here looks at
the clock.

Every step can be interrupted. What belongs together is one transaction of the urn; what follows it
(what staff may see, the order of rows, the end of the key) is remembered by the key's own file, which
has no batch any more, and is done by whichever job comes next.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from random import Random, SystemRandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from sqlalchemy.orm import Session

from surveyapp.services import keyfiles
from surveyapp.services.ballot import SUITE, Ballot, pack, seal, unpack, unseal
from surveyapp.services.compare_stores import RegisterBehindError, register_behind
from surveyapp.services.count_answers import in_tens
from surveyapp.services.keys import settings
from surveyapp.services.receipt import response_hash
from surveyapp.storage import (
    ballots,
    recovery_keys,
    register,
    responses,
    saved_drafts,
    surveys,
)
from surveyapp.storage.ballots import Batch
from surveyapp.storage.db import main_reading, register_store, urn_reading, urn_store
from surveyapp.storage.order import forget_order, refuse_without_room
from surveyapp.storage.responses import Opened
from surveyapp.storage.surveys import Wave

TOGETHER = 25
"""Ballots that are opened together."""

TOGETHER_IN_SMALL_WAVES = 10
SMALL_WAVE = 500
"""Invitations below which a wave counts as small: 25 would keep its families waiting for weeks."""

ID_BYTES = 16


class KeyMissingError(LookupError):
    """Ballots cannot be opened; the message names the file and the cure."""


class BallotDamagedError(ValueError):
    """A sealed ballot is not what was put in; the message names the wave and the cure."""


def together(wave: Wave) -> int:
    """Return how many ballots of a wave are opened at once."""
    is_small = wave.invited is not None and wave.invited < SMALL_WAVE
    return TOGETHER_IN_SMALL_WAVES if is_small else TOGETHER


def begin_batch(wave: Wave) -> None:
    """Give a wave the batch its ballots wait for; one that has a batch keeps it.

    The key is on the disk before the batch can be seen, so no ballot is ever sealed to a lost key.
    """
    recovery_key = _recovery_key(wave.survey.county_ags)
    with keyfiles.alone(settings().keys), urn_store() as urn:
        if ballots.batch_to_fill(urn, wave.id) is None:
            _add_batch(urn, wave.id, recovery_key, responses.count_responses(urn, wave.id))


def mix(wave_id: str, randomness: Random) -> int:
    """Open as many ballots of an open wave as belong together, drawn at random; return how many.

    Opens nothing while fewer than twice as many wait. In production ``randomness`` is
    ``SystemRandom()``.

    Raises
    ------
    KeyMissingError
        If the key of the batch is gone; nothing is lost, ``surveyapp keys recover`` brings it back.
    StoreUnavailableError
        If a store cannot work, or has no room to be rewritten; the same call may be repeated.
    """
    with main_reading() as session:
        wave = surveys.wave_by_id(session, wave_id)
        if wave is None or wave.state != "open":
            return 0
        number = together(wave)
        recovery_key = recovery_keys.public_key_of(session, wave.survey.county_ags)
    refuse_without_room()
    with keyfiles.alone(settings().keys):
        settle()
        with urn_store() as urn:
            is_purged = responses.remove_withdrawn(urn, wave_id)
            opened = _open_some(urn, wave_id, number, randomness, recovery_key)
        if is_purged:
            forget_order()
        settle()
    return opened


def mix_all(wave_id: str) -> int:
    """Open every ballot that waits in a wave for good; return how many there were.

    Nothing of the wave can lead to a family afterwards: receipts, tokens and withdrawals are deleted.

    Raises
    ------
    KeyMissingError
        If the key of the batch is gone; nothing is lost, ``surveyapp keys recover`` brings it back.
    StoreUnavailableError
        If a store cannot work, or has no room to be rewritten; the same call may be repeated.
    """
    refuse_without_room()
    with keyfiles.alone(settings().keys):
        settle()
        with urn_store() as urn:
            responses.remove_withdrawn(urn, wave_id)
            opened = _open_rest(urn, wave_id)
        settle()
    return opened


Failure = KeyMissingError | BallotDamagedError | RegisterBehindError


def mix_waves() -> list[Failure]:
    """Open what can be opened in every wave, and finish what was interrupted; return what is wrong."""
    with keyfiles.alone(settings().keys):
        settle()
    with main_reading() as session:
        open_waves = list(surveys.open_waves(session))
    open_ids = {wave.id for wave in open_waves}
    with urn_reading() as urn:
        closed = sorted({batch.wave_id for batch in ballots.batches(urn)} - open_ids)
    failures: list[Failure] = []
    for wave_id in _closed_for_good(closed):
        try:
            mix_all(wave_id)
        except (KeyMissingError, BallotDamagedError) as failure:
            failures.append(failure)
    for wave in open_waves:
        try:
            begin_batch(wave)
            while mix(wave.id, SystemRandom()):
                pass
        except (KeyMissingError, BallotDamagedError) as failure:
            failures.append(failure)
    failures.extend(filter(None, map(register_behind, open_waves)))
    return failures


def begin_missing() -> None:
    """Give every open wave a batch that has none: after an upgrade, or a backup of before."""
    with main_reading() as session:
        open_waves = list(surveys.open_waves(session))
    for wave in open_waves:
        begin_batch(wave)


def is_openable(wave_id: str) -> bool:
    """Say whether the key is there that opens what waits in a wave."""
    with urn_reading() as urn:
        found = [batch for batch in ballots.batches(urn) if batch.wave_id == wave_id]
    return all(private_key_of(batch) is not None for batch in found)


def private_key_of(batch: Batch) -> bytes | None:
    """Return the key that opens a batch; None where its file is gone, or is of another batch."""
    key = keyfiles.read(settings().keys, batch.id)
    return key if key is not None and _public_half(key) == batch.public_key else None


def seal_for_escrow(private_key: bytes, recovery_key: bytes, batch_id: bytes) -> bytes:
    """Return the key of a batch sealed to the county's recovery key."""
    public_key = X25519PublicKey.from_public_bytes(recovery_key)
    return SUITE.encrypt(private_key, public_key, info=escrow_of(batch_id))


def escrow_of(batch_id: bytes) -> bytes:
    """Return what binds an escrow to its batch."""
    return b"escrow/" + batch_id


def settle() -> None:
    """Finish what follows an opened batch, for every key that has no batch any more.

    Only while the folder of keys is held ``alone``. Keys of a wave whose own batch has no key are
    left as they are: somebody has brought back an old copy of the urn, and may think again.
    """
    folder = settings().keys
    with urn_store() as urn:
        current = ballots.settled_batches(urn)
    unclear = {batch.wave_id for batch in current if private_key_of(batch) is None}
    known = {batch.id for batch in current}
    left = [
        file
        for file in keyfiles.files(folder)
        if file.batch_id not in known and file.wave_id not in unclear
    ]
    for file in left:
        keyfiles.blank(file)
    for wave_id in sorted({file.wave_id for file in left}):
        with register_store() as session:
            register.report(session, wave_id)
    if left:
        forget_order()
    for file in left:
        keyfiles.remove(file)


def _open_some(
    urn: Session, wave_id: str, number: int, randomness: Random, recovery_key: bytes | None
) -> int:
    """Open ``number`` ballots drawn at random, and seal the others to a new batch."""
    batch = ballots.batch_to_open(urn, wave_id)
    if batch is None:
        return 0
    _needed_key(batch)  # said at once, and not when enough have come: each more would wait in vain
    if ballots.count_waiting(urn, wave_id) < 2 * number:
        return 0
    waiting = _waiting(urn, batch)
    if len(waiting) < 2 * number:
        return 0  # enough lie there, but some of them were withdrawn
    drawn = set(randomness.sample(sorted(waiting), number))
    ballots.remove_batch(urn, batch)
    answered = responses.count_responses(urn, wave_id) + number
    following = _add_batch(urn, wave_id, recovery_key, answered)
    kept = {
        each: seal(pack(ballot), following.public_key, following.id)
        for each, ballot in waiting.items()
        if each not in drawn
    }
    ballots.add_ballots(urn, following.id, kept)
    _put_in(urn, wave_id, [waiting[each] for each in sorted(drawn)])
    return number


def _open_rest(urn: Session, wave_id: str) -> int:
    """Open all that waits, and leave nothing behind that leads to a family."""
    batch = ballots.batch_to_open(urn, wave_id)
    waiting = {} if batch is None else _waiting(urn, batch)
    if batch is not None:
        ballots.remove_batch(urn, batch)
    _put_in(urn, wave_id, list(waiting.values()))
    responses.forget_receipts(urn, wave_id)
    ballots.forget_wave(urn, wave_id)
    saved_drafts.remove_of_wave(urn, wave_id)
    return len(waiting)


def _waiting(urn: Session, batch: Batch) -> dict[bytes, Ballot]:
    """Return what waits for a batch by the hash of its token, without what was withdrawn."""
    gone = ballots.withdrawn(urn, batch.wave_id)
    found = {each: unpack(packed) for each, packed in _unsealed(urn, batch).items()}
    return {
        each: ballot for each, ballot in found.items() if response_hash(ballot.receipt) not in gone
    }


def _unsealed(urn: Session, batch: Batch) -> dict[bytes, bytes]:
    """Return what waits for a batch, packed, by the hash of its token."""
    key = _needed_key(batch)
    found = ballots.ballots_of(urn, batch.id)
    try:
        return {each: unseal(found[each], key, batch.id) for each in found}
    except InvalidTag as error:
        message = (
            f"A sealed ballot of batch {batch.id.hex()} was damaged in the urn. Nothing was opened; "
            "bring back the last backup of the urn, then run: surveyapp keys recover --key FILE"
        )
        raise BallotDamagedError(message) from error


def _needed_key(batch: Batch) -> bytes:
    """Return the key that opens a batch; refuse to go on where it is missing."""
    key = private_key_of(batch)
    if key is None:
        path = keyfiles.path_of(settings().keys, batch.id)
        message = (
            f"The key of waiting ballots is missing: {path}. Nothing was opened, and nothing is lost. "
            "Bring it back with the county's recovery key: surveyapp keys recover --key FILE"
        )
        raise KeyMissingError(message)
    return key


def _add_batch(urn: Session, wave_id: str, recovery_key: bytes | None, answered: int) -> Batch:
    """Make a key, let it reach the disk, and add its batch, with the number of responses before it."""
    private = X25519PrivateKey.generate().private_bytes_raw()
    batch = Batch(
        id=secrets.token_bytes(ID_BYTES),
        wave_id=wave_id,
        public_key=_public_half(private),
        counted=in_tens(answered),
    )
    if recovery_key is not None:
        batch.escrow = seal_for_escrow(private, recovery_key, batch.id)
    keyfiles.write(settings().keys, batch.id, wave_id, private)
    ballots.add_batch(urn, batch)
    return batch


def _put_in(urn: Session, wave_id: str, drawn: Sequence[Ballot]) -> None:
    """Add opened ballots to the responses, under ids that nobody can know before."""
    opened = _one_each(urn, [ballot.opened() for ballot in drawn])
    responses.add_opened(urn, wave_id, opened, lambda: secrets.token_bytes(ID_BYTES))


def _one_each(urn: Session, opened: Sequence[Opened]) -> list[Opened]:
    """Let one receipt lead to one response only: a second one with it could not be stored."""
    hashes = [each.receipt_hash for each in opened if each.receipt_hash is not None]
    seen = set(responses.known_receipts(urn, hashes))
    found = []
    for each in opened:
        found.append(each.without_receipt() if each.receipt_hash in seen else each)
        seen.add(each.receipt_hash or b"")
    return found


def _closed_for_good(wave_ids: Sequence[str]) -> list[str]:
    with main_reading() as session:
        waves = (surveys.wave_by_id(session, wave_id) for wave_id in wave_ids)
        return [wave.id for wave in waves if wave is not None and wave.state == "closed"]


def _recovery_key(county_ags: str) -> bytes | None:
    with main_reading() as session:
        return recovery_keys.public_key_of(session, county_ags)


def _public_half(private_key: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()
