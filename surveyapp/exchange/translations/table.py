"""Translations as a workbook: German beside an open column, everything else protected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from surveyapp.exchange.translations.model import MARK, FileFault, Incoming, Outgoing
from surveyapp.inventory.rows import Sheet
from surveyapp.questionnaire.translating.intake import Line

KEY, WHERE, SOURCE, HINT, TARGET = "Schlüssel", "Stelle", "Deutsch", "Hinweis", "Übersetzung"
_WIDTHS = (20, 28, 55, 40, 55, 15)
_TOP = Alignment(wrap_text=True, vertical="top")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOST = re.compile(r"\?\?|\w\?\w")
_LONGEST = 32_000
"""Characters of one cell; programs refuse more than 32 767."""

_HELP = """\
So geht es
Schreiben Sie Ihre Übersetzung in die letzte sichtbare Spalte. Alles andere ist geschützt.
Was in geschweiften Klammern steht, zum Beispiel {item}, bleibt genau so. Dort setzt das Programm etwas ein.
Die Reihenfolge der Zeilen ist gleich. Zeilen, die fehlen, ändern nichts.
Gelb sind Übersetzungen, deren deutscher Wortlaut sich geändert hat. Bitte sehen Sie diese zuerst an.
Speichern Sie als Excel-Arbeitsmappe (.xlsx) und lesen Sie die Datei dort wieder ein, wo Sie sie geholt haben.
Sie können Dateien in jeder Reihenfolge und mehrmals einlesen. Nichts wird ungefragt überschrieben.
"""


def write(outgoing: Outgoing) -> bytes:
    """Return a workbook to translate in."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Übersetzung"
    target = f"{TARGET}: {outgoing.language_name} ({outgoing.language})"
    _line(page, 1, (KEY, WHERE, SOURCE, HINT, target, f"{MARK}: {outgoing.questionnaire}"))
    for number, row in enumerate(outgoing.rows, start=2):
        _line(page, number, (row.key, row.where, row.german, row.hint, row.said, row.before))
        cell = page.cell(number, 5)
        cell.protection = Protection(locked=False)
        cell.number_format = "@"
        cell.alignment = Alignment(
            wrap_text=True, vertical="top", readingOrder=2 if outgoing.is_rtl else 0
        )
        if row.is_stale:
            cell.fill = PatternFill("solid", fgColor="FFF3C4")
    _dress(page)
    help_page = book.create_sheet("Hinweise")
    help_page.column_dimensions["A"].width = 100
    for number, sentence in enumerate(_HELP.splitlines(), start=1):
        _line(help_page, number, (sentence,), is_head=number == 1)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _line(page: Worksheet, number: int, cells: Iterable[str], *, is_head: bool = False) -> None:
    for column, text in enumerate(cells, start=1):
        cell = page.cell(number, column)
        # Written as text of its own type: "=1+1" stays four signs, whoever opens it.
        cell.value = _UNREADABLE.sub("", text)[:_LONGEST]
        cell.data_type = "s"
        cell.alignment = _TOP
        if is_head or number == 1:
            cell.font = Font(bold=True)


def _dress(page: Worksheet) -> None:
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.column_dimensions["A"].hidden = page.column_dimensions["F"].hidden = True
    page.freeze_panes = "D2"
    page.auto_filter.ref = page.dimensions
    guard = page.protection
    guard.sheet = True
    guard.formatColumns = guard.formatRows = guard.autoFilter = guard.sort = False


_MARKED = re.compile(rf"{MARK}(: .*)?$")
_TARGET = re.compile(rf"{TARGET}(?!\w)")
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$")


def lines(sheets: Sequence[Sheet]) -> Incoming | FileFault:
    """Return what the tables of a file say; the one with the columns counts, wherever they stand."""
    for sheet in sheets:
        header = tuple(each.strip().lstrip("\ufeff") for each in sheet.header.cells)
        targets = _targets(header)
        if not targets or not {KEY, SOURCE} & set(header):
            continue
        if len(targets) > 1:
            return FileFault.TWO_COLUMNS
        target = targets[0]
        marked = next((each for each in header if _MARKED.match(each)), "")
        places = {name: header.index(name) for name in (KEY, SOURCE) if name in header}
        if marked:
            places[MARK] = header.index(marked)
        code = _CODE.search(header[target])
        found = tuple(_read(row.cells, places, target) for row in sheet.rows)
        found = tuple(each for each in found if each.key or each.said)
        if not found:
            return FileFault.NO_LINES
        return Incoming(code[1] if code else "", found, marked.removeprefix(MARK).strip(": "))
    return FileFault.NO_COLUMNS


def _targets(header: Sequence[str]) -> list[int]:
    """Return the columns with translations: those that name their language, else those called so."""
    found = [n for n, each in enumerate(header) if _TARGET.match(each)]
    return [n for n in found if _CODE.search(header[n])] or found


def has_lost_letters(found: Incoming) -> bool:
    """Say whether question marks stand for letters, as where a table is saved in a code without them."""
    return any(_LOST.search(each.said) for each in found.lines)


def _read(cells: tuple[str, ...], places: dict[str, int], target: int) -> Line:
    def cell(name: str) -> str | None:
        place = places.get(name)
        if place is None:
            return None
        return cells[place] if place < len(cells) else ""

    said = cells[target] if target < len(cells) else ""
    return Line(cell(KEY) or "", said, cell(SOURCE) or None, cell(MARK) or None)
