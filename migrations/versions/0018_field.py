"""Let staff plan whom they ask, and let surveys of family centres go on by themselves.

Why: how many letters a part of the county gets decides what can be said of it afterwards, so the plan is
kept with the wave; and a survey that families meet whenever they register a child has no last day.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Make the three tables."""
    if store != "main":
        return
    op.create_table(
        "sample_plan",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("allocation", sa.String(length=12), nullable=False),
        sa.Column("small_parts", sa.String(length=5), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("is_finite", sa.Boolean(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.CheckConstraint("letters >= 1", name="ck_sample_plan_letters"),
        sa.CheckConstraint("rate BETWEEN 1 AND 100", name="ck_sample_plan_rate"),
        sa.CheckConstraint("share BETWEEN 1 AND 99", name="ck_sample_plan_share"),
        sa.CheckConstraint("width IS NULL OR width BETWEEN 1 AND 49", name="ck_sample_plan_width"),
        sa.CheckConstraint(
            "allocation IN ('proportional', 'root', 'equal')", name="ck_sample_plan_allocation"
        ),
        sa.CheckConstraint("small_parts IN ('join', 'raise')", name="ck_sample_plan_small_parts"),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.PrimaryKeyConstraint("wave_id"),
    )
    op.create_table(
        "planned_stratum",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("families", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.CheckConstraint("families >= 1", name="ck_planned_stratum_families"),
        sa.CheckConstraint(
            "rate IS NULL OR rate BETWEEN 1 AND 100", name="ck_planned_stratum_rate"
        ),
        sa.CheckConstraint("letters BETWEEN 0 AND families", name="ck_planned_stratum_letters"),
        sa.ForeignKeyConstraint(["wave_id"], ["sample_plan.wave_id"]),
        sa.PrimaryKeyConstraint("wave_id", "code"),
    )
    op.create_table(
        "rolling_survey",
        sa.Column("survey_id", sa.String(length=22), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.CheckConstraint("months IN (3, 6, 12)", name="ck_rolling_survey_months"),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"]),
        sa.PrimaryKeyConstraint("survey_id"),
    )
