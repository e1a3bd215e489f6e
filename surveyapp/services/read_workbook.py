"""Parse one workbook in a process of its own, which may use little time and memory.

Run as a script by ``read_sheets``: bytes of an XLSX on standard input, its sheets as JSON on standard
output. A small archive can hold enough XML to keep a parser busy for minutes; here the kernel ends it.
It imports nothing of the product, so it starts fast and knows no secret.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

MAX_MEMORY = 2**30
"""Address space of the process in bytes; the libraries alone map about a third of it."""
MAX_COLUMNS = 60
DAMAGED = 3
"""Exit code when the workbook cannot be read."""


def main(max_rows: int, max_seconds: int) -> int:
    """Write at most ``max_rows`` filled rows of every sheet, within seconds of processor time."""
    resource.setrlimit(resource.RLIMIT_CPU, (max_seconds, max_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    os.environ["OPENPYXL_LXML"] = (
        "False"  # another package brings lxml; defusedxml guards without it
    )
    import openpyxl  # noqa: PLC0415 - inside the limits

    if not openpyxl.DEFUSEDXML:
        message = "openpyxl reads XML without defusedxml; install defusedxml before taking uploads"
        raise RuntimeError(message)
    # Missing styles and unknown extensions do not touch the cells.
    warnings.simplefilter("ignore", UserWarning)
    try:
        book = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()), read_only=True)
        sheets = [(one.title, list(_filled(one, max_rows))) for one in book.worksheets]
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, ParseError, OSError):
        return DAMAGED
    json.dump(sheets, sys.stdout)
    return 0


def _filled(worksheet: Any, max_rows: int) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401 - openpyxl is untyped
    found = 0
    rows = worksheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
    for number, row in enumerate(rows, start=1):
        cells = [_written(value) for value in row]
        if any(cells):
            found += 1
            yield number, cells
        if found == max_rows:
            return


def _written(value: object) -> str:
    """Return a cell as people would write it in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime | date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # A formula over several cells comes as an object that keeps its text apart.
    text = getattr(value, "text", value)
    # Excel spells the first half of an end of line as made on Windows.
    return "" if text is None else str(text).replace("_x000D_", "").strip()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
