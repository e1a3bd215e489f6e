"""Where archives of treated rows lie, and when they are deleted."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from surveyapp.services.keys import instance_folder
from surveyapp.storage import microdata
from surveyapp.storage.microdata import MicrodataExport

KEPT = timedelta(days=14)
"""How long an archive waits for those who asked for it."""


def path_of(export_id: str) -> Path:
    """Return where the archive of an export lies."""
    return instance_folder() / "microdata" / f"{export_id}.zip"


def forget(session: Session, export: MicrodataExport, today: date) -> None:
    """Delete the archive of an export; who got it and how it was treated stays. Commits."""
    path_of(export.id).unlink(missing_ok=True)
    microdata.note_deleted(session, export, today)
    session.commit()


def count_due(session: Session, today: date) -> int:
    """Return how many archives nobody needs any more."""
    return len(microdata.due(session, today - KEPT))


def forget_due(session: Session, today: date) -> None:
    """Delete archives nobody needs any more."""
    for export in microdata.due(session, today - KEPT):
        forget(session, export, today)
