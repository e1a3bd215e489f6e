"""The three stores and the one way into each.

The *main* store holds what staff work with. The *register* knows who was invited, the *urn* what was
answered. Register and urn are separate databases (SQLite) or separate schemas reached through
connections of their own (PostgreSQL): no transaction, key, order or time is common to both.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, g, has_app_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine, ExecutionContext
from sqlalchemy.orm import DeclarativeBase, Session

from surveyapp.storage.faults import StoreUnavailableError, refuse_if_not_durable, watch_for_faults

__all__ = ["StoreUnavailableError"]

MAIN = "main"
REGISTER = "register"
URN = "urn"


class Base(DeclarativeBase):
    """Base of every mapped row."""


#: Parameters stay out of error messages: they are what a family answered.
db = SQLAlchemy(
    model_class=Base,
    engine_options={"hide_parameters": True},
    session_options={"expire_on_commit": False},
)

if TYPE_CHECKING:

    class Row(Base):
        """A mapped row of one of the stores; ``__bind_key__`` names a store other than main."""

        __abstract__ = True

else:
    Row = db.Model


def new_id() -> str:
    """Return a random id of 22 characters (128 bits) for a row that has an address."""
    return secrets.token_urlsafe(16)


def main_store() -> Session:
    """Return the session of the current request or command for the main store."""
    return db.session()


@contextmanager
def register_store() -> Iterator[Session]:
    """Open a writing transaction of its own on the register; rolls back on an error."""
    with _transaction(db.engines[REGISTER], _WRITING) as session:
        yield session


@contextmanager
def register_reading() -> Iterator[Session]:
    """Open a transaction of its own that reads the register, whoever is writing."""
    with _transaction(db.engines[REGISTER], _READING) as session:
        yield session


@contextmanager
def urn_store() -> Iterator[Session]:
    """Open a writing transaction of its own on the urn; rolls back on an error."""
    with _transaction(db.engines[URN], _WRITING) as session:
        yield session


@contextmanager
def urn_reading() -> Iterator[Session]:
    """Open a transaction of its own that reads the urn, whoever is writing."""
    with _transaction(db.engines[URN], _READING) as session:
        yield session


@contextmanager
def main_reading() -> Iterator[Session]:
    """Open a transaction of its own that reads the main store as it is now."""
    with _transaction(db.engine, _READING) as session:
        yield session


@dataclass(frozen=True, slots=True)
class Sight:
    """Which counties' rows a transaction of the main store sees; "" are all."""

    county_ags: str = ""
    #: Whether it also reads what other counties have released.
    reads_released: bool = False


def sight() -> Sight:
    """Return what transactions of the current request or command see."""
    found: Sight = g.get("sight", Sight()) if has_app_context() else Sight()
    return found


def see_only(county_ags: str, *, reads_released: bool = False) -> None:
    """Let this request see the rows of one county only, where the database can hold it to that.

    PostgreSQL refuses everything else by its policies, whatever a query asks for. The transaction that
    has already begun is told at once.
    """
    g.sight = Sight(county_ags, reads_released)
    if db.engine.dialect.name == "postgresql":
        _tell(db.session.connection())


@contextmanager
def everywhere() -> Iterator[None]:
    """Let transactions that begin inside see all counties: for what counts them and shows no row."""
    before = sight()
    g.sight = Sight()
    try:
        yield
    finally:
        g.sight = before


@contextmanager
def lifted(session: Session) -> Iterator[None]:
    """Let the running transaction touch all counties: for what they share, such as unique addresses."""
    is_held = session.get_bind().dialect.name == "postgresql" and bool(sight().county_ags)
    if not is_held:
        yield
        return
    session.flush()
    with everywhere():
        _tell(session.connection())
        yield
        session.flush()
    _tell(session.connection())


def keep_counties_apart(engine: Engine) -> None:
    """Tell PostgreSQL with each transaction whose rows it may touch."""
    if engine.dialect.name != "postgresql":
        return

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if sight().county_ags:
            _tell(connection)


def _tell(connection: Connection) -> None:
    """Say it for the rest of the transaction; the next one begins without."""
    seen = sight()
    released = "on" if seen.reads_released else ""
    connection.exec_driver_sql(
        "SELECT set_config('surveyapp.county', %s, true), set_config('surveyapp.released', %s, true)",
        (seen.county_ags, released),
    )


@contextmanager
def main_writing() -> Iterator[Session]:
    """Open a writing transaction of its own on the main store; rolls back on an error."""
    with _transaction(db.engine, _WRITING) as session:
        yield session


_WRITING = "BEGIN IMMEDIATE"
"""How a SQLite transaction that will write begins: two of them wait for each other at the door, and
none finds out half-way that what it read is no longer true."""
_READING = "BEGIN"
WITHOUT_TRANSACTION = ""
"""For statements that SQLite runs outside of any transaction only."""
_LOOKS = ("SELECT", "PRAGMA", "EXPLAIN", "BEGIN")
"""How statements begin after which nobody else has to wait."""


@contextmanager
def _transaction(engine: Engine, begin: str) -> Iterator[Session]:
    bound = engine.execution_options(sqlite_begin=begin)
    with Session(bound, expire_on_commit=False) as session, session.begin():
        yield session


def store_engines() -> dict[str, Engine]:
    """Return the engines of the current application by the name of their store."""
    return {MAIN: db.engine, REGISTER: db.engines[REGISTER], URN: db.engines[URN]}


_JOURNALS = {MAIN: "WAL", REGISTER: "TRUNCATE", URN: "TRUNCATE"}
"""How SQLite keeps a store whole. A write-ahead log would hold the last thousand pages of register
and urn in the order of writing, and so tell whose answers came when; a rollback journal is empty as
soon as a transaction ends."""


def harden_sqlite(engine: Engine, store: str) -> None:
    """Make SQLite durable and its transactions real.

    ``synchronous=FULL`` keeps an acknowledged answer through a power cut; ``secure_delete`` overwrites
    what is deleted; the explicit ``BEGIN`` repairs the driver's implicit transactions, which would
    let half a migration stay.

    Where nobody chose how a transaction begins, it does so with the first statement that writes, or
    reads for update: what was read before is no old view that SQLite would refuse to build upon, and
    writers wait for their turn at that one place. PostgreSQL's transactions see the same.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _set_pragmas(connection, _record) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        connection.isolation_level = None
        for pragma in (
            f"journal_mode={_JOURNALS[store]}",
            "synchronous=FULL",
            "secure_delete=ON",
            "busy_timeout=15000",
            "foreign_keys=ON",
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if statement := connection.get_execution_options().get("sqlite_begin"):
            connection.exec_driver_sql(statement)

    @event.listens_for(engine, "before_cursor_execute")
    def _take_turn(connection, _cursor, statement, _values, context, _many) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        is_chosen = "sqlite_begin" in connection.get_execution_options()
        if is_chosen or connection.connection.dbapi_connection.in_transaction:
            return
        if not statement.lstrip().startswith(_LOOKS) or _is_for_update(context):
            connection.exec_driver_sql(_WRITING)


def _is_for_update(context: ExecutionContext) -> bool:
    """Say whether a query holds what it reads; SQLite's own words for it do not tell."""
    asked = getattr(context.compiled, "statement", None)
    return getattr(asked, "_for_update_arg", None) is not None


def init_app(app: Flask) -> None:
    """Connect the stores to the application, harden their engines and watch them for faults."""
    db.init_app(app)
    app.teardown_appcontext(lambda _error: end_session())  # runs before the library's own
    with app.app_context():
        for name, engine in store_engines().items():
            harden_sqlite(engine, name)
            if name == MAIN:
                keep_counties_apart(engine)
            watch_for_faults(engine, name)
            refuse_if_not_durable(engine, name)


def check_durable() -> None:
    """Connect to each store once, so that one that could lose acknowledged answers stops the start.

    Raises
    ------
    ConfigError
        If a store is set up so that a power cut loses what it has confirmed.
    """
    for engine in store_engines().values():
        with suppress(StoreUnavailableError), engine.connect():
            pass


def end_session() -> None:
    """End the session of the current request or command; a lost connection is thrown away.

    A server that was stopped in the middle cannot be told to roll back, and has done so by itself.
    """
    session = db.session()
    try:
        session.close()
    except StoreUnavailableError:
        session.invalidate()
    db.session.remove()


def let_go() -> None:
    """Close the session and all connections: a process that forks must not share them."""
    end_session()
    for engine in store_engines().values():
        engine.dispose()
