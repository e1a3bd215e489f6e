"""${message}

Why: (write what hurt without this revision)
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade(store: str) -> None:
    {"main": _main, "register": _register, "urn": _urn}[store]()

% for store in ("main", "register", "urn"):

def _${store}() -> None:
    ${context.get(f"{store}_upgrades", "pass")}

% endfor
