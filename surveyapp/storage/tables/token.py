"""Access of programs to what a county lets them read."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import Row


class ApiToken(Row):
    """One token: kept as a keyed hash, bound to a county, to what it may read and to a last day."""

    __tablename__ = "api_token"
    __table_args__ = (
        UniqueConstraint("hash"),
        CheckConstraint("length(name) >= 1", name="ck_api_token_name"),
        CheckConstraint("length(hash) = 64", name="ck_api_token_hash"),
        CheckConstraint("until >= made_on", name="ck_api_token_until"),
        CheckConstraint("revoked_on >= made_on", name="ck_api_token_revoked"),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    #: What the county calls the program.
    name: Mapped[str] = mapped_column(String(80))
    #: HMAC-SHA-256 of the token, hexadecimal.
    hash: Mapped[str] = mapped_column(String(64))
    #: What it may read, see ``services.tokens.Scope``.
    scopes: Mapped[list[str]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    made_on: Mapped[date]
    #: Last day it may be used.
    until: Mapped[date]
    #: Day of its last use; empty before the first.
    used_on: Mapped[date | None]
    #: Day it was blocked; empty where it was not.
    revoked_on: Mapped[date | None]
