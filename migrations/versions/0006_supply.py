"""Keep when places are open, which languages they speak, how far is near, and measured travel times.

Why: how far a family has to travel depends on roads, and on whether it walks or drives; a straight
line in kilometres says neither. Counties that had set a distance keep it and its figures: their kinds
of places stay measured in kilometres, with the one limit of twice the distance used so far.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Change the main store."""
    if store != "main":
        return
    _place()
    _facility_type()
    _travel()


def _place() -> None:
    """Add what a place tells of itself; of places from before nobody knows."""
    with op.batch_alter_table("place") as place:
        place.add_column(
            sa.Column("opening_hours", sa.String(length=400), nullable=False, server_default="")
        )
        place.add_column(
            sa.Column("in_holidays", sa.String(length=8), nullable=False, server_default="unknown")
        )
        place.add_column(sa.Column("languages", sa.JSON(), nullable=False, server_default="[]"))
        place.create_check_constraint(
            "ck_place_in_holidays", "in_holidays IN ('yes', 'no', 'unknown')"
        )
    with op.batch_alter_table("place") as place:
        for column in ("opening_hours", "in_holidays", "languages"):
            place.alter_column(column, server_default=None)


def _facility_type() -> None:
    """Add what counts as near, in the way the figures were made until now."""
    with op.batch_alter_table("facility_type") as kind:
        kind.add_column(sa.Column("mode", sa.String(length=5), nullable=True))
        kind.add_column(sa.Column("reach_minutes", sa.Double(), nullable=True))
        kind.add_column(sa.Column("catchment", sa.String(length=8), nullable=True))
        for zone in ("zone_near", "zone_middle", "zone_far"):
            kind.add_column(sa.Column(zone, sa.Double(), nullable=True))
    op.execute(
        "UPDATE facility_type SET mode = 'drive', catchment = '2sfca', zone_near = reach_km, "
        "zone_middle = 1.5 * reach_km, zone_far = 2 * reach_km"
    )
    with op.batch_alter_table("facility_type") as kind:
        for column in ("mode", "catchment", "zone_near", "zone_middle", "zone_far"):
            kind.alter_column(column, nullable=False)
        kind.create_check_constraint("ck_facility_type_mode", "mode IN ('walk', 'drive')")
        kind.create_check_constraint("ck_facility_type_reach", "reach_minutes > 0")
        kind.create_check_constraint(
            "ck_facility_type_catchment", "catchment IN ('2sfca', 'e2sfca', 'gaussian')"
        )
        kind.create_check_constraint(
            "ck_facility_type_zones",
            "0 < zone_near AND zone_near < zone_middle AND zone_middle < zone_far",
        )


def _travel() -> None:
    op.create_table(
        "travel_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("mode", sa.String(length=5), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.CheckConstraint("mode IN ('walk', 'drive')", name="ck_travel_table_mode"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_travel_table_county_ags", "travel_table", ["county_ags"], unique=False)
    op.create_table(
        "travel_time",
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("minutes", sa.Double(), nullable=False),
        sa.CheckConstraint("minutes >= 0", name="ck_travel_time_minutes"),
        sa.ForeignKeyConstraint(["table_id"], ["travel_table.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("table_id", "place_id", "origin"),
    )
    op.create_index("ix_travel_time_place_id", "travel_time", ["place_id"], unique=False)
