"""People of a county who sign in."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.access.roles import Role
from surveyapp.storage.db import Row

_ROLES = ", ".join(f"'{role}'" for role in Role)


class Staff(Row):
    """One staff account; the county it belongs to bounds everything it may see."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint(f"role IN ({_ROLES})", name="ck_staff_role"),
        # Who keeps one facility is bound to one of the own county; nobody else is to any.
        CheckConstraint("(role = 'facility') = (place_id IS NOT NULL)", name="ck_staff_place"),
        ForeignKeyConstraint(
            ["place_id", "county_ags"],
            ["place.id", "place.county_ags"],
            name="fk_staff_place_of_county",
        ),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    #: argon2id hash in its own encoding; none where one signs in with a passkey or at the county.
    password_hash: Mapped[str | None] = mapped_column(String(200))
    #: The facility an account of the role ``facility`` keeps.
    place_id: Mapped[int | None]
    is_active: Mapped[bool] = mapped_column(default=True)
