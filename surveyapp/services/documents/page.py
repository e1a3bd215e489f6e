"""A document as HTML: a whole file that needs nothing else, or the part that stands in our pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from typing import Any

from surveyapp.services.documents.model import (
    Block,
    Bullets,
    Document,
    Heading,
    Lines,
    Paragraph,
    Table,
    spans,
)

_STYLE = """
:root { color-scheme: light; font-family: system-ui, sans-serif; line-height: 1.5; }
body { margin-inline: auto; max-inline-size: 48rem; padding: 1rem; color: #1a1a1a; background: #fff; }
h1, h2, h3 { line-height: 1.25; }
h1, h2, h3, th { hyphens: auto; }
.table { overflow-x: auto; }
.table:focus-visible { outline: 3px solid #00508c; }
table { border-collapse: collapse; inline-size: 100%; margin-block-end: 1rem; }
caption { text-align: start; font-weight: bold; padding-block: 0.5rem; }
th, td { border-block-end: 1px solid #767676; padding: 0.4rem 0.6rem 0.4rem 0; }
th, td { text-align: start; vertical-align: top; overflow-wrap: anywhere; }
tbody th { font-weight: normal; }
mark { background: #fff0b3; color: #1a1a1a; }
@media print {
  body { max-inline-size: none; padding: 0; font-size: 10pt; }
  .table { overflow: visible; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
"""


def write(document: Document, today: date) -> bytes:  # noqa: ARG001 - the day stands in the text
    """Return a document as a page that needs nothing else."""
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="de" dir="ltr">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(document.title)} – {escape(document.about)}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            "<main>",
            f"<h1>{escape(document.title)}</h1>",
            f"<p>{escape(document.about)}</p>",
            body(document.blocks),
            "</main>",
            "</body>",
            "</html>",
            "",
        )
    ).encode()


def body(blocks: tuple[Block, ...]) -> str:
    """Return blocks as HTML below a heading of level 1; everything in them is escaped."""
    return "\n".join(_PARTS[type(block)](block) for block in blocks)


def _said(text: str) -> str:
    return "".join(
        f"<mark>{escape(span.text)}</mark>" if span.is_blank else escape(span.text)
        for span in spans(text)
    )


def _heading(block: Heading) -> str:
    return f"<h{block.level}>{_said(block.text)}</h{block.level}>"


def _paragraph(block: Paragraph) -> str:
    return f"<p>{_said(block.text)}</p>"


def _bullets(block: Bullets) -> str:
    items = "".join(f"<li>{_said(item)}</li>" for item in block.items)
    return f"<ul>{items}</ul>"


def _lines(block: Lines) -> str:
    return f"<p>{'<br>'.join(map(_said, block.lines))}</p>"


def _table(block: Table) -> str:
    """Return a table that keyboards can scroll."""
    heads = "".join(f'<th scope="col">{_said(each)}</th>' for each in block.header)
    rows = "".join(_row(block.header, row) for row in block.rows)
    caption = escape(block.caption)
    return (
        f'<div class="table" role="region" aria-label="{caption}" tabindex="0">'
        f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(header: tuple[str, ...], row: tuple[str, ...]) -> str:
    """Return a row whose cells know their header, so that narrow screens can stack them."""
    first, *rest = row
    cells = "".join(
        f'<td data-label="{escape(head)}">{_said(cell)}</td>'
        for head, cell in zip(header[1:], rest, strict=True)
    )
    return f'<tr><th scope="row">{_said(first)}</th>{cells}</tr>'


_PARTS: Mapping[type, Callable[[Any], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Lines: _lines,
    Table: _table,
}
"""How each kind of block is written."""
