"""Sheets of paper while they are keyed: nothing of them can be read here, and nothing stays."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import URN, Row


class KeyedSheet(Row):
    """One sheet between its first entry and the agreement of both; no account, day or number beside it."""

    __bind_key__ = URN
    __tablename__ = "keyed_sheet"
    __table_args__ = (
        CheckConstraint("length(id) = 32", name="ck_keyed_sheet_id"),
        {"sqlite_with_rowid": False},
    )

    #: Keyed hash of the wave and the number on the sheet.
    id: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    wave_id: Mapped[str] = mapped_column(String(22), index=True)
    #: What was keyed, padded and sealed with the installation's key.
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
