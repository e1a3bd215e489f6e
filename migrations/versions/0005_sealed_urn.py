"""Seal ballots until enough lie together, and give letters, quotations and deletions their tables.

Why: a response that is readable as soon as it arrives can be told apart from the others by when it
came. The register gets rows that never change their size, and no state before its border.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade(store: str) -> None:
    """Change the one store; each has its own part."""
    {"main": _main, "register": _register, "urn": _urn}[store]()


def _main() -> None:
    op.add_column("wave", sa.Column("listed_on", sa.Date(), nullable=True))
    op.add_column("wave", sa.Column("burst_on", sa.Date(), nullable=True))
    op.create_table(
        "recovery_key",
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(public_key) = 32", name="ck_recovery_key"),
        sa.PrimaryKeyConstraint("county_ags"),
    )
    op.create_table(
        "quote",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("approved_by", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.ForeignKeyConstraint(["approved_by"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_quote_wave_id", "quote", ["wave_id"], unique=False)
    op.create_table(
        "retention_rule",
        sa.Column("survey_id", sa.String(length=22), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("months", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("months BETWEEN 0 AND 120", name="ck_retention_rule_months"),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"]),
        sa.PrimaryKeyConstraint("survey_id", "subject"),
    )
    op.create_table(
        "deletion",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry", JSON, nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_deletion_number"),
        sa.PrimaryKeyConstraint("number"),
    )


def _register() -> None:
    """Make the invitations anew: those from before get serials in the order of their hashes."""
    op.execute("CREATE TEMPORARY TABLE old_invitation AS SELECT * FROM invitation")
    op.drop_table("invitation")
    op.create_table(
        "invitation",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=4), nullable=False),
        sa.Column("reported", sa.String(length=4), nullable=False),
        sa.Column("claim", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("state IN ('open', 'used', 'void')", name="ck_invitation_state"),
        sa.CheckConstraint("reported IN ('open', 'used', 'void')", name="ck_invitation_reported"),
        sa.CheckConstraint("kind IN ('letter', 'reserve')", name="ck_invitation_kind"),
        sa.CheckConstraint("serial >= 1", name="ck_invitation_serial"),
        sa.CheckConstraint("length(claim) = 32", name="ck_invitation_claim"),
        sa.PrimaryKeyConstraint("code_hash"),
        sa.UniqueConstraint("wave_id", "serial"),
        sqlite_with_rowid=False,
    )
    nobody = "X'" + "00" * 32 + "'"
    if op.get_bind().dialect.name == "postgresql":
        nobody = "decode(repeat('00', 32), 'hex')"
    op.execute(
        "INSERT INTO invitation "  # noqa: S608 - a constant
        "(code_hash, wave_id, serial, stratum, kind, state, reported, claim) "
        "SELECT code_hash, wave_id, row_number() OVER (PARTITION BY wave_id ORDER BY code_hash), "
        f"'', 'letter', state, state, coalesce(claim, {nobody}) "
        "FROM old_invitation ORDER BY code_hash"
    )
    op.drop_table("old_invitation")
    op.create_table(
        "issuer",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("stratum", sa.String(length=60), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("private_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("wave_id", "stratum"),
        sqlite_with_rowid=False,
    )


def _urn() -> None:
    """Add what seals ballots; responses from before stay as they are."""
    with op.batch_alter_table("response") as response:
        response.add_column(
            sa.Column("stratum", sa.String(length=60), nullable=False, server_default="")
        )
        response.add_column(sa.Column("receipt_hash", sa.LargeBinary(length=32), nullable=True))
        response.create_unique_constraint("uq_response_receipt_hash", ["receipt_hash"])
    with op.batch_alter_table("response") as response:
        response.alter_column("stratum", server_default=None)
    with op.batch_alter_table("text_answer") as text:
        text.add_column(sa.Column("receipt_hash", sa.LargeBinary(length=32), nullable=True))
        text.create_unique_constraint("uq_text_answer_receipt_hash", ["receipt_hash"])
    op.create_table(
        "batch",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("escrow", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("length(id) = 16", name="ck_batch_id"),
        sa.CheckConstraint("length(public_key) = 32", name="ck_batch_public_key"),
        sa.CheckConstraint("counted % 10 = 0", name="ck_batch_counted"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("wave_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sealed_ballot",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("batch_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(token_hash) = 32", name="ck_sealed_ballot_token"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.PrimaryKeyConstraint("token_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sealed_ballot_batch_id", "sealed_ballot", ["batch_id"], unique=False)
    op.create_table(
        "spent_token",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("length(token_hash) = 32", name="ck_spent_token_hash"),
        sa.CheckConstraint("length(tag) = 32", name="ck_spent_token_tag"),
        sa.PrimaryKeyConstraint("token_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_spent_token_wave_id", "spent_token", ["wave_id"], unique=False)
    op.create_table(
        "withdrawal",
        sa.Column("receipt_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("length(receipt_hash) = 32", name="ck_withdrawal_receipt"),
        sa.PrimaryKeyConstraint("receipt_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_withdrawal_wave_id", "withdrawal", ["wave_id"], unique=False)
