"""The codes of a wave, and the letters to send again, as tables for a mail merge."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from surveyapp.exchange.letters.model import Letter

CODES = ("Lfd. Nr.", "Teil", "Art", "Code", "Link")
REMINDERS = ("Lfd. Nr.",)
_KINDS = {False: "Brief", True: "Reserve"}
_FORMULA = ("=", "+", "-", "@")

Row = tuple[int | str, ...]


def codes_csv(letters: Sequence[Letter]) -> bytes:
    """Return all letters, then the reserve codes, as CSV that German programs open correctly."""
    return safe_csv(CODES, [_row(each) for each in letters])


def codes_xlsx(letters: Sequence[Letter]) -> bytes:
    """Return a workbook with the letters on one sheet and the reserve codes on another."""
    sheets = [
        (name, CODES, [_row(each) for each in letters if each.is_reserve is is_reserve])
        for name, is_reserve in (("Briefe", False), ("Reserve", True))
    ]
    return _xlsx([sheet for sheet in sheets if sheet[2]])


def reminders_csv(serials: Sequence[int]) -> bytes:
    """Return the numbers of the letters to send again."""
    return safe_csv(REMINDERS, [(each,) for each in serials])


def reminders_xlsx(serials: Sequence[int]) -> bytes:
    """Return the numbers of the letters to send again."""
    return _xlsx([("Erinnerung", REMINDERS, [(each,) for each in serials])])


def _row(letter: Letter) -> Row:
    kind = _KINDS[letter.is_reserve]
    return (letter.serial, letter.stratum, kind, letter.code, letter.address)


def safe_csv(header: tuple[str, ...], rows: Sequence[Row]) -> bytes:
    """Return a table that German programs open correctly and run nothing of."""
    stream = StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerows([header, *([_harmless(cell) for cell in row] for row in rows)])
    return stream.getvalue().encode("utf-8-sig")


def _harmless(cell: int | str) -> int | str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _xlsx(sheets: Sequence[tuple[str, tuple[str, ...], Sequence[Row]]]) -> bytes:
    from surveyapp.exchange.giveout.sheets import Sheet, workbook  # noqa: PLC0415 - heavy

    return workbook((Sheet(*sheet) for sheet in sheets), is_wrapped=False)
