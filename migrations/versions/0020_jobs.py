"""Let long work wait in a queue, be watched and ended, and keep its result.

Why: who pressed a button waited in front of a page without a sign of life, and whoever closed the page
lost what was made. A worker takes the work from this table, which is the queue itself.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('queued', 'running')")


def upgrade(store: str) -> None:
    """Make the table."""
    if store != "main":
        return
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("page", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("worker", sa.String(length=80), nullable=False),
        sa.Column("is_cancel_wanted", sa.Boolean(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="ck_job_state"
        ),
        sa.CheckConstraint(
            "state <> 'running' OR (started_at IS NOT NULL AND seen_at IS NOT NULL)",
            name="ck_job_running",
        ),
        sa.CheckConstraint(
            "(state IN ('queued', 'running')) = (ended_at IS NULL)", name="ck_job_ended"
        ),
        sa.CheckConstraint("(state = 'failed') = (length(message) >= 1)", name="ck_job_message"),
        sa.CheckConstraint("done >= 0 AND done <= whole", name="ck_job_progress"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_job_county_ags", "job", ["county_ags"], unique=False)
    op.create_index("ix_job_queue", "job", ["state", "asked_at"], unique=False)
    op.create_index(
        "ix_job_open_once",
        "job",
        ["county_ags", "kind", "fingerprint"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
