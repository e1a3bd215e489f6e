"""Serials of paper sheets: a number and a letter that checks it, ``17-K``.

The letter is the sum of the digits, each times its place, modulo 19: a wrong digit and two digits
exchanged change it. Sheets that were copied carry a number that somebody wrote on them, without a letter.
"""

from __future__ import annotations

import re

LARGEST = 999_999

_LETTERS = "ABCDEFGHJKMNPRSTWXY"
_TYPED = re.compile(r"0*(?P<number>[1-9][0-9]{0,5})[\s-]*(?P<check>[A-Z]?)")


def written(serial: int) -> str:
    """Return a serial as it stands on a sheet."""
    return f"{serial}-{_check(serial)}"


def read_serial(typed: str) -> int | None:
    """Return the number somebody typed, with its letter or without; None if it is mistyped."""
    found = _TYPED.fullmatch(typed.strip().upper())
    if found is None:
        return None
    serial = int(found["number"])
    return serial if found["check"] in ("", _check(serial)) else None


def _check(serial: int) -> str:
    digits = reversed(str(serial))
    return _LETTERS[sum(place * int(digit) for place, digit in enumerate(digits, 2)) % 19]
