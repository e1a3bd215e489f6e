"""Ballots that wait sealed, the batch they wait for, the tokens that brought them, and withdrawals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.storage.tables import Batch, SealedBallot, SpentToken, Withdrawal

__all__ = ["Batch", "SealedBallot"]

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


# Batches


def batch_to_fill(session: Session, wave_id: str) -> Batch | None:
    """Return the batch of a wave and keep it from being opened until the transaction ends."""
    query = select(Batch).where(Batch.wave_id == wave_id)
    return session.scalar(query.with_for_update(read=True))


def batch_to_open(session: Session, wave_id: str) -> Batch | None:
    """Return the batch of a wave and keep everybody else from filling or opening it."""
    return session.scalar(select(Batch).where(Batch.wave_id == wave_id).with_for_update())


def settled_batches(session: Session) -> Sequence[Batch]:
    """Return all batches once no other transaction is about to add or remove one.

    A machine may have stopped with its commit under way; PostgreSQL carries that out all the same.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE batch IN SHARE MODE"))
    return session.scalars(select(Batch).order_by(Batch.id)).all()


def batches(session: Session) -> Sequence[Batch]:
    """Return all batches."""
    return session.scalars(select(Batch).order_by(Batch.id)).all()


def counted(session: Session, wave_ids: Sequence[str]) -> dict[str, int]:
    """Return the responses in tens that staff see while a batch waits, by wave."""
    query = select(Batch.wave_id, Batch.counted).where(Batch.wave_id.in_(wave_ids))
    return dict(session.execute(query).all())


def add_batch(session: Session, batch: Batch) -> None:
    """Add the batch a wave fills from now on."""
    session.add(batch)
    session.flush()


def remove_batch(session: Session, batch: Batch) -> None:
    """Delete a batch with everything that waits for it."""
    session.execute(delete(SealedBallot).where(SealedBallot.batch_id == batch.id))
    session.execute(delete(Batch).where(Batch.id == batch.id))


# Ballots


def spend_token(session: Session, wave_id: str, token_hash: bytes, tag: bytes) -> bool:
    """Keep that a token brought its ballot; False if it has brought one before."""
    row = {"token_hash": token_hash, "wave_id": wave_id, "tag": tag}
    return _add_once(session, SpentToken, row)


def tag_of(session: Session, token_hash: bytes) -> bytes | None:
    """Return the tag of the ballot a token has brought."""
    return session.scalar(select(SpentToken.tag).where(SpentToken.token_hash == token_hash))


def add_ballots(session: Session, batch_id: bytes, ballots: Mapping[bytes, bytes]) -> None:
    """Let sealed ballots wait for a batch; given by the hash of their token."""
    rows = [
        {"token_hash": token_hash, "batch_id": batch_id, "ciphertext": ballots[token_hash]}
        for token_hash in sorted(ballots)
    ]
    if rows:
        session.execute(insert(SealedBallot), rows)


def ballots_of(session: Session, batch_id: bytes) -> dict[bytes, bytes]:
    """Return what waits for a batch by the hash of its token, in the order of the hashes."""
    query = (
        select(SealedBallot.token_hash, SealedBallot.ciphertext)
        .where(SealedBallot.batch_id == batch_id)
        .order_by(SealedBallot.token_hash)
    )
    return {row.token_hash: row.ciphertext for row in session.execute(query)}


def count_waiting(session: Session, wave_id: str) -> int:
    """Return how many ballots of a wave wait; never shown to anybody."""
    query = (
        select(func.count())
        .select_from(SealedBallot)
        .join(Batch, Batch.id == SealedBallot.batch_id)
        .where(Batch.wave_id == wave_id)
    )
    return session.scalar(query) or 0


def count_spent(session: Session, wave_id: str) -> int:
    """Return how many tokens of a wave have brought their ballot; shown to nobody."""
    query = select(func.count()).select_from(SpentToken).where(SpentToken.wave_id == wave_id)
    return session.scalar(query) or 0


# Withdrawals


def note_withdrawals(session: Session, wave_id: str, hashes: Iterable[bytes]) -> None:
    """Remember hashes of receipts, so that what they belong to goes wherever it turns up."""
    for receipt_hash in sorted(hashes):
        _add_once(session, Withdrawal, {"receipt_hash": receipt_hash, "wave_id": wave_id})


def withdrawn(session: Session, wave_id: str) -> frozenset[bytes]:
    """Return the hashes of all receipts that were handed in for a wave."""
    query = select(Withdrawal.receipt_hash).where(Withdrawal.wave_id == wave_id)
    return frozenset(session.scalars(query))


def is_withdrawn(session: Session, wave_id: str, receipt_hash: bytes) -> bool:
    """Say whether this receipt was handed in for a wave."""
    query = select(Withdrawal.wave_id).where(
        Withdrawal.receipt_hash == receipt_hash, Withdrawal.wave_id == wave_id
    )
    return session.scalar(query) is not None


def forget_wave(session: Session, wave_id: str) -> None:
    """Delete spent tokens and withdrawals of a wave that takes no ballots any more."""
    for table in (SpentToken, Withdrawal):
        session.execute(delete(table).where(table.wave_id == wave_id))


def _add_once(session: Session, table: type[Any], row: dict[str, Any]) -> bool:
    query = _INSERT[session.get_bind().dialect.name](table).values(row).on_conflict_do_nothing()
    options = {"preserve_rowcount": True}  # the driver forgets the number of rows otherwise
    return session.connection().execute(query, execution_options=options).rowcount == 1
