"""Backups of register and urn, and bringing them back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, MetaData, RowMapping, insert, select

from surveyapp.storage.db import let_go, store_engines

Rows = Mapping[str, Sequence[RowMapping]]
"""Every row of a store, by table, in an order in which they can be put back."""


def backup(store: str) -> bytes | Rows:
    """Return a copy of a store: its file as the backup of SQLite makes it, or all its rows."""
    engine = store_engines()[store]
    return _file(engine) if engine.dialect.name == "sqlite" else _rows(engine)


def restore(store: str, copy: bytes | Rows) -> None:
    """Put a copy in the place of a store."""
    engine = store_engines()[store]
    if isinstance(copy, bytes):
        let_go()
        path = Path(str(engine.url.database))
        for found in path.parent.glob(f"{path.name}*"):
            found.unlink()
        path.write_bytes(copy)
        return
    tables = _tables(engine)
    with engine.begin() as connection:
        for table in reversed(tables.sorted_tables):
            connection.execute(table.delete())
    add(store, copy)


def add(store: str, rows: Rows) -> None:
    """Add rows to a store that lacks them."""
    engine = store_engines()[store]
    tables = _tables(engine)
    with engine.begin() as connection:
        for name, found in rows.items():
            if found:
                connection.execute(insert(tables.tables[name]), [dict(row) for row in found])


def rows_of(store: str, table: str) -> Rows:
    """Return the rows of one table."""
    engine = store_engines()[store]
    with engine.connect() as connection:
        query = select(_tables(engine).tables[table])
        return {table: connection.execute(query).mappings().all()}


def _tables(engine: Engine) -> MetaData:
    tables = MetaData()
    tables.reflect(engine)
    return tables


def _rows(engine: Engine) -> Rows:
    tables = _tables(engine)
    with engine.connect() as connection:
        return {
            table.name: connection.execute(select(table)).mappings().all()
            for table in tables.sorted_tables
        }


def _file(engine: Engine) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "copy"
        with (
            closing(sqlite3.connect(str(engine.url.database))) as source,
            closing(sqlite3.connect(path)) as target,
        ):
            source.backup(target)
        return path.read_bytes()
