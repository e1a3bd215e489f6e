"""A whole release as plain tables: one that German Excel opens, one for programs (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple

from surveyapp.exchange.cells import safe_text
from surveyapp.exchange.released.model import COLUMNS, Whole

BYTE_ORDER_MARK = "\ufeff"


def german(whole: Whole) -> bytes:
    """Return semicolons, decimal commas and a head that says what it is, in UTF-8 with a mark."""
    head = [*whole.about.values(), *(("Hinweis", note) for note in whole.notes() if note)]
    headings = [heading for heading, _meaning in COLUMNS.values()]
    rows = ([_german(value) for value in astuple(row)] for row in whole.rows)
    text = _written([*map(_safe, head), [], headings, *rows], ";")
    return (BYTE_ORDER_MARK + text).encode()


def standard(whole: Whole) -> bytes:
    """Return commas, decimal points and one line of headings; what it is stands in every row."""
    about = [safe_text(words) for _heading, words in whole.about.values()]
    rows = ([*map(_plain, astuple(row)), *about] for row in whole.rows)
    return _written([[*COLUMNS, *whole.about], *rows], ",").encode()


def _written(rows: Iterable[Sequence[str]], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _safe(texts: Iterable[str]) -> list[str]:
    return [safe_text(each) for each in texts]


def _plain(value: str | float | None) -> str:
    """Return a cell for programs; a number is a number, whatever sign it begins with."""
    if value is None:
        return ""
    return safe_text(value) if isinstance(value, str) else f"{value:.10g}"


def _german(value: str | float | None) -> str:
    plain = _plain(value)
    return plain if isinstance(value, str) else plain.replace(".", ",")
