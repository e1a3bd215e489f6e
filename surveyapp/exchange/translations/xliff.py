"""Translations as XLIFF 2.0, the format of translation programs (OASIS, ISO 21720): one unit a wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
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
    file = ET.SubElement(
        root, "file", {"id": outgoing.questionnaire or "f1", "original": _text(outgoing.title)}
    )
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
    lines = tuple(islice(_lines(root, space), MOST_LINES + 1))
    if not lines or len(lines) > MOST_LINES:
        return FileFault.NO_LINES
    file = root.find(f"{space}file")
    questionnaire = "" if file is None else file.get("id", "")
    return Incoming(root.get("trgLang", ""), lines, questionnaire)


def _lines(root: ET.Element, space: str) -> Iterator[Line]:
    for unit in _units(root, space):
        marks = (
            each.text
            for each in unit.iterfind(f"{space}notes/{space}note")
            if each.get("category") == MARK and each.text
        )
        key = unit.get("name") or unit.get("id") or ""
        parts = tuple(_parts(unit, space))
        german = "".join(each.german for each in parts)
        missing = [each for each in parts if each.is_missing]
        if len(missing) == sum(each.is_segment for each in parts):
            # A copy of the German is not a translation that was emptied.
            before = None if any(each.is_copy for each in missing) else next(marks, None)
            yield Line(key, "", german or None, before)
            continue
        said = "".join(each.said for each in sorted(parts, key=lambda each: each.order))
        yield Line(
            key,
            said,
            german or None,
            next(marks, None),
            is_doubtful=bool(missing),
            is_agreed=all(each.is_looked_at for each in parts if each.is_segment),
        )


def _units(root: ET.Element, space: str) -> Iterator[ET.Element]:
    """Iterate over the units of files and groups; one inside of another has no meaning."""
    waiting = list(reversed(root))
    while waiting:
        each = waiting.pop()
        if each.tag == f"{space}unit":
            yield each
        elif each.tag in (f"{space}file", f"{space}group"):
            waiting.extend(reversed(each))


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece programs cut a unit into, or what stands between two pieces."""

    german: str
    said: str
    #: Where it stands in the translation.
    order: int
    is_segment: bool
    #: Whether the translation is the German, and nobody has said that this is meant.
    is_copy: bool
    is_looked_at: bool

    @property
    def is_missing(self) -> bool:
        """Say whether something is still to translate here."""
        return self.is_segment and (self.is_copy or not self.said.strip())


def _parts(unit: ET.Element, space: str) -> Iterator[_Part]:
    for number, kind in enumerate(unit, start=1):
        is_segment = kind.tag == f"{space}segment"
        if not is_segment and kind.tag != f"{space}ignorable":
            continue
        source, target = kind.find(f"{space}source"), kind.find(f"{space}target")
        german = _inside(source)
        said = german if target is None and not is_segment else _inside(target)
        order = "" if target is None else target.get("order", "")
        place = int(order) if re.fullmatch(r"[0-9]{1,6}", order) else number
        is_looked_at = kind.get("state", "initial") != "initial"
        is_copy = is_segment and bool(said) and said == german and not is_looked_at
        yield _Part(german, said, place, is_segment, is_copy, is_looked_at)


def _inside(side: ET.Element | None) -> str:
    return "" if side is None else "".join(side.itertext())
