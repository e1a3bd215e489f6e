"""Tables of travel times: from a municipality or a square kilometre of the grid to a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from surveyapp.inventory import cells
from surveyapp.inventory.cells import Mistake
from surveyapp.inventory.columns import Column
from surveyapp.inventory.rows import CountyLists, Fault, Note, Sheet
from surveyapp.inventory.tables import ReadRow, header_findings, read_rows

LONGEST_MINUTES = 600


@dataclass(frozen=True, slots=True)
class TimeRow:
    """How long the way takes from one origin to one place."""

    #: Key of a municipality, or id of a square kilometre.
    origin: str
    place_key: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Times:
    """The travel times of one file, free of faults."""

    rows: tuple[TimeRow, ...]
    notes: tuple[Note, ...] = ()


def _origin(cell: str, known: CountyLists) -> str | Mistake:
    if cell in known.municipalities or cell in known.grid_cells:
        return cell
    if re.fullmatch(r"\d{8}", cell):
        return Mistake(
            f"Eine Gemeinde mit diesem Schlüssel gibt es nicht in: {known.county_name}.",
            "Löschen Sie die Zeile oder prüfen Sie den Gemeindeschlüssel (AGS).",
        )
    return Mistake(
        "Das ist weder ein Gemeindeschlüssel noch eine Rasterzelle des Landkreises.",
        "Schreiben Sie die 8 Ziffern der Gemeinde (AGS) oder die Kennung einer Rasterzelle aus der Liste, "
        "zum Beispiel 1kmN3100E4400.",
    )


def _place_key(cell: str, known: CountyLists) -> str | Mistake:
    if cell in known.place_keys:
        return cell
    return Mistake(
        "Eine Einrichtung mit diesem Schlüssel gibt es im Bestand nicht.",
        "Schreiben Sie den Schlüssel so, wie er in der Spalte „schluessel“ Ihrer Bestandstabelle steht.",
    )


def _minutes(cell: str, _lists: CountyLists) -> float | Mistake:
    if not re.fullmatch(r"\d{1,6}(?:[.,]\d{1,6})?", cell):
        return Mistake(
            "Das ist keine Dauer in Minuten.",
            "Schreiben Sie nur eine Zahl, zum Beispiel 12 oder 12,5.",
        )
    found = float(cell.replace(",", "."))
    if found > LONGEST_MINUTES:
        return Mistake(
            f"Das sind mehr als {LONGEST_MINUTES} Minuten.",
            "Stehen in der Spalte Sekunden oder Meter? Rechnen Sie sie in Minuten um.",
        )
    return found


COLUMNS = (
    Column("von", _origin, is_required=True, also=("from", "origin", "start")),
    Column("nach", _place_key, is_required=True, also=("to", "destination", "ziel")),
    Column("minuten", _minutes, is_required=True, also=("minutes", "dauer", "fahrzeit")),
    # For the eye only, so that a person can fill in the template.
    Column("gemeinde", cells.text(200), empty=""),
    Column("einrichtung", cells.text(200), empty=""),
)

NO_TIMES = Fault(
    sheet="",
    row=0,
    column="",
    value="",
    reason="Die Datei enthält keine Zeile mit einer Fahrzeit.",
    cure="Nutzen Sie die Vorlage, lassen Sie die erste Zeile stehen und füllen Sie „minuten“ aus.",
)


Found = dict[tuple[str, str], tuple[int, float]]
"""Origin and place to the number of their row and the minutes; whole rows would fill the memory."""


def read_times(sheets: Iterable[Sheet], known: CountyLists) -> Times | tuple[Fault, ...]:
    """Read the travel times of a file; one fault anywhere, and only faults come back.

    Rows without minutes are left out: nobody knows every way.
    """
    faults: list[Fault] = []
    notes: list[Note] = []
    found: Found = {}
    for sheet in sheets:
        wrong, remarks = header_findings(sheet, COLUMNS)
        faults += wrong
        notes += remarks
        for row, row_faults in [] if wrong else read_rows(_filled(sheet), COLUMNS, known):
            faults += row_faults or _doubled(row, found)
            if not row_faults:
                found[row.values["von"], row.values["nach"]] = (row.number, row.values["minuten"])
    if not faults and not found:
        faults.append(NO_TIMES)
    if faults:
        return tuple(faults)
    rows = (TimeRow(origin, key, minutes) for (origin, key), (_number, minutes) in found.items())
    return Times(tuple(rows), tuple(notes))


def _filled(sheet: Sheet) -> Sheet:
    """Return a sheet without the rows whose minutes are empty."""
    column = COLUMNS[2]
    names = [cells.fold(cell) for cell in sheet.header.cells]
    place = next(i for i, name in enumerate(names) if name in {column.name, *column.also})
    rows = tuple(row for row in sheet.rows if len(row.cells) > place and row.cells[place])
    return replace(sheet, rows=rows)


def _doubled(row: ReadRow, found: Found) -> Iterator[Fault]:
    first = found.get((row.values["von"], row.values["nach"]))
    if first is not None:
        mistake = Mistake(
            f"Diesen Weg nennt schon Zeile {first[0]}.", "Löschen Sie eine der Zeilen."
        )
        yield row.fault("von", mistake)
