"""A figure's numbers as a file that German Excel opens with a double click."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from analytics.figure import Figure

BYTE_ORDER_MARK = "\ufeff"
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[\d.]+(,\d+)?( %)?")


def german_csv(figure: Figure, lines: Iterable[tuple[str, str]]) -> bytes:
    """Return semicolons, decimal commas, UTF-8 with a mark, and a head that says what it is.

    ``lines`` are name and value of the choices that led to the figure.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    head = (
        ("Ergebnis", figure.title),
        *lines,
        ("Basis", figure.base),
        ("Hinweis", figure.note),
        ("Quelle", figure.source),
    )
    for row in (*head, (), figure.columns, *figure.rows):
        writer.writerow([safe_cell(value) for value in row])
    return (BYTE_ORDER_MARK + out.getvalue()).encode("utf-8")


def safe_cell(value: str) -> str:
    """Return a value that no spreadsheet runs as a formula; plain numbers stay numbers."""
    plain = value.replace("\u00a0", " ").replace("−", "-")
    if _NUMBER.fullmatch(plain) or not _FORMULA.match(plain):
        return plain
    return f"'{plain}"
