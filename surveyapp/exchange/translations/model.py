"""What stands in a file of translations, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from surveyapp.questionnaire.translating.intake import Line


@dataclass(frozen=True, slots=True)
class Row:
    """One wording as it goes out."""

    key: str
    #: Where families meet it, German.
    where: str
    german: str
    #: What to look at, German: placeholders, words of the glossary, the former German wording.
    hint: str
    said: str
    #: Start of the digest of the translation, by which its untouched lines are known again.
    before: str
    #: Whether the German wording has changed since it was translated.
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A draft in one language as it goes out."""

    title: str
    language: str
    #: German name of the language.
    language_name: str
    #: Whether it is written from right to left.
    is_rtl: bool
    rows: tuple[Row, ...]
    #: Id of the questionnaire, by which a file that belongs to another one is known.
    questionnaire: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file says."""

    #: Empty where it does not say.
    language: str
    lines: tuple[Line, ...]
    #: Id of the questionnaire it was made from; empty where it does not say.
    questionnaire: str = ""


class FileFault(StrEnum):
    """Why a file cannot be read as one of translations."""

    NO_XML = "no_xml"
    NO_XLIFF = "no_xliff"
    OLD_XLIFF = "old_xliff"
    NO_PO = "no_po"
    NO_COLUMNS = "no_columns"
    TWO_COLUMNS = "two_columns"
    LOST_LETTERS = "lost_letters"
    NO_LINES = "no_lines"


MOST_LINES = 20_000
"""Lines of one file; the largest questionnaire has 1 200 wordings."""

MARK = "Stand"
"""What stands before the digest in notes and comments."""
