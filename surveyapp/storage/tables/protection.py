"""What protects families over time: recovery keys, approved quotations, deletion and its log."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, SmallInteger, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import Row


class RecoveryKey(Row):
    """The county's offline key, to which the keys of waiting batches are sealed."""

    __tablename__ = "recovery_key"
    __table_args__ = (CheckConstraint("length(public_key) = 32", name="ck_recovery_key"),)

    county_ags: Mapped[str] = mapped_column(String(5), primary_key=True)
    #: X25519 public key; the private half exists on the county's own paper or stick only.
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_on: Mapped[date]


class Quote(Row):
    """A free text that a person read and approved for quoting, in the wording that may be shown."""

    __tablename__ = "quote"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), index=True)
    question: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(2000))
    approved_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))


class RetentionRule(Row):
    """How long one kind of record of a survey is kept after its wave has closed."""

    __tablename__ = "retention_rule"
    __table_args__ = (CheckConstraint("months BETWEEN 0 AND 120", name="ck_retention_rule_months"),)

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    #: A key of the table of what can be deleted, such as ``register`` or ``texts``.
    subject: Mapped[str] = mapped_column(String(20), primary_key=True)
    months: Mapped[int] = mapped_column(SmallInteger)


class Deletion(Row):
    """One entry of the signed log of deletions; each one is chained to the entry before."""

    __tablename__ = "deletion"
    __table_args__ = (CheckConstraint("number >= 1", name="ck_deletion_number"),)

    #: Staff actions and jobs only stand here, so their order may be known.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: What was deleted, of which wave, how many, why, on which day.
    entry: Mapped[dict[str, Any]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
    #: SHA-256 of the entry before, hexadecimal.
    previous_hash: Mapped[str] = mapped_column(String(64))
    #: Ed25519 signature of number, entry, previous hash and sentence.
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    #: Words for people, in German.
    sentence: Mapped[str] = mapped_column(Text)
