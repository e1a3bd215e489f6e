"""A store that could forget what it has confirmed stops the start."""

from dataclasses import replace

import pytest
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import ProgrammingError

from config import ConfigError
from surveyapp.app import create_app
from surveyapp.storage.db import check_durable, store_engines
from surveyapp.storage.faults import refuse_if_not_durable
from surveyapp.storage.roles import ROLES
from surveyapp.storage.upgrade import upgrade_stores


def test_stores_as_they_are_made_keep_what_they_confirm(app):
    with app.app_context():
        check_durable()


def test_sqlite_that_does_not_wait_for_the_disk_is_refused(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'urn.sqlite'}")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=NORMAL"))
    refuse_if_not_durable(engine, "urn")

    with pytest.raises(ConfigError, match=r"urn store .*synchronous = 1 instead of FULL"):
        engine.connect()


def test_postgresql_that_does_not_wait_for_the_disk_is_refused(postgres_url):
    engine = create_engine(postgres_url, connect_args={"options": "-csynchronous_commit=off"})
    refuse_if_not_durable(engine, "urn")

    with pytest.raises(ConfigError, match=r"urn store .*synchronous_commit = off"):
        engine.connect()


@pytest.mark.parametrize("engine_config", ["postgresql"], indirect=True)
def test_role_of_each_store_cannot_read_the_others(engine_config):
    server = make_url(engine_config.database_url)
    _run_as_superuser(server, "DROP SCHEMA register; DROP SCHEMA urn")
    suffix = server.database
    _run_as_superuser(server, ROLES.replace("surveyapp_", f"{suffix}_"))
    app = create_app(
        replace(
            engine_config,
            database_url=_as(server, f"{suffix}_main"),
            register_url=_as(server, f"{suffix}_register"),
            urn_url=_as(server, f"{suffix}_urn"),
        )
    )
    tables = {"main": "main.wave", "register": "register.invitation", "urn": "urn.response"}

    with app.app_context():
        upgrade_stores()
        found = {
            (store, other): _can_read(engine, table)
            for store, engine in store_engines().items()
            for other, table in tables.items()
        }
        for engine in store_engines().values():
            engine.dispose()

    assert {pair for pair, can in found.items() if can} == {(each, each) for each in tables}


def _as(server, role):
    return server.set(username=role).render_as_string(hide_password=False)


def _run_as_superuser(server, statements):
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements.split(";"):
            if statement.strip():
                connection.execute(text(statement))
    engine.dispose()


def _can_read(engine, table):
    with engine.connect() as connection:
        try:
            connection.execute(text(f"SELECT * FROM {table}"))
        except ProgrammingError as error:
            return "permission denied" not in str(error)
        return True
