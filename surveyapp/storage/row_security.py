"""The second wall between counties: policies of PostgreSQL on every row that belongs to one.

A transaction that says whose it is (``storage.db.see_only``) reads and changes rows of that county only,
whatever its queries ask for. One that says nothing is the system's own: a family's page, a command, a
job. The state reads what other counties have released, and changes nothing of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, ForeignKeyConstraint, Table, inspect, text

from surveyapp.storage.db import db
from surveyapp.storage.tables import Release, ReleaseCell, Survey, Wave

SHARED = {
    "publication": "what was published is public, word for word, and every county may ask it",
    "staff_open_question": "asked of a browser before anybody is known; sealed, found by a random key",
    "deletion": "one signed log for the whole installation; pages show a survey's own sentences",
}
"""Tables of the main store that belong to no county, and why."""

WARNING = (
    "PostgreSQL does not keep the counties apart: the role of the main store is SUPERUSER or has BYPASSRLS. "
    "Give it neither; see docs/operating.md, PostgreSQL."
)

_COUNTY = "current_setting('surveyapp.county', true)"
_IS_SYSTEM = f"COALESCE({_COUNTY}, '') = ''"
_READS_RELEASED = "COALESCE(current_setting('surveyapp.released', true), '') = 'on'"


@dataclass(frozen=True, slots=True)
class Link:
    """The column of a table that leads to the row which says the county."""

    column: str
    parent: Table
    parent_column: str


def link_of(table: Table) -> Link | None:
    """Return the NOT NULL foreign key by which a table belongs to a county; None without one."""
    for constraint in sorted(table.foreign_key_constraints, key=_order):
        parent = constraint.referred_table
        if not constraint.columns[0].nullable and parent is not table and _leads_on(parent):
            element = constraint.elements[0]
            return Link(element.parent.name, parent, element.column.name)
    return None


def _order(constraint: ForeignKeyConstraint) -> tuple[bool, str]:
    """Sort who made a row behind what it belongs to."""
    return constraint.referred_table.name == "staff", constraint.columns[0].name


def _leads_on(table: Table) -> bool:
    return "county_ags" in table.columns or link_of(table) is not None


def condition(table: Table) -> str:
    """Return the condition that a row of a table is the county's."""
    if "county_ags" in table.columns:
        return f"county_ags = {_COUNTY}"
    link = link_of(table)
    if link is None:
        message = f"table {table.name} has no way to a county; add one, or say in SHARED why not"
        raise LookupError(message)
    inner = condition(link.parent)
    parent = link.parent.name
    return f"{link.column} IN (SELECT {link.parent_column} FROM {parent} WHERE {inner})"  # noqa: S608 - names of our own tables


def policies(table: Table) -> Iterator[str]:
    """Yield what keeps the rows of a table apart."""
    own = f"{_IS_SYSTEM} OR {condition(table)}"
    yield f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY"
    yield f"CREATE POLICY own_county ON {table.name} USING ({own}) WITH CHECK ({own})"
    released = _released().get(table.name)
    if released is not None:
        yield (
            f"CREATE POLICY released ON {table.name} FOR SELECT USING ({_READS_RELEASED}{released})"
        )


def _released() -> dict[str, str]:
    """Return which rows of other counties may be read with what they released."""
    done = "SELECT id FROM release WHERE state = 'done'"
    return {
        Survey.__tablename__: "",
        Wave.__tablename__: "",
        Release.__tablename__: " AND state = 'done'",
        ReleaseCell.__tablename__: f" AND release_id IN ({done})",
    }


def tables() -> tuple[Table, ...]:
    """Return the tables of the main store that belong to counties."""
    return tuple(each for each in db.metadatas[None].sorted_tables if each.name not in SHARED)


def raise_walls(connection: Connection) -> None:
    """Make the policies of every table that belongs to a county; those that are there already stay.

    Run after each upgrade, so that a new table is behind the wall before the first request reads it.
    """
    if connection.dialect.name != "postgresql":
        return
    there = set(inspect(connection).get_table_names())
    for table in tables():
        statements = tuple(policies(table))
        mark = hashlib.sha256("".join(statements).encode()).hexdigest()
        if table.name in there and _mark_of(connection, table) != mark:
            connection.execute(text(f"DROP POLICY IF EXISTS own_county ON {table.name}"))
            connection.execute(text(f"DROP POLICY IF EXISTS released ON {table.name}"))
            for statement in statements:
                connection.execute(text(statement))
            connection.execute(text(f"COMMENT ON POLICY own_county ON {table.name} IS '{mark}'"))


def _mark_of(connection: Connection, table: Table) -> str | None:
    """Return by what the policies of a table were made; None where it has none."""
    query = (
        "SELECT obj_description(pg_policy.oid, 'pg_policy') FROM pg_policy "
        "WHERE polname = 'own_county' AND polrelid = to_regclass(:name)"
    )
    mark: str | None = connection.scalar(text(query), {"name": table.name})
    return mark


def bypasses(engine: Engine) -> bool:
    """Say whether PostgreSQL lets our role past its policies, as it does with superusers."""
    if engine.dialect.name != "postgresql":
        return False
    query = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    with engine.connect() as connection:
        return bool(connection.scalar(text(query)))
