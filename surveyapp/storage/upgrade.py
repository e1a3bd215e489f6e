"""Bringing the tables of all three stores up to the running code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from flask import current_app

from surveyapp.storage.db import store_engines

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def upgrade_stores(revision: str = "head") -> None:
    """Run every missing revision on each store; a store whose revision fails stays as it was."""
    _make_folders()
    command.upgrade(current_app.extensions["migrate"].migrate.get_config(), revision)


def _make_folders() -> None:
    for engine in store_engines().values():
        if engine.dialect.name == "sqlite" and engine.url.database:
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
