"""Keep who wants to be called back, in a table that knows nothing of answers.

Why: an e-mail address or telephone number may never stand beside answers, so families leave it with a
form of its own. The entry is sealed with the installation's key; of time only the month of deletion
is kept, and CHECK constraints say so.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Make the table in the main store."""
    if store != "main":
        return
    op.create_table(
        "contact_wish",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("survey_id", sa.String(length=22), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("consent_hash", sa.String(length=64), nullable=False),
        sa.Column("delete_year", sa.SmallInteger(), nullable=False),
        sa.Column("delete_month", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("length(id) = 16", name="ck_contact_wish_id"),
        sa.CheckConstraint("length(consent_hash) = 64", name="ck_contact_wish_consent"),
        sa.CheckConstraint("delete_month BETWEEN 1 AND 12", name="ck_contact_wish_month"),
        sa.CheckConstraint("delete_year BETWEEN 2020 AND 2100", name="ck_contact_wish_year"),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_contact_wish_survey_id", "contact_wish", ["survey_id"], unique=False)
