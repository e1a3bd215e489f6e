"""Run the revisions on the three stores, each in one transaction of its own.

Every revision has ``upgrade(store)`` and is run three times; each store remembers in its own
``alembic_version`` how far it is. So a register or urn that was restored from an older backup catches
up by itself.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, MetaData, text

from surveyapp.storage.db import MAIN, db, store_engines
from surveyapp.storage.row_security import raise_walls


def metadata_of(store: str) -> MetaData:
    """Return the tables as the code declares them."""
    return db.metadatas[None if store == MAIN else store]


def make_schema(connection: Connection) -> None:
    """Make the schema a PostgreSQL store lies in, where nobody has yet."""
    if connection.dialect.name != "postgresql":
        return
    if connection.scalar(text("SELECT current_schema()")) is None:
        schema = connection.scalar(text("SHOW search_path"))
        name = connection.dialect.identifier_preparer.quote_identifier(schema)
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {name}"))
    connection.commit()


def run(store: str, connection: Connection) -> None:
    """Bring one store to the asked revision, or leave it as it was."""
    make_schema(connection)
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # Batch operations copy tables; with foreign keys on, that would delete what refers to them.
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=metadata_of(store),
        render_as_batch=True,
        compare_type=True,
        # The engine's own BEGIN makes SQLite's table changes part of the transaction.
        transactional_ddl=True,
        upgrade_token=f"{store}_upgrades",
        downgrade_token=f"{store}_downgrades",
    )
    with context.begin_transaction():
        context.run_migrations(store=store)
        is_newest = context.get_context().get_current_revision() == context.get_head_revision()
        if store == MAIN and is_newest:
            raise_walls(connection)
        if is_sqlite:
            refuse_broken_references(connection)


def refuse_broken_references(connection: Connection) -> None:
    """Stop a revision after which a row would refer to nothing."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        message = f"After this revision table {broken[0]!r} would refer to missing rows."
        raise RuntimeError(message)


def main() -> None:
    """Run what was asked for on every store."""
    if context.is_offline_mode():
        raise RuntimeError("Three stores cannot be upgraded by one script; leave out --sql.")
    for store, engine in store_engines().items():
        with engine.connect() as connection:
            run(store, connection)
            connection.invalidate()  # the next user gets one with foreign keys on


main()
