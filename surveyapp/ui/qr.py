"""QR codes on pages: drawn into the page itself, so that no address is asked for a picture."""

from __future__ import annotations

from markupsafe import Markup


def drawn(text: str) -> Markup:
    """Return the QR code of a text as SVG, black on white whatever the colours of the page."""
    import segno  # noqa: PLC0415 - few pages show one

    code = segno.make_qr(text, error="m")
    svg = code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None, light="#fff")
    return Markup(svg)  # noqa: S704 - drawn by the library, without a word of the text
