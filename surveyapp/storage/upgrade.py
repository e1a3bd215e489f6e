"""Bringing the tables of all three stores up to the running code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from surveyapp.storage.db import StoreUnavailableError, store_engines

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def upgrade_stores(revision: str = "head") -> None:
    """Run every missing revision on each store; a store whose revision fails stays as it was."""
    _make_folders()
    config = current_app.extensions["migrate"].migrate.get_config()
    _refuse_newer(ScriptDirectory.from_config(config))
    command.upgrade(config, revision)


def missing_revisions() -> dict[str, int]:
    """Return how many revisions each store lacks."""
    config = current_app.extensions["migrate"].migrate.get_config()
    known = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    found = {}
    for store, engine in store_engines().items():
        with engine.connect() as connection:
            head = MigrationContext.configure(connection).get_current_revision()
        found[store] = known.index(head) if head in known else len(known)
    return found


def _refuse_newer(known: ScriptDirectory) -> None:
    """Leave stores alone that another, newer version of the product has changed."""
    ours = {script.revision for script in known.walk_revisions()}
    for store, engine in store_engines().items():
        with engine.connect() as connection:
            theirs = set(MigrationContext.configure(connection).get_current_heads())
        if theirs - ours:
            message = (
                f"The {store} store cannot be used: it is of a newer version of surveyapp "
                f"(revision {', '.join(sorted(theirs - ours))}); install that version, or bring back "
                "a backup made with this one."
            )
            raise StoreUnavailableError(message)


def _make_folders() -> None:
    for engine in store_engines().values():
        if engine.dialect.name == "sqlite" and engine.url.database:
            path = Path(engine.url.database)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _keep_private(path)


def _keep_private(path: Path) -> None:
    """Let nobody but their owner read the files of a store: SQLite gives its others the same mode."""
    try:
        if not path.exists():
            path.touch(mode=0o600)
        elif path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        message = f"The store in {path} cannot be used: {error.strerror}."
        raise StoreUnavailableError(message) from error
