"""Let several people work on one draft: every change is kept, discussed and signed off.

Why: a draft was one text that the last one to save decided. Staff of a county design a questionnaire
together, over weeks; nobody's work may be lost, and a second person agrees before families are asked.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _draft() -> sa.Column[str]:
    return sa.Column(
        "draft_id",
        sa.String(length=22),
        sa.ForeignKey("draft_questionnaire.id", ondelete="CASCADE"),
        nullable=False,
    )


def _signed() -> tuple[sa.Column[str], sa.Column[str], sa.Column[object]]:
    return (
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )


def upgrade(store: str) -> None:
    """Let drafts have revisions, and make the tables of revisions, remarks and agreements."""
    if store != "main":
        return
    number = sa.Column("revision", sa.Integer(), nullable=False, server_default="0")
    op.add_column("draft_questionnaire", number)
    op.create_table(
        "draft_revision",
        _draft(),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("deed", sa.String(length=8), nullable=False),
        sa.Column("of", sa.Integer(), nullable=True),
        *_signed(),
        sa.Column("edits", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "deed IN ('start', 'edit', 'undo', 'redo', 'return', 'resolve')",
            name="ck_draft_revision_deed",
        ),
        sa.CheckConstraint("number >= 0", name="ck_draft_revision_number"),
        sa.PrimaryKeyConstraint("draft_id", "number"),
    )
    op.create_table(
        "draft_remark",
        sa.Column("id", sa.String(length=22), nullable=False),
        _draft(),
        sa.Column("thread_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        *_signed(),
        sa.Column("is_resolved", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_draft_remark_draft_id", "draft_remark", ["draft_id"], unique=False)
    op.create_table(
        "draft_sign_off",
        _draft(),
        sa.Column("revision", sa.Integer(), nullable=False),
        *_signed(),
        sa.PrimaryKeyConstraint("draft_id"),
    )
