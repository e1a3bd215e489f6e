"""A document for Word: real headings, lists and table headers, and German as its language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from surveyapp.services.documents.model import (
    Bullets,
    Document,
    Heading,
    Lines,
    Paragraph,
    Table,
    spans,
)

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.table import _Row
    from docx.text.paragraph import Paragraph as WordParagraph


def write(document: Document, today: date) -> bytes:
    """Return a document as a Word file."""
    from docx import Document as new_file  # noqa: N813, PLC0415 - heavy, and only needed here

    file = new_file()
    _describe(file, document, today)
    file.add_heading(document.title, 0)
    file.add_paragraph(document.about)
    for block in document.blocks:
        _PARTS[type(block)](file, block)
    kept = BytesIO()
    file.save(kept)
    return kept.getvalue()


def _describe(file: WordFile, document: Document, today: date) -> None:
    """Set language, paper and what Word says about the file."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    language = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(attribute), "de-DE")
    style = file.styles["Normal"].element.get_or_add_rPr()
    style.append(language)
    for default in file.styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), "de-DE")
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    core = file.core_properties
    core.title, core.subject, core.language = document.title, document.about, "de-DE"
    core.author = core.last_modified_by = core.comments = ""
    core.created = core.modified = datetime(today.year, today.month, today.day)  # noqa: DTZ001 - a day


def _say(paragraph: WordParagraph, text: str) -> None:
    """Write a text; blanks are highlighted, so that nobody overlooks them."""
    from docx.enum.text import WD_COLOR_INDEX  # noqa: PLC0415 - as above

    for span in spans(text):
        run = paragraph.add_run(span.text)
        if span.is_blank:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _heading(file: WordFile, block: Heading) -> None:
    file.add_heading(block.text, block.level - 1)


def _paragraph(file: WordFile, block: Paragraph) -> None:
    _say(file.add_paragraph(), block.text)


def _bullets(file: WordFile, block: Bullets) -> None:
    for item in block.items:
        _say(file.add_paragraph(style="List Bullet"), item)


def _lines(file: WordFile, block: Lines) -> None:
    paragraph = file.add_paragraph()
    for place, line in enumerate(block.lines):
        if place:
            paragraph.add_run().add_break()
        _say(paragraph, line)


def _table(file: WordFile, block: Table) -> None:
    caption = file.add_paragraph(block.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = file.add_table(rows=0, cols=len(block.header), style="Table Grid")
    for place, row in enumerate((block.header, *block.rows)):
        line = table.add_row()
        for cell, text in zip(line.cells, row, strict=True):
            _say(cell.paragraphs[0], text)
        if not place:
            _make_header(line)
    file.add_paragraph()


def _make_header(row: _Row) -> None:
    """Mark a row as the header: bold, repeated on every page, known to screen readers."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no name for it
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


_PARTS: Mapping[type, Callable[[WordFile, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Lines: _lines,
    Table: _table,
}
"""How each kind of block is written."""
