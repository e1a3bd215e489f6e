"""Keep who of the staff did what, so that nobody can change it afterwards.

Why: codes, releases and deletions are decided by people, and a county must be able to show who decided;
without a chain and triggers an entry that nobody likes would simply be gone.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

REFUSAL = "the audit log is append-only; entries go a year later, by surveyapp retain"
CUT = "COALESCE((SELECT cut_number FROM audit_chain WHERE county_ags = OLD.county_ags), 0)"
BACK = "NEW.cut_number < OLD.cut_number OR NEW.last_number < OLD.last_number"

SQLITE = {
    "audit_entry_no_update": "UPDATE ON audit_entry",
    "audit_entry_no_delete": f"DELETE ON audit_entry WHEN OLD.number > {CUT}",
    "audit_chain_no_way_back": f"UPDATE ON audit_chain WHEN {BACK}",
    "audit_chain_no_delete": "DELETE ON audit_chain",
}
POSTGRESQL = {
    "audit_entry": f"IF TG_OP = 'DELETE' THEN IF OLD.number <= {CUT} THEN RETURN OLD; END IF; END IF;",
    "audit_chain": f"IF TG_OP = 'UPDATE' THEN IF NOT ({BACK}) THEN RETURN NEW; END IF; END IF;",
}


def upgrade(store: str) -> None:
    """Make the log, and let the database itself refuse to change it."""
    if store != "main":
        return
    _make_tables()
    statements = _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        op.execute(statement)


def _make_tables() -> None:
    op.create_table(
        "audit_chain",
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("cut_number", sa.Integer(), nullable=False),
        sa.Column("cut_hash", sa.String(length=64), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("cut_number BETWEEN 0 AND last_number", name="ck_audit_chain_ends"),
        sa.CheckConstraint(
            "length(cut_hash) = 64 AND length(last_hash) = 64", name="ck_audit_chain_hashes"
        ),
        sa.PrimaryKeyConstraint("county_ags"),
    )
    op.create_table(
        "audit_entry",
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=17), nullable=False),
        sa.Column("actor_id", sa.String(length=22), nullable=False),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_audit_entry_number"),
        sa.CheckConstraint("length(at) = 17", name="ck_audit_entry_at"),
        sa.CheckConstraint("length(hash) = 64", name="ck_audit_entry_hash"),
        sa.PrimaryKeyConstraint("county_ags", "number"),
    )


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {what} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, what in SQLITE.items()
    ]


def _postgresql() -> list[str]:
    return [
        statement
        for table, allowed in POSTGRESQL.items()
        for statement in (
            (
                f"CREATE OR REPLACE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {allowed} RAISE EXCEPTION '{REFUSAL}'; END $$"
            ),
            (
                f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW "
                f"EXECUTE FUNCTION {table}_stays()"
            ),
            (
                f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
                f"EXECUTE FUNCTION {table}_stays()"
            ),
        )
    ]
