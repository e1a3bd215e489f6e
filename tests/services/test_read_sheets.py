"""Uploaded files: what is read, and what is refused before it does harm."""

import datetime as dt
import io
import random
import zipfile

import openpyxl
import pytest

from surveyapp.inventory.rows import Fault
from surveyapp.services import read_sheets as door

ROWS = [["schluessel", "name"], ["a", "Größe, „Maß“"], ["b", "x"]]


def written(tmp_path, content, name="bestand.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def workbook(tmp_path, sheets, name="bestand.xlsx"):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / name
    book.save(path)
    return path


def repacked(path, **parts):
    """Return the workbook with parts added or replaced."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content.update(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_in_any_usual_encoding_and_separation(tmp_path, encoding, separator):
    lines = (separator.join(f'"{cell}"' for cell in row) for row in ROWS)
    path = written(tmp_path, "\r\n".join(lines).encode(encoding))

    (sheet,) = door.read_sheets(path)

    assert (sheet.name, sheet.header.cells) == ("bestand.csv", ("schluessel", "name"))
    assert [row.cells for row in sheet.rows] == [tuple(row) for row in ROWS[1:]]


def test_row_numbers_are_those_of_the_file_past_blank_and_broken_lines(tmp_path):
    path = written(tmp_path, b'a;b\n\n1;"x\ny"\n;\n2;z\n')

    (sheet,) = door.read_sheets(path)

    assert [(row.number, row.cells) for row in sheet.rows] == [(3, ("1", "x\ny")), (6, ("2", "z"))]


def test_workbook_cells_are_read_as_people_would_write_them(tmp_path):
    day = dt.datetime(2026, 3, 1)  # noqa: DTZ001 - spreadsheets know no time zone
    path = workbook(
        tmp_path,
        {"Bestand": [["a", "b", "c", "d", "e"], [day, 45.0, 10.8719, True, "=SUM(A1:A2)"]]},
    )

    (sheet,) = door.read_sheets(path, "Abgabe.xlsx")

    assert sheet.name == "Abgabe.xlsx, Blatt „Bestand“"
    assert sheet.rows[0].cells == ("01.03.2026", "45", "10.8719", "ja", "=SUM(A1:A2)")


def test_filled_sheets_of_a_workbook_are_read_and_empty_ones_left_out(tmp_path):
    path = workbook(tmp_path, {"bestand": [["a"], ["1"]], "Tabelle2": [], "angebote": [["b"]]})

    sheets = door.read_sheets(path)

    assert [sheet.header.cells for sheet in sheets] == [("a",), ("b",)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Die Datei ist leer."),
        (b"\xef\xbb\xbf \r\n", "Die Datei ist leer."),
        (b";;;\n;;\n", "Die Datei ist leer."),
        (b"%PDF-1.7 ...", "Das ist ein PDF, keine Tabelle."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Das ist eine alte Excel-Datei"),
        (b"\x89PNG\r\n\x1a\n", "Das ist ein Bild, keine Tabelle."),
        (b"<html>", "Das ist eine Internetseite"),
        (b'{"type": "FeatureCollection"}', "Das ist JSON"),
        (b"\x00\x01\x02\x03", "Das ist keine Tabelle."),
        (b'a;b\n"x;y\n', "Die Zeile lässt sich nicht in Spalten trennen."),
        (b"PK\x03\x04 cut off", "Die Arbeitsmappe ist beschädigt."),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(tmp_path, content, reason):
    fault = door.read_sheets(written(tmp_path, content))

    assert isinstance(fault, Fault)
    assert fault.reason.startswith(reason)
    assert fault.cure


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("word/document.xml", "<w/>")

    fault = door.read_sheets(written(tmp_path, archive.getvalue(), "brief.docx"))

    assert fault.reason == "Das ist keine Excel-Arbeitsmappe (.xlsx)."


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path):
    path = workbook(tmp_path, {"bestand": ROWS})
    bomb = repacked(path, **{"xl/media/image1.xml": b" " * 20_000_000})

    fault = door.read_sheets(bomb)

    assert "ungewöhnlich viel" in fault.reason


@pytest.mark.parametrize("declaration", [b"<!DOCTYPE x>", b"<!doctype x>", b'<!ENTITY a "b">'])
@pytest.mark.parametrize("before", [0, door.CHUNK - 4])
def test_a_workbook_with_a_document_type_is_refused(tmp_path, declaration, before):
    path = workbook(tmp_path, {"bestand": ROWS})
    # Random-like bytes, so that the rule of the ratio does not refuse the file first.
    padding = (b"<!--" + bytes(65 + i * i % 23 for i in range(before))) if before else b""
    harmful = repacked(path, **{"xl/sharedStrings.xml": padding[:before] + declaration})

    fault = door.read_sheets(harmful)

    assert "Unerlaubtes" in fault.reason


def test_a_workbook_with_a_path_out_of_itself_is_refused(tmp_path):
    path = repacked(workbook(tmp_path, {"bestand": ROWS}), **{"../evil.xml": b"<a/>"})

    fault = door.read_sheets(path)

    assert "Unerlaubtes" in fault.reason


def test_a_workbook_with_broken_xml_is_refused(tmp_path):
    path = repacked(workbook(tmp_path, {"bestand": ROWS}), **{"xl/workbook.xml": b"<workbook"})

    fault = door.read_sheets(path)

    assert fault.reason == "Die Arbeitsmappe ist beschädigt."


def test_too_many_rows_and_too_many_bytes_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(door, "MAX_ROWS", 2)
    many = written(tmp_path, b"a;b\n" + b"1;2\n" * 3)
    book = door.read_sheets(workbook(tmp_path, {"bestand": [["a"], ["1"], ["2"], ["3"]]}))
    monkeypatch.setattr(door, "MAX_FILE", 100)
    large = written(tmp_path, b"a" * 101, "gross.csv")

    reason = door.TOO_MANY_ROWS.format(most=door.MAX_ROWS)
    assert (book.row, book.reason) == (4, reason)
    assert (door.read_sheets(many).row, door.read_sheets(many).reason) == (4, reason)
    assert door.read_sheets(large).reason == door.TOO_LARGE


def test_a_workbook_that_keeps_the_parser_busy_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(door, "MAX_SECONDS", 1)
    types = "[Content_Types].xml"
    path = workbook(tmp_path, {"bestand": ROWS})
    with zipfile.ZipFile(path) as archive:
        listed = archive.read(types).replace(b"</Types>", SHARED_STRINGS + b"</Types>")
    strings = b"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>%s</sst>"
    slow = repacked(
        path,
        **{
            types: listed,
            "xl/sharedStrings.xml": strings % (b"<si><t>a</t></si>" * 3_500_000),
            # Bytes that do not shrink, so that the rule of the ratio lets the file pass.
            "xl/media/image1.png": random.Random(1).randbytes(700_000),
        },
    )

    fault = door.read_sheets(slow)

    assert "ungewöhnlich viel" in fault.reason


SHARED_STRINGS = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def test_a_zero_is_not_an_empty_cell(tmp_path):
    path = workbook(tmp_path, {"bestand": [["a", "b"], [0, 0.0]]})

    (sheet,) = door.read_sheets(path)

    assert sheet.rows[0].cells == ("0", "0")


def test_the_process_that_parses_workbooks_refuses_entities_itself():
    assert openpyxl.DEFUSEDXML
