"""Let a county keep its measures, and show families those that are decided.

Why: families hear nothing after a survey, and answer the next one less. What was decided stands beside
what they said, so a decision needs its date, and the database refuses one without.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Make the tables, and let a measure point to a survey of its own county only."""
    if store != "main":
        return
    op.create_index("ix_survey_of_county", "survey", ["id", "county_ags"], unique=True)
    _make_measures()
    op.create_table(
        "measure_subject",
        sa.Column("measure_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=13), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('topic', 'field', 'life_stage', 'facility_type')",
            name="ck_measure_subject_kind",
        ),
        sa.CheckConstraint("length(code) >= 1", name="ck_measure_subject_code"),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("measure_id", "kind", "code"),
    )
    op.create_table(
        "measure_translation",
        sa.Column("measure_id", sa.String(length=22), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("sentence", sa.String(length=400), nullable=False),
        sa.CheckConstraint("language <> 'de'", name="ck_measure_translation_language"),
        sa.CheckConstraint(
            "length(title) >= 1 AND length(sentence) >= 1", name="ck_measure_translation_has_words"
        ),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("measure_id", "language"),
    )


def _make_measures() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("survey_id", sa.String(length=22), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("sentence", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=40), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.String(length=22), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("changed_by", sa.String(length=22), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'resolved', 'under_way', 'done', 'dropped')",
            name="ck_measure_state",
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'dropped') OR (body IS NOT NULL AND decided_on IS NOT NULL)",
            name="ck_measure_resolved_by_somebody",
        ),
        sa.CheckConstraint(
            "state <> 'proposed' OR decided_on IS NULL", name="ck_measure_proposed_only"
        ),
        sa.CheckConstraint("(body IS NULL) = (decided_on IS NULL)", name="ck_measure_resolution"),
        sa.CheckConstraint(
            "decided_on IS NOT NULL OR (number = '' AND link = '')", name="ck_measure_reference"
        ),
        sa.CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="ck_measure_done"),
        sa.CheckConstraint("done_on >= decided_on", name="ck_measure_done_after_resolution"),
        sa.CheckConstraint(
            "length(title) >= 1 AND length(sentence) >= 1", name="ck_measure_has_words"
        ),
        sa.CheckConstraint("revision >= 1", name="ck_measure_revision"),
        sa.ForeignKeyConstraint(["changed_by"], ["staff.id"]),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"]),
        sa.ForeignKeyConstraint(
            ["survey_id", "county_ags"],
            ["survey.id", "survey.county_ags"],
            name="fk_measure_survey_of_county",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_measure_county_ags", "measure", ["county_ags"], unique=False)
    op.create_index("ix_measure_survey_id", "measure", ["survey_id"], unique=False)
