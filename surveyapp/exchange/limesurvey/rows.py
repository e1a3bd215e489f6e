"""Tables of a LimeSurvey survey as the file LimeSurvey itself would write of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

Row = Mapping[str, object]

VERSION = 366
"""Version of the tables: the last that keeps texts beside what they belong to, one row a language."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_UNREADABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that no XML may hold."""


def file_of(languages: Sequence[str], tables: Mapping[str, Sequence[Row]]) -> bytes:
    """Return a survey file of these tables; what is no text, number or nothing is left out."""
    document = Element("document")
    SubElement(document, "LimeSurveyDocType").text = "Survey"
    SubElement(document, "DBVersion").text = str(VERSION)
    named = SubElement(document, "languages")
    for language in languages:
        SubElement(named, "language").text = _UNREADABLE.sub("", language)
    for table, rows in tables.items():
        kept = SubElement(SubElement(document, table), "rows")
        for row in rows:
            _add(SubElement(kept, "row"), row)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(document)


def _add(element: Element, row: Row) -> None:
    for name, value in row.items():
        if _NAME.fullmatch(name) and isinstance(value, str | int | float):
            SubElement(element, name).text = _UNREADABLE.sub("", str(value))
