"""Translations as XLIFF 2.0, the format of translation programs (OASIS, ISO 21720): one unit a wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from surveyapp.exchange.translations.model import (
    MARK,
    MOST_LINES,
    FileFault,
    Incoming,
    Outgoing,
    Row,
)
from surveyapp.questionnaire.translating.intake import Line

SPACE = "urn:oasis:names:tc:xliff:document:2.0"
_VERSIONS = ("2.0", "2.1", "2.2")
_XML = "{http://www.w3.org/XML/1998/namespace}"
_UNREADABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(outgoing: Outgoing) -> bytes:
    """Return an XLIFF file."""
    root = ET.Element(
        "xliff",
        {"xmlns": SPACE, "version": "2.0", "srcLang": "de", "trgLang": outgoing.language},
    )
    file = ET.SubElement(root, "file", {"id": "f1", "original": _text(outgoing.title)})
    for number, row in enumerate(outgoing.rows, start=1):
        _unit(file, number, row)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _unit(file: ET.Element, number: int, row: Row) -> None:
    names = {"id": f"u{number}", "name": row.key, f"{_XML}space": "preserve"}
    unit = ET.SubElement(file, "unit", names)
    notes = ET.SubElement(unit, "notes")
    for category, said in (("Stelle", row.where), ("Hinweis", row.hint), (MARK, row.before)):
        if said:
            ET.SubElement(notes, "note", {"category": category}).text = _text(said)
    is_fine = bool(row.said) and not row.is_stale
    state = "translated" if is_fine else "initial"
    segment = ET.SubElement(unit, "segment", {"id": "s1", "state": state})
    ET.SubElement(segment, "source").text = _text(row.german)
    if row.said:
        ET.SubElement(segment, "target").text = _text(row.said)


def _text(text: str) -> str:
    return _UNREADABLE.sub("", text)


def read(content: bytes) -> Incoming | FileFault:
    """Return what an XLIFF file says; no entity and no document type is followed."""
    try:
        root = fromstring(content.lstrip(b"\xef\xbb\xbf \r\n\t"), forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError, RecursionError, LookupError):
        return FileFault.NO_XML
    name = root.tag.rpartition("}")[2]
    if name != "xliff":
        return FileFault.NO_XLIFF
    if root.get("version") not in _VERSIONS:
        return FileFault.OLD_XLIFF
    space = root.tag.rpartition("}")[0] + "}" if "}" in root.tag else ""
    lines = tuple(_lines(root, space))
    if not lines or len(lines) > MOST_LINES:
        return FileFault.NO_LINES
    return Incoming(root.get("trgLang", ""), lines)


def _lines(root: ET.Element, space: str) -> Iterator[Line]:
    for unit in root.iter(f"{space}unit"):
        marks = (
            each.text
            for each in unit.iter(f"{space}note")
            if each.get("category") == MARK and each.text
        )
        german, said = (_joined(unit, space, each) for each in ("source", "target"))
        key = unit.get("name") or unit.get("id") or ""
        yield Line(key, said, german or None, next(marks, None))


def _joined(unit: ET.Element, space: str, side: str) -> str:
    """Return one side of a unit: programs cut it into segments, and what stands between is kept."""
    parts = (
        part
        for kind in unit
        if kind.tag in (f"{space}segment", f"{space}ignorable")
        for part in (kind.find(f"{space}{side}"),)
        if part is not None
    )
    return "".join("".join(part.itertext()) for part in parts)
