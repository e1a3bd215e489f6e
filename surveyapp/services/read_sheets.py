"""Read an uploaded CSV or XLSX file as text, guarding against files made to do harm.

Nothing in a file is trusted: an XLSX is a zip of XML, so its parts are unpacked piece by piece and
counted before a parser sees them, and no part may declare a document type or an entity; the parser
then runs in a process of its own. Only the web process of staff and the command line come here.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from surveyapp.inventory.rows import Fault, Sheet, SheetRow
from surveyapp.services.read_workbook import DAMAGED

MAX_FILE = 8 * 2**20
"""Bytes of an uploaded file."""
MAX_UNZIPPED = 64 * 2**20
"""Bytes of all parts of an XLSX together."""
MAX_RATIO = 100
"""How many times larger the parts of an XLSX may be than the file."""
MAX_ROWS = 20_000
MAX_SECONDS = 30
"""Processor time for parsing an XLSX; 20 000 rows of six columns took 2 to 7 when measured."""
CHUNK = 2**16

TOO_LARGE = f"Die Datei ist größer als {MAX_FILE // 2**20} Megabyte."
TOO_MANY_ROWS = "Die Tabelle hat mehr als {most} Zeilen."
SPLIT_CURE = "Teilen Sie sie in mehrere Dateien, zum Beispiel nach Art der Einrichtung."
CSV_CURE = "Speichern Sie die Tabelle als „CSV UTF-8“ oder als Excel-Arbeitsmappe (.xlsx)."
XLSX_CURE = "Öffnen Sie die Datei in Excel und speichern Sie sie neu als Arbeitsmappe (.xlsx)."

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "Das ist ein PDF, keine Tabelle."),
    (
        b"\xd0\xcf\x11\xe0",
        "Das ist eine alte Excel-Datei (.xls) oder eine geschützte Arbeitsmappe.",
    ),
    (b"\x89PNG", "Das ist ein Bild, keine Tabelle."),
    (b"\xff\xd8\xff", "Das ist ein Bild, keine Tabelle."),
    (b"<", "Das ist eine Internetseite oder XML, keine Tabelle."),
    (b"{", "Das ist JSON, keine Tabelle."),
)
"""First bytes of files people upload by mistake."""


class _UnreadableError(Exception):
    """The file cannot be read as a table; carries what staff are told."""

    def __init__(self, reason: str, cure: str, row: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.cure, self.row = reason, cure, row


def read_sheets(
    path: Path, name: str = "", *, most_rows: int | None = None
) -> tuple[Sheet, ...] | Fault:
    """Return the filled tables of a file, or the one reason why it cannot be read.

    ``name`` is what staff call the file, if it is kept under another name. ``most_rows`` counts for
    CSV only: a workbook costs far more for each row.
    """
    name = name or path.name
    try:
        content = _content(path)
        if content.startswith(b"PK"):
            return tuple(_xlsx_sheets(content, name))
        return (_csv_sheet(content, name, most_rows or MAX_ROWS),)
    except _UnreadableError as error:
        return Fault(name, error.row, "", "", error.reason, error.cure)


def _content(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE:
        raise _UnreadableError(TOO_LARGE, SPLIT_CURE)
    content = path.read_bytes()
    if not content.strip():
        raise _UnreadableError("Die Datei ist leer.", "Wählen Sie die ausgefüllte Tabelle aus.")
    for start, reason in SIGNATURES:
        if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(start):
            raise _UnreadableError(reason, CSV_CURE)
    return content


# CSV


def _csv_sheet(content: bytes, name: str, most_rows: int) -> Sheet:
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        return _sheet(name, _numbered(reader), most_rows)
    except csv.Error as error:
        raise _UnreadableError(
            "Die Zeile lässt sich nicht in Spalten trennen.",
            "Prüfen Sie die Anführungszeichen in dieser Zeile.",
            reader.line_num,
        ) from error


def _decoded(content: bytes) -> str:
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    raise _UnreadableError("Das ist keine Tabelle.", CSV_CURE)


def _separator(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(";,\t", key=header.count)


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401 - csv has no public type
    start = 1
    for row in reader:
        yield start, [cell.strip() for cell in row]
        start = reader.line_num + 1


# XLSX


def _xlsx_sheets(content: bytes, name: str) -> Iterator[Sheet]:
    _guard_zip(content)
    filled = [(title, rows) for title, rows in _parsed_apart(content) if rows]
    if not filled:
        raise _EmptyError
    for title, rows in filled:
        yield _sheet(f"{name}, Blatt „{title}“", rows, MAX_ROWS)


def _parsed_apart(content: bytes) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Let a limited process without our environment parse the workbook."""
    script = Path(__file__).with_name("read_workbook.py")
    done = subprocess.run(  # noqa: S603 - our own script, no shell, no words of the user
        [sys.executable, "-P", str(script), str(MAX_ROWS + 2), str(MAX_SECONDS)],
        input=content,
        capture_output=True,
        check=False,
        env={"OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"},
    )
    if done.returncode == DAMAGED:
        raise _UnreadableError("Die Arbeitsmappe ist beschädigt.", XLSX_CURE)
    # Negative: the kernel ended it at the limit of time. MemoryError: at the limit of memory.
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise _HarmfulError
    if done.returncode:
        message = f"reading a workbook failed:\n{done.stderr.decode(errors='replace')}"
        raise RuntimeError(message)
    sheets: list[tuple[str, list[tuple[int, list[str]]]]] = json.loads(done.stdout)
    return sheets


def _guard_zip(content: bytes) -> None:
    """Refuse an archive that unpacks to too much or brings a document type, before it is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                raise _UnreadableError("Das ist keine Excel-Arbeitsmappe (.xlsx).", XLSX_CURE)
            if any(name.startswith(("/", "\\")) or ".." in name for name in names):
                raise _HarmfulError
            _count_parts(archive, min(MAX_UNZIPPED, MAX_RATIO * len(content)))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise _UnreadableError("Die Arbeitsmappe ist beschädigt.", XLSX_CURE) from error


def _count_parts(archive: zipfile.ZipFile, allowed: int) -> None:
    # The sizes written in the archive may lie, so the real bytes are counted.
    total = 0
    for part in archive.infolist():
        with archive.open(part) as stream:
            last = b""
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                seam = (last[-10:] + chunk).upper()
                if total > allowed or b"<!DOCTYPE" in seam or b"<!ENTITY" in seam:
                    raise _HarmfulError
                last = chunk


class _HarmfulError(_UnreadableError):
    def __init__(self) -> None:
        super().__init__(
            "Die Arbeitsmappe enthält ungewöhnlich viel oder Unerlaubtes und wird nicht geöffnet.",
            "Kopieren Sie die Tabelle in eine neue Arbeitsmappe und speichern Sie diese als .xlsx.",
        )


class _EmptyError(_UnreadableError):
    def __init__(self) -> None:
        super().__init__("Die Datei ist leer.", "Wählen Sie die ausgefüllte Tabelle aus.")


# Both


def _sheet(name: str, rows: Iterable[tuple[int, list[str]]], most: int) -> Sheet:
    """Make a table of the filled rows; the first is its header."""
    filled: list[SheetRow] = []
    for number, cells in rows:
        if not any(cells):
            continue
        filled.append(SheetRow(number, _trimmed(cells)))
        if len(filled) > most + 1:
            raise _UnreadableError(
                TOO_MANY_ROWS.format(most=f"{most:,}".replace(",", ".")), SPLIT_CURE, number
            )
    if not filled:
        raise _EmptyError
    return Sheet(name, filled[0], tuple(filled[1:]))


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    last = max(index for index, cell in enumerate(cells) if cell)
    return tuple(cells[: last + 1])
