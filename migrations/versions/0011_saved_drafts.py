"""Let families put a draft aside and go on later, also on another device.

Why: whoever was interrupted had to begin anew. What is kept lies sealed under a code that no store
knows, for fourteen days.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Make the table."""
    if store != "urn":
        return
    op.create_table(
        "saved_draft",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(code_hash) = 32", name="ck_saved_draft_code"),
        sa.CheckConstraint(
            "length(ciphertext) % 4096 = 28 AND length(ciphertext) BETWEEN 4124 AND 65564",
            name="ck_saved_draft_padded",
        ),
        sa.PrimaryKeyConstraint("code_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_saved_draft_wave_id", "saved_draft", ["wave_id"], unique=False)
