"""Digits as people type them: Arabic, Persian and any other decimal digits are read as western ones.

Pages show western digits in every language: letters, offices and shop signs in Germany write them, and
families copy from those. Many phones still type the digits of their owner's language.
"""

from __future__ import annotations

import re
import unicodedata

_FOREIGN = re.compile(r"(?![0-9])\d")
_GROUPS = re.compile("\u066c(?=[0-9]{3}(?![0-9]))")
_COMMAS = str.maketrans({"\u066b": ",", "\u060c": ","})


def western(text: str) -> str:
    """Return a text with western digits; every other character stays where it is."""
    return text if text.isascii() else _FOREIGN.sub(_western, text)


def western_number(text: str) -> str:
    """Return a number with western digits, a comma before its decimals and no Arabic separators."""
    return _GROUPS.sub("", western(text)).translate(_COMMAS)


def _western(found: re.Match[str]) -> str:
    return str(unicodedata.decimal(found[0]))
