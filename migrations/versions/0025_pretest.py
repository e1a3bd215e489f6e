"""Let testers try a questionnaire out by a link, apart from every survey.

Why: what testers answered on the real pages was lost, or would have had to be taken out of a wave again.
Three tables of their own in the main store: no path leads from them to the urn or the register.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Make the three tables."""
    if store != "main":
        return
    op.create_table(
        "pretest_link",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("secret", sa.String(length=43), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.CheckConstraint("made_on <= until", name="ck_pretest_link_days"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("secret"),
    )
    op.create_index("ix_pretest_link_county_ags", "pretest_link", ["county_ags"], unique=False)
    op.create_table(
        "pretest_answer",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("link_id", sa.String(length=22), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["pretest_link.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("link_id", "mark"),
    )
    op.create_table(
        "pretest_remark",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("link_id", sa.String(length=22), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("page", sa.String(length=60), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("length(words) >= 1", name="ck_pretest_remark_words"),
        sa.ForeignKeyConstraint(["link_id"], ["pretest_link.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("link_id", "mark"),
    )
