"""Give staff doors of their own: sessions that can be ended, passkeys, codes, invitations.

Why: a password alone opened everything, a session could not be ended from outside, and an account was made
by somebody who knew its password. Who keeps one facility is bound to it, so that no page has to ask which.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ROLES = (
    "role IN ('admin', 'designer', 'field', 'planner', 'translator', 'facility', 'officer', "
    "'council', 'state', 'operator')"
)
OF_A_PLACE = "(role = 'facility') = (place_id IS NOT NULL)"


def upgrade(store: str) -> None:
    """Bind accounts of facilities to their place, and make the tables of the doors."""
    if store != "main":
        return
    op.create_index("ix_place_of_county", "place", ["id", "county_ags"], unique=True)
    with op.batch_alter_table("staff") as staff:
        staff.alter_column("password_hash", existing_type=sa.String(length=200), nullable=True)
        staff.add_column(sa.Column("place_id", sa.Integer(), nullable=True))
        staff.create_check_constraint("ck_staff_place", OF_A_PLACE)
        staff.create_foreign_key(
            "fk_staff_place_of_county", "place", ["place_id", "county_ags"], ["id", "county_ags"]
        )
    _make_sessions()
    _make_factors()
    _make_invitations()


def _make_sessions() -> None:
    op.create_table(
        "staff_session",
        sa.Column("id_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("began", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("proven", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=5), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.CheckConstraint("length(id_hash) = 32", name="ck_staff_session_hash"),
        sa.CheckConstraint("stage IN ('half', 'bare', 'whole')", name="ck_staff_session_stage"),
        sa.CheckConstraint(
            "way IN ('password', 'passkey', 'provider')", name="ck_staff_session_way"
        ),
        sa.CheckConstraint("seen >= began AND proven >= began", name="ck_staff_session_times"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id_hash"),
    )
    op.create_index("ix_staff_session_staff_id", "staff_session", ["staff_id"], unique=False)
    op.create_table(
        "staff_open_question",
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(key_hash) = 32", name="ck_staff_open_question_hash"),
        sa.PrimaryKeyConstraint("key_hash"),
    )
    op.create_index("ix_staff_open_question_until", "staff_open_question", ["until"], unique=False)


def _make_factors() -> None:
    op.create_table(
        "staff_passkey",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(length=1023), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(name) >= 1", name="ck_staff_passkey_name"),
        sa.CheckConstraint("sign_count >= 0", name="ck_staff_passkey_count"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("credential_id"),
    )
    op.create_index("ix_staff_passkey_staff_id", "staff_passkey", ["staff_id"], unique=False)
    op.create_table(
        "staff_code_app",
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.CheckConstraint("last_step >= 0", name="ck_staff_code_app_step"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("staff_id"),
    )
    op.create_table(
        "staff_spare_code",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("length(code_hash) = 32", name="ck_staff_spare_code_hash"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_index("ix_staff_spare_code_staff_id", "staff_spare_code", ["staff_id"], unique=False)


def _make_invitations() -> None:
    op.create_table(
        "staff_invitation",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.String(length=22), nullable=True),
        sa.Column("invited_by", sa.String(length=22), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(secret_hash) = 32", name="ck_staff_invitation_hash"),
        sa.CheckConstraint(ROLES, name="ck_staff_invitation_role"),
        sa.CheckConstraint(OF_A_PLACE, name="ck_staff_invitation_place"),
        sa.ForeignKeyConstraint(
            ["place_id", "county_ags"],
            ["place.id", "place.county_ags"],
            name="fk_staff_invitation_place_of_county",
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["invited_by"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("secret_hash"),
    )
    for column in ("county_ags", "staff_id", "invited_by"):
        op.create_index(f"ix_staff_invitation_{column}", "staff_invitation", [column], unique=False)
