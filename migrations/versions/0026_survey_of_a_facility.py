"""Let a survey belong to one facility of the county.

Why: a family centre asks its own parents, and whoever keeps the centre is to see how that goes without
seeing any other survey; until now every survey was the whole county's.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade(store: str) -> None:
    """Name the facility; surveys that are there already stay the county's."""
    if store != "main":
        return
    with op.batch_alter_table("survey") as survey:
        survey.add_column(sa.Column("place_id", sa.Integer(), nullable=True))
        survey.create_foreign_key(
            "fk_survey_place_of_county", "place", ["place_id", "county_ags"], ["id", "county_ags"]
        )
