"""Let a county keep questions to ask them again.

Why: good questions were copied from old questionnaires by hand; nobody could say where one came from,
what it had said before, and whether its answers can be compared.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Make the tables."""
    if store != "main":
        return
    op.create_table(
        "bank_item",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("origin", sa.String(length=100), nullable=False),
        sa.Column("question_id", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("remark", sa.String(length=1000), server_default="", nullable=False),
        sa.CheckConstraint("length(source) >= 1", name="ck_bank_item_source"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_bank_item_county_ags", "bank_item", ["county_ags"])
    origin = ["county_ags", "origin", "question_id"]
    op.create_index("ix_bank_item_origin", "bank_item", origin, unique=True)
    op.create_table(
        "bank_wording",
        sa.Column("item_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("taken_from", sa.String(length=250), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_bank_wording_number"),
        sa.ForeignKeyConstraint(["item_id"], ["bank_item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "number"),
    )
