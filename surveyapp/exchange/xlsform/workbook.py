"""The file as sheets of rows: four kinds of file, guarded against those that would do harm."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

import xlrd
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import (
    DefinitionData,
    csv_to_dict,
    get_excel_column_headers,
    get_excel_rows,
    md_to_dict,
    xls_value_to_unicode,
    xlsx_to_dict,
)

from surveyapp.exchange.xlsform.faults import FormError, cell, fault

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
"""Sheets that mean something; others are left alone."""

MAX_UNZIPPED = 40_000_000
"""Most bytes of the tables in a workbook once unpacked; forms of 2 000 questions have 3 MB."""

MAX_SEARCHED = 300_000_000
"""Most signs that are looked at for comments in a Markdown table."""

MAX_MEMBERS = 2_000
"""Most files inside a workbook."""

MAX_RATIO = 400
"""Most bytes that one packed byte may become; tables of empty cells reach 100."""

MAX_ROWS: Mapping[str, int] = {"survey": 5_000, "settings": 100}
MOST_ROWS = 20_000
MAX_COLUMNS = 400
MAX_CELL = 50_000
"""Most rows of a sheet, columns of a sheet, and characters of a cell."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLDEST = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
"""Beginnings of XLS workbooks without a container, as some programs still write them."""

_TABLE_FILES = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Sheets = Mapping[str, Any]
"""Keys of pyxform: sheet name to rows, ``…_header`` to the columns, ``sheet_names``."""


def looks_like(content: bytes, file_name: str) -> bool:
    """Say whether a file is a form of this kind, whole or broken."""
    ending = file_name.lower().rpartition(".")[2]
    if ending in ("xlsx", "xlsm", "xls", "md") or content.startswith(_OLE):
        return True
    if content.startswith(_ZIP):
        return b"xl/workbook" in content
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    start = content[:20_000].decode("utf-16" if wide else "utf-8-sig", "replace").lower()
    is_table = re.search(r"^[ \t]*\|[ \t]*\"?survey\"?[ \t]*\|", start, re.MULTILINE)
    is_csv = re.search(r"^[ ]*\"?survey\"?[ \r]*([,;\t]|$)", start, re.MULTILINE)
    is_sheet = ending in ("csv", "tsv") and _is_one_sheet(start)
    return bool(is_table or is_csv or is_sheet) and ending not in (
        "json",
        "lss",
        "lsq",
        "lsg",
        "txt",
    )


def read(content: bytes, file_name: str) -> DefinitionData:
    """Return the sheets of a file.

    Raises
    ------
    FormError
        If the file cannot be read, or would take more room than any form needs.
    """
    reader = _reader(content, file_name)
    try:
        sheets = reader(content)
    except FormError:
        raise
    except PyXFormError as error:
        twice = re.match(r"Duplicate column header: (.{1,100})", str(error))
        raise _named_twice(twice[1]) if twice else _unreadable(str(error)) from error
    except RecursionError as error:
        raise _unreadable("too deeply nested") from error
    except Exception as error:  # damaged files break their readers in every possible way
        said = f"{type(error).__name__}: {error}"
        raise _unreadable(said) from error
    _refuse_size(sheets)
    return DefinitionData(**_cleaned(sheets))


def _named_twice(column: str) -> FormError:
    return fault(
        "",
        f"ein Blatt hat zwei Spalten „{column}“; geben Sie jeder einen eigenen Namen",
        f"a sheet has two columns “{column}”; give each a name of its own",
    )


def _unreadable(said: str) -> FormError:
    short = " ".join(said.split())[:200]
    return fault(
        "",
        f"die Datei lässt sich nicht als Tabelle lesen ({short}); speichern Sie sie neu als XLSX",
        f"the file cannot be read as a table ({short}); save it again as XLSX",
    )


def _reader(content: bytes, file_name: str) -> Callable[[bytes], dict[str, Any]]:
    if content.startswith(_ZIP):
        _refuse_bomb(content)
        return lambda given: dict(xlsx_to_dict(BytesIO(given)))
    if content.startswith((_OLE, *_OLDEST)):
        return _old_workbook
    if file_name.lower().endswith((".xlsx", ".xlsm", ".xls")):
        raise _unreadable("neither an XLSX nor an XLS workbook")
    text = _text(content)
    if re.search(r"^[ \t]*\|", text, re.MULTILINE) and not file_name.lower().endswith(".csv"):
        _refuse_signs(text)
        return lambda _: dict(md_to_dict(text))
    _refuse_other_tables(text)
    return lambda _: dict(csv_to_dict(BytesIO(text.encode())))


def _is_one_sheet(text: str) -> bool:
    """Say whether a table begins with the columns of a sheet instead of its name."""
    cells = [each.strip(' "\r') for each in re.split(r"[,;\t]", _first_line(text).lower())]
    return "name" in cells and bool({"type", "list_name", "list name"} & set(cells))


def _first_line(text: str) -> str:
    return next((line for line in text.split("\n", 50) if line.strip(" ,;\t\r")), "")


def _refuse_other_tables(text: str) -> None:
    """Refuse tables that pyxform cannot read either, saying what to do."""
    if _is_one_sheet(text):
        raise fault(
            "",
            "die Datei ist ein einzelnes Blatt ohne seinen Namen; legen Sie die Blätter survey und "
            "choices in eine Arbeitsmappe (XLSX)",
            "the file is a single sheet without its name; put the sheets survey and choices into one "
            "workbook (XLSX)",
        )
    if re.match(r"[ \"]*survey[ \"]*[;\t]", _first_line(text), re.IGNORECASE):
        raise fault(
            "",
            "die Spalten sind mit Semikolon oder Tabulator getrennt; XLSForm kennt nur Kommas, "
            "speichern Sie die Tabelle als XLSX",
            "the columns are parted by semicolons or tabs; XLSForm only knows commas, save the table "
            "as XLSX",
        )


def _refuse_signs(text: str) -> None:
    """Refuse a table over which its reader would sit for hours, looking for comments."""
    if sum(line.count("#") * len(line) for line in text.split("\n")) > MAX_SEARCHED:
        raise fault(
            "",
            "die Tabelle hat zu lange Zeilen mit zu vielen #",
            "the table has too long lines with too many #",
        )


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        where = f"line {line}"
        raise fault(
            where,
            "die Datei ist nicht in UTF-8 gespeichert; speichern Sie sie mit dieser Kodierung",
            "the file is not UTF-8; save it with this encoding",
        ) from error


# Guards


def _refuse_bomb(content: bytes) -> None:
    """Refuse a workbook that unpacks to more than any form needs, or that declares entities."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            tables = [each for each in packed.infolist() if _TABLE_FILES.search(each.filename)]
            _refuse_members(packed, tables)
            for each in tables:
                with packed.open(each) as member:
                    _refuse_entities(member.read(4096), each.filename)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise _unreadable(str(error)) from error


def _refuse_members(packed: zipfile.ZipFile, tables: Sequence[zipfile.ZipInfo]) -> None:
    size = sum(each.file_size for each in tables)
    swollen = any(
        each.file_size > 1_000_000 and each.file_size > MAX_RATIO * max(1, each.compress_size)
        for each in tables
    )
    if len(packed.infolist()) > MAX_MEMBERS or size > MAX_UNZIPPED or swollen:
        raise fault(
            "",
            f"die Arbeitsmappe entpackt sich zu {size // 1_000_000} MB; das braucht kein Fragebogen",
            f"the workbook unpacks to {size // 1_000_000} MB; no questionnaire needs that",
        )


def _refuse_entities(start: bytes, name: str) -> None:
    plain = start.replace(b"\x00", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise fault(
            name,
            "die Arbeitsmappe bringt eigene XML-Vereinbarungen mit; so etwas wird nicht gelesen",
            "the workbook declares XML entities; such files are not read",
        )


def _refuse_size(sheets: Sheets) -> None:
    for name in SHEETS:
        rows, most = sheets.get(name) or (), MAX_ROWS.get(name, MOST_ROWS)
        header: Sequence[Mapping[str, Any]] = sheets.get(f"{name}_header") or ({},)
        if len(rows) > most or len(header[0]) > MAX_COLUMNS:
            raise fault(
                name,
                f"das Blatt hat mehr als {most} Zeilen oder {MAX_COLUMNS} Spalten",
                f"the sheet has more than {most} rows or {MAX_COLUMNS} columns",
            )
        for number, row in enumerate(rows, start=2):
            if any(len(str(value)) > MAX_CELL for value in row.values()):
                raise fault(
                    cell(name, number),
                    f"eine Zelle hat mehr als {MAX_CELL} Zeichen",
                    f"a cell has more than {MAX_CELL} characters",
                )


def _cleaned(sheets: Sheets) -> dict[str, Any]:
    """Return the known sheets without signs that no text may hold."""
    kept = {key: value for key, value in sheets.items() if key.removesuffix("_header") in SHEETS}
    for name in SHEETS:
        if kept.get(name):
            kept[name] = [_clean_row(row) for row in kept[name]]
    return {**kept, "sheet_names": list(sheets.get("sheet_names") or ())}


def _clean_row(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        key: _CONTROL.sub("", str(value)) for key, value in row.items() if value is not None and key
    }


# XLS: read here, because its library writes warnings where our reports go


def _old_workbook(content: bytes) -> dict[str, Any]:
    with xlrd.open_workbook(file_contents=content, logfile=StringIO(), on_demand=True) as book:
        names = book.sheet_names()
        found: dict[str, Any] = {"sheet_names": names}
        for name in names:
            key = "survey" if len(names) == 1 else name.lower()
            if key in SHEETS:
                found[key], found[f"{key}_header"] = _old_sheet(book, book.sheet_by_name(name))
        return found


def _old_sheet(
    book: xlrd.Book, sheet: xlrd.sheet.Sheet
) -> tuple[list[dict[str, str]], list[dict[str, None]]]:
    first = [each.value for each in sheet.row(0)] if sheet.nrows else []
    headers = get_excel_column_headers(str(each) if each != "" else None for each in first)
    rows: Iterable[tuple[Any, ...]] = (
        tuple(sheet.row(number)[: len(headers)]) for number in range(1, sheet.nrows)
    )

    def read_cell(found: xlrd.sheet.Cell, _row: int, _column: str) -> str:
        value = found.value.strip() if isinstance(found.value, str) else found.value
        return str(xls_value_to_unicode(value, found.ctype, book.datemode))

    header: dict[str, None] = {each: None for each in headers if each is not None}
    return get_excel_rows(headers, rows, read_cell), [header]
