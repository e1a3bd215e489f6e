"""The urn: what was answered. No code, address, agent, time or serial number can exist here.

A ballot lies sealed until enough others lie beside it; then a batch is opened at once, its responses
get fresh random ids, and the key that opened it is destroyed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import URN, Row


class Batch(Row):
    """The ballots of a wave that wait to be opened together; there is one for each open wave."""

    __bind_key__ = URN
    __tablename__ = "batch"
    __table_args__ = (
        CheckConstraint("length(id) = 16", name="ck_batch_id"),
        CheckConstraint("length(public_key) = 32", name="ck_batch_public_key"),
        CheckConstraint("counted % 10 = 0", name="ck_batch_counted"),
        {"sqlite_with_rowid": False},
    )

    #: 16 random bytes; also the name of the file that holds the private key.
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    wave_id: Mapped[str] = mapped_column(String(22), unique=True)
    #: X25519 key to which ballots are sealed.
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    #: Responses of the wave in tens, as staff see them until the next batch: a withdrawal does not show.
    counted: Mapped[int]
    #: The private key, sealed to the county's offline recovery key; empty where it has none.
    escrow: Mapped[bytes | None] = mapped_column(LargeBinary)


class SealedBallot(Row):
    """One family's answers, padded and sealed to the key of their batch."""

    __bind_key__ = URN
    __tablename__ = "sealed_ballot"
    __table_args__ = (
        CheckConstraint("length(token_hash) = 32", name="ck_sealed_ballot_token"),
        {"sqlite_with_rowid": False},
    )

    #: SHA-256 of wave and token, as in ``spent_token``.
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    batch_id: Mapped[bytes] = mapped_column(ForeignKey("batch.id"), index=True)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)


class SpentToken(Row):
    """A token that brought a ballot: sending again adds nothing."""

    __bind_key__ = URN
    __tablename__ = "spent_token"
    __table_args__ = (
        CheckConstraint("length(token_hash) = 32", name="ck_spent_token_hash"),
        CheckConstraint("length(tag) = 32", name="ck_spent_token_tag"),
        {"sqlite_with_rowid": False},
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    wave_id: Mapped[str] = mapped_column(String(22), index=True)
    #: HMAC of the answers, keyed with the token itself, which no store holds: tells the same answers
    #: sent again from other ones.
    tag: Mapped[bytes] = mapped_column(LargeBinary(32))


class Response(Row):
    """The answers of one family as one document, out of an opened batch."""

    __bind_key__ = URN
    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("received_month BETWEEN 1 AND 12", name="ck_response_month"),
        CheckConstraint("received_year BETWEEN 2020 AND 2100", name="ck_response_year"),
        CheckConstraint("mode IN ('web', 'paper', 'assisted')", name="ck_response_mode"),
        UniqueConstraint("receipt_hash", name="uq_response_receipt_hash"),
        {"sqlite_with_rowid": False},
    )

    #: 16 random bytes, drawn when the batch was opened.
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    wave_id: Mapped[str] = mapped_column(String(22), index=True)
    #: Part of the county the letter went to; empty where there are none.
    stratum: Mapped[str] = mapped_column(String(60), default="")
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(12))
    mode: Mapped[str] = mapped_column(String(8))
    received_year: Mapped[int]
    received_month: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
    #: SHA-256 of the family's receipt, for withdrawal; wiped when the wave closes.
    receipt_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class TextAnswer(Row):
    """One free text, kept without any link to the other answers of its family."""

    __bind_key__ = URN
    __tablename__ = "text_answer"
    __table_args__ = (
        UniqueConstraint("receipt_hash", name="uq_text_answer_receipt_hash"),
        {"sqlite_with_rowid": False},
    )

    #: 16 random bytes of its own, drawn when the batch was opened.
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    wave_id: Mapped[str] = mapped_column(String(22), index=True)
    question: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(2000))
    #: SHA-256 of the receipt and the text's place, for withdrawal; wiped when the wave closes.
    receipt_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class Withdrawal(Row):
    """A receipt that was handed in: what it belongs to is deleted, also after a restored backup."""

    __bind_key__ = URN
    __tablename__ = "withdrawal"
    __table_args__ = (
        CheckConstraint("length(receipt_hash) = 32", name="ck_withdrawal_receipt"),
        {"sqlite_with_rowid": False},
    )

    receipt_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    wave_id: Mapped[str] = mapped_column(String(22), index=True)
