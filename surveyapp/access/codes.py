"""Codes that people can read aloud, the last symbol of which checks the others.

The alphabet has 30 symbols and leaves out what looks alike (0 O, 1 I L, U V). The check is a weighted
sum modulo 31: 31 is prime and larger than the alphabet, and all weights differ, so every single
wrong symbol and every exchange of two symbols, neighbours or not, changes the sum. The code of a letter
has twelve symbols, three times four; the one that brings back a draft has fifteen, three times five.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from random import Random

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4


@dataclass(frozen=True, slots=True)
class Form:
    """How long a kind of code is, and how it is written."""

    length: int
    group: int


LETTER = Form(LENGTH, GROUP)
RESUME = Form(15, 5)
"""What brings back a draft: 68 of its bits are random, and nobody takes it for the code of a letter."""

SPARE = Form(10, 5)
"""What opens an account of the staff where passkey and app are out of reach: 44 of its bits are random."""

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_PRIME = 31
#: Dashes, blanks, quotes, and what stays invisible when a code is copied from a letter.
_SEPARATORS = re.compile(r"[\W_]+")


def new_code(randomness: Random) -> str:
    """Draw the code of a letter, without separators; about 54 bits of it are random."""
    code = None
    while code is None:  # one payload in 31 has no check symbol and is drawn again
        code = _checked([randomness.randrange(len(ALPHABET)) for _ in range(LENGTH - 1)])
    return code


def spelled(number: int, form: Form) -> str | None:
    """Return the code that a very large number spells; None where no symbol checks it."""
    payload = []
    for _ in range(form.length - 1):
        number, value = divmod(number, len(ALPHABET))
        payload.append(value)
    return _checked(payload)


def written(code: str, form: Form = LETTER) -> str:
    """Return the code as it stands on paper: ``ABCD-EFGH-JKMN``."""
    parts = range(0, form.length, form.group)
    return "-".join(code[start : start + form.group] for start in parts)


def read_code(typed: str, form: Form = LETTER) -> str | None:
    """Return the code a person typed, in capitals without separators; None if it is mistyped."""
    code = "".join(map(_western, _SEPARATORS.sub("", typed))).upper()
    if len(code) != form.length or any(symbol not in _VALUES for symbol in code):
        return None
    return code if _weighted_sum([_VALUES[symbol] for symbol in code]) == 0 else None


def _checked(payload: list[int]) -> str | None:
    check = -_weighted_sum(payload) * pow(len(payload) + 1, -1, _PRIME) % _PRIME
    if check >= len(ALPHABET):
        return None
    return "".join(ALPHABET[value] for value in (*payload, check))


def _western(symbol: str) -> str:
    """Return a digit of any script as a western one, and every other symbol as it is."""
    return str(unicodedata.decimal(symbol, symbol))


def _weighted_sum(values: list[int]) -> int:
    return sum(weight * value for weight, value in enumerate(values, start=1)) % _PRIME
