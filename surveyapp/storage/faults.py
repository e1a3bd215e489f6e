"""When a store cannot work: one exception for a full disk, a lost file, a server that is down.

A store that works but could forget what it has confirmed is a wrong setting, and stops the start.

The engines themselves are watched, so it is raised wherever a statement, a commit or a connection
fails, and nobody has to remember to ask.
"""

from __future__ import annotations

import os
import sqlite3

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import DisconnectionError

from config import ConfigError

RETRY_AFTER_SECONDS = 30
"""How long a page asks the browser to wait before it tries again."""

_SQLITE_FAULTS = {
    sqlite3.SQLITE_FULL: "its disk is full",
    sqlite3.SQLITE_IOERR: "its disk cannot be read or written",
    sqlite3.SQLITE_CANTOPEN: "its file cannot be opened",
    sqlite3.SQLITE_READONLY: "its file may not be written",
    sqlite3.SQLITE_CORRUPT: "its file is damaged",
    sqlite3.SQLITE_NOTADB: "its file is not a database",
    sqlite3.SQLITE_BUSY: "it is locked by another process",
    sqlite3.SQLITE_LOCKED: "it is locked by another process",
}
_NOT_UPGRADED = "it has no tables; run: surveyapp db upgrade"


class StoreUnavailableError(Exception):
    """A store cannot be used now; the message names it and what is wrong with it."""


def watch_for_faults(engine: Engine, store: str) -> None:
    """Turn every fault of ``engine`` into a ``StoreUnavailableError`` that names ``store``."""

    @event.listens_for(engine, "handle_error", retval=True)
    def _translate(context: ExceptionContext) -> Exception | None:
        fault = _fault(context.original_exception)
        if fault is None:
            return None
        return StoreUnavailableError(f"The {store} store cannot be used: {fault}.")

    path = engine.url.database
    if engine.dialect.name == "sqlite" and path and path != ":memory:":
        _follow_file(engine, path)


def _fault(error: BaseException) -> str | None:
    if isinstance(error, sqlite3.Error):
        if "no such table" in str(error):
            return _NOT_UPGRADED
        return _SQLITE_FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, psycopg.errors.UndefinedTable):
        return _NOT_UPGRADED
    if isinstance(error, psycopg.errors.DiskFull):
        return "its disk is full"
    if isinstance(error, psycopg.OperationalError):
        return "its server does not answer"
    return None


_SQLITE_FULL = 2
"""The least ``PRAGMA synchronous`` that keeps a confirmed transaction through a power cut."""

_POSTGRESQL_KEEPS = ("fsync", "full_page_writes", "synchronous_commit")


def refuse_if_not_durable(engine: Engine, store: str) -> None:
    """Refuse every connection on which a confirmed answer could be lost in a power cut."""

    @event.listens_for(engine, "connect")
    def _check(connection, _record) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        is_sqlite = engine.dialect.name == "sqlite"
        risk = _risk_of_sqlite(connection) if is_sqlite else _risk_of_postgresql(connection)
        if risk:
            connection.close()  # the pool forgets a connection that is refused here
            message = (
                f"The {store} store could lose answers it has confirmed: {risk}. Switch it on and "
                "start again; families are told that their answers have arrived."
            )
            raise ConfigError(message)


def _risk_of_sqlite(connection: sqlite3.Connection) -> str:
    (level,) = connection.execute("PRAGMA synchronous").fetchone()
    return (
        "" if level >= _SQLITE_FULL else f"SQLite runs with synchronous = {level} instead of FULL"
    )


def _risk_of_postgresql(connection: psycopg.Connection) -> str:
    query = "SELECT name FROM pg_settings WHERE setting = 'off' AND name = ANY(%s) ORDER BY name"
    found = connection.execute(query, [list(_POSTGRESQL_KEEPS)]).fetchall()
    connection.rollback()  # the pool expects a connection outside of any transaction
    return "" if not found else f"PostgreSQL has {', '.join(name for (name,) in found)} = off"


def _follow_file(engine: Engine, path: str) -> None:
    """Let no connection write into a file that was removed or replaced: such writes are lost."""

    @event.listens_for(engine, "connect")
    def _remember(_connection, record) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        record.info["file"] = _identity(path)

    @event.listens_for(engine, "checkout")
    def _compare(_connection, record, _proxy) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        if record.info["file"] != _identity(path):
            raise DisconnectionError("The file of the database was removed or replaced.")


def _identity(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - a plain path, asked for with every transaction
    except FileNotFoundError:
        return None
    return (status.st_dev, status.st_ino)
