"""The documents of the pack, one row each, and the one door through which they are made."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from io import BytesIO

from surveyapp.services.documents import german
from surveyapp.services.documents.facts import Facts
from surveyapp.services.documents.model import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    blanks,
    filled_in,
)
from surveyapp.services.documents.said import said_of, said_of_installation
from surveyapp.services.documents.script import read
from surveyapp.services.documents.writers import WRITERS


@dataclass(frozen=True, slots=True)
class Kind:
    """One document of the pack."""

    #: Name in addresses and files, and of its text.
    key: str
    name: str
    #: For whom it is, in a few words.
    purpose: str


DOCUMENTS: Mapping[str, Kind] = {
    each.key: each
    for each in (
        Kind("anonymitaet", "Anonymitätszusage", "eine Seite für Familien und Presse"),
        Kind("datenschutz", "Datenschutzhinweise", "Artikel 13 DSGVO, für Familien"),
        Kind("datenschutz-leicht", "Datenschutzhinweise in Leichter Sprache", "für Familien"),
        Kind("verzeichnis", "Verzeichnis-Eintrag", "Artikel 30 DSGVO"),
        Kind("avv", "Auftragsverarbeitungsvertrag", "Artikel 28 und 32 DSGVO, mit Anlagen"),
        Kind("schwellwert", "Schwellwertanalyse", "ob eine Folgenabschätzung nötig ist"),
        Kind("dsfa", "Datenschutz-Folgenabschätzung", "Artikel 35 DSGVO, Entwurf"),
        Kind("loeschkonzept", "Löschkonzept", "mit den Tagen dieser Welle"),
        Kind("rollen", "Rollen- und Rechtekonzept", "wer was darf"),
        Kind("grundschutz", "BSI IT-Grundschutz APP.3.1", "Anforderung, Umsetzung, Test"),
        Kind("pruefbericht", "Prüfbericht", "Messungen dieser Ausgabe"),
        Kind("barrierefreiheit", "Erklärung zur Barrierefreiheit", "für Familien"),
    )
}
"""Every document, by its key, in the order of the pack."""

NOTE = (
    "Dieses Dokument ist ein Entwurf. Es wurde am {day} aus den Einstellungen der Befragung erzeugt. Wir "
    "liefern Text, keine Rechtsberatung; bitte lassen Sie ihn vor der Verwendung rechtlich prüfen."
)


def document_of(key: str, facts: Facts) -> Document:
    """Return one document of a survey, with what the county has filled in."""
    title, blocks = read(key, _text(key), said_of(facts))
    known = tuple(filled_in(block, facts.filled) for block in blocks)
    about = f"{facts.county} · {facts.survey} · Welle {facts.wave}"
    return Document(key, title, about, known)


def accessibility_statement(today: date, filled: Mapping[str, str]) -> Document:
    """Return the accessibility statement of an installation, where no survey is spoken of."""
    key = "barrierefreiheit"
    title, blocks = read(key, _text(key), said_of_installation(today, filled))
    return Document(key, title, "", tuple(filled_in(block, filled) for block in blocks))


def for_office(document: Document, today: date) -> Document:
    """Return a document as the county's office gets it: with what is missing, and what it is not."""
    missing = blanks(document.blocks)
    listed: tuple[Block, ...] = (Heading("Noch zu ergänzen"), Bullets(missing)) if missing else ()
    note = Paragraph(NOTE.format(day=german.day(today)))
    return Document(document.key, document.title, document.about, (*document.blocks, *listed, note))


def _text(key: str) -> str:
    folder = resources.files("surveyapp.services.documents") / "texts"
    return (folder / f"{key}.md").read_text(encoding="utf-8")


def file_name(key: str, facts: Facts, suffix: str) -> str:
    """Return the name of the file of a document."""
    place = list(DOCUMENTS).index(key) + 1
    return f"{place:02}-{key}-{facts.slug}-welle-{facts.wave}{suffix}"


def files_of(facts: Facts, formats: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Iterate over name and content of every document in every format."""
    for key in DOCUMENTS:
        document = for_office(document_of(key, facts), facts.made_on)
        for name in formats:
            writer = WRITERS[name]
            yield file_name(key, facts, writer.suffix), writer.write(document, facts.made_on)


def archive_of(
    facts: Facts,
    formats: tuple[str, ...] = tuple(WRITERS),
    said: Callable[[int, str], None] = lambda _done, _name: None,
) -> bytes:
    """Return all documents in one ZIP file; the same facts always give the same names.

    ``said`` is told how many files are done, and the name of the last one.
    """
    made = facts.made_on
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for done, (name, content) in enumerate(files_of(facts, formats), 1):
            entry = zipfile.ZipInfo(name, (made.year, made.month, made.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
            said(done, name)
    return kept.getvalue()
