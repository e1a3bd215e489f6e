"""The files a document can become, one row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from surveyapp.services.documents import page, sheet, word
from surveyapp.services.documents.model import Document


@dataclass(frozen=True, slots=True)
class Writer:
    """One kind of file."""

    #: Name on the command line and in addresses.
    name: str
    label: str
    suffix: str
    media_type: str
    #: Document and day to the file; the same ones always give the same content.
    write: Callable[[Document, date], bytes]


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

WRITERS: Mapping[str, Writer] = {
    each.name: each
    for each in (
        Writer("html", "HTML", ".html", "text/html; charset=utf-8", page.write),
        Writer("pdf", "PDF", ".pdf", "application/pdf", sheet.write),
        Writer("docx", "Word", ".docx", _WORD, word.write),
    )
}
"""Every kind of file, by its name."""
