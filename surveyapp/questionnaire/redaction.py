"""What in a free text points to one person, and the word that is stored in its place.

Phone numbers, addresses and the like are found by their form, never by a list of people; where a form
has a check digit it must fit. What families write about prices, years, ages, times and places stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from surveyapp.questionnaire.digits import western
from surveyapp.questionnaire.redaction_checks import (
    house_number_end,
    iban_end,
    phone_end,
    plate_end,
    tax_id_end,
    trimmed_end,
)

SHORT = "[…]"
"""Stands for any word where the words would make a text longer than the store takes."""


MEMORY = 64 * 1024 * 1024
"""Bytes a pattern may use at most; with less, letters of all alphabets make RE2 slow."""


class _Match(Protocol):
    def start(self) -> int:
        """Return where the match begins."""

    def end(self) -> int:
        """Return where the match ends."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that points to a person."""

    name: str
    #: What is stored instead; staff read it, so it is German.
    word: str
    #: Regular expression of RE2, which reads a text in linear time however it is written.
    pattern: str
    #: Text, start and end of a match to where the thing ends; None where it is none.
    end: Callable[[str, int, int], int | None]


KINDS: tuple[Kind, ...] = (
    Kind(
        "email",
        "[E-Mail-Adresse]",
        r"(?i)[\pL\pN][\pL\pN._%+-]*(?:@|\s?[\[({]\s?(?:at|ät|@)\s?[\])}]\s?)"
        r"[\pL\pN-]+(?:(?:\.|\s?[\[(]\s?(?:dot|punkt)\s?[\])]\s?)[\pL\pN-]+)+"
        r"|[\pL\pN][\pL\pN._%+-]*\s?@\s?[\pL\pN-]+\.(?:de|com|net|org|eu|info|at|ch|pl|ru|ua)\b"
        r"|[\pL\pN][\pL\pN._%+-]*\s(?:at|ät)\s"
        r"(?:gmx|web|gmail|googlemail|t-online|freenet|outlook|hotmail|yahoo|icloud|posteo|mail)"
        r"\.(?:de|com|net|org)",
        trimmed_end,
    ),
    Kind("iban", "[Kontonummer]", r"(?i)[a-z]{2} ?[0-9]{2}(?:[ -]?[a-z0-9]){11,32}", iban_end),
    Kind("tax", "[Steuernummer]", r"[1-9][0-9](?:[ ./]?[0-9]){9}", tax_id_end),
    Kind(
        "phone",
        "[Telefonnummer]",
        r"(?:\+ ?|\(\+|\(?0 ?)[0-9][0-9 ()/.–-]{4,24}[0-9]"
        r"|(?i:\b(?:tel|telefon|telefonnummer|handy|handynummer|mobil|whatsapp|fon|festnetz|rufnummer))"
        r"[.:]?(?: (?:ist|lautet|nr\.?|unter))?[:]?\s{0,2}[0-9][0-9 /–-]{3,20}[0-9]",
        phone_end,
    ),
    Kind(
        "plate",
        "[Kennzeichen]",
        r"[A-ZÄÖÜ]{1,3}(?: ?[-–:] ?| )[A-Z]{1,2}[ -]?[1-9][0-9]{0,3}[EH]?"
        r"|[a-zäöü]{2,3}-[a-z]{1,2} ?[1-9][0-9]{0,3}",
        plate_end,
    ),
    Kind("page", "[Internetadresse]", r"(?i)(?:https?://|\bwww\.)[^\s<>\"„“]+", trimmed_end),
    Kind(
        "profile",
        "[Profil im Internet]",
        r"(?i)\b(?:instagram|facebook|tiktok|twitter|linkedin|x)\.com/[^\s<>\"„“]+"
        r"|(?i)\b(?:wa|t)\.me/[^\s<>\"„“]+|@[\pL\pN_.]{3,30}",
        trimmed_end,
    ),
    Kind(
        "address",
        "[Adresse]",
        r"(?:[A-ZÄÖÜ][\pL.]*[ -])?[\pL-]*(?i:straße|strasse|str\.?|weg|platz|gasse|allee|ring|damm|ufer"
        r"|markt|berg|hof|graben|steig|chaussee|promenade|siedlung|winkel|tal|blick)"
        r"(?: (?:des|der|am|an der|zum|zur|im) \pL+)?"
        r",? ?(?:Nr\.? ?|Hausnummer )?[0-9]{1,3}(?: ?[a-hA-H]\b)?"
        r"|(?:Am|An|Auf|Hinter|Im|In|Unter|Vor|Zum|Zur|Bei)(?: (?:dem|der|den))? [A-ZÄÖÜ][\pL-]+"
        r",? (?:Nr\.? ?)?[0-9]{1,3}(?: ?[a-hA-H]\b)?",
        house_number_end,
    ),
)
"""Every kind, the one that wins first where two find the same place."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in a text that points to a person."""

    kind: Kind
    start: int
    end: int


def find(text: str) -> tuple[Found, ...]:
    """Return everything in a text that points to a person, in its order, nothing twice."""
    text = western(text)  # a number in Arabic digits can be dialled as well
    taken: list[Found] = []
    for kind in KINDS:
        taken += [each for each in _of_kind(kind, text) if not _overlaps(each, taken)]
    return tuple(sorted(taken, key=lambda each: each.start))


def redact(text: str, longest: int) -> str:
    """Return a text with a word in brackets for everything that points to a person.

    It never gets longer than ``longest`` characters where the text itself was not.
    """
    told = _told(text, lambda each: each.kind.word)
    return told if len(told) <= longest else _told(text, lambda _: SHORT)


def _told(text: str, word: Callable[[Found], str]) -> str:
    """Replace until nothing is left: what stood close together may be seen only one by one."""
    while found := find(text):
        text = _replaced(text, found, word)
    return text


def _replaced(text: str, found: tuple[Found, ...], word: Callable[[Found], str]) -> str:
    parts, at = [], 0
    for each in found:
        parts += [text[at : each.start], word(each)]
        at = each.end
    return "".join((*parts, text[at:]))


def _of_kind(kind: Kind, text: str) -> Iterator[Found]:
    for match in _matches(kind.pattern, text):
        end = kind.end(text, match.start(), match.end())
        if end is not None:
            yield Found(kind, match.start(), end)


def _matches(pattern: str, text: str) -> Iterator[_Match]:
    found: Iterator[_Match] = _compiled(pattern).finditer(text)
    return found


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> Any:  # noqa: ANN401 - the library has no types
    import re2  # noqa: PLC0415 - only who stores a text needs it

    options = re2.Options()
    options.log_errors = False
    options.max_mem = MEMORY
    return re2.compile(pattern, options)


def _overlaps(new: Found, taken: list[Found]) -> bool:
    return any(new.start < each.end and each.start < new.end for each in taken)
