"""Let a county keep questionnaires it has brought in and not published yet.

Why: until now a questionnaire came in by the command line only, as a file on the server. Staff bring
them in through a page now; what they decide to keep is theirs alone until it is published.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Make the table."""
    if store != "main":
        return
    op.create_table(
        "draft_questionnaire",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_draft_questionnaire_county_ags", "draft_questionnaire", ["county_ags"], unique=False
    )
