"""The register: who was invited, and if the invitation was used. No time, order or answer."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import REGISTER, Row


class Invitation(Row):
    """One invitation code of one wave, known only by its keyed hash."""

    __bind_key__ = REGISTER
    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'used', 'void')", name="ck_invitation_state"),
        CheckConstraint("(claim IS NULL) = (state <> 'used')", name="ck_invitation_claim"),
        {"sqlite_with_rowid": False},
    )

    #: HMAC-SHA256 of wave and code.
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    wave_id: Mapped[str] = mapped_column(String(22))
    state: Mapped[str] = mapped_column(String(6), default="open")
    #: SHA-256 of the claim that used the code: lets the same page try again, and no other.
    claim: Mapped[bytes | None] = mapped_column(LargeBinary(32))
