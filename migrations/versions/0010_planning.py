"""Let a county weigh what makes a need urgent, and keep scenarios of what it might build.

Why: planners compare several ways to close a gap before they propose one; until now every thought
needed a copy of the stock. Scenarios lie apart from the stock and never change it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Make the tables."""
    if store != "main":
        return
    op.create_table(
        "urgency_weights",
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("need", sa.Integer(), nullable=False),
        sa.Column("deprivation", sa.Integer(), nullable=False),
        sa.Column("distance", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "need BETWEEN 0 AND 10 AND deprivation BETWEEN 0 AND 10 AND distance BETWEEN 0 AND 10",
            name="ck_urgency_points",
        ),
        sa.CheckConstraint("need + deprivation + distance > 0", name="ck_urgency_some_points"),
        sa.PrimaryKeyConstraint("county_ags"),
    )
    op.create_table(
        "scenario",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("county_ags", "name"),
    )
    op.create_index("ix_scenario_county_ags", "scenario", ["county_ags"], unique=False)
    op.create_table(
        "scenario_change",
        sa.Column("scenario_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("place_key", sa.String(length=60), nullable=True),
        sa.Column("spot", sa.String(length=13), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('add', 'move', 'resize', 'close')", name="ck_scenario_change_kind"
        ),
        sa.CheckConstraint("(kind = 'add') = (place_key IS NULL)", name="ck_scenario_change_place"),
        sa.CheckConstraint(
            "(kind IN ('add', 'move')) = (spot IS NOT NULL)", name="ck_scenario_change_spot"
        ),
        sa.CheckConstraint(
            "kind NOT IN ('add', 'resize') OR places IS NOT NULL", name="ck_scenario_change_places"
        ),
        sa.CheckConstraint("kind <> 'close' OR places IS NULL", name="ck_scenario_change_close"),
        sa.CheckConstraint("places BETWEEN 0 AND 2000", name="ck_scenario_change_number"),
        sa.CheckConstraint("number >= 1", name="ck_scenario_change_order"),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenario.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("scenario_id", "number"),
    )
