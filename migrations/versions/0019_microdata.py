"""Keep for whom treated rows of families were made.

Why: rows leave only for an office that is named, with a contract and an end; who took which file, and how
safe it was, has to be known as long as the office has it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Make the table."""
    if store != "main":
        return
    op.create_table("microdata_export", *_columns(), *_rules())
    op.create_index("ix_microdata_export_county_ags", "microdata_export", ["county_ags"])
    op.create_index("ix_microdata_export_wave_id", "microdata_export", ["wave_id"])


def _columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("legal_basis", sa.String(length=300), nullable=False),
        sa.Column("contract_on", sa.Date(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=22), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("fetched_by", sa.String(length=22), nullable=True),
        sa.Column("fetched_on", sa.Date(), nullable=True),
        sa.Column("deleted_on", sa.Date(), nullable=True),
    )


def _rules() -> tuple[sa.Constraint, ...]:
    checks = {
        "ck_microdata_state": "state IN ('running', 'ready', 'failed')",
        "ck_microdata_names_its_office": (
            "length(office) >= 1 AND length(address) >= 1 AND length(purpose) >= 1 "
            "AND length(legal_basis) >= 1"
        ),
        "ck_microdata_has_an_end": "keep_until > contract_on",
        "ck_microdata_ready": "(state = 'ready') = (length(sha256) = 64)",
        "ck_microdata_message": "state = 'failed' OR message = ''",
        "ck_microdata_fetched": "(fetched_by IS NULL) = (fetched_on IS NULL)",
        "ck_microdata_fetched_ready": "fetched_on IS NULL OR state = 'ready'",
        "ck_microdata_deleted": "deleted_on IS NULL OR state = 'ready'",
    }
    return (
        *(sa.CheckConstraint(rule, name=name) for name, rule in checks.items()),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"]),
        sa.ForeignKeyConstraint(["fetched_by"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("wave_id", "number", name="uq_microdata_number"),
    )
