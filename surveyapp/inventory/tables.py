"""From the text of a table to values by column name: header, cells, and everything wrong in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from surveyapp.inventory.cells import Mistake, fold, unguarded
from surveyapp.inventory.columns import OFFER_COLUMNS, PLACE_COLUMNS, Column
from surveyapp.inventory.rows import CountyLists, Fault, Note, Sheet, SheetRow

PLACES, OFFERS = "bestand", "angebote"
TABLES: Mapping[str, Sequence[Column]] = {PLACES: PLACE_COLUMNS, OFFERS: OFFER_COLUMNS}
"""The tables a file may hold; a table is known by its columns, not by its name."""

MAX_SHOWN = 80
"""Characters of a wrong cell shown again."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row with the values of all columns of its table."""

    sheet: str
    number: int
    values: Mapping[str, Any]
    #: What was written in the filled cells, by column name.
    written: Mapping[str, str]
    #: False where the cells do not stand under their columns; nothing in the row means anything.
    is_aligned: bool = True

    def fault(self, column: str, mistake: Mistake) -> Fault:
        """Say what is wrong with one column of this row."""
        written = self.written.get(column, "")[:MAX_SHOWN]
        return Fault(self.sheet, self.number, column, written, mistake.reason, mistake.cure)

    def note(self, column: str, sentence: str) -> Note:
        """Say what should be looked at in this row."""
        return Note(self.sheet, self.number, column, sentence)


def template(table: str) -> str:
    """Return an empty table as CSV that German Excel opens: all columns, no row."""
    return "\ufeff" + ";".join(column.name for column in TABLES[table]) + "\r\n"


def table_of(sheet: Sheet) -> str | None:
    """Return which table a sheet holds: the one of which it has most columns, at least two."""
    headers = {fold(cell) for cell in sheet.header.cells}
    fits = {name: _known(columns, headers) for name, columns in TABLES.items()}
    best = max(fits, key=lambda name: fits[name])
    return best if fits[best] >= 2 else None


def header_findings(sheet: Sheet, columns: Sequence[Column]) -> tuple[list[Fault], list[Note]]:
    """Find missing and doubled columns, and note columns nobody reads."""
    place_of = _column_of(columns)
    found = [place_of.get(fold(cell)) for cell in sheet.header.cells]
    faults = [
        _header_fault(sheet, column.name, _missing(column, sheet.header.cells))
        for column in columns
        if column.is_required and column not in found
    ]
    faults += [
        _header_fault(sheet, column.name, _DOUBLED) for column in columns if found.count(column) > 1
    ]
    notes = [
        Note(sheet.name, sheet.header.number, cell, f"Die Spalte „{cell}“ wird nicht gelesen.")
        for cell, column in zip(sheet.header.cells, found, strict=True)
        if column is None and cell
    ]
    return faults, notes


def read_rows(
    sheet: Sheet, columns: Sequence[Column], lists: CountyLists
) -> Iterator[tuple[ReadRow, list[Fault]]]:
    """Yield every row with its values and its faults; a row with faults lacks their columns."""
    place_of = _column_of(columns)
    header = [place_of.get(fold(cell)) for cell in sheet.header.cells]
    for row in sheet.rows:
        yield _read_row(sheet.name, row, header, columns, lists)


def _read_row(
    name: str,
    row: SheetRow,
    header: Sequence[Column | None],
    columns: Sequence[Column],
    lists: CountyLists,
) -> tuple[ReadRow, list[Fault]]:
    pairs = zip(header, row.cells, strict=False)
    written = {column.name: cell for column, cell in pairs if column and cell}
    results = {column.name: _read_cell(column, written, lists) for column in columns}
    values = {key: value for key, value in results.items() if not isinstance(value, Mistake)}
    read = ReadRow(name, row.number, values, written, len(row.cells) <= len(header))
    if not read.is_aligned:
        return read, [read.fault("", _TOO_MANY_CELLS)]
    faults = [read.fault(k, value) for k, value in results.items() if isinstance(value, Mistake)]
    return read, faults


def _read_cell(column: Column, written: Mapping[str, str], lists: CountyLists) -> Any:  # noqa: ANN401 - the column decides
    cell = written.get(column.name, "")
    if cell.startswith("="):
        return Mistake(
            "Die Zelle enthält eine Formel, kein Ergebnis.",
            "Kopieren Sie die Spalte und fügen Sie sie als „Werte“ wieder ein.",
        )
    if cell:
        return column.read(unguarded(cell), lists)
    if column.is_required:
        return Mistake("Die Angabe fehlt.", "Füllen Sie diese Zelle aus.")
    return column.empty


def _known(columns: Iterable[Column], headers: set[str]) -> int:
    return sum(1 for column in columns if headers & {column.name, *column.also})


def _column_of(columns: Iterable[Column]) -> Mapping[str, Column]:
    return {name: column for column in columns for name in (column.name, *column.also)}


_TOO_MANY_CELLS = Mistake(
    "Die Zeile hat mehr Spalten als die erste Zeile.",
    "Enthält ein Wert das Trennzeichen, etwa ein Dezimalkomma? Setzen Sie ihn in Anführungszeichen "
    "oder trennen Sie die Spalten mit Semikolon.",
)
_DOUBLED = Mistake("Die Spalte kommt mehrfach vor.", "Löschen Sie eine der beiden Spalten.")


def _missing(column: Column, header: Sequence[str]) -> Mistake:
    near = get_close_matches(column.name, [fold(cell) for cell in header], n=1, cutoff=0.7)
    cure = f"Fügen Sie in der ersten Zeile eine Spalte „{column.name}“ ein."
    if near:
        cure = f"Benennen Sie „{near[0]}“ in „{column.name}“ um."
    return Mistake("Die Spalte fehlt.", cure)


def _header_fault(sheet: Sheet, column: str, mistake: Mistake) -> Fault:
    return Fault(sheet.name, sheet.header.number, column, "", mistake.reason, mistake.cure)
