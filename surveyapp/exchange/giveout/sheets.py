"""Workbooks that nobody is surprised by: no formula from a text, the same bytes for the same content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

Row = Sequence[str | float | None]

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the moment of writing, which would make every file another one."""

_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Signs that no workbook can hold."""

_LONGEST = 32_000
"""Characters of one cell; programs refuse more than 32 767."""

_NARROW, _WIDE = 8, 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a name, the words of its first line, and its lines."""

    name: str
    header: tuple[str, ...]
    rows: Sequence[Row]


def workbook(sheets: Iterable[Sheet], *, is_wrapped: bool = True) -> bytes:
    """Return a workbook; its first lines stay in sight, and texts are never read as formulas."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet, is_wrapped=is_wrapped)
    book.properties.created = book.properties.modified = _NEVER.replace(tzinfo=None)
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        _InMemory(book, archive).write_data()
    return _timeless(stream.getvalue())


class _InMemory(ExcelWriter):  # type: ignore[misc]
    """Writes sheets as the library does, but through no file: codes of letters must lie on no disk."""

    def write_worksheet(self, ws: Worksheet) -> None:
        """Write one sheet into the archive."""
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001 - the library's own way
        writer = WorksheetWriter(ws, BytesIO())
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001 - the library's own way
        self._archive.writestr(ws.path[1:], writer.read())
        self.manifest.append(ws)


def _fill(page: Worksheet, sheet: Sheet, *, is_wrapped: bool) -> None:
    for line, row in enumerate((sheet.header, *sheet.rows), start=1):
        for column, value in enumerate(row, start=1):
            if value is None or value == "":
                continue
            cell = page.cell(line, column)
            if isinstance(value, str):
                # Written as text of its own type: "=1+1" stays four signs, whoever opens it.
                cell.value = _UNREADABLE.sub("", value)[:_LONGEST]
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=is_wrapped, vertical="top")
            else:
                cell.value = value
                cell.alignment = Alignment(vertical="top")
            if line == 1:
                cell.font = Font(bold=True)
    page.freeze_panes = "B2" if len(sheet.header) > 1 else "A2"
    for number, letter in enumerate(_letters(len(sheet.header))):
        texts = (str(row[number] or "") for row in (sheet.header, *sheet.rows) if number < len(row))
        longest = max((len(text) for text in texts), default=0)
        page.column_dimensions[letter].width = min(max(longest + 2, _NARROW), _WIDE)


def _letters(number: int) -> Iterable[str]:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - needed here only

    return (get_column_letter(place) for place in range(1, number + 1))


def _timeless(content: bytes) -> bytes:
    """Return a workbook whose parts all say the same moment."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", part)
            entry = ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, part)
    return stream.getvalue()
