"""The register: who was invited, and if the invitation was used. No time, order or answer."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import REGISTER, Row

NO_CLAIM = bytes(32)
"""The claim of an invitation nobody used: as long as any other, so that no row ever changes its size."""


class Invitation(Row):
    """One invitation code of one wave, known only by its keyed hash.

    All rows of a wave are written at once in the order of their hashes, and change in place only.
    """

    __bind_key__ = REGISTER
    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("wave_id", "serial"),
        CheckConstraint("state IN ('open', 'used', 'void')", name="ck_invitation_state"),
        CheckConstraint("reported IN ('open', 'used', 'void')", name="ck_invitation_reported"),
        CheckConstraint("kind IN ('letter', 'reserve')", name="ck_invitation_kind"),
        CheckConstraint("serial >= 1", name="ck_invitation_serial"),
        CheckConstraint("length(claim) = 32", name="ck_invitation_claim"),
        {"sqlite_with_rowid": False},
    )

    #: HMAC-SHA256 of wave and code.
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    wave_id: Mapped[str] = mapped_column(String(22))
    #: Number in the county's list, from 1: what its mail merge knows the family by.
    serial: Mapped[int]
    #: Part of the county the letter goes to, as the county names it; empty for the whole.
    stratum: Mapped[str] = mapped_column(String(60), default="")
    #: letter: printed on one; reserve: given out by telephone in place of a void one.
    kind: Mapped[str] = mapped_column(String(7), default="letter")
    state: Mapped[str] = mapped_column(String(4), default="open")
    #: The state as staff may see it: as it was when the last batch was opened.
    reported: Mapped[str] = mapped_column(String(4), default="open")
    #: SHA-256 of the claim that used the code: lets the same page try again, and no other.
    claim: Mapped[bytes] = mapped_column(LargeBinary(32), default=NO_CLAIM)


class Issuer(Row):
    """The key that signs blinded tokens of one stratum of a wave; its signature says the stratum."""

    __bind_key__ = REGISTER
    __tablename__ = "issuer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    wave_id: Mapped[str] = mapped_column(String(22), primary_key=True)
    stratum: Mapped[str] = mapped_column(String(60), primary_key=True)
    #: RSA-2048 public key (DER, SubjectPublicKeyInfo).
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    #: The private key (DER, PKCS 8), sealed with the installation's key.
    private_key: Mapped[bytes] = mapped_column(LargeBinary)
