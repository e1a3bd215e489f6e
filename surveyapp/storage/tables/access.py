"""How staff come in: sessions, passkeys, codes of an app, spare codes, invitations, open questions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, ForeignKeyConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.access.roles import Role
from surveyapp.storage.db import Row

_ROLES = ", ".join(f"'{role}'" for role in Role)


def _staff() -> Mapped[str]:
    """Return a column that points to an account and goes with it."""
    return mapped_column(String(22), ForeignKey("staff.id", ondelete="CASCADE"), index=True)


class StaffSession(Row):
    """One browser somebody signed in with; the browser holds a random id, this row its hash."""

    __tablename__ = "staff_session"
    __table_args__ = (
        CheckConstraint("length(id_hash) = 32", name="ck_staff_session_hash"),
        CheckConstraint("stage IN ('half', 'bare', 'whole')", name="ck_staff_session_stage"),
        CheckConstraint("way IN ('password', 'passkey', 'provider')", name="ck_staff_session_way"),
        CheckConstraint("seen >= began AND proven >= began", name="ck_staff_session_times"),
    )

    #: SHA-256 of 32 random bytes.
    id_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    staff_id: Mapped[str] = _staff()
    #: Minutes since 1970: the sign-in, the newest page, the newest proof of who it is.
    began: Mapped[int]
    seen: Mapped[int]
    proven: Mapped[int]
    #: half: the second factor is still to come; bare: one has to be set up first; whole: signed in.
    stage: Mapped[str] = mapped_column(String(5))
    #: With what it began.
    way: Mapped[str] = mapped_column(String(8))


class Passkey(Row):
    """A public key whose private half a device of one account keeps."""

    __tablename__ = "staff_passkey"
    __table_args__ = (
        CheckConstraint("length(name) >= 1", name="ck_staff_passkey_name"),
        CheckConstraint("sign_count >= 0", name="ck_staff_passkey_count"),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    staff_id: Mapped[str] = _staff()
    #: What the device calls the key, chosen by it.
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    #: COSE encoding.
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    made_on: Mapped[date] = mapped_column(Date)
    used_on: Mapped[date | None] = mapped_column(Date)


class CodeApp(Row):
    """The secret an account shares with an app that shows codes (TOTP)."""

    __tablename__ = "staff_code_app"
    __table_args__ = (CheckConstraint("last_step >= 0", name="ck_staff_code_app_step"),)

    staff_id: Mapped[str] = mapped_column(
        String(22), ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )
    #: Sealed with a key of the installation, for this account only.
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    #: The newest step of 30 seconds whose code was used; it and all before count no more.
    last_step: Mapped[int]
    made_on: Mapped[date] = mapped_column(Date)


class SpareCode(Row):
    """A code for the day on which passkey and app are out of reach; each counts once."""

    __tablename__ = "staff_spare_code"
    __table_args__ = (CheckConstraint("length(code_hash) = 32", name="ck_staff_spare_code_hash"),)

    #: HMAC-SHA256 of account and code.
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    staff_id: Mapped[str] = _staff()


class StaffInvitation(Row):
    """A link with which somebody makes an account, or opens one anew (``staff_id``)."""

    __tablename__ = "staff_invitation"
    __table_args__ = (
        CheckConstraint("length(secret_hash) = 32", name="ck_staff_invitation_hash"),
        CheckConstraint(f"role IN ({_ROLES})", name="ck_staff_invitation_role"),
        CheckConstraint(
            "(role = 'facility') = (place_id IS NOT NULL)", name="ck_staff_invitation_place"
        ),
        ForeignKeyConstraint(
            ["place_id", "county_ags"],
            ["place.id", "place.county_ags"],
            name="fk_staff_invitation_place_of_county",
        ),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    #: SHA-256 of 32 random bytes in the link.
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    place_id: Mapped[int | None]
    staff_id: Mapped[str | None] = mapped_column(
        String(22), ForeignKey("staff.id", ondelete="CASCADE"), index=True
    )
    invited_by: Mapped[str] = mapped_column(
        String(22), ForeignKey("staff.id", ondelete="CASCADE"), index=True
    )
    #: The last minute since 1970 in which the link opens.
    until: Mapped[int]


class OpenQuestion(Row):
    """What the server asked a browser and waits to hear once: a challenge, or a state of a sign-in.

    It belongs to nobody: most are asked before anybody has signed in.
    """

    __tablename__ = "staff_open_question"
    __table_args__ = (CheckConstraint("length(key_hash) = 32", name="ck_staff_open_question_hash"),)

    #: SHA-256 of kind and 32 random bytes that the browser holds.
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    #: Sealed with a key of the installation.
    content: Mapped[bytes] = mapped_column(LargeBinary)
    #: The last minute since 1970 in which an answer counts.
    until: Mapped[int] = mapped_column(index=True)
