"""Keep for each translation in a draft the German wording it was made from.

Why: when the German changed, nobody could tell which translations still said the old thing, nor what it
had been. Drafts that are there already begin without entries: what stands there counts as fitting until
one side of it changes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Make the table."""
    if store != "main":
        return
    op.create_table(
        "translation_origin",
        sa.Column("draft_id", sa.String(length=22), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("said", sa.String(length=64), nullable=False),
        sa.Column("made_from", sa.String(length=64), nullable=False),
        sa.Column("german", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(said) = 64", name="ck_translation_origin_said"),
        sa.CheckConstraint("length(made_from) = 64", name="ck_translation_origin_made_from"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft_questionnaire.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("draft_id", "language", "key", "said", "made_from"),
    )
