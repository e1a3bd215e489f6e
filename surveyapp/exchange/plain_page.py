"""A page that lies in a folder and needs nothing else: its style, its frame and tables that scroll."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

_STYLE = """
:root { color-scheme: light; font-family: system-ui, sans-serif; line-height: 1.45; }
body { margin-inline: auto; max-inline-size: 72rem; padding: 1rem; color: #1a1a1a; background: #fff; }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 3px solid #00508c; }
table { border-collapse: collapse; inline-size: 100%; }
caption { text-align: start; font-weight: bold; padding-block: 0.5rem; }
th, td { border-block-end: 1px solid #767676; padding: 0.4rem 0.6rem; }
th, td { text-align: start; vertical-align: top; }
thead th { background: #eef2f6; }
"""


def plain_page(
    title: str,
    body: Iterable[str],
    *,
    language: str = "de",
    direction: str = "ltr",
    more_style: str = "",
) -> bytes:
    """Return a page; the lines of its body are HTML already."""
    lines = (
        "<!DOCTYPE html>",
        f'<html lang="{escape(language)}" dir="{direction}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}{more_style}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{escape(title)}</h1>",
        *body,
        "</main>",
        "</body>",
        "</html>",
        "",
    )
    return "\n".join(lines).encode()


def plain_table(
    caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> Iterator[str]:
    """Iterate over the lines of a table that keyboards can scroll; cells are HTML already."""
    said = escape(caption)
    yield f'<div class="scroll" role="region" aria-label="{said}" tabindex="0">'
    yield f"<table><caption>{said}</caption>"
    heads = "".join(f'<th scope="col">{escape(each)}</th>' for each in headings)
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for first, *rest in rows:
        cells = "".join(f"<td>{each}</td>" for each in rest)
        yield f'<tr><th scope="row">{first}</th>{cells}</tr>'
    yield "</tbody></table></div>"
