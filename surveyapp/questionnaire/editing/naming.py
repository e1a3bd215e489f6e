"""Ids and codes from German wordings: short, readable, unique."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable

from surveyapp.questionnaire.expression import RESERVED_WORDS
from surveyapp.questionnaire.values import RESERVED_CODES

LONGEST = 32
"""Longest id that is made; people may give longer ones."""

ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
CODE = re.compile(r"[a-z0-9][a-z0-9_+-]{0,59}")

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

_SAID = """
aber alle als am an auf aus bei bitte da das dass dem den der des die dies diese diesem diesen dieser durch
ein eine einem einen einer es fuer gibt haben hat ich ihnen ihr ihre ihrem ihren ihrer ihres im in ist kann
koennen man mit nach noch nur ob oder sich sie sind so ueber um und uns von war was welche welchem
welchen welcher welches wenn wer werden wie wieviel wieviele viel viele wird wo zu zum zur
"""
_EMPTY = frozenset(_SAID.split())
"""Words that say nothing in an id."""


def id_for(text: str, taken: Container[str], otherwise: str) -> str:
    """Return an id for a wording: ``Wie viele Kinder leben bei Ihnen?`` gives ``kinder_leben``."""
    words = [word for word in _words(text) if word not in _EMPTY]
    name = _cut(words or _words(text)).lstrip("0123456789_")
    return _unique(name or otherwise, taken, RESERVED_WORDS)


def code_for(text: str, taken: Container[str], otherwise: str) -> str:
    """Return a code for an answer: ``3 bis 5 Jahre`` gives ``3_bis_5_jahre``."""
    return _unique(_cut(_words(text)) or otherwise, taken, RESERVED_CODES)


def _words(text: str) -> list[str]:
    bare = re.sub(r"\{[^{}]*\}", " ", text).casefold().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain)


def _cut(words: Iterable[str]) -> str:
    """Return as many words as fit."""
    name = ""
    for word in words:
        longer = f"{name}_{word}" if name else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        name = longer
    return name


def _unique(name: str, taken: Container[str], reserved: Container[str]) -> str:
    number, found = 1, name
    while found in taken or found in reserved:
        number += 1
        found = f"{name}_{number}"
    return found
