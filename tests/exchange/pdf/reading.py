"""Reads a PDF as a viewer does: text by the map of each font, places by the widths of its glyphs."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
_TOKEN = re.compile(
    rb"/(?P<font>F\d+) (?P<size>[\d.]+) Tf"
    rb"|(?P<td>-?[\d.]+) (?P<tdy>-?[\d.]+) Td"
    rb"|1 0 0 1 (?P<tm>-?[\d.]+) (?P<tmy>-?[\d.]+) Tm"
    rb"|\((?P<shown>(?:\\.|[^\\()])*)\) Tj"
    rb"|(?P<rx>-?[\d.]+) (?P<ry>-?[\d.]+) (?P<rw>-?[\d.]+) (?P<rh>-?[\d.]+) re"
    rb"|(?P<turn>\b(?:q|Q|cm)\b)",
    re.DOTALL,
)
_MARGIN, _BREADTH = 17 * 72 / 25.4, 210 * 72 / 25.4
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


@dataclass(frozen=True)
class Font:
    """A font: glyph to text, and glyph to width in thousandths of its size."""

    texts: dict[int, str]
    widths: dict[int, float]


@dataclass
class Page:
    """What stands on a page; places in points from the left and from below."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Document:
    """A PDF, read."""

    pages: list[Page]
    raw: bytes
    fonts: list[Font]

    @property
    def text(self) -> str:
        """Return all text without blanks, as lines are broken anywhere."""
        return packed("".join(page.text for page in self.pages))


def packed(text: str) -> str:
    """Return a text without blanks and joiners."""
    return re.sub(r"[\s\u200b-\u200f]+", "", text)


def read(pdf: bytes) -> Document:
    """Read a PDF."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    fonts = {
        name.decode(): _font(objects, int(number))
        for body in objects.values()
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body.split(b"stream")[0])
    }
    contents = [
        int(number)
        for body in objects.values()
        if b"/Type /Page\n" in body
        for number in re.findall(rb"/Contents (\d+) 0 R", body)
    ]
    pages = [_page(_unpacked(objects[each]), fonts) for each in contents]
    return Document(pages, pdf, list(fonts.values()))


def _unpacked(body: bytes) -> bytes:
    stream = _STREAM.search(body)[1]
    return zlib.decompress(stream) if b"FlateDecode" in body.split(b"stream")[0] else stream


def _font(objects: dict[int, bytes], number: int) -> Font:
    head = objects[number]
    cmap = _unpacked(objects[int(re.search(rb"/ToUnicode (\d+)", head)[1])])
    texts = {
        int(glyph, 16): bytes.fromhex(said.decode()).decode("utf-16-be")
        for glyph, said in re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>\n", cmap)
    }
    inner = objects[int(re.search(rb"/DescendantFonts \[(\d+)", head)[1])]
    return Font(texts, _widths(inner.split(b"/W ")[1]))


def _widths(told: bytes) -> dict[int, float]:
    """Read "1 [500 600]" (from 1 on) and "7 9 550" (7 to 9)."""
    widths: dict[int, float] = {}
    for first, row, last, width in re.findall(
        rb"(\d+)\s+(?:\[([\d.\s]+)\]|(\d+)\s+([\d.]+))", told
    ):
        start = int(first)
        if row:
            widths |= {start + place: float(each) for place, each in enumerate(row.split())}
        else:
            widths |= dict.fromkeys(range(start, int(last) + 1), float(width))
    return widths


def _page(content: bytes, fonts: dict[str, Font]) -> Page:
    page = Page("", 1e9, 0, 0, 1e9)
    font, size, x = next(iter(fonts.values())), 0.0, 0.0
    pictures = [False]  # whether each saved state measures as a picture does, not as the page
    for token in _TOKEN.finditer(content):
        if token["font"]:
            font, size = fonts[token["font"].decode()], float(token["size"])
        elif token["td"] or token["tm"]:
            x, y = float(token["td"] or token["tm"]), float(token["tdy"] or token["tmy"])
            _reach(page, x, x, y + size * 0.7, y - size * 0.2)
        elif token["turn"]:
            _turn(pictures, token["turn"])
        elif token["rx"]:
            if pictures[-1]:
                continue
            left, y, width, height = (float(token[each]) for each in ("rx", "ry", "rw", "rh"))
            if left + width < _MARGIN or left > _BREADTH - _MARGIN:
                continue  # a corner mark, which stands in the margin
            _reach(page, left, left + width, max(y, y + height), min(y, y + height))
        else:
            glyphs = _glyphs(token["shown"])
            page.text += "".join(font.texts.get(each, "\ufffd") for each in glyphs)
            x += sum(font.widths.get(each, 600) for each in glyphs) * size / 1000
            page.right = max(page.right, x)
    return page


def _turn(pictures: list[bool], turn: bytes) -> None:
    if turn == b"q":
        pictures.append(pictures[-1])
    elif turn == b"Q":
        pictures.pop()
    else:
        pictures[-1] = True


def _reach(page: Page, left: float, right: float, top: float, bottom: float) -> None:
    page.left, page.right = min(page.left, left), max(page.right, right)
    page.top, page.bottom = max(page.top, top), min(page.bottom, bottom)


def _glyphs(shown: bytes) -> list[int]:
    plain = re.sub(
        rb"\\(.)", lambda match: _ESCAPED.get(match[1], match[1]), shown, flags=re.DOTALL
    )
    return [int.from_bytes(plain[place : place + 2]) for place in range(0, len(plain), 2)]
