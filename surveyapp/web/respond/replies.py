"""Replies to the questions that keep programs away: numbers, in figures or in the words of each language."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from surveyapp.questionnaire.digits import western

_WORDS: Mapping[int, str] = {
    2: (
        "zwei zwo two два дві двоє две اثنان اثنين اثنتان اثنتين إثنان إثنين دو iki dwa dwie două doi hai"
    ),
    5: "fünf fuenf five п'ять пять خمسة خمس پنج beş pięć cinci năm",
    7: "sieben seven сім семь سبعة سبع هفت yedi siedem șapte bảy",
    10: "zehn ten десять عشرة عشر ده on dziesięć zece mười",
    12: (
        "zwölf zwoelf twelve дванадцять двенадцать اثناعشر اثنيعشر اثنتاعشرة إثناعشر دوازده oniki "
        "dwanaście douăsprezece doisprezece mườihai"
    ),
}
"""Number to its words in all languages of the pages; two words for one number are written as one."""


def is_number(reply: str, number: int) -> bool:
    """Say whether a reply is a number, in figures of any script or in words of any language."""
    said = _folded(reply)
    return said == str(number) or said in {_folded(word) for word in _WORDS[number].split()}


def _folded(text: str) -> str:
    """Return letters and digits alone, without accents, capitals, blanks and marks."""
    apart = unicodedata.normalize("NFKD", western(text).casefold())
    return "".join(sign for sign in apart if sign.isalnum())
