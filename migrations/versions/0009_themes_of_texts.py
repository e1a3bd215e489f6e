"""Let people give free texts themes, and counties say which themes there are.

Why: what families write could be read and quoted, and never counted. What a person gave a text lies in
the urn beside it, so that whatever deletes the text deletes this too.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade(store: str) -> None:
    """Make the tables of one store; the register has none."""
    {"main": _main, "register": _nothing, "urn": _urn}[store]()


def _nothing() -> None:
    """Change nothing."""


def _main() -> None:
    op.create_table(
        "theme",
        sa.Column("survey_id", sa.String(length=22), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("explanation", sa.String(length=500), nullable=False),
        sa.Column("stems", JSON, nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"]),
        sa.PrimaryKeyConstraint("survey_id", "question", "code"),
    )
    op.create_table(
        "coder",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("look", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("look IN (1, 2)", name="ck_coder_look"),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.PrimaryKeyConstraint("wave_id", "question", "staff_id"),
    )


def _urn() -> None:
    op.create_table(
        "text_code",
        sa.Column("text_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("look", sa.SmallInteger(), nullable=False),
        sa.Column("themes", JSON, nullable=False),
        sa.CheckConstraint("look IN (1, 2, 3)", name="ck_text_code_look"),
        sa.ForeignKeyConstraint(
            ["text_id"], ["text_answer.id"], name="fk_text_code_text", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("text_id", "look"),
        sqlite_with_rowid=False,
    )
