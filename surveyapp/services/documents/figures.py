"""The figures measured for a release: read from the packaged file, never made up.

``figures.json`` holds ``release``, ``measured_on`` (a day, or null) and ``figures``: a name such as
``linkage.database.linked`` to a number, or null where nobody measured it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from surveyapp.services.documents import german
from surveyapp.services.documents.model import Table

FILE = Path(__file__).with_name("figures.json")

NOT_MEASURED = "noch nicht gemessen"

Writes = Callable[[float], str]


def _share(value: float) -> str:
    return f"{german.number(round(100 * value, 1))} %"


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one kind: what was tried by what came out."""

    name: str
    caption: str
    first: str
    rows: Mapping[str, str]
    columns: Mapping[str, tuple[str, Writes]]

    def names(self) -> tuple[str, ...]:
        """Return the names of its figures."""
        return tuple(f"{self.name}.{row}.{column}" for row in self.rows for column in self.columns)

    def table(self, measured: Mapping[str, Any]) -> Table:
        """Return the figures as a table; what is missing says so."""
        header = (self.first, *(label for label, _ in self.columns.values()))
        return Table(self.caption, header, tuple(self._row(key, measured) for key in self.rows))

    def _row(self, row: str, measured: Mapping[str, Any]) -> tuple[str, ...]:
        found = measured["figures"]
        cells = (
            _written(found.get(f"{self.name}.{row}.{column}"), write)
            for column, (_, write) in self.columns.items()
        )
        return (self.rows[row], *cells)


def _written(value: float | None, write: Writes) -> str:
    return NOT_MEASURED if value is None else write(value)


LINKAGE = Group(
    "linkage",
    "Verknüpfung von Codes mit Antworten",
    "Der Angriff hat",
    {
        "database": "die Datenbanken",
        "backups": "die Datenbanken und alle Sicherungen",
        "journal": "dazu das Änderungsprotokoll der Datenbank",
        "postgresql": "die Verwaltungsspalten von PostgreSQL (xmin, ctid)",
        "logs": "dazu alle Protokolle",
    },
    {
        "tried": ("Codes", german.number),
        "linked": ("richtig verbunden", _share),
        "chance": ("Zufall", _share),
    },
)
LOSSES = Group(
    "losses",
    "Bestätigte Antworten nach einem Ausfall",
    "Ausfall",
    {
        "kill": "Programm abgebrochen (kill -9)",
        "power": "Strom weg (simuliert)",
        "disk": "Datenträger voll",
        "postgresql": "PostgreSQL sofort beendet",
    },
    {
        "acknowledged": ("bestätigt", german.number),
        "lost": ("verloren", german.number),
        "doubled": ("doppelt", german.number),
    },
)
VECTORS = Group(
    "vectors",
    "Prüfwerte aus den Standards",
    "Standard",
    {"rfc9474": "Blinde Unterschriften (RFC 9474)"},
    {"checked": ("geprüft", german.number), "passed": ("stimmen überein", german.number)},
)
PAGES = Group(
    "pages",
    "Automatische Prüfung der Seiten",
    "Seiten",
    {"family": "für Familien", "results": "mit Ergebnissen", "staff": "für die Verwaltung"},
    {
        "checked": ("geprüft", german.number),
        "violations": ("Verstöße (axe, WCAG 2.2 AA)", german.number),
        "foreign": ("Abrufe von fremden Servern", german.number),
    },
)
GROUPS = (LINKAGE, LOSSES, VECTORS, PAGES)

linkage_table, losses_table = LINKAGE.table, LOSSES.table
vectors_table, pages_table = VECTORS.table, PAGES.table


def packaged() -> Mapping[str, Any]:
    """Return the figures measured for this release."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def is_complete(measured: Mapping[str, Any]) -> bool:
    """Say whether every figure of the report was measured."""
    keys = (key for group in GROUPS for key in group.names())
    return measured["measured_on"] is not None and all(
        measured["figures"].get(key) is not None for key in keys
    )


def measured_on(measured: Mapping[str, Any]) -> str:
    """Return the day of the measurements."""
    found = measured["measured_on"]
    return german.day(date.fromisoformat(found)) if found else NOT_MEASURED
