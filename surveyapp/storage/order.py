"""Erasing the order in which families answered, or asked to be called back.

A database remembers order below its tables: in the sequence of cells on a page (SQLite), in the row's
place and the number of the transaction that wrote it (PostgreSQL). After each batch both anonymous
stores, and the contact wishes beside them, are rewritten in the order of their random keys, so that
nothing is left to compare.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from surveyapp.storage import contacts
from surveyapp.storage.db import (
    MAIN,
    REGISTER,
    URN,
    WITHOUT_TRANSACTION,
    StoreUnavailableError,
    store_engines,
)

_TABLES = {
    REGISTER: (("invitation", "state"), ("issuer", "stratum")),
    URN: (
        ("sealed_ballot", "batch_id"),
        ("spent_token", "wave_id"),
        ("withdrawal", "wave_id"),
        ("response", "version"),
        ("text_answer", "language"),
        ("text_code", "look"),
        ("saved_draft", "wave_id"),
        ("keyed_sheet", "wave_id"),
    ),
}
"""The tables of each anonymous store, with a column that can be written over with itself."""


_MARGIN = 2**18
"""Bytes that stay free on a disk beside what rewriting takes."""


def refuse_without_room() -> None:
    """Refuse to begin what ends with ``forget_order`` where a disk has no room to rewrite its store.

    SQLite keeps all pages of a file in its journal meanwhile, and new pages come before old ones go.

    Raises
    ------
    StoreUnavailableError
        If a store kept in a file has less room beside it than twice its size.
    """
    for store in _TABLES:
        engine = store_engines()[store]
        if engine.dialect.name == "sqlite" and engine.url.database:
            _refuse_without_room(store, Path(engine.url.database))


def _refuse_without_room(store: str, path: Path) -> None:
    needed = 2 * path.stat().st_size + _MARGIN if path.exists() else 0
    if needed > shutil.disk_usage(path.parent).free:
        message = (
            f"The {store} store cannot be used: its disk is full. Opening ballots rewrites it, and "
            f"needs {-(-needed // 2**20)} MB free there; nothing was opened, and nothing is lost."
        )
        raise StoreUnavailableError(message)


def forget_order() -> None:
    """Rewrite register, urn and contact wishes so that none tells in which order families came."""
    _rewrite_wishes(store_engines()[MAIN])
    for store in _TABLES:
        _rewrite_store(store)


def forget_deleted(store: str = URN) -> None:
    """Rewrite an anonymous store so that nothing deleted can be read from its pages."""
    _rewrite_store(store)


def forget_deleted_wishes() -> None:
    """Rewrite the contact wishes so that nothing deleted can be read from any file of their store."""
    engine = store_engines()[MAIN]
    _rewrite_wishes(engine)
    _empty_log(engine)


def forget_deleted_entries() -> None:
    """Rewrite the audit log so that no entry whose time is over can be read from any file."""
    engine = store_engines()[MAIN]
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            connection.execute(text("CLUSTER audit_entry USING audit_entry_pkey"))
    _empty_log(engine)


def forget_deleted_trials() -> None:
    """Rewrite what testers left so that nothing deleted can be read from any file."""
    engine = store_engines()[MAIN]
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            for table in ("pretest_answer", "pretest_remark", "pretest_link"):
                connection.execute(text(f"CLUSTER {table} USING {table}_pkey"))
    _empty_log(engine)


def _empty_log(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        with engine.execution_options(sqlite_begin=WITHOUT_TRANSACTION).connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _rewrite_store(store: str) -> None:
    engine = store_engines()[store]
    if engine.dialect.name == "sqlite":
        _rewrite_file(engine)
        return
    for table, column in _TABLES[store]:
        _rewrite_table(engine, table, column)


def _rewrite_wishes(engine: Engine) -> None:
    """Rewrite one table of a store that is too large, and too busy, to be rewritten as a whole."""
    if engine.dialect.name != "sqlite":
        _rewrite_table(engine, "contact_wish", "delete_month")
        return
    with Session(engine) as session, session.begin():
        contacts.lay_in_order(session)


def _rewrite_file(engine: Engine) -> None:
    with engine.execution_options(sqlite_begin=WITHOUT_TRANSACTION).connect() as connection:
        connection.exec_driver_sql("VACUUM")


def _rewrite_table(engine: Engine, table: str, column: str) -> None:
    """Let one transaction write all rows anew, then lay them down by key."""
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {table} SET {column} = {column}"))  # noqa: S608 - constants
    with engine.begin() as connection:
        connection.execute(text(f"CLUSTER {table} USING {table}_pkey"))
