"""Invitation codes: twelve symbols that people can read aloud, the last of which checks the others.

The alphabet has 30 symbols and leaves out what looks alike (0 O, 1 I L, U V). The check is a weighted
sum modulo 31: 31 is prime and larger than the alphabet, and all twelve weights differ, so every
single wrong symbol and every exchange of two symbols, neighbours or not, changes the sum.
"""

from __future__ import annotations

import re
import unicodedata
from random import Random

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_PRIME = 31
#: Dashes, blanks, quotes, and what stays invisible when a code is copied from a letter.
_SEPARATORS = re.compile(r"[\W_]+")


def new_code(randomness: Random) -> str:
    """Draw one code without separators; about 54 bits of it are random."""
    while True:
        payload = [randomness.randrange(len(ALPHABET)) for _ in range(LENGTH - 1)]
        check = _check_value(payload)
        if check < len(ALPHABET):  # one payload in 31 has no check symbol and is drawn again
            return "".join(ALPHABET[value] for value in (*payload, check))


def written(code: str) -> str:
    """Return the code as it stands in a letter: ``ABCD-EFGH-JKMN``."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_code(typed: str) -> str | None:
    """Return the code a person typed, in capitals without separators; None if it is mistyped."""
    code = "".join(map(_western, _SEPARATORS.sub("", typed))).upper()
    if len(code) != LENGTH or any(symbol not in _VALUES for symbol in code):
        return None
    return code if _weighted_sum([_VALUES[symbol] for symbol in code]) == 0 else None


def _western(symbol: str) -> str:
    """Return a digit of any script as a western one, and every other symbol as it is."""
    return str(unicodedata.decimal(symbol, symbol))


def _weighted_sum(values: list[int]) -> int:
    return sum(weight * value for weight, value in enumerate(values, start=1)) % _PRIME


def _check_value(payload: list[int]) -> int:
    return -_weighted_sum(payload) * pow(LENGTH, -1, _PRIME) % _PRIME
