"""Themes of free texts: what the product ships for its questions, and what the words of a text suggest.

A suggestion looks for stems, anywhere in a word, because German joins words. It understands nothing: a
text that says what is *not* missing has the same words. So a person decides, always.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from ruamel.yaml import YAML

SHORTEST_STEM = 3
"""Letters of a stem that is looked for anywhere in a word; a shorter one is in every text."""

WHOLE = "="
"""Before a stem: only as a word of its own."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme of a question, in German: staff give it, planners read it."""

    #: Lasting name within its question.
    code: str
    label: str
    #: What belongs to it and what does not, for those who decide.
    explanation: str
    #: Parts of words that suggest it; several words stand for words in a row.
    stems: tuple[str, ...]


@lru_cache(maxsize=64)
def shipped(questionnaire: str, question: str) -> tuple[Theme, ...]:
    """Return the themes a county begins with; none where the product knows no better than the county."""
    folder = Path(str(resources.files("questionnaires"))) / questionnaire / "themes"
    path = folder / f"{question}.yaml"
    if path not in set(folder.glob("*.yaml")):
        return ()
    found = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return tuple(
        Theme(each["code"], each["label"], each["explanation"], tuple(each["stems"]))
        for each in found
    )


def fold(text: str) -> str:
    """Return a text as it is compared: small letters, ``ae`` for ``ä``, no other marks on letters.

    >>> fold("Spielplätze für ALLE – und Cafés")
    'spielplaetze fuer alle – und cafes'
    """
    plain = unicodedata.normalize("NFC", text.casefold()).translate(_UMLAUTS)
    split = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def is_stem(stem: str) -> bool:
    """Say whether something can be looked for: words, long enough to tell one text from another."""
    words = _WORD.findall(fold(stem))
    is_whole = stem.strip().startswith(WHOLE)
    return bool(words) and (is_whole or len("".join(words)) >= SHORTEST_STEM)


def suggest(text: str, themes: Sequence[Theme]) -> tuple[str, ...]:
    """Return the codes of the themes whose stems stand in a text, in the order of the themes.

    >>> bus = Theme("bus", "Bus und Bahn", "", ("bus", "=zug"))
    >>> suggest("Ein Schulbus am Abend", [bus]), suggest("Im Zug", [bus]), suggest("Umzug", [bus])
    (('bus',), ('bus',), ())
    """
    folded = fold(text)
    return tuple(
        theme.code
        for theme in themes
        if any(_pattern(stem).search(folded) for stem in theme.stems if is_stem(stem))
    )


@lru_cache(maxsize=2048)
def _pattern(stem: str) -> re.Pattern[str]:
    words = [re.escape(word) for word in _WORD.findall(fold(stem))]
    if stem.strip().startswith(WHOLE):
        return re.compile(r"\b" + r"\W+".join(words) + r"\b")
    return re.compile(r"\w*\W+\w*".join(words))
