"""Stores that many tests begin with: filled once, put back as they were before each test."""

from __future__ import annotations

import shutil
from pathlib import Path

from flask import Flask

from surveyapp.storage.db import db, store_engines


class Kept:
    """The SQLite stores of an application as they are now, to be put back as often as wanted."""

    def __init__(self, app: Flask, folder: Path) -> None:
        """Close the stores and copy their files into ``folder``."""
        with app.app_context():
            self._files = [Path(engine.url.database) for engine in store_engines().values()]
        self._app = app
        self._folder = folder
        self._close()
        for file in self._files:
            shutil.copyfile(file, folder / file.name)

    def put_back(self) -> Flask:
        """Let the stores hold what they held when they were kept, and return the application."""
        self._close()
        for file in self._files:
            for left in file.parent.glob(f"{file.name}-*"):
                left.unlink()
            shutil.copyfile(self._folder / file.name, file)
        return self._app

    def _close(self) -> None:
        with self._app.app_context():
            db.session.remove()
            for engine in store_engines().values():
                engine.dispose()
