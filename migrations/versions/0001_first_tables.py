"""Make the first tables of the three stores.

Why: nothing was kept before. The CHECK constraints carry promises to families (no day of receipt, a
code is claimed exactly when it is used), so a test compares them with what the code declares.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Make the tables of one store, referred ones first."""
    for make_table in TABLES[store]:
        make_table()


def _facility_type() -> None:
    op.create_table(
        "facility_type",
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("life_stages", sa.JSON(), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_to", sa.Integer(), nullable=True),
        sa.Column("reach_km", sa.Double(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("county_ags", "code"),
    )


def _place() -> None:
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("carrier", sa.String(length=200), nullable=False),
        sa.Column("municipality_ags", sa.String(length=8), nullable=True),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("position_quality", sa.String(length=12), nullable=False),
        sa.Column("steps_free", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "position_quality IN ('ok', 'near_border', 'mismatch', 'unknown')",
            name="ck_place_position",
        ),
        sa.CheckConstraint(
            "steps_free IN ('yes', 'partial', 'no', 'unknown')", name="ck_place_steps_free"
        ),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name="ck_place_lat"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name="ck_place_lon"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="ck_place_validity"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("county_ags", "key"),
    )
    op.create_index("ix_place_county_ags", "place", ["county_ags"], unique=False)


def _planning_area() -> None:
    op.create_table(
        "planning_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="ck_area_validity"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("county_ags", "code", "valid_from"),
    )
    op.create_index("ix_planning_area_county_ags", "planning_area", ["county_ags"], unique=False)


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("role IN ('admin', 'planner')", name="ck_staff_role"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )
    op.create_index("ix_staff_county_ags", "staff", ["county_ags"], unique=False)


def _survey() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("questionnaire", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_index("ix_survey_county_ags", "survey", ["county_ags"], unique=False)


def _capacity() -> None:
    op.create_table(
        "capacity",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("age_group", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key_date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('approved', 'usable', 'taken')", name="ck_capacity_kind"),
        sa.CheckConstraint("number >= 0", name="ck_capacity_number"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("place_id", "age_group", "kind", "key_date"),
    )


def _offer() -> None:
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("county_ags", sa.String(length=5), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("carrier", sa.String(length=200), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("prevention_level", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "prevention_level IN ('universal', 'selective', 'indicated')", name="ck_offer_level"
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="ck_offer_validity"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("county_ags", "key"),
    )
    op.create_index("ix_offer_county_ags", "offer", ["county_ags"], unique=False)


def _planning_area_member() -> None:
    op.create_table(
        "planning_area_member",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("municipality_ags", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["planning_area.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("area_id", "municipality_ags"),
    )


def _wave() -> None:
    op.create_table(
        "wave",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("survey_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document_hash", sa.String(length=64), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sampling", sa.String(length=10), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=True),
        sa.Column("is_simulated", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint(
            "(sampling = 'open') = (invited IS NULL)", name="ck_wave_invited_only_with_codes"
        ),
        sa.CheckConstraint("sampling IN ('all', 'random', 'open')", name="ck_wave_sampling"),
        sa.CheckConstraint("state IN ('planned', 'open', 'closed')", name="ck_wave_state"),
        sa.CheckConstraint("closes_on >= opens_on", name="ck_wave_dates"),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["survey.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("survey_id", "number"),
    )
    op.create_index(
        "ix_wave_only_one_open",
        "wave",
        ["survey_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_wave_survey_id", "wave", ["survey_id"], unique=False)


def _offer_code() -> None:
    op.create_table(
        "offer_code",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("list", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "list IN ('life_stage', 'field', 'target_group', 'language', 'area')",
            name="ck_offer_code_list",
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("offer_id", "list", "code"),
    )


def _release() -> None:
    op.create_table(
        "release",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("protocol", sa.JSON(), nullable=False),
        sa.CheckConstraint("state IN ('running', 'done', 'failed')", name="ck_release_state"),
        sa.ForeignKeyConstraint(
            ["wave_id"],
            ["wave.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("wave_id", "number"),
    )
    op.create_index("ix_release_wave_id", "release", ["wave_id"], unique=False)


def _release_cell() -> None:
    op.create_table(
        "release_cell",
        sa.Column("release_id", sa.String(length=22), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("view", sa.String(length=80), nullable=False),
        sa.Column("group", sa.String(length=80), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("flag", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(value IS NULL) = (flag = 'too_few')", name="ck_cell_value_unless_too_few"
        ),
        sa.CheckConstraint(
            "value IS NULL OR low IS NULL OR (low <= value AND value <= high)",
            name="ck_cell_interval_holds_value",
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "measure", "topic", "view", "group", "category"),
    )
    op.create_index("ix_release_cell_page", "release_cell", ["release_id", "view", "topic"])


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("claim", sa.LargeBinary(length=32), nullable=True),
        sa.CheckConstraint("(claim IS NULL) = (state <> 'used')", name="ck_invitation_claim"),
        sa.CheckConstraint("state IN ('open', 'used', 'void')", name="ck_invitation_state"),
        sa.PrimaryKeyConstraint("code_hash"),
        sqlite_with_rowid=False,
    )


def _response() -> None:
    op.create_table(
        "response",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("received_year", sa.Integer(), nullable=False),
        sa.Column("received_month", sa.Integer(), nullable=False),
        sa.Column(
            "document", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.CheckConstraint("mode IN ('web', 'paper', 'assisted')", name="ck_response_mode"),
        sa.CheckConstraint("received_month BETWEEN 1 AND 12", name="ck_response_month"),
        sa.CheckConstraint("received_year BETWEEN 2020 AND 2100", name="ck_response_year"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_response_wave_id", "response", ["wave_id"], unique=False)


def _text_answer() -> None:
    op.create_table(
        "text_answer",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_text_answer_wave_id", "text_answer", ["wave_id"], unique=False)


TABLES = {
    "main": (
        _facility_type,
        _place,
        _planning_area,
        _staff,
        _survey,
        _capacity,
        _offer,
        _planning_area_member,
        _wave,
        _offer_code,
        _release,
        _release_cell,
    ),
    "register": (_invitation,),
    "urn": (
        _response,
        _text_answer,
    ),
}
