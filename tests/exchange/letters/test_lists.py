"""The codes of a wave as tables: read back from real files, harmless in every spreadsheet."""

import csv
import io
import tempfile

import openpyxl

from surveyapp.exchange.letters import lists
from tests.exchange.letters.written import some_letters

HEADER = ["Lfd. Nr.", "Teil", "Art", "Code", "Link"]


def rows_of(page):
    return [[cell or "" for cell in row] for row in page.iter_rows(values_only=True)]


def expected(letters):
    return [
        [
            each.serial,
            each.stratum,
            "Reserve" if each.is_reserve else "Brief",
            each.code,
            each.address,
        ]
        for each in letters
    ]


def test_no_code_passes_through_a_file_while_a_workbook_is_written(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))

    book = openpyxl.load_workbook(io.BytesIO(lists.codes_xlsx(some_letters(3, reserve=1))))

    assert book["Briefe"].max_row == 4


def test_a_workbook_holds_letters_and_reserve_codes_on_a_sheet_each():
    letters = some_letters(120, stratum="=cmd|' /C calc'!A0", reserve=4)

    book = openpyxl.load_workbook(io.BytesIO(lists.codes_xlsx(letters)))

    assert book.sheetnames == ["Briefe", "Reserve"]
    assert rows_of(book["Briefe"]) == [HEADER, *expected(letters[:120])]
    assert rows_of(book["Reserve"]) == [HEADER, *expected(letters[120:])]
    assert {cell.data_type for cell in book["Briefe"]["B"]} == {"s"}


def test_a_workbook_without_reserve_codes_has_one_sheet():
    book = openpyxl.load_workbook(io.BytesIO(lists.codes_xlsx(some_letters(100))))

    assert book.sheetnames == ["Briefe"]


def test_csv_opens_with_umlauts_and_starts_no_formula():
    letters = some_letters(2, stratum="Süd") + some_letters(1, stratum="=1+1", reserve=1)

    content = lists.codes_csv(letters)

    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert read[:2] == [HEADER, [str(each) for each in expected(letters)[0]]]
    assert [row[1] for row in read[1:]] == ["Süd", "Süd", "'=1+1", "'=1+1"]


def test_a_reminder_lists_numbers_and_nothing_else():
    book = openpyxl.load_workbook(io.BytesIO(lists.reminders_xlsx([3, 17])))

    assert lists.reminders_csv([3, 17]).decode("utf-8-sig") == "Lfd. Nr.\r\n3\r\n17\r\n"
    assert rows_of(book["Erinnerung"]) == [["Lfd. Nr."], [3], [17]]
