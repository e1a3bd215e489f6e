"""Let programs of a county read what it allows them, each with a token of its own.

Why: a county's portal and its planning tools copied figures from pages by hand. A token opens only what
is ticked, only for one county, only until a day, and can be blocked by itself.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Make the table."""
    if store != "main":
        return
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=22), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(name) >= 1", name="ck_api_token_name"),
        sa.CheckConstraint("length(hash) = 64", name="ck_api_token_hash"),
        sa.CheckConstraint("until >= made_on", name="ck_api_token_until"),
        sa.CheckConstraint("revoked_on >= made_on", name="ck_api_token_revoked"),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index("ix_api_token_county_ags", "api_token", ["county_ags"], unique=False)
