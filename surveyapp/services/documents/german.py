"""Numbers, days and lists as German sentences hold them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal


def day(when: date) -> str:
    """Return a day as „15. Dezember 2026“."""
    return str(format_date(when, "long", locale="de"))


def number(value: float) -> str:
    """Return a number with German separators."""
    return str(format_decimal(value, locale="de"))


def joined(words: Sequence[str]) -> str:
    """Return words as a list in a sentence."""
    return str(format_list(list(words), locale="de"))


def count(value: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"1 {one}" if value == 1 else f"{number(value)} {many}"


def language(code: str) -> str:
    """Return the name of a language."""
    return str(Locale("de").languages.get(code.partition("-")[0], code))
