"""The pen that draws: text, boxes and lines on A4, from the left or from the right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from fpdf import FPDF, ViewerPreferences
    from fpdf.enums import TextDirection

    from surveyapp.exchange.pdf.sheet import Mark
    from surveyapp.exchange.pdf.tagging import Tag

WIDTH, HEIGHT = 210.0, 297.0
LEFT, TOP, BOTTOM = 18.0, 16.0, 25.0
INNER = WIDTH - 2 * LEFT
"""Millimetres of the page, its margins and what lies between them."""

BODY, SMALL, HEAD = 11.0, 9.5, 13.0
"""Sizes of type in points."""

INK, GREY, PALE, SHADE = 0, 70, 130, 238
"""Blackness: 0 is black, 255 white."""

_FAMILY = "form"
_LINE = 1.36 * 25.4 / 72  # millimetres from line to line for a point of type
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\ufeff\n\r\t")

Align = Literal["start", "center", "end"]

CODE = 6.5
"""Size of the small codes beside boxes, in points."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the paper where a family ticks or writes, in millimetres from the upper left corner."""

    page: int
    x: float
    y: float
    width: float
    height: float
    #: ``tick``, ``digit`` (one cell of several) or ``line``.
    kind: str
    mark: Mark
    #: Which cell of its field it is, from the left.
    place: int = 1
    #: The sign printed behind the cell, such as a point or a comma.
    after: str = ""


class Press:
    """Draws one document; all places are counted from the side where reading begins."""

    def __init__(
        self,
        language: str,
        *,
        is_rtl: bool,
        paper: tuple[float, float] = (WIDTH, HEIGHT),
        is_tagged: bool = True,
    ) -> None:
        """Open an empty document; a print run of thousands of pages goes without tags."""
        from fpdf import FPDF  # noqa: PLC0415 - heavy, and only needed to print

        from surveyapp.exchange.pdf import tagging  # noqa: PLC0415 - as above

        self.is_rtl = is_rtl
        self.breadth = paper[0]
        self.missing: set[str] = set()
        self.spots: list[Spot] = []
        self.pdf: FPDF = FPDF(format=paper, unit="mm")
        self._tagging = tagging
        if is_tagged:
            self.pdf.struct_builder = tagging.Tree()
        self.pdf.set_auto_page_break(auto=False)
        self.pdf.set_margin(0)
        self.pdf.c_margin = 0
        for style, name in (("", "Regular"), ("B", "Bold")):
            path = resources.files("surveyapp.exchange.pdf") / "fonts" / f"NotoSans-{name}.ttf"
            self.pdf.add_font(_FAMILY, style, str(path))
        self.pdf.set_lang(language)
        self.turn(is_rtl=is_rtl)
        self.glyphs = frozenset(self.pdf.fonts[_FAMILY].cmap)  # type: ignore[union-attr]
        self._width = lru_cache(maxsize=20_000)(self._measured)

    def _measured(self, text: str, size: float, style: str) -> float:
        self.pdf.set_font(_FAMILY, style, size)
        return float(self.pdf.get_string_width(text))

    def turn(self, *, is_rtl: bool) -> None:
        """Write from now on in this direction; places stay counted from the document's own side."""
        from fpdf.enums import TextDirection  # noqa: PLC0415 - as above

        direction: TextDirection | None = TextDirection.RTL if is_rtl else TextDirection.LTR
        self.pdf.set_text_shaping(use_shaping_engine=True, direction=direction)

    def declare(self, title: str) -> None:
        """Name the document, and open it under its name."""
        self._tagging.declare(self.pdf, title)
        self.pdf.viewer_preferences = self.preferences()

    def tag(self, role: str = "P", said: str = "") -> Tag:
        """Return a new tag; what is drawn with it is read as a whole."""
        return self._tagging.Tag(role, said)

    @property
    def artifact(self) -> Tag:
        """Return the tag of what nobody listens to."""
        return self._tagging.ARTIFACT

    def _as(self, tag: Tag | None, spoken: str = "") -> AbstractContextManager[None]:
        return self._tagging.tagged(self.pdf, tag or self._tagging.ARTIFACT, spoken)

    def as_artifact(self) -> AbstractContextManager[None]:
        """Draw, in a ``with`` block, what nobody listens to."""
        return self._as(None)

    def as_figure(self, said: str) -> AbstractContextManager[None]:
        """Draw, in a ``with`` block, a picture that ``said`` describes."""
        return self._as(self.tag("Figure", said))

    def raw(self, drawing: bytes) -> None:
        """Add a drawing to the page as it is."""
        self._content(self.pdf.page).extend(drawing)

    def drawing_of(self, page: int) -> bytes:
        """Return what was drawn on a page so far."""
        return bytes(self._content(page))

    def paste(self, page: int, drawing: bytes) -> None:
        """Begin a page with the drawing of another one, and with what that one uses."""
        self.pdf.add_page()
        self.raw(b"q\n" + drawing + b"Q\n")
        used = self.pdf._resource_catalog.resources_per_page  # noqa: SLF001 - there is no door for it
        for (owner, sort), names in list(used.items()):
            if owner == page:
                used[self.pdf.page, sort] |= names

    def _content(self, page: int) -> bytearray:
        content = self.pdf.pages[page].contents
        assert isinstance(content, bytearray)
        return content

    def preferences(self) -> ViewerPreferences:
        """Return how a viewer shows the file: by its title, not its name."""
        from fpdf import ViewerPreferences  # noqa: PLC0415 - as above

        return ViewerPreferences(display_doc_title=True)

    def width(self, text: str, size: float = BODY, *, bold: bool = False) -> float:
        """Return how wide a text is, in millimetres."""
        return self._width(text, size, "B" if bold else "")

    def lines(
        self, text: str, width: float, size: float = BODY, *, bold: bool = False
    ) -> list[str]:
        """Return a text broken into lines; paragraphs are kept, long words are cut."""
        self._miss(text)
        return [
            line
            for paragraph in text.split("\n")
            for line in self._wrapped(paragraph.split(), width, size, bold=bold)
        ]

    def _miss(self, text: str) -> None:
        unknown = (each for each in text if ord(each) not in self.glyphs)
        self.missing.update(each for each in unknown if each not in _INVISIBLE)

    def _wrapped(self, words: list[str], width: float, size: float, *, bold: bool) -> list[str]:
        lines, line = [], ""
        for word in (part for each in words for part in self._cut(each, width, size, bold=bold)):
            longer = f"{line} {word}" if line else word
            if line and self.width(longer, size, bold=bold) > width:
                lines.append(line)
                longer = word
            line = longer
        return [*lines, line]

    def _cut(self, word: str, width: float, size: float, *, bold: bool) -> list[str]:
        if self.width(word, size, bold=bold) <= width or len(word) < 2:
            return [word]
        end = len(word) - 1
        while end > 1 and self.width(word[:end], size, bold=bold) > width:
            end -= 1
        return [word[:end], *self._cut(word[end:], width, size, bold=bold)]

    def text(  # noqa: PLR0913 - all that decides how a line looks and is read
        self,
        start: float,
        y: float,
        line: str,
        width: float,
        size: float = BODY,
        *,
        bold: bool = False,
        grey: int = INK,
        align: Align = "start",
        tag: Tag | None = None,
    ) -> None:
        """Write one line into a place ``width`` wide; it is a paragraph of its own, or part of a tag."""
        if not line:
            return
        self.pdf.set_font(_FAMILY, "B" if bold else "", size)
        self.pdf.set_text_color(grey)
        x = self._x(start, width)
        sides = {"start": "R", "center": "C", "end": "L"} if self.is_rtl else {}
        side = sides.get(align) or {"start": "L", "center": "C", "end": "R"}[align]
        self.pdf.set_xy(x, y)
        spoken = line if any("\u0590" <= sign <= "\u08ff" for sign in line) else ""
        with self._as(tag or self._tagging.Tag(), spoken):
            self.pdf.cell(width, line_height(size), line, align=side)

    def block(  # noqa: PLR0913 - as above
        self,
        start: float,
        y: float,
        lines: list[str],
        width: float,
        size: float = BODY,
        *,
        bold: bool = False,
        grey: int = INK,
        align: Align = "start",
        tag: Tag | None = None,
    ) -> None:
        """Write several lines below each other: one paragraph."""
        tag = tag or self._tagging.Tag()
        for line in lines:
            self.text(start, y, line, width, size, bold=bold, grey=grey, align=align, tag=tag)
            y += line_height(size)

    def rectangle(
        self, start: float, y: float, width: float, height: float, *, fill: int | None = None
    ) -> None:
        """Draw a rectangle: its outline, or only its surface."""
        self.pdf.set_line_width(0.3)
        self.pdf.set_draw_color(INK)
        if fill is not None:
            self.pdf.set_fill_color(fill)
        style = "D" if fill is None else "F"
        with self._as(None):
            self.pdf.rect(self._x(start, width), y, width, height, style=style)

    def box(self, start: float, y: float, size: float, mark: Mark | None, *, several: bool) -> None:
        """Draw what is ticked with its small code, and remember where it is."""
        if several:
            self.rectangle(start, y, size, size)
        else:
            self.circle(start, y, size)
        self.spot("tick", start, y, size, size, mark)
        if mark is not None and mark.code:
            self.code(start + size + 0.5, y, mark.code)

    def code(self, start: float, y: float, code: str, width: float = 4.0) -> None:
        """Write the small code of a box; those who listen to the form have no use for it."""
        with self.from_the_left():
            self.text(start, y - 0.4, code, width, CODE, grey=GREY, tag=self._tagging.ARTIFACT)

    @contextmanager
    def from_the_left(self) -> Iterator[None]:
        """Write numbers with a sign and addresses as they are, also between right and left."""
        if self.is_rtl:
            self.turn(is_rtl=False)
        yield
        if self.is_rtl:
            self.turn(is_rtl=True)

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Write as the document does."""
        yield

    def left_of(self, start: float, width: float) -> float:
        """Return where something begins, from the left edge of the paper."""
        return self._x(start, width)

    def upright(self, start: float, y: float, height: float) -> None:
        """Draw a line downwards."""
        self.pdf.set_line_width(0.2)
        self.pdf.set_draw_color(PALE)
        x = self._x(start, 0)
        with self._as(None):
            self.pdf.line(x, y, x, y + height)

    def spot(
        self,
        kind: str,
        start: float,
        y: float,
        width: float,
        height: float,
        mark: Mark | None,
        place: int = 1,
        after: str = "",
    ) -> None:
        """Remember where a family ticks or writes."""
        if mark is not None:
            x = self._x(start, width)
            self.spots.append(Spot(self.pdf.page, x, y, width, height, kind, mark, place, after))

    def circle(self, start: float, y: float, size: float) -> None:
        """Draw a circle as wide as a box."""
        self.pdf.set_line_width(0.3)
        self.pdf.set_draw_color(INK)
        x = self._x(start, size) + size / 2
        with self._as(None):
            self.pdf.circle(x, y + size / 2, size / 2)

    def cross(self, start: float, y: float, size: float) -> None:
        """Draw a cross, as a pen ticks a box."""
        self.pdf.set_line_width(0.5)
        self.pdf.set_draw_color(INK)
        x, inset = self._x(start, size), size * 0.2
        near, far = inset, size - inset
        with self._as(None):
            self.pdf.line(x + near, y + near, x + far, y + far)
            self.pdf.line(x + near, y + far, x + far, y + near)

    def rule(self, start: float, y: float, width: float, grey: int = PALE) -> None:
        """Draw a line across."""
        self.pdf.set_line_width(0.2)
        self.pdf.set_draw_color(grey)
        x = self._x(start, width)
        with self._as(None):
            self.pdf.line(x, y, x + width, y)

    def picture(
        self, start: float, y: float, width: float, height: float, svg: bytes, said: str
    ) -> None:
        """Draw a picture in greys inside a place."""
        x = self._x(start, width)
        grey = BytesIO(in_greys(svg))
        self.pdf.image(grey, x=x, y=y, w=width, h=height, keep_aspect_ratio=True, alt_text=said)

    def _x(self, start: float, width: float) -> float:
        return self.breadth - start - width if self.is_rtl else start


def line_height(size: float) -> float:
    """Return the millimetres from line to line."""
    return size * _LINE


_HEX = re.compile(rb"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")


def in_greys(svg: bytes) -> bytes:
    """Return a drawing with each colour as grey as the eye sees it."""
    return _HEX.sub(lambda match: _grey(match[1].decode()), svg)


def _grey(colour: str) -> bytes:
    full = colour if len(colour) == 6 else "".join(2 * each for each in colour)
    red, green, blue = (int(full[place : place + 2], 16) for place in (0, 2, 4))
    light = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{light:02x}{light:02x}{light:02x}".encode()
