"""What a letter carries, and what all letters of a wave have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Letter:
    """One invitation; its code is never shown where the object itself is, as in a traceback."""

    #: Number in the county's list, from 1.
    serial: int
    #: Part of the county as the county names it; empty for the whole.
    stratum: str
    is_reserve: bool
    #: As it stands in the letter: ``ABCD-EFGH-JKMN``.
    code: str = field(repr=False)
    #: What the QR code says: the survey's address with the code behind ``#``.
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What every letter of a wave says."""

    county: str
    title: str
    #: What families type: host and path, without the scheme.
    short_address: str
    minutes: int
    closes_on: date
    #: Languages of the questionnaire, German among them.
    languages: tuple[str, ...]
    #: Whom families ask, as the county writes it; may be empty.
    contact: str = ""
    #: The survey's address in full, without any code.
    address: str = ""
    #: Whether families need the code of a letter.
    needs_code: bool = True
    #: Title of the questionnaire in its languages.
    titles: Mapping[str, str] = field(default_factory=dict)
