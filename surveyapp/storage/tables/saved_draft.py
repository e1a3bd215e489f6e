"""Drafts that families put aside: sealed under codes that no store knows."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import URN, Row


class SavedDraft(Row):
    """What one family has filled in so far; only its resume code opens it.

    No code of a letter can lie in it, and nothing of it leads to the ballot it may become.
    """

    __bind_key__ = URN
    __tablename__ = "saved_draft"
    __table_args__ = (
        CheckConstraint("length(code_hash) = 32", name="ck_saved_draft_code"),
        # Nonce and seal take 28 bytes; the rest is padded, so that its length tells little.
        CheckConstraint(
            "length(ciphertext) % 4096 = 28 AND length(ciphertext) BETWEEN 4124 AND 65564",
            name="ck_saved_draft_padded",
        ),
        {"sqlite_with_rowid": False},
    )

    #: HMAC-SHA256 of wave and resume code.
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    wave_id: Mapped[str] = mapped_column(String(22), index=True)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    #: The last day on which it can be opened.
    expires_on: Mapped[date] = mapped_column(Date)
