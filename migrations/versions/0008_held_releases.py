"""Hold releases that would reveal somebody, hide figures that say nothing, keep special analyses.

Why: a release that gave a family away used to leave out what leaked and say so in its protocol only;
now it waits until somebody decides. A figure whose interval covers half of the scale is not shown any
more. Planners may ask for single further tables, and every one of them is written down.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATES = "state IN ('running', 'done', 'failed', 'held')"
HIDDEN = "(value IS NULL) = (flag IN ('too_few', 'unreliable'))"


def upgrade(store: str) -> None:
    """Change the checks and make the tables."""
    if store != "main":
        return
    with op.batch_alter_table("release") as release:
        release.drop_constraint("ck_release_state", type_="check")
        release.create_check_constraint("ck_release_state", STATES)
    with op.batch_alter_table("release_cell") as cell:
        cell.drop_constraint("ck_cell_value_unless_too_few", type_="check")
        cell.create_check_constraint("ck_cell_value_unless_hidden", HIDDEN)
    _special_analysis()
    _special_cell()


def _special_analysis() -> None:
    op.create_table(
        "special_analysis",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("first", sa.String(length=80), nullable=False),
        sa.Column("second", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_by", sa.String(length=22), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("protocol", sa.JSON(), nullable=False),
        sa.CheckConstraint("state IN ('running', 'done', 'failed')", name="ck_special_state"),
        sa.CheckConstraint("minimum >= 30", name="ck_special_minimum"),
        sa.CheckConstraint("length(reason) >= 10", name="ck_special_reason"),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("wave_id", "number"),
    )
    op.create_index("ix_special_analysis_wave_id", "special_analysis", ["wave_id"], unique=False)


def _special_cell() -> None:
    op.create_table(
        "special_cell",
        sa.Column("analysis_id", sa.String(length=22), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("view", sa.String(length=170), nullable=False),
        sa.Column("group", sa.String(length=130), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("flag", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(HIDDEN, name="ck_special_value_unless_hidden"),
        sa.CheckConstraint(
            "value IS NULL OR low IS NULL OR (low <= value AND value <= high)",
            name="ck_special_interval_holds_value",
        ),
        sa.CheckConstraint("n IS NULL OR n >= 30", name="ck_special_n"),
        sa.ForeignKeyConstraint(["analysis_id"], ["special_analysis.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("analysis_id", "measure", "topic", "view", "group", "category"),
    )
