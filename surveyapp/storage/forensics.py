"""What an operator can read below the tables: hidden columns, raw pages, write-ahead logs, settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from surveyapp.storage.db import MAIN, REGISTER, URN, db, store_engines

__all__ = ["MAIN", "REGISTER", "URN", "store_engines"]

Row = Mapping[str, object]
"""One stored row; names of hidden columns begin with an underscore."""

ANONYMOUS = (REGISTER, URN)
_OF_THE_UPGRADE = "alembic_version"
_LINES_OF_A_BLOCK = 10_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column as the database has it."""

    table: str
    name: str
    type_name: str
    #: What fills it when nothing is given; empty where nothing does.
    default: str
    is_declared: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One table as the database has it."""

    name: str
    columns: tuple[Column, ...]
    is_declared: bool
    #: SQLite numbers the rows of the table in the order of writing.
    has_rowid: bool


# Rows


def tables_of(engine: Engine) -> tuple[str, ...]:
    """Return the names of all tables of a store, declared or not."""
    names = inspect(engine).get_table_names()
    return tuple(sorted(name for name in names if name != _OF_THE_UPGRADE))


def rows_of(engine: Engine, table: str) -> tuple[Row, ...]:
    """Return all rows of a table with their hidden columns, in the order the database gives them.

    SQLite hides ``rowid`` (where there is one); PostgreSQL the number of the writing transaction
    (``xmin``), of the command in it (``cmin``), the place (``ctid``), and the time where it is kept.
    """
    with engine.connect() as connection:
        hidden = _hidden_columns(connection, table)
        found = connection.execute(text(f'SELECT {hidden} * FROM "{table}"'))  # noqa: S608 - from the catalogue
        rows = [dict(row) for row in found.mappings()]
    return tuple(rows)


def count_of(engine: Engine, table: str) -> int:
    """Return how many rows a table holds now."""
    with engine.connect() as connection:
        found = connection.scalar(text(f'SELECT count(*) FROM "{table}"'))  # noqa: S608 - constants
    return int(found or 0)


def _hidden_columns(connection: Connection, table: str) -> str:
    if connection.dialect.name == "sqlite":
        return "rowid AS _rowid," if table in _numbered_tables(connection) else ""
    time = "pg_xact_commit_timestamp(xmin) AS _committed," if _keeps_times(connection) else ""
    place = f"(ctid::text::point)[0] * {_LINES_OF_A_BLOCK} + (ctid::text::point)[1] AS _ctid,"
    return f"xmin::text::bigint AS _xmin, cmin::text::bigint AS _cmin, {place} {time}"


def _keeps_times(connection: Connection) -> bool:
    return connection.scalar(text("SHOW track_commit_timestamp")) == "on"


def _numbered_tables(connection: Connection) -> frozenset[str]:
    found = connection.execute(text("PRAGMA table_list")).mappings()
    return frozenset(row["name"] for row in found if row["type"] == "table" and not row["wr"])


# Files of a PostgreSQL server


def heaps_of(engine: Engine, tables: Sequence[str]) -> list[bytes] | None:
    """Return the files of PostgreSQL tables, dead rows too; None where its role may not read them."""
    query = text("SELECT pg_read_binary_file(pg_relation_filepath(:table))")
    try:
        with engine.connect() as connection:
            connection.execute(text("CHECKPOINT"))
            return [bytes(connection.scalar(query, {"table": table}) or b"") for table in tables]
    except DBAPIError:
        return None


def log_position(engine: Engine) -> int | None:
    """Return how far the write-ahead log is written; None where the role may not read the log."""
    with engine.connect() as connection:
        if not connection.scalar(
            text("SELECT pg_has_role(current_user, 'pg_read_server_files', 'member')")
        ):
            return None
        query = "SELECT (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint"
        return int(connection.scalar(text(query)) or 0)


def log_between(engine: Engine, begin: int, end: int) -> bytes:
    """Return the write-ahead log of a PostgreSQL server between two positions."""
    parts = []
    with engine.connect() as connection:
        size = int(
            connection.scalar(
                text("SELECT setting::bigint FROM pg_settings WHERE name = 'wal_segment_size'")
            )
        )
        while begin < end:
            length = min(end, begin - begin % size + size) - begin
            parts.append(_log_part(connection, begin, begin % size, length))
            begin += length
    return b"".join(parts)


def _log_part(connection: Connection, position: int, offset: int, length: int) -> bytes:
    # The name of a position at the border of two files is that of the file before it: hence the 1.
    query = (
        "SELECT pg_read_binary_file('pg_wal/' || pg_walfile_name('0/0'::pg_lsn + :position + 1), "
        ":offset, :length)"
    )
    values = {"position": position, "offset": offset, "length": length}
    return bytes(connection.scalar(text(query), values))


# Structure


def structure_of(store: str) -> tuple[Table, ...]:
    """Return the tables of a store of the running application, beside what the code declares."""
    engine = store_engines()[store]
    declared = db.metadatas[None if store == MAIN else store].tables
    numbered: frozenset[str] = frozenset()
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            numbered = _numbered_tables(connection)
    return tuple(
        Table(
            name=name,
            columns=_columns(engine, name, set(declared[name].columns.keys()))
            if name in declared
            else _columns(engine, name, set()),
            is_declared=name in declared,
            has_rowid=name in numbered,
        )
        for name in tables_of(engine)
    )


def _columns(engine: Engine, table: str, declared: set[str]) -> tuple[Column, ...]:
    return tuple(
        Column(
            table=table,
            name=found["name"],
            type_name=str(found["type"]).lower(),
            default=str(found.get("identity") or found["default"] or ""),
            is_declared=found["name"] in declared,
        )
        for found in inspect(engine).get_columns(table)
    )


def triggers_of(engine: Engine) -> tuple[str, ...]:
    """Return what runs by itself when rows of a store change: triggers, and rules of PostgreSQL."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if engine.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal "
        "AND c.relnamespace = current_schema()::regnamespace "
        "UNION SELECT rulename FROM pg_rules WHERE schemaname = current_schema()"
    )
    with engine.connect() as connection:
        return tuple(sorted(connection.scalars(text(query))))


def settings_of(engine: Engine, names: Sequence[str]) -> dict[str, str]:
    """Return settings of the database: pragmas of SQLite, or server settings of PostgreSQL."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return {name: str(connection.scalar(text(f"PRAGMA {name}"))) for name in names}
        query = text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)")
        return {row.name: row.setting for row in connection.execute(query, {"names": list(names)})}


# Schemas for a rehearsal


def drop_schemas(engines: Mapping[str, Engine]) -> None:
    """Drop the PostgreSQL schemas these engines work in, with all they hold."""
    for engine in engines.values():
        with engine.begin() as connection:
            schema = connection.scalar(text("SELECT current_schema()"))
            if schema is not None:
                name = connection.dialect.identifier_preparer.quote_identifier(schema)
                connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
