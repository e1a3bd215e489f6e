"""A document as PDF on A4: outline, language and title are set, tables repeat their header."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from importlib import resources
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
    from fpdf import FPDF

_FAMILY = "document"
_SIDE, _TOP, _BOTTOM = 20.0, 15.0, 17.0
_BODY, _TABLE, _SMALL, _TITLE = 9.5, 8.0, 8.0, 17.0
_HEADINGS = {2: 12.0, 3: 10.5}
_LINE = 1.28 * 25.4 / 72  # millimetres from line to line for a point of type


def write(document: Document, today: date) -> bytes:
    """Return a document as PDF; the same document and day always give the same bytes."""
    pdf = _empty(document, today)
    pdf.add_page()
    _text(pdf, document.title, _TITLE, bold=True)
    _text(pdf, document.about, _BODY)
    pdf.ln(1.5)
    for block in document.blocks:
        _PARTS[type(block)](pdf, block)
    return bytes(pdf.output())


def _empty(document: Document, today: date) -> FPDF:
    from fpdf import FPDF, ViewerPreferences  # noqa: PLC0415 - heavy, and only needed to print

    class Sheet(FPDF):
        """A4 with the title and the number of the page below."""

        def footer(self) -> None:
            """Write what stands at the foot of every page."""
            self.set_y(-12)
            self.set_font(_FAMILY, "", _SMALL)
            self.set_text_color(90)
            self.cell(0, 5, f"{document.title} · {document.about}")
            self.set_x(_SIDE)
            self.cell(0, 5, f"Seite {self.page_no()} von {{nb}}", align="R")
            self.set_text_color(0)

    pdf = Sheet(format="A4", unit="mm")
    pdf.set_margins(_SIDE, _TOP)
    pdf.set_auto_page_break(auto=True, margin=_BOTTOM)
    for style, name in (("", "Regular"), ("B", "Bold")):
        path = resources.files("surveyapp.exchange.pdf") / "fonts" / f"NotoSans-{name}.ttf"
        pdf.add_font(_FAMILY, style, str(path))
    pdf.set_lang("de")
    pdf.set_title(document.title)
    pdf.set_subject(document.about)
    pdf.set_creation_date(datetime(today.year, today.month, today.day, tzinfo=UTC))
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    return pdf


def _marked(text: str) -> str:
    """Return a text in which blanks are bold."""
    return "".join(f"**{span.text}**" if span.is_blank else span.text for span in spans(text))


def _text(pdf: FPDF, text: str, size: float, *, bold: bool = False, left: float = 0) -> None:
    pdf.set_font(_FAMILY, "B" if bold else "", size)
    pdf.set_x(_SIDE + left)
    said = text if bold else _marked(text)
    pdf.multi_cell(
        0, size * _LINE, said, align="L", markdown=not bold, new_x="LMARGIN", new_y="NEXT"
    )


def _heading(pdf: FPDF, block: Heading) -> None:
    size = _HEADINGS[block.level]
    if pdf.will_page_break(5 * size * _LINE):
        pdf.add_page()
    pdf.ln(1.8)
    pdf.start_section(block.text, block.level - 2, strict=False)
    _text(pdf, block.text, size, bold=True)
    pdf.ln(0.8)


def _paragraph(pdf: FPDF, block: Paragraph) -> None:
    _text(pdf, block.text, _BODY)
    pdf.ln(1.6)


def _bullets(pdf: FPDF, block: Bullets) -> None:
    for item in block.items:
        _bullet(pdf, item)
    pdf.ln(1)


def _bullet(pdf: FPDF, item: str) -> None:
    height = _BODY * _LINE
    pdf.set_font(_FAMILY, "", _BODY)
    if pdf.will_page_break(2 * height):
        pdf.add_page()
    pdf.set_x(_SIDE + 1.5)
    pdf.cell(3.5, height, "•")
    _text(pdf, item, _BODY, left=5)
    pdf.ln(0.6)


def _lines(pdf: FPDF, block: Lines) -> None:
    for line in block.lines:
        _text(pdf, line, _BODY + 2)
    pdf.ln(3)


def _table(pdf: FPDF, block: Table) -> None:
    from fpdf.fonts import FontFace  # noqa: PLC0415 - as above

    if pdf.will_page_break(25):
        pdf.add_page()
    pdf.ln(1)
    _text(pdf, block.caption, _BODY, bold=True)
    pdf.ln(0.5)
    pdf.set_font(_FAMILY, "", _TABLE)
    with pdf.table(
        col_widths=_widths(block),
        line_height=_TABLE * _LINE,
        text_align="LEFT",
        v_align="TOP",
        padding=1.1,
        markdown=True,
        borders_layout="HORIZONTAL_LINES",
        headings_style=FontFace(emphasis="BOLD", fill_color=238),
    ) as table:
        table.row(block.header)
        for row in block.rows:
            table.row(tuple(map(_marked, row)))
    pdf.ln(2.5)


def _widths(block: Table) -> tuple[int, ...]:
    """Return how wide columns are to each other: by what stands in them, within bounds."""
    columns = zip(block.header, *block.rows, strict=True)
    return tuple(max(_longest_word(cells), min(46, _mean(cells))) for cells in columns)


def _longest_word(cells: tuple[str, ...]) -> int:
    return max(12, *(min(24, len(word) + 5) for cell in cells for word in cell.split() or [""]))


def _mean(cells: tuple[str, ...]) -> int:
    return sum(map(len, cells)) // len(cells)


_PARTS: Mapping[type, Callable[[FPDF, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Lines: _lines,
    Table: _table,
}
"""How each kind of block is drawn."""
