"""How hard a German wording is to read: the Lesbarkeitsindex.

LIX = words / sentences + 100 * long words / words, a long word having more than six letters.
Björnsson (1968), Läsbarhet; about 40 for newspapers, 60 for laws.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_END = re.compile(r"[.!?:…]+(?:\s|$)|\n\n")
LONG_WORD = 7
"""Letters from which on a word is long."""


def words(text: str) -> list[str]:
    """Return the words of a text, without figures."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text that hold a word."""
    return [part for part in _END.split(text) if part and words(part)]


def lix(text: str) -> float:
    """Return the readability figure of a text; 0 without words."""
    said = words(text)
    if not said:
        return 0.0
    long = sum(len(word) >= LONG_WORD for word in said)
    return len(said) / max(len(sentences(text)), 1) + 100 * long / len(said)
