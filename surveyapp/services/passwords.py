"""Passwords of staff: which are too easily guessed, and the hash that is kept (argon2id)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000
"""Longer ones would only cost time."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_HASH_OF_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$bpq2XXqbXZpDne1QvHYhXg$sKDg+4Brzk2yiABXDTtc8qIbY/JKcBfFCgrIyjHoSkY"
)
"""Hash of a random password nobody kept, so an unknown address takes as long as a known one."""

_OWN_SIGNS = 6
"""Letters and digits of its own that a password needs beside what anybody would try first."""

COMMON = (
    *(
        "passwort",
        "password",
        "kennwort",
        "geheimnis",
        "geheim",
        "secret",
        "hallo",
        "hello",
        "test",
    ),
    *("willkommen", "welcome", "anmeldung", "anmelden", "login", "zugang", "sesam", "offen"),
    *("fruehling", "sommer", "herbst", "winter", "montag", "dienstag", "mittwoch", "donnerstag"),
    *("freitag", "samstag", "sonntag", "januar", "februar", "maerz", "april", "juni", "juli"),
    *("august", "september", "oktober", "november", "dezember", "ostern", "weihnachten", "urlaub"),
    *("landkreis", "landratsamt", "verwaltung", "kreistag", "jugendamt", "jugendhilfe", "planung"),
    *("familien", "familie", "befragung", "umfrage", "survey", "thueringen", "deutschland"),
    *("administrator", "admin", "benutzer", "chef", "leitung", "computer", "internet", "windows"),
    *("qwertzuiop", "qwertz", "qwertyuiop", "qwerty", "asdfghjkl", "asdfgh", "yxcvbnm", "zxcvbnm"),
    *(
        "abcdefghijklmnopqrstuvwxyz",
        "abcdefgh",
        "abcdef",
        "schalke",
        "bayern",
        "dynamo",
        "borussia",
    ),
    *(
        "iloveyou",
        "ichliebedich",
        "schatz",
        "engel",
        "prinzessin",
        "fussball",
        "football",
        "monkey",
    ),
    *("dragon", "letmein", "master", "shadow", "sunshine", "superman", "batman", "hund", "katze"),
    *("michael", "thomas", "andreas", "stefan", "daniel", "sandra", "nicole", "sabine", "lucas"),
    *("1234567890", "0987654321", "123456789", "12345678", "1234567", "123456", "12345", "1234"),
    *("4321", "123", "321", "111", "000", "007", "2024", "2025", "2026", "2027"),
)
"""Words that lists of stolen passwords begin with, and those of an office; lower case, without umlauts."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LOOKS = str.maketrans({"@": "a", "$": "s", "!": "i", "€": "e"})
_DIGITS = str.maketrans("013457", "oieast")
"""Digits that stand for letters they look like, read so once plain numbers are out of the way."""


class PasswordRefusal(StrEnum):
    """Why a password was not taken."""

    TOO_SHORT = "password_too_short"
    TOO_LONG = "password_too_long"
    #: Made of what anybody would try first: common words, the own name or address.
    TOO_EASY = "password_too_easy"


def refusal_of(password: str, own: Iterable[str] = ()) -> PasswordRefusal | None:
    """Say why a password is not taken; ``own`` is the person's name, address and county."""
    if len(password) < SHORTEST_PASSWORD:
        return PasswordRefusal.TOO_SHORT
    if len(password) > LONGEST_PASSWORD:
        return PasswordRefusal.TOO_LONG
    plain = re.sub(r"[\W_]+", "", _plain(password).translate(_LOOKS))
    words = sorted({*COMMON, *_words(own)}, key=len, reverse=True)
    left = _without(words, _without(words, plain).translate(_DIGITS)).replace(" ", "")
    is_easy = len(left) < _OWN_SIGNS or len(set(left)) < _OWN_SIGNS - 2 or _is_repeated(left)
    return PasswordRefusal.TOO_EASY if is_easy else None


def hash_of(password: str) -> str:
    """Return what is kept of a password."""
    return _HASHER.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Say whether a password fits; without one that fits it takes as long as with one."""
    try:
        is_same = _HASHER.verify(password_hash or _HASH_OF_NOBODY, password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return is_same and password_hash is not None


def _without(words: Iterable[str], text: str) -> str:
    for word in words:
        text = text.replace(word, " ")
    return text


def _plain(text: str) -> str:
    spelled = text.lower().translate(_UMLAUTS)
    return unicodedata.normalize("NFKD", spelled)


def _words(own: Iterable[str]) -> set[str]:
    """Return the words of a name or an address that are long enough to count."""
    found = (word for text in own for word in re.split(r"[\W_]+", _plain(text)))
    return {word for word in found if len(word) >= 3}


def _is_repeated(text: str) -> bool:
    """Say whether a text is one short piece written again and again."""
    return bool(re.fullmatch(r"(.{1,4}?)\1+.{0,3}", text))
