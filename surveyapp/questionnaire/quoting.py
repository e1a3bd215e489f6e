"""What may be done to a free text before it is quoted: words may go, none may come."""

from __future__ import annotations

import re

BLACKENED = "[…]"
"""Stands in a quotation for what was left out."""

_WORD = re.compile(r"\w+")
_MARKS = re.compile(r"\[[^\]\n]{0,40}\]|…|█+|\.\.\.")


def added_words(original: str, wording: str) -> tuple[str, ...]:
    """Return the words of a quotation that do not stand in the text in this order.

    Marks for what was left out, and words in brackets, are the reader's own and always allowed.
    """
    words = [word.casefold() for word in _WORD.findall(original)]
    added, at = [], 0
    for word in _WORD.findall(_MARKS.sub(" ", wording)):
        if word.casefold() in words[at:]:
            at = words.index(word.casefold(), at) + 1
        else:
            added.append(word)
    return tuple(added)
