"""Let sheets of paper be keyed twice before they count.

Why: what one person types once is wrong here and there, and nobody can ask the family again. Between
the two entries a sheet lies sealed in the urn, without account, number or day beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Make the table."""
    if store != "urn":
        return
    op.create_table(
        "keyed_sheet",
        sa.Column("id", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name="ck_keyed_sheet_id"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_keyed_sheet_wave_id", "keyed_sheet", ["wave_id"], unique=False)
