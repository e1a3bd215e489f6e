"""Keep how a wave was drawn, which totals its county gave, and what was decided for its weights.

Why: until now small categories were merged without asking anybody, only packaged totals could be
weighted to, and a wave whose letters were handed out by facilities passed for a random sample.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Change the main store only."""
    if store != "main":
        return
    with op.batch_alter_table("wave") as wave:
        wave.add_column(sa.Column("facilities", sa.Integer(), nullable=True))
        wave.drop_constraint("ck_wave_sampling", type_="check")
        wave.create_check_constraint(
            "ck_wave_sampling", "sampling IN ('all', 'random', 'cluster', 'open')"
        )
        wave.create_check_constraint(
            "ck_wave_facilities", "facilities IS NULL OR (sampling = 'cluster' AND facilities >= 1)"
        )
    _make_drawing()
    _make_margins()


def _make_drawing() -> None:
    op.create_table(
        "drawn_stratum",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("families", sa.Integer(), nullable=False),
        sa.CheckConstraint("letters >= 1", name="ck_drawn_stratum_letters"),
        sa.CheckConstraint("families >= letters", name="ck_drawn_stratum_families"),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.PrimaryKeyConstraint("wave_id", "name"),
    )
    op.create_table(
        "weighting_decision",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("margin", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("merged_into", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.PrimaryKeyConstraint("wave_id", "margin", "category", "merged_into"),
    )
    op.create_table(
        "weighting_overview",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("overview", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.PrimaryKeyConstraint("wave_id"),
    )


def _make_margins() -> None:
    op.create_table(
        "given_margin",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.PrimaryKeyConstraint("wave_id", "name"),
    )
    op.create_table(
        "given_total",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.CheckConstraint("number >= 1", name="ck_given_total_number"),
        sa.ForeignKeyConstraint(
            ["wave_id", "name"],
            ["given_margin.wave_id", "given_margin.name"],
            name="fk_given_total_margin",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("wave_id", "name", "category"),
    )
