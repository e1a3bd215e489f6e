"""What whoever runs the installation needs to see: no answer, no survey, no name."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from surveyapp.region import territory
from surveyapp.services.keys import instance_folder, settings
from surveyapp.storage import staff
from surveyapp.storage.db import everywhere, main_reading, store_engines
from surveyapp.storage.row_security import bypasses
from surveyapp.storage.upgrade import missing_revisions

BACKUP_MARK = "last-backup"
"""File in the instance folder whose time says when the last backup was made."""


NEARLY_FULL = 0.1
"""Share of a disk that is free when somebody should make room."""


@dataclass(frozen=True, slots=True)
class CountyAccounts:
    """How many people of a county may sign in, by role."""

    name: str
    by_role: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Room:
    """A disk something of ours lies on."""

    what: str
    free: int
    total: int

    @property
    def is_nearly_full(self) -> bool:
        """Say whether somebody should make room."""
        return self.free < self.total * NEARLY_FULL


@dataclass(frozen=True, slots=True)
class Installation:
    """The state of this installation."""

    version: str
    python: str
    #: Store to its kind of database.
    stores: Mapping[str, str]
    #: Store to the revisions it lacks.
    behind: Mapping[str, int]
    rooms: tuple[Room, ...]
    #: When the last backup was made; None where nobody says.
    backup: datetime | None
    counties: tuple[CountyAccounts, ...]
    #: Whether PostgreSQL lets our role read past the walls between counties.
    is_bypassing: bool


def look() -> Installation:
    """Return the state of this installation now."""
    engines = store_engines()
    return Installation(
        version=_version(),
        python=".".join(map(str, sys.version_info[:3])),
        stores={name: engine.dialect.name for name, engine in engines.items()},
        behind=missing_revisions(),
        rooms=tuple(_rooms()),
        backup=_backup(),
        counties=_counties(),
        is_bypassing=bypasses(engines["main"]),
    )


def _version() -> str:
    """Return the installed version; empty where the product runs from its folder."""
    try:
        return version("surveyapp")
    except PackageNotFoundError:
        return ""


def _counties() -> tuple[CountyAccounts, ...]:
    with everywhere(), main_reading() as session:
        found = staff.count_by_county(session)
    return tuple(CountyAccounts(territory.county(ags).name, roles) for ags, roles in found.items())


def _rooms() -> Iterator[Room]:
    """Yield each disk once: the folder of the installation, that of the keys, files of SQLite."""
    paths = {"Ordner der Anlage": instance_folder(), "Schlüssel der Schübe": settings().keys}
    for name, engine in store_engines().items():
        if engine.dialect.name == "sqlite" and engine.url.database:
            paths[f"Speicher {name}"] = Path(engine.url.database).parent
    seen: dict[int, list[str]] = {}
    usage = {}
    for what, path in paths.items():
        if path.exists():
            device = path.stat().st_dev
            seen.setdefault(device, []).append(what)
            usage[device] = shutil.disk_usage(path)
    for device, names in seen.items():
        yield Room(", ".join(names), usage[device].free, usage[device].total)


def _backup() -> datetime | None:
    mark = instance_folder() / BACKUP_MARK
    return datetime.fromtimestamp(mark.stat().st_mtime, UTC) if mark.exists() else None
