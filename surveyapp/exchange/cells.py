"""Texts in tables that offices open: nothing in them is ever run as a formula."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[\d.]+(,\d+)?( %)?")


def safe_text(value: str) -> str:
    """Return a text that no spreadsheet runs; what is a number in German or English stays one."""
    if not _FORMULA.match(value) or _NUMBER.fullmatch(value.replace("\u00a0", " ")):
        return value
    return f"'{value}"
