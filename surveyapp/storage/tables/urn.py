"""The urn: what was answered. No code, address, agent, time or serial number can exist here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import URN, Row


class Response(Row):
    """The answers of one family as one document."""

    __bind_key__ = URN
    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("received_month BETWEEN 1 AND 12", name="ck_response_month"),
        CheckConstraint("received_year BETWEEN 2020 AND 2100", name="ck_response_year"),
        CheckConstraint("mode IN ('web', 'paper', 'assisted')", name="ck_response_mode"),
        {"sqlite_with_rowid": False},
    )

    #: 16 random bytes, made with the family's first page.
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    wave_id: Mapped[str] = mapped_column(String(22), index=True)
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(12))
    mode: Mapped[str] = mapped_column(String(8))
    received_year: Mapped[int]
    received_month: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))


class TextAnswer(Row):
    """One free text, kept without any link to the other answers of its family."""

    __bind_key__ = URN
    __tablename__ = "text_answer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    wave_id: Mapped[str] = mapped_column(String(22), index=True)
    question: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(2000))
