"""Let staff be more than heads and planners.

Why: whoever translates, keeps one family centre, or protects data needs an account that shows no more than
that; until now everybody who was to see anything could change the inventory.
"""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ROLES = (
    "role IN ('admin', 'designer', 'field', 'planner', 'translator', 'facility', 'officer', "
    "'council', 'state', 'operator')"
)


def upgrade(store: str) -> None:
    """Allow all roles."""
    if store != "main":
        return
    with op.batch_alter_table("staff") as staff:
        staff.drop_constraint("ck_staff_role", type_="check")
        staff.create_check_constraint("ck_staff_role", ROLES)
